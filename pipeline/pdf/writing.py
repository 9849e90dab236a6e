"""The structure tree as objects of the PDF (ISO 32000-1, 14.7), and the marked content that it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf  # type: ignore[import-untyped]  # carries no types

from pipeline.pdf.pieces import DECORATION, Gathered, Mark, Touch
from pipeline.pdf.roles import ROLES, Node

_BACKWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_MAP = b"/CIDInit /ProcSet findresource begin"  # how a ToUnicode map opens (9.10.3)
_PRINT = 4  # the flag that has an annotation printed (ISO 32000-1, table 165)


def write(pdf: Any, tree: Node, gathered: Gathered, streams: list[Any], fonts: Mapping[Any, Any]) -> None:
    """Adds ``tree`` to ``pdf``, a ``pydyf.PDF``, and marks what ``streams``, its pages, paint."""
    _Writer(pdf, len(streams)).root(tree)
    _annotations(pdf, gathered.spare)
    _meant(pdf)
    blanks = {font.hash.encode(): blank for font in fonts.values() if (blank := _blank(font))}
    marks: list[dict[int, Mark]] = [{} for _ in streams]
    _gather(tree, marks)
    for stream, lost, kept in zip(streams, gathered.artifacts, marks, strict=True):
        _mark(stream.stream, lost, kept, blanks)


class _Writer:
    def __init__(self, pdf: Any, pages: int) -> None:
        self.pdf = pdf
        self.pages: tuple[bytes, ...] = pdf.page_references
        self.owners: list[dict[int, bytes]] = [{} for _ in range(pages)]
        self.touched: list[bytes] = []
        self.ids: list[tuple[str, bytes]] = []

    def root(self, tree: Node) -> None:
        """Adds the tree with its root (14.7.2) and the number tree that leads from content to elements (14.7.4.4)."""
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.pdf.add_object(root)
        root["K"] = pydyf.Array([self._element(tree, root.reference, None)])
        numbers = pydyf.Array()
        for number, owners in enumerate(self.owners):
            numbers += [number, pydyf.Array(owners.get(at, "null") for at in range(max(owners, default=-1) + 1))]
        for number, owner in enumerate(self.touched, len(self.owners)):
            numbers += [number, owner]
        parents = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(parents)
        root["ParentTree"] = parents.reference
        root["ParentTreeNextKey"] = len(self.owners) + len(self.touched)
        root["RoleMap"] = pydyf.Dictionary({kind: f"/{plain}" for kind, plain in ROLES.items()})
        if self.ids:
            names = pydyf.Array()
            for name, reference in sorted(self.ids):
                names += [pydyf.String(name), reference]
            root["IDTree"] = pydyf.Dictionary({"Names": names})
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _element(self, node: Node, parent: bytes, lang: str | None) -> bytes:
        """Adds ``node`` and all below; its reference. ``lang`` is the language around."""
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent})
        self.pdf.add_object(made)
        reference: bytes = made.reference
        if node.lang and node.lang != lang:
            if lang is not None:  # the document's own stands in the catalogue
                made["Lang"] = pydyf.String(node.lang)
            lang = node.lang
        if node.alt is not None:
            made["Alt"] = pydyf.String(node.alt)
        if node.id is not None:
            made["ID"] = pydyf.String(node.id)
            self.ids.append((node.id, reference))
        if node.attributes:
            made["A"] = pydyf.Dictionary(
                {
                    key: pydyf.Array(value) if isinstance(value, list) else value
                    for key, value in node.attributes.items()
                }
            )
        page = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        if page is not None:
            made["Pg"] = self.pages[page]
        made["K"] = pydyf.Array([*self._kids(node, reference, lang, page)])
        return reference

    def _kids(self, node: Node, reference: bytes, lang: str | None, page: int | None) -> Iterator[Any]:
        for kid in node.kids:
            match kid:
                case Mark():
                    self.owners[kid.page][kid.number] = reference
                    if kid.page == page:
                        yield kid.number
                    else:  # on another page than the element's first words: a marked-content reference (14.7.4.2)
                        yield pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[kid.page], "MCID": kid.number})
                case Touch():
                    annotation = kid.annotation
                    if isinstance(annotation["Contents"], str):
                        annotation["Contents"] = pydyf.String(annotation["Contents"])
                    annotation["StructParent"] = len(self.owners) + len(self.touched)
                    self.touched.append(reference)
                    target = {"Type": "/OBJR", "Pg": self.pages[kid.page], "Obj": annotation.reference}
                    yield pydyf.Dictionary(target)
                case Node():
                    yield self._element(kid, reference, lang)


def _annotations(pdf: Any, spare: set[bytes]) -> None:
    """Has every annotation printed, and takes those out that are one too many."""
    for number in pdf.pages["Kids"][::3]:
        page = pdf.objects[number]
        if "Annots" in page:
            page["Annots"] = pydyf.Array(reference for reference in page["Annots"] if reference not in spare)
            for reference in page["Annots"]:
                pdf.objects[int(reference.split()[0])]["F"] = _PRINT
            if not page["Annots"]:
                del page["Annots"]


def _gather(tree: Node, marks: list[dict[int, Mark]]) -> None:
    for kid in tree.kids:
        if isinstance(kid, Mark):
            marks[kid.page][kid.number] = kid
        elif isinstance(kid, Node):
            _gather(kid, marks)


def _mark(parts: list[Any], lost: Mapping[int, str], kept: Mapping[int, Mark], blanks: Mapping[bytes, bytes]) -> None:
    """Makes artifacts of what is ``lost``, and has what is ``kept`` say what it says in the essay.

    ``parts`` are the operators of a page, where a marked-content sequence is ``/Span``, ``<</MCID 3>>``, ``BDC`` …
    Where the end of a line took a blank away, the text ends with one (14.8.2.5).
    """
    font, shown, about = b"", -1, None
    mark: Mark | None = None  # the sequence that is open, where a blank is due at its end
    for at, part in enumerate(parts):
        if isinstance(part, bytes):
            if part.endswith(b" Tf"):
                font = part[1 : part.index(b" ")]
            elif mark is None:
                continue
            elif part.endswith(b"] TJ"):
                shown = at
            elif part == b"EMC":
                if shown >= 0 and font in blanks:
                    parts[shown] = parts[shown][:-4] + blanks[font] + b"] TJ"
                else:
                    _say(mark, about)
                mark = None
        elif isinstance(part, pydyf.Dictionary) and "MCID" in part:
            about, mark, shown = part, None, -1
            number = part["MCID"]
            if number in lost:
                parts[at - 1 : at + 1] = ["/Artifact", _artifact(lost[number])]
            elif number in kept:
                box = kept[number].box
                text, ending = getattr(box, "text", ""), getattr(box, "ending", "")
                turned = bool(text) and box.style["direction"] == "rtl"  # a full stop is drawn before English words
                if ending == "-" or turned or _BACKWARDS.search(text):
                    _say(kept[number], part)
                elif ending == " ":
                    mark = kept[number]


def _say(mark: Mark, properties: Any) -> None:
    """Tells the words that ``mark`` stands for where its glyphs do not (14.9.4): in the order that they are read, and
    with a soft hyphen where a word goes on on the next line (14.8.2.2.3).
    """
    text, ending = mark.box.text, getattr(mark.box, "ending", "")
    properties["ActualText"] = pydyf.String(f"{text[:-1]}\u00ad" if ending == "-" else f"{text}{ending}")


def _artifact(kind: str) -> Any:
    if kind == DECORATION:
        return pydyf.Dictionary({"Type": kind})
    return pydyf.Dictionary({"Type": "/Pagination", **({"Subtype": kind} if kind else {})})


def _meant(pdf: Any) -> None:
    """Has every glyph mean something (ISO 19005-2, 6.2.11.7.2): the later ones of a cluster, such as the dots of Arabic
    letters, mean a space without width.
    """
    for made in pdf.objects:
        if isinstance(made, pydyf.Stream) and made.stream[:1] == [_MAP]:
            made.stream = [re.sub(rb"^(<[0-9a-f]{4}>) <>$", rb"\1 <200b>", line) for line in made.stream]


def _blank(font: Any) -> bytes | None:
    """How ``font`` shows a blank; None where it has not been asked for one."""
    glyph = min((glyph for glyph, text in font.to_unicode.items() if text in (" ", "\u00a0")), default=None)
    if glyph is None:
        return None
    return f"<{glyph:02x}>".encode() if font.bitmap else f"<{glyph:04x}>".encode()
