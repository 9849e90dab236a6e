"""A written deck as text: slide by slide what stands on it, how large, where its links lead, what the notes say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.deck.drafts import RelationType
from pipeline.deck.looks import Looks
from pipeline.deck.written import Shape, Written
from pipeline.openxml import every, find, name
from pipeline.units import Box

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def dump_pptx(data: bytes) -> str:
    """The deck ``data`` as text, for goldens and for reading."""
    return "\n".join(_lines(Written(data))) + "\n"


def _lines(written: Written) -> Iterator[str]:
    numbers = {part: n for n, part in enumerate(written.slides, 1)}
    root = written.root(written.presentation)
    titles: dict[str, str] = {}
    for section in () if root is None else root.iter(name("p14:section")):
        for n, held in enumerate(section.iter(name("p14:sldId"))):
            titles[held.get("id", "")] = section.get("name", "") if n == 0 else ""
    for n, (part, held) in enumerate(zip(written.slides, every(root, "p:sldIdLst/p:sldId"), strict=True), 1):
        if titles.get(held.get("id", "")):
            yield f"== {titles[held.get('id', '')]}"
        looks = Looks(written, part)
        yield f"-- slide {n} · {looks.layout_name}"
        for shape in written.shapes(part):
            yield from _shape(written, looks, shape, numbers)
        yield from _clicks(written, part)
        notes = written.target(part, RelationType.NOTES_SLIDE)
        for shape in () if notes is None else written.shapes(notes):
            if shape.type == "body":
                yield from (f"  | {line}" for line in _body(written, notes or "", shape, numbers) if line)
        yield ""


def _shape(written: Written, looks: Looks, shape: Shape, numbers: dict[str, int]) -> Iterator[str]:
    described = "" if shape.properties is None else shape.properties.get("descr", "")
    kind = str(shape.element.tag).rpartition("}")[2]
    facts = [
        shape.label,
        kind if kind != "sp" else "",
        _box(looks.box(shape)),
        _set(looks, shape),
        f"“{described}”" if described else "",
        _click(written, looks.part, shape),
        "decorative" if shape.is_decorative else "",
    ]
    yield "  " + " · ".join(fact for fact in facts if fact)
    for row in shape.element.iter(name("a:tr")):
        cells = ("".join(t.text or "" for t in cell.iter(name("a:t"))) for cell in every(row, "a:tc"))
        yield "    " + " | ".join(cells)
    if kind == "sp":
        yield from (f"    {line}" for line in _body(written, looks.part, shape, numbers))


def _clicks(written: Written, part: str) -> Iterator[str]:
    """What each click brings: a shape's paragraphs, from 1."""
    labels = {s.properties.get("id"): s.label for s in written.shapes(part) if s.properties is not None}
    clicks: list[str] = []
    root = written.root(part)
    for node in () if root is None else root.iter(name("p:cTn")):
        for target in node.iter(name("p:spTgt")) if node.get("nodeType") in ("clickEffect", "withEffect") else ():
            words = find(target, "p:txEl/p:pRg")
            said = "" if words is None else str(int(words.get("st", "0")) + 1)
            if node.get("nodeType") == "clickEffect":
                clicks.append(f"{labels.get(target.get('spid', ''), '?')} {said}")
            else:
                clicks[-1] += f"+{said}"
    if clicks:
        yield f"  builds · {', '.join(clicks)}"


def _click(written: Written, part: str, shape: Shape) -> str:
    """Where a click on the shape leads."""
    link = find(shape.properties, "a:hlinkClick")
    relation = None if link is None else written.relations(part).get(link.get(name("r:id"), ""))
    return "" if relation is None else f"→ {relation.target}"


def _box(box: Box | None) -> str:
    if box is None:
        return ""
    return f"{box.width.pt:.0f}×{box.height.pt:.0f} at {box.left.pt:.0f},{box.top.pt:.0f}"


def _set(looks: Looks, shape: Shape) -> str:
    """Sizes, anchor and columns of a text."""
    runs = [(p, r) for p in shape.element.iter(name("a:p")) for r in every(p, "a:r")]
    sizes = sorted({looks.run(shape, paragraph, run).size for paragraph, run in runs})
    body = find(shape.element, "p:txBody/a:bodyPr")
    columns = None if body is None else body.get("numCol")
    anchor = None if body is None else body.get("anchor")
    said = [
        "/".join(f"{size / 100:g}" for size in sizes) + " pt" if sizes else "",
        f"anchor {anchor}" if anchor else "",
        f"{columns} columns" if columns else "",
    ]
    return ", ".join(part for part in said if part)


def _body(written: Written, part: str, shape: Shape, numbers: dict[str, int]) -> Iterator[str]:
    relations = written.relations(part)
    for paragraph in shape.element.iter(name("a:p")):
        properties = find(paragraph, "a:pPr")
        level = 0 if properties is None else int(properties.get("lvl", "0"))
        text = ""
        for piece in paragraph:
            if piece.tag == name("a:br"):
                text += " / "
            said = "".join(t.text or "" for t in every(piece, "a:t"))
            link = find(piece, "a:rPr/a:hlinkClick")
            relation = None if link is None else relations.get(link.get(name("r:id"), ""))
            if piece.tag == name("a:fld"):
                said = f"<{piece.get('type')} {said}>"
            elif relation is not None:
                to = f"slide {numbers.get(relation.target)}" if not relation.external else relation.target
                said = f"[{said}]({to})"
            text += _marked(said, find(piece, "a:rPr"))
        yield "  " * level + _bullet(properties) + text


def _marked(said: str, properties: Element | None) -> str:
    if properties is None or not said:
        return said
    for mark, on in (
        ("~~", properties.get("strike") == "sngStrike"),
        ("*", properties.get("i") == "1"),
        ("**", properties.get("b") == "1"),
    ):
        said = f"{mark}{said}{mark}" if on else said
    return said


def _bullet(properties: Element | None) -> str:
    """The paragraph's own bullet."""
    number, sign = find(properties, "a:buAutoNum"), find(properties, "a:buChar")
    if number is not None:
        return f"{number.get('startAt', '1')}+ "
    return "" if sign is None else f"{sign.get('char')} "
