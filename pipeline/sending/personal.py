"""What a list says of a reader, as plain values: never a template, never a header, never more than a name can be."""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST = 100  # characters: what is longer greets nobody

# Who wants others to get his address in your mail signs up under their addresses and puts it where the name goes.
_ADDRESS = re.compile(r"://|www\.|\bhttps?:", re.IGNORECASE)


def column(name: str) -> str:
    """The name of a list's column as a field names it: ``First Name`` is ``first_name``."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def value(text: str) -> str:
    """``text`` on one line, without control characters, or nothing where it cannot be a reader's name or the like."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return "" if unfit(line) else line


def unfit(text: str) -> str | None:
    """Why ``text`` is not put into a mail, or None."""
    if len(text) > LONGEST:
        return f"has {len(text):,} characters"
    if _ADDRESS.search(text):
        return "holds a web address"
    return None


def named(fields: Mapping[str, str]) -> dict[str, str]:
    """``fields`` with a ``name``, where the list gives a first name or a last one in its stead."""
    found = {key: text for key, text in fields.items() if text}
    if "name" not in found:
        first = next((found[key] for key in ("first_name", "fname", "given_name", "vorname") if key in found), None)
        if first:
            found["name"] = first
    return found
