"""The shell command, one module a verb: each tells its options and examples, and answers with text or, with `--json`, with data.

Errors are one line a fault on standard error and exit code 2. Nothing here computes or words a verdict: `engine` and `view` do.
"""
