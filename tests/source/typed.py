"""What a typewriter would have written: typographic signs as the plain ones that may have become them."""

from __future__ import annotations

_PLAIN = str.maketrans({**dict.fromkeys("“”″„‘’‚′'«»‹›", '"'), "–": "--", "—": "---", "…": "..."})


def typed(text: str) -> str:
    """``text`` with one sign for all quotation marks, hyphens for dashes, stops for ellipses."""
    return text.translate(_PLAIN)
