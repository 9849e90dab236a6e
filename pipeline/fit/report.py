"""Fitted slides as text: the whole for goldens, the fit of each box for ``make check``."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.fitted import Bullet, FittedDeck, FittedShape, PictureBox, QrBox, Run, TableBox, TextBox, TextParagraph
from pipeline.units import Box

_BULLETS = {Bullet.NONE: "", Bullet.DISC: "• ", Bullet.TASK: "☐ ", Bullet.DONE: "☑ "}


def dump_fitted(deck: FittedDeck) -> str:
    """Every slide with its boxes, sizes, lines and notes."""
    return "\n".join(_deck(deck)) + "\n"


def _deck(deck: FittedDeck) -> Iterator[str]:
    yield f"footer: {deck.footer}"
    titles = {section.id: section.title for section in deck.sections}
    section = None
    for slide in deck.slides:
        if slide.section != section:
            section = slide.section
            yield f"\nsection {section}: {titles.get(section, '')}"
        number = "–" if slide.number is None else str(slide.number)
        part = f" part {slide.part[0]}/{slide.part[1]}" if slide.part else ""
        yield f"\nslide {number} {slide.id} [{slide.layout}] {slide.ref} line {slide.line} {slide.seconds} s{part}"
        for shape in slide.shapes:
            yield from _shape(shape)
        if slide.notes:
            yield "  notes"
            for paragraph in slide.notes:
                yield f"    {_lead(paragraph)}{_runs(paragraph.runs)}"


def _shape(shape: FittedShape) -> Iterator[str]:
    match shape:
        case TextBox():
            columns = f" in {shape.columns} columns" if shape.columns > 1 else ""
            yield (
                f"  {shape.slot} {shape.ref} {_box(shape.box)} {shape.size.pt:g} pt "
                f"anchor {shape.anchor} fill {shape.fill:.2f}{columns}"
            )
            for paragraph in shape.paragraphs:
                lead = _lead(paragraph)
                yield f"    {lead}{_runs(paragraph.runs)}"
                if len(paragraph.lines) > 1:
                    yield "      | " + " | ".join(paragraph.lines)
        case TableBox():
            yield f"  {shape.slot} {shape.ref} {_box(shape.box)} {shape.size.pt:g} pt table"
            yield f"    widths {' '.join(f'{c.pt:.1f}' for c in shape.columns)}; {shape.description}"
            for row, height in zip(shape.rows, shape.heights, strict=True):
                yield f"    {height.pt:.1f}: " + " ¦ ".join(_runs(cell.runs) for cell in row)
        case PictureBox():
            yield f"  {shape.slot} {shape.ref} {_box(shape.box)} picture {shape.path} alt {shape.alt!r}"
        case QrBox():
            yield f"  {shape.slot} {shape.ref} {_box(shape.box)} QR code {shape.link} “{shape.name}”"
            yield f"    {len(shape.modules)} × {len(shape.modules)} modules of {shape.module / 12_700:.1f} pt"


def _box(box: Box) -> str:
    return f"({box.left.pt:.1f} {box.top.pt:.1f} {box.width.pt:.1f} × {box.height.pt:.1f})"


def _lead(paragraph: TextParagraph) -> str:
    indent = "  " * paragraph.level
    if paragraph.bullet is Bullet.NUMBER:
        return f"{indent}{paragraph.number}. "
    return indent + _BULLETS[paragraph.bullet]


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = run.text.replace("\v", "⏎")
    for on, mark in ((run.mono, "`"), (run.strike, "~~"), (run.italic, "*"), (run.bold, "**")):
        text = f"{mark}{text}{mark}" if on else text
    if run.link:
        name = f" “{run.link_name}”" if run.link_name else ""
        text = f"[{text}]({run.link}{name})"
    return text


def report(deck: FittedDeck) -> str:
    """Each box: its slide, slot, size, lines and fill; what ``make check`` prints."""
    lines = [f"{'slide':>5}  {'layout':<14} {'box':<12} {'size':>5} {'lines':>5} {'fill':>5}"]
    for slide in deck.slides:
        number = "–" if slide.number is None else str(slide.number)
        for shape in slide.shapes:
            match shape:
                case TextBox():
                    count = str(sum(len(p.lines) for p in shape.paragraphs))
                    size, fill = f"{shape.size.pt:g}", f"{shape.fill:.0%}"
                case TableBox():
                    count, size, fill = str(len(shape.rows)), f"{shape.size.pt:g}", ""
                case PictureBox() | QrBox():
                    count = size = fill = ""
            lines.append(f"{number:>5}  {slide.layout:<14} {shape.slot:<12} {size:>5} {count:>5} {fill:>5}")
    return "\n".join(lines) + "\n"
