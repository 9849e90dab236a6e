"""The environment in which tests run Make: not that of a Make above them."""

from __future__ import annotations

import os
from collections.abc import Mapping

_OURS = (
    "MAKEFLAGS",
    "MFLAGS",
    "MAKELEVEL",
    "MAKEOVERRIDES",
    "CONTENT",
    "ESSAY",
    "THEME",
    "STRICT",
    "FILE",
    "TITLE",
    "LIST",
)


def environment(**more: str) -> Mapping[str, str]:
    """The environment without what a Make above hands down, and with ``more``."""
    return {name: value for name, value in os.environ.items() if name not in _OURS} | more
