"""What a written message holds (RFC 5322, RFC 2045): its HTML part and its text part, each a file of its own here."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from pipeline.coverage.held import Held
from pipeline.coverage.html import page


def message(name: str, data: bytes) -> tuple[Held, ...]:
    """The parts of the message ``data``, of the file ``name``."""
    found = message_from_bytes(data, policy=policy.default)
    parts = {kind: found.get_body((kind,)) for kind in ("html", "plain")}
    html, plain = (str(part.get_content()) if part else "" for part in parts.values())
    return page(f"{name}, HTML", html), typed(f"{name}, text", plain)


def typed(name: str, text: str) -> Held:
    """Plain text: it has no pictures and no cells, and takes words apart over columns."""
    ticks = re.findall(r"(?m)^[>\s]*(?:[*]|\d+\.) \[([ x])\]", text)
    return Held(name, text, torn=True, boxes=tuple(tick == "x" for tick in ticks))
