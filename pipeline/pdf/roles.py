"""Which structure element each piece of the page is (ISO 32000-1, 14.8.4), one for each, however many pages it takes.

Grouping elements hold no text of their own (14.8.4.2): what stands bare in them becomes a paragraph. A list item is a
label and a body (14.8.4.3.3). A note does not interrupt the sentence that refers to it: it follows the paragraph or
heading, and where there is none, ends the cell or item (14.8.4.4.2 leaves the place open). What no listener needs to
hear of (wrappers, pictures without alternate text) leaves no element behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.pdf.pieces import DECORATION, Gathered, Mark, Piece, Touch
from pipeline.pdf.structure import INLINE

Attributes = dict[str, object]

GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI"})
ROLES = {"Em": "Span", "Strong": "Span"}  # of PDF 2.0 (ISO 32000-2, 14.8.4.7.2), here mapped to what 1.7 has
_ENDS = frozenset({"LBody", "TD", "TH", "Caption", "Sect", "Div", "Art", "Part", "BlockQuote", "Document"})
_SVG = "{http://www.w3.org/2000/svg}svg"
_KINDS = {
    **dict.fromkeys(("section", "nav", "aside"), "Sect"),
    **dict.fromkeys(("div", "figure", "header", "footer", "details", "address"), "Div"),
    **dict.fromkeys(("em", "i"), "Em"),
    **dict.fromkeys(("strong", "b"), "Strong"),
    **dict.fromkeys(("code", "kbd", "samp"), "Code"),
    **dict.fromkeys(("s", "del", "strike"), "Span"),
    **dict.fromkeys(("figcaption", "caption"), "Caption"),
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "main": "Part",
    "article": "Art",
    "p": "P",
    "blockquote": "BlockQuote",
    "q": "Quote",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
}


@dataclass(slots=True, eq=False)
class Node:
    """A structure element to be. ``lang`` is the language of its words, where it is known (BCP 47)."""

    kind: str
    kids: list[Kid]
    lang: str | None = None
    alt: str | None = None
    id: str | None = None
    attributes: Attributes = field(default_factory=dict)


Kid = Mark | Touch | Node


def shape(gathered: Gathered, lang: str) -> Node:
    """The document element. What is decoration joins the artifacts of ``gathered``."""
    shaper = _Shaper(gathered)
    kids = shaper.kids(gathered.root, lang, toc=False)
    return Node("Document", [*shaper.grouped(kids), *shaper.waiting], lang)


def words(kids: Sequence[Kid]) -> str:
    """What ``kids`` say."""
    return "".join(_said(kid) for kid in kids)


def _said(kid: Kid) -> str:
    match kid:
        case Mark(box=box):
            text = getattr(box, "text", "")
            ending = getattr(box, "ending", "")
            return text[:-1] if ending == "-" else f"{text}{ending}"
        case Node(alt=str(alt)):
            return alt
        case Node(kids=kids):
            return words(kids)
        case Touch():
            return ""


class _Shaper:
    """``waiting`` are the notes that were referred to and stand nowhere yet."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.waiting: list[Node] = []
        self.noted = 0
        self.headed = 0

    def kids(self, piece: Piece, lang: str, *, toc: bool) -> list[Kid]:
        """All that ``piece`` holds, in order, every piece of it as the elements that it becomes."""
        found: list[Kid] = []
        for part in piece.ordered():
            if isinstance(part, Piece):
                found += self.piece(part, lang, toc=toc)
            else:
                found.append(part)
        return found

    def piece(self, piece: Piece, lang: str, *, toc: bool) -> Sequence[Kid]:
        """The elements that ``piece`` becomes: mostly one, none for decoration, and the kids of a mere wrapper."""
        element = piece.element
        around, lang = lang, (element.get("lang") or lang)
        if piece.pseudo:
            return self._pseudo(piece, lang)
        if element.get("aria-hidden") == "true":
            return self._drop(piece)
        if piece.note or element.get("role") in ("doc-footnote", "doc-endnote", "note"):
            return self._note(piece, lang)
        tag = element.tag
        if element.get("role") == "img" and "math" in element.get("class", "").split():
            return self._formula(piece, lang)
        if tag in ("img", _SVG) or element.get("role") == "img":
            return self._picture(piece, lang)
        toc = toc or element.get("role") == "doc-toc" or "contents" in element.get("class", "").split()
        made = self._special.get(tag)
        if made:
            return made(self, piece, lang, toc)
        kids = self.kids(piece, lang, toc=toc)
        kind = _KINDS.get(tag)
        if kind is None:
            return self._wrapper(piece, kids, lang, around)
        return self._made(kind, kids, lang, piece)

    def _made(self, kind: str, kids: list[Kid], lang: str, piece: Piece) -> Sequence[Kid]:
        node = Node(kind, kids, lang)
        if kind[0] == "H" and kind[1:].isdigit():
            self.headed = min(int(kind[1:]), self.headed + 1)  # no level is skipped (ISO 14289-1, 7.4.2)
            node.kind = f"H{self.headed}"
        elif kind == "Span":
            node.attributes = {"O": "/Layout", "TextDecorationType": "/LineThrough"}
        elif kind in ("TD", "TH"):
            node.attributes = _cell(piece, kind)
        if kind in GROUPING:
            node.kids = self.grouped(kids)
        elif kind in ("TD", "TH"):
            node.kids = self._body(kids)
        if kind in _ENDS:
            node.kids += self._noted()
        if kind == "Div" and len(node.kids) == 1 and isinstance(node.kids[0], Node) and node.kids[0].lang == lang:
            return node.kids  # a wrapper of one thing
        if not node.kids and kind not in ("TD", "TH", "TR"):
            return ()
        return [node, *self._noted()] if kind[0] in "PH" and kind != "Part" else [node]

    def _wrapper(self, piece: Piece, kids: list[Kid], lang: str, around: str) -> Sequence[Kid]:
        """What has no element of its own gets one where it changes the language."""
        if lang == around or not kids:
            return kids
        if all(not isinstance(kid, Node) or kid.kind in INLINE for kid in kids):
            return [Node("Span", kids, lang)]
        return [Node("Div", self.grouped(kids), lang)]

    def _pseudo(self, piece: Piece, lang: str) -> Sequence[Kid]:
        kids = self.kids(piece, lang, toc=False)
        if not words(kids).strip():
            self._lose(kids)
            return ()
        match piece.pseudo:
            case "marker" | "footnote-marker" | "note-marker":
                return [Node("Lbl", kids, lang)]
            case "footnote-call" | "note-call":
                return [Node("Reference", _linked(kids, lang), lang)]
            case _ if any(isinstance(kid, Touch) for kid in kids):
                return _linked(kids, lang)
            case _:
                return kids

    def _picture(self, piece: Piece, lang: str) -> Sequence[Kid]:
        """A figure with its alternate text and place; without alternate text, decoration (ISO 14289-1, 7.3)."""
        element = piece.element
        title = element.find("{http://www.w3.org/2000/svg}title")
        alt = element.get("alt") or element.get("aria-label") or (title.text if title is not None else None)
        if not alt or not alt.strip():
            return self._drop(piece)
        kids = self.kids(piece, lang, toc=False)
        if piece.area is None:  # a picture that is not there: its alternate text stands in the line
            return kids
        area = [round(side, 2) for side in piece.area]
        return [Node("Figure", kids, lang, alt, attributes={"O": "/Layout", "BBox": area})]

    def _formula(self, piece: Piece, lang: str) -> Sequence[Kid]:
        """A formula, of one drawing or of several, with what is heard of it (ISO 14289-1, 7.7)."""
        kids: list[Kid] = []
        areas = []
        for part in piece.ordered():
            if isinstance(part, Piece):
                kids += self.kids(part, lang, toc=False)
                areas += [part.area] if part.area is not None else []
            elif isinstance(part, Mark) and not words([part]).strip():  # the blank between two drawings
                self._lose([part])
            else:
                kids.append(part)
        if not kids:
            return ()
        made = Node("Formula", kids, lang, piece.element.get("aria-label"))
        if len(areas) == 1:
            made.attributes = {"O": "/Layout", "BBox": [round(side, 2) for side in areas[0]]}
        return [made]

    def _note(self, piece: Piece, lang: str) -> Sequence[Kid]:
        """A note waits for the end of what refers to it; so does one that a note refers to."""
        before, self.waiting = self.waiting, []
        kids = self.kids(piece, lang, toc=False)
        labels = [kid for kid in kids if isinstance(kid, Node) and kid.kind == "Lbl"]
        rest = self.grouped([kid for kid in kids if kid not in labels])
        inner = [kid for kid in rest if isinstance(kid, Node) and kid.kind == "Note"]
        rest = [kid for kid in rest if kid not in inner]
        self.noted += 1
        note = Node("Note", [*labels, *rest], lang, id=f"note-{self.noted}")
        self.waiting = [*before, note, *inner, *self.waiting]
        return ()

    def _noted(self) -> list[Node]:
        notes, self.waiting = self.waiting, []
        return notes

    def _link(self, piece: Piece, lang: str, toc: bool) -> Sequence[Kid]:
        kids = self.kids(piece, lang, toc=toc)
        linked = _linked(kids, lang, str(piece.element.get("aria-label") or piece.element.get("title") or ""))
        if piece.element.get("href", "").startswith("#") and linked != kids:
            return [Node("Reference", linked, lang)]
        return linked

    def _code(self, piece: Piece, lang: str, toc: bool) -> Sequence[Kid]:
        """A block of code is a paragraph of it: code is inline-level (14.8.4.4)."""
        kids = self.kids(piece, lang, toc=toc)
        if not kids:
            return ()
        coded = any(isinstance(kid, Node) and kid.kind == "Code" for kid in kids)
        return [Node("P", kids if coded else [Node("Code", kids)], lang)]

    def _list(self, piece: Piece, lang: str, toc: bool) -> Sequence[Kid]:
        items: list[Kid] = []
        numbering = "/None"
        for kid in self.kids(piece, lang, toc=toc):
            if isinstance(kid, Node) and kid.kind in ("LI", "TOCI"):
                items.append(kid)
            elif isinstance(kid, Mark) and not words([kid]).strip():
                self._lose([kid])
            else:
                items.append(Node("LI", [Node("LBody", self._body([kid]))]))
        for _, part in piece.parts:
            if isinstance(part, Piece) and part.element.tag == "li":
                numbering = next((_NUMBERING.get(p.marker, "/None") for _, p in part.parts
                                  if isinstance(p, Piece) and p.pseudo == "marker"), "/None")  # fmt: skip
                break
        if not items:
            return ()
        kind = "TOC" if toc else "L"
        return [Node(kind, items, lang, attributes={} if toc else {"O": "/List", "ListNumbering": numbering})]

    def _item(self, piece: Piece, lang: str, toc: bool) -> Sequence[Kid]:
        kids = self.kids(piece, lang, toc=toc)
        labels: list[Kid] = [kid for kid in kids if isinstance(kid, Node) and kid.kind == "Lbl"]
        rest = [kid for kid in kids if kid not in labels]
        if toc:
            return [Node("TOCI", [*labels, *self._entry(rest)], lang)] if kids else ()
        body = Node("LBody", [*self._body(rest)], lang)
        body.kids += self._noted()
        return [Node("LI", [*labels, body], lang)] if kids else ()

    def _entry(self, kids: list[Kid]) -> list[Kid]:
        """What an entry of the contents holds: the references as they are, other words as paragraphs."""
        if all(isinstance(kid, Node) and kid.kind in ("Reference", "TOC", "P") for kid in kids):
            return kids
        return self.grouped(kids)

    def _definitions(self, piece: Piece, lang: str, toc: bool) -> Sequence[Kid]:
        """Terms are labels; all the meanings of one term are one body."""
        items: list[Node] = []
        for kid in self.kids(piece, lang, toc=toc):
            if isinstance(kid, Node) and kid.kind == "Lbl":
                items.append(Node("LI", [kid], lang))
            elif isinstance(kid, Node) and kid.kind == "LBody":
                body = items[-1].kids[-1] if items else None
                if body is None:
                    items.append(Node("LI", [kid], lang))
                elif isinstance(body, Node) and body.kind == "LBody":
                    body.kids = [*self.grouped(body.kids), *self.grouped(kid.kids)]
                else:
                    items[-1].kids.append(kid)
            elif isinstance(kid, Mark) and not words([kid]).strip():
                self._lose([kid])
            else:
                items.append(Node("LI", [Node("LBody", self._body([kid]))], lang))
        for item in items:
            if isinstance(last := item.kids[-1], Node) and last.kind == "Lbl":
                item.kids.append(Node("LBody", [*self._noted()], lang))
        return [Node("L", [*items], lang, attributes={"O": "/List", "ListNumbering": "/None"})] if items else ()

    def _term(self, piece: Piece, lang: str, toc: bool) -> Sequence[Kid]:
        return [Node("Lbl", self.kids(piece, lang, toc=toc), lang)]

    def _meaning(self, piece: Piece, lang: str, toc: bool) -> Sequence[Kid]:
        of_term = self._noted()
        body = Node("LBody", self._body([*of_term, *self.kids(piece, lang, toc=toc)]), lang)
        body.kids += self._noted()
        return [body]

    def _body(self, kids: list[Kid]) -> list[Kid]:
        """The kids of what may hold words or blocks; where it has blocks, its words are paragraphs too."""
        return self.grouped(kids) if any(isinstance(kid, Node) and kid.kind not in INLINE for kid in kids) else kids

    def grouped(self, kids: list[Kid]) -> list[Kid]:
        """``kids`` with what stands bare among them in paragraphs."""
        found: list[Kid] = []
        run: list[Kid] = []

        def close() -> None:
            if words(run).strip() or any(isinstance(kid, Touch) for kid in run):
                found.append(Node("P", list(run)))
            else:
                self._lose(run)
            run.clear()

        for kid in kids:
            bare = (
                not isinstance(kid, Node) or kid.kind in INLINE or (kid.kind == "Figure" and bool(words(run).strip()))
            )
            if bare:
                run.append(kid)
            else:
                close()
                found.append(kid)
        close()
        return found

    def _drop(self, piece: Piece) -> Sequence[Kid]:
        """Makes all that is painted for ``piece`` decoration; a link's areas stay the link's."""
        lost: list[Kid] = []
        for part in piece.ordered():
            if isinstance(part, Piece):
                lost += self._drop(part)
            else:
                lost.append(part)
        self._lose(lost)
        return [kid for kid in lost if isinstance(kid, Touch)]

    def _lose(self, kids: Sequence[Kid]) -> None:
        for kid in kids:
            if isinstance(kid, Mark):
                self.gathered.artifacts[kid.page][kid.number] = DECORATION
            elif isinstance(kid, Node):
                self._lose(kid.kids)

    _special: ClassVar[dict[str, Callable[[_Shaper, Piece, str, bool], Sequence[Kid]]]] = {
        "a": _link,
        "pre": _code,
        **dict.fromkeys(("ul", "ol", "menu"), _list),
        "li": _item,
        "dl": _definitions,
        "dt": _term,
        "dd": _meaning,
    }


_NUMBERING = {
    "decimal": "/Decimal",
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
    "lower-alpha": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
}


def _linked(kids: list[Kid], lang: str, name: str = "") -> list[Kid]:
    """``kids`` as a link, where they can be clicked. Each area says where it leads (ISO 14289-1, 7.18.5)."""
    touches = [kid for kid in kids if isinstance(kid, Touch)]
    if not touches:
        return kids
    said = name or " ".join(words(kids).split())
    for touch in touches:
        touch.annotation["Contents"] = said or touch.annotation["Contents"].string
    return [Node("Link", kids, lang)]


def _cell(piece: Piece, kind: str) -> Attributes:
    made: Attributes = {"O": "/Table"}
    if kind == "TH":
        made["Scope"] = "/Row" if piece.element.get("scope") in ("row", "rowgroup") else "/Column"
    if piece.columns > 1:
        made["ColSpan"] = piece.columns
    if piece.rows > 1:
        made["RowSpan"] = piece.rows
    return made
