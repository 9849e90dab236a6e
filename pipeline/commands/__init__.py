"""The verbs of the command line: one module each, with ``run(arguments)`` that returns the exit code."""
