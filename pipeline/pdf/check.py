"""A PDF as a reader of its tags meets it: dumped as text, and checked for what a validator lets pass.

It needs pikepdf, which only those who develop this project have.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

Object = Any  # pikepdf.Object, whose attributes are the file's


def dump_pdf(data: bytes) -> str:
    """Metadata, bookmarks, structure with words, annotations and artifacts of a PDF as indented lines."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return "\n".join([*_about(pdf), *_bookmarks(pdf), *_Dump(pdf).lines()]) + "\n"


def faults(data: bytes) -> tuple[str, ...]:
    """What is wrong with a PDF of ours besides what page-validation finds, as sentences.

    The title is shown, the language told, everything tagged; every table has header cells; every link says where it
    leads, and is reached through the structure; what is painted is tagged or an artifact, never both.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(_faults(pdf))


def _faults(pdf: Object) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        yield "not tagged"
        return
    elements = list(_elements(root.StructTreeRoot.K))
    for element in elements:
        kind = str(element.S)
        if kind == "/Table" and not any(str(below.S) == "/TH" for below in _elements(element.K)):
            yield "a table has no header cells"
        if kind == "/LI" and [str(kid.S) for kid in _kids(element)] not in (["/LBody"], ["/Lbl", "/LBody"]):
            yield "a list item is not a label and a body"
        if kind == "/Figure" and not str(element.get("/Alt", "")):
            yield "a figure has no alternate text"
        if kind == "/Link" and not any(str(kid.get("/Type", "")) == "/OBJR" for kid in _dictionaries(element)):
            yield "a link has no annotation"
    reached = {kid.Obj.objgen for e in elements for kid in _dictionaries(e) if str(kid.get("/Type", "")) == "/OBJR"}
    for number, page in enumerate(pdf.pages, 1):
        for note in page.get("/Annots", ()):
            if not str(note.get("/Contents", "")):
                yield f"page {number}: a link does not say where it leads"
            if note.objgen not in reached:
                yield f"page {number}: a link is not in the structure"
        yield from (f"page {number}: {fault}" for fault in _unmarked(page))


_PAINTS = {"Tj", "TJ", "'", '"', "Do", "f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "sh"}


def _unmarked(page: Object) -> Iterator[str]:
    """What the page paints outside marked content, and tagged content within an artifact or the reverse."""
    depth: list[bool] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BDC", "BMC"):
            artifact = str(operands[0]) == "/Artifact"
            if depth and artifact != depth[-1]:
                yield "an artifact and tagged content within each other"
            depth.append(artifact)
        elif name == "EMC":
            depth.pop()
        elif name in _PAINTS and not depth:
            yield f"`{name}` paints what is neither tagged nor an artifact"


def _about(pdf: Object) -> Iterator[str]:
    for key in ("/Title", "/Author", "/Subject", "/Keywords", "/CreationDate", "/ModDate", "/Producer"):
        if key in pdf.docinfo:
            yield f"{key[1:]}: {pdf.docinfo[key]}"
    yield f"Lang: {pdf.Root.get('/Lang')}"
    sizes = {tuple(round(float(side)) for side in page.MediaBox[2:]) for page in pdf.pages}
    yield f"Pages: {len(pdf.pages)} of {', '.join(f'{width} × {height} pt' for width, height in sorted(sizes))}"


def _bookmarks(pdf: Object) -> Iterator[str]:
    def walk(items: Object, depth: int) -> Iterator[str]:
        for item in items:
            yield f"{'  ' * depth}- {item.title}"
            yield from walk(item.children, depth + 1)

    with pdf.open_outline() as outline:
        yield "Bookmarks:"
        yield from walk(outline.root, 1)


class _Dump:
    """The structure tree with the words of its marked content."""

    def __init__(self, pdf: Object) -> None:
        self.pdf = pdf
        self.words: dict[tuple[int, int], str] = {}
        self.height: dict[tuple[int, int], float] = {}
        self.artifacts: list[tuple[int, str]] = []
        self.pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        for number, page in enumerate(pdf.pages, 1):
            self._read(number, page)

    def lines(self) -> Iterator[str]:
        """The tree, a line an element, and the artifacts of each page."""
        yield "Structure:"
        for element in _kids(self.pdf.Root.StructTreeRoot):
            yield from self._element(element, 1)
        yield "Artifacts:"
        yield from (f"  page {number}: {text}" for number, text in self.artifacts)

    def _element(self, element: Object, depth: int) -> Iterator[str]:
        """Anonymous elements that hold one thing are passed over; runs of words stand on their element's line."""
        kind = str(element.S)[1:]
        page = self.pages.get(element.Pg.objgen, 0) if "/Pg" in element else 0
        told = [f'alt "{element.Alt}"'] if "/Alt" in element else []
        marks: list[tuple[int, int]] = []
        below: list[str] = []
        for kid in _list(element.get("/K", ())):
            if isinstance(kid, int):
                marks.append((page, kid))
            elif str(kid.get("/Type", "")) == "/OBJR":
                told.append(f"→ {_target(kid.Obj)}")
            elif str(kid.S) in ("/Span", "/NonStruct") and not below and _flat(kid):
                marks.extend((page, mark) for mark in _marks(kid))
            else:
                below.extend(self._element(kid, depth + 1))
        text = self._text(marks)
        if kind == "NonStruct" and not text and not told:
            yield from (line.removeprefix("  ") for line in below)
            return
        yield " ".join(filter(None, (f"{'  ' * depth}{kind}", *told, f"“{text}”" if text else "")))
        yield from below

    def _text(self, marks: list[tuple[int, int]]) -> str:
        """The words of ``marks``; where one stands on another line than the one before it, a blank is due."""
        text, height = "", None
        for mark in marks:
            words, now = self.words.get(mark, ""), self.height.get(mark)
            if text and words and now != height and not text.endswith((" ", "‐")):
                text += " "
            text, height = text + words, now
        return text.strip()

    def _read(self, number: int, page: Object) -> None:
        fonts = {name: _unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
        font: dict[int, str] = {}
        marks: list[int | None] = []
        at = 0.0
        for instruction in pikepdf.parse_content_stream(page):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "BDC":
                    properties = operands[1]
                    mark = int(properties.MCID) if "/MCID" in properties else None
                    marks.append(mark)
                    if mark is None:
                        self.artifacts.append((number, ""))
                case "BMC":
                    marks.append(None)
                case "EMC":
                    marks.pop()
                case "Tm":
                    at = round(float(operands[5]), 1)
                case "Tf":
                    font = fonts.get(str(operands[0]), {})
                case "Tj" | "TJ":
                    text = "".join(_decoded(string, font) for string in _list(operands[0]))
                    if marks and marks[-1] is not None:
                        key = (number, marks[-1])
                        self.words[key] = self.words.get(key, "") + text
                        self.height[key] = at
                    elif self.artifacts:
                        self.artifacts[-1] = (number, self.artifacts[-1][1] + text)
                case _:
                    pass


def _target(note: Object) -> str:
    return str(note.A.URI) if "/A" in note else f"#{note.get('/Dest')}"


def _flat(element: Object) -> bool:
    """Whether ``element`` holds words alone."""
    return all(isinstance(kid, int) or ("/S" in kid and str(kid.S) in ("/Span", "/NonStruct") and _flat(kid))
               for kid in _list(element.get("/K", ())))  # fmt: skip


def _marks(element: Object) -> Iterator[int]:
    for kid in _list(element.get("/K", ())):
        if isinstance(kid, int):
            yield kid
        else:
            yield from _marks(kid)


def _list(value: Object) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array | tuple | list) else [value]


def _dictionaries(element: Object) -> list[Object]:
    return [kid for kid in _list(element.get("/K", ())) if isinstance(kid, pikepdf.Dictionary)]


def _kids(element: Object) -> list[Object]:
    return [kid for kid in _dictionaries(element) if "/S" in kid]


def _elements(kids: Object) -> Iterator[Object]:
    """Every structure element of ``kids``, outer before inner."""
    for kid in _list(kids):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid.get("/K", ()))


def _unicode(font: Object) -> dict[int, str]:
    """What each code of ``font`` means: its ToUnicode map (ISO 32000-1, 9.10.3)."""
    if "/ToUnicode" not in font:
        return {}
    text = font.ToUnicode.read_bytes().decode("ascii", "replace")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, meant in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(meant).decode("utf-16-be", "replace")
    return found


def _decoded(string: Object, font: dict[int, str]) -> str:
    if not isinstance(string, pikepdf.String):
        return ""
    raw = bytes(string)
    return "".join(font.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2))
