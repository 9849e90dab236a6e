"""CSS as text: strings."""

from __future__ import annotations


def string(text: str) -> str:
    """``text`` as a CSS string (CSS Syntax 3, 4.3.5); what could end it, or the style element, is escaped."""
    return '"' + "".join(c if c.isalnum() or c in " -_.,/" else f"\\{ord(c):x} " for c in text) + '"'
