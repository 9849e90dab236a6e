"""The names of languages: what Pygments knows, and what is plain text."""

from __future__ import annotations

import importlib
from functools import cache

from pipeline.yamltree import did_you_mean

# Asked for as plain, by the names that people write.
PLAIN = frozenset(("text", "txt", "plain", "plaintext", "none", "nohighlight", "output", "ascii", "verbatim"))


@cache
def _modules() -> dict[str, tuple[str, str]]:
    """By alias: the module and the name of the lexer that reads it."""
    mapping = importlib.import_module("pygments.lexers._mapping")
    found: dict[str, tuple[str, str]] = {}
    for cls, (module, _, aliases, patterns, _) in mapping.LEXERS.items():
        for alias in aliases:
            found.setdefault(alias.lower(), (module, cls))
        for pattern in patterns:  # by the extension of its files, `hs` for Haskell
            if pattern.startswith("*.") and pattern[2:].isalnum():
                found.setdefault(pattern[2:].lower(), (module, cls))
    return found


def known(language: str) -> bool:
    """Whether ``language`` is one that can be highlighted, or asks for plain text."""
    return language.lower() in PLAIN or language.lower() in _modules()


def lexer_of(language: str) -> tuple[str, str] | None:
    """The module and class that read ``language``; None for plain text and for what nobody knows."""
    return None if language.lower() in PLAIN else _modules().get(language.lower())


def like(language: str) -> str | None:
    """What ``language`` may have been meant for, as a hint; None where nothing is near."""
    said = did_you_mean(language.lower(), tuple(_modules()))
    return said if said.startswith("did you mean") else None
