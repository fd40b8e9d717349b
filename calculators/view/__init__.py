"""What a reader sees, as HTML that arrives ready: no script words or computes anything."""
