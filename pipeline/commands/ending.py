"""How a command ends where a problem is in the way."""

from __future__ import annotations

import sys

from pipeline.problems import Problem


def failed_with(*problems: Problem) -> int:
    """Says ``problems`` on the error stream; 1, which the command then returns."""
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1
