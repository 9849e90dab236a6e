"""What an HTML page holds, read without a browser: what stands in its body, its links, its pictures."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pipeline.coverage.held import Held, boxes

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_HIDDEN = re.compile(r"display:\s*none")
_SILENT = frozenset(("style", "script", "template", "title", "head"))


def page(name: str, html: str) -> Held:
    """``html``, of the file ``name``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "".join(reader.text) + "\n" + "\n".join(reader.pictures)
    jumps = tuple(url[1:] for url in reader.links if url.startswith("#") and url[1:] in reader.ids)
    links, pictures, cells = tuple(reader.links), tuple(reader.pictures), tuple(reader.cells)
    return Held(name, text, links, jumps, pictures, cells, boxes=boxes(text))


class _Reader(HTMLParser):
    """Gathers as it goes. A vector picture counts by the name that it bears (``role="img"``, WAI-ARIA 1.2).

    What a style of its own hides within a cell, such as the label that a phone shows before it, is not the cell's. A
    label that every screen shows stands for its header cell, where a table has too many columns to stand side by side.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.pictures: list[str] = []
        self.cells: list[str] = []
        self.open: list[str] = []
        self.hidden: list[int] = []  # how deep the open elements are that a style hides
        self.beside: list[int] = []  # … and those that are none of a cell's own words: labels, and what is hidden
        self.within: list[list[str]] = []  # the text of each open cell
        self.labels: list[tuple[int, list[str]]] = []  # how deep the open labels are that are seen, and their text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in _VOID:
            self.open.append(tag)
            hides = bool(_HIDDEN.search(said.get("style") or ""))
            labels = "label" in (said.get("class") or "").split()
            if hides:
                self.hidden.append(len(self.open))
            if hides or labels:
                self.beside.append(len(self.open))
            if labels and not hides and self.within:
                self.labels.append((len(self.open), []))
        if tag in ("td", "th"):
            self.within.append([])
        self.text.append(" ")
        if self.hidden:
            return
        self.ids |= {said.get("id") or "", said.get("name") or ""}
        if tag == "a" and said.get("href"):
            self.links.append(said["href"] or "")
        if tag == "img" or said.get("role") == "img":
            self.pictures.append((said.get("alt") if tag == "img" else said.get("aria-label")) or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
            self.hidden = [depth for depth in self.hidden if depth <= len(self.open)]
            self.beside = [depth for depth in self.beside if depth <= len(self.open)]
            while self.labels and self.labels[-1][0] > len(self.open):
                self.cells.append("".join(self.labels.pop()[1]).strip().removesuffix(":"))
        if tag in ("td", "th") and self.within:
            self.cells.append("".join(self.within.pop()))
        self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if _SILENT.isdisjoint(self.open) and not self.hidden:
            self.text.append(data)
            for _, label in self.labels:
                label.append(data)
            for cell in self.within if not self.beside else ():
                cell.append(data)
