r"""LaTeX's text mode: the words of ``\text{…}`` as they are read."""

from __future__ import annotations

import re


def plainest(word: str) -> str:
    """The command of its style that latex2mathml reads as words alone."""
    return {r"\textbf": r"\textbf", r"\textit": r"\textit", r"\emph": r"\textit", r"\textsf": r"\textsf"}.get(
        word, r"\texttt" if word == r"\texttt" else r"\text"
    )


def words(text: str) -> str:
    """Words of LaTeX's text mode as they are read: its escapes undone, its blanks one each."""
    text = re.sub(r"%[^\n]*\n?", "", re.sub(r"\\%", "\ue000", text)).replace("\ue000", "%")
    text = text.replace(r"\ ", " ").replace("~", "\u00a0")
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    text = re.sub(r"\\([$&#_{}%])", r"\1", text)
    return re.sub(r"\s*[\n\t]\s*|  +", " ", text).translate({123: None, 125: None})
