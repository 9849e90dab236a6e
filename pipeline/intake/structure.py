"""The lines of another tool's Markdown: code kept apart, divs and cell options of Quarto, headings underlined."""

from __future__ import annotations

import re

from pipeline.document import DivKind
from pipeline.intake.draft import Draft
from pipeline.problems import Place, warning
from pipeline.source.attributes import parse

_FENCE = re.compile(r"(\s*(?:>\s*)*(?:[-*+]\s+|\d+[.)]\s+)?)(`{3,}|~{3,})(.*)$")
_DIV = re.compile(r"\s*:{3,}\s*(.*?)\s*:*\s*$")
_CELL = re.compile(r"\{\s*(\w+)[^}]*\}")
_OPTION = re.compile(r"\s*(?:#|//|--|%%)\|\s?(.*)$")
_HEADING = re.compile(r"\s*#{1,6}\s+(\S.*?)\s*#*\s*(?:\{[^{}]*\}\s*)?$")
_SETEXT = re.compile(r" {0,3}(=+|-+)\s*$")
_KEPT = frozenset(str(kind) for kind in DivKind)
_LIQUID_CODE = re.compile(r"\s*\{%-?\s*(highlight|endhighlight)\s*([\w+-]*)[^%]*-?%\}\s*$")
_HUGO_CODE = re.compile(r"\s*\{\{[<%]\s*(/?)highlight\s*\"?([\w+-]*)\"?[^}]*[>%]\}\}\s*$")

Row = tuple[int, str, bool]


def structured(lines: list[str], first: int, shown: str, made: Draft) -> list[Row]:
    """The lines with their numbers in the file, and whether each is code. Line ``first`` of the file is the first."""
    return _Lines(shown, made).read(lines, first)


class _Lines:
    def __init__(self, shown: str, made: Draft) -> None:
        self._shown = shown
        self._made = made
        self._rows: list[Row] = []
        self._divs: list[str] = []  # the open divs: their names
        self._fence = ""
        self._cell = False

    def read(self, lines: list[str], first: int) -> list[Row]:
        for number, line in enumerate(lines, first):
            if self._fence:
                self._code(number, line)
            else:
                self._line(number, line)
        return self._rows

    def _tell(self, number: int, what: str) -> None:
        self._made.problems.append(warning(Place(self._shown, number), "not-carried", what))

    def _put(self, number: int, line: str, *, code: bool = False) -> None:
        self._rows.append((number, line, code))

    def _code(self, number: int, line: str) -> None:
        """A line within a code block."""
        ends = _HIGHLIGHT_END.match(line) if self._fence == "highlight" else None
        bare = line.lstrip("> \t").rstrip()
        if ends or (
            bare and self._fence != "highlight" and set(bare) == {self._fence[0]} and len(bare) >= len(self._fence)
        ):
            self._put(number, "```" if ends else line, code=True)
            self._fence = ""
            return
        option = _OPTION.match(line) if self._cell else None
        if option:
            self._tell(number, f"the cell's option `{option[1].strip()}`")
            return
        self._cell = self._cell and not line.strip()
        self._put(number, line, code=True)

    def _line(self, number: int, line: str) -> None:
        fence = _FENCE.match(line)
        highlight = _LIQUID_CODE.match(line) or _HUGO_CODE.match(line)
        if fence and not (fence[2][0] == "`" and "`" in fence[3]):
            self._fence = fence[2]
            cell = _CELL.fullmatch(fence[3].strip())
            self._cell = cell is not None
            self._put(number, f"{fence[1]}{fence[2]}{cell[1]}" if cell else line, code=True)
        elif highlight and highlight[1] in ("highlight", ""):
            self._fence = "highlight"
            self._put(number, f"```{highlight[2]}", code=True)
        elif line.lstrip().startswith(":::") and (div := _DIV.match(line)):
            self._div(number, line, div[1])
        elif self._divs and self._divs[-1].startswith("callout") and (title := _HEADING.match(line)):
            self._put(number, f"**{title[1]}**")
            self._put(number, "")
        elif _SETEXT.match(line) and self._rows and _underlined(self._rows[-1]):
            before, words, _ = self._rows.pop()
            self._put(before, f"{'#' if '=' in line else '##'} {words.strip()}")
        else:
            self._put(number, line)

    def _div(self, number: int, line: str, opens: str) -> None:
        """Divs that an essay knows stay; of others the fences go and the text stays."""
        if not opens:
            self._put(number, line if self._divs and self._divs.pop() in _KEPT else "")
            return
        word = re.match(r"[^\s{}]*", opens)
        rest = opens[len(word[0]) :].strip() if word else opens
        found = parse(rest)
        name = (word[0] if word else "") or (found[0].classes[0] if found and found[0].classes else "")
        self._divs.append(name)
        if name in _KEPT:
            self._put(number, line)
            return
        self._tell(number, f"the div `{name or opens}`; its text stays")
        title = found[0].get("title") if found else None
        self._put(number, "")
        if title:
            self._put(number, f"**{title}**")
            self._put(number, "")


_HIGHLIGHT_END = re.compile(r"\s*(?:\{%-?\s*endhighlight\s*-?%\}|\{\{[<%]\s*/\s*highlight\s*[>%]\}\})\s*$")


def _underlined(row: Row) -> bool:
    """Whether a line of signs below ``row`` makes a heading of it."""
    return not row[2] and bool(row[1].strip()) and not re.match(r"\s*(?:[>#|]|[-*+] |\d+[.)] | {4})", row[1])
