"""The spine: each module imports only what stands above it (tests/test_layers.py has the order)."""
