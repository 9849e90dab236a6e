"""Plain text as Markdown that reads back as that text."""

from __future__ import annotations

import re

_MOMENT = r"\[(?:[A-Za-z][\w-]*[ \t]+)?\d{1,3}:\d{2}(?::\d{2})?\]"
_PIECES = re.compile(
    rf"(?P<moment>{_MOMENT})"
    r"|(?P<url>https?://[^\s<>\"”»]*[^\s<>\"”».,;:!?)\]'’])"
    r"|(?P<always>[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,31};)|\^(?=\[))"
    r"|(?P<underscore>_+)"
    r"|(?P<pair>==|~~|\$)",
    re.ASCII,
)
_START = re.compile(r"(#{1,6}(?=\s|$)|>|[+-](?=\s|$)|[=-]{2,}\s*$|:{3,}|:(?=\s)|~{3,}|\||!(?=\[))")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escaped(text: str) -> str:
    """``text``, a single paragraph, with a backslash where Markdown would read something into it.

    Timestamps in brackets stay, for they are citations; web addresses become links.
    """
    pairs = {sign: text.count(sign) > 1 for sign in ("==", "~~", "$")}

    def piece(found: re.Match[str]) -> str:
        word = found[0]
        match found.lastgroup:
            case "moment":
                return word
            case "url":
                return f"<{word}>"
            case "underscore":
                inside = (
                    text[found.start() - 1 : found.start()].isalnum() and text[found.end() : found.end() + 1].isalnum()
                )
                return word if inside else "\\_" * len(word)
            case "pair":
                return f"\\{word}" if pairs[word] else word
            case _:
                return f"\\{word}"

    made = _PIECES.sub(piece, text)
    made = _NUMBER.sub(r"\1\\\2", made, count=1) if _NUMBER.match(made) else made
    return f"\\{made}" if _START.match(made) else made
