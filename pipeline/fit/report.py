"""Fitted slides as text: the whole for goldens, the fit of each box for ``make check``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from pipeline.fitted import (
    Bullet,
    ChartBox,
    CodeBox,
    FittedDeck,
    FittedShape,
    FittedSlide,
    FormulaBox,
    PictureBox,
    QrBox,
    Run,
    TableBox,
    TextBox,
    TextParagraph,
)
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
        case CodeBox():
            numbers = " numbered" if shape.numbered else ""
            yield f"  {shape.slot} {shape.ref} {_box(shape.box)} {shape.size.pt:g} pt code on {shape.ground}{numbers}"
            for line in shape.lines:
                mark = ">" if line.marked else " "
                yield f"    {line.number:>4}{mark} " + "⏎".join(_toned(row) for row in line.rows)
        case FormulaBox():
            number = f" {shape.number}" if shape.number else ""
            yield f"  {shape.slot} {shape.ref} {_box(shape.box)} {shape.size.pt:g} pt formula{number} {shape.text}"
            yield f"    “{shape.name}”"
        case ChartBox():
            yield f"  {shape.slot} {shape.ref} {_box(shape.box)} {shape.size.pt:g} pt {shape.plot.kind} chart"
            yield f"    {shape.description}"
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


def _toned(runs: tuple[Run, ...]) -> str:
    """A row of code: marks around what is bold or italic, the tone before what has one."""
    return "".join((f"‹{run.tone}›" if run.tone else "") + _run(replace(run, mono=False)) for run in runs)


def _run(run: Run) -> str:
    text = run.plain.replace("\v", "⏎")
    for on, mark in ((run.mono, "`"), (run.strike, "~~"), (run.italic, "*"), (run.bold, "**")):
        text = f"{mark}{text}{mark}" if on else text
    if run.link:
        name = f" “{run.link_name}”" if run.link_name else ""
        text = f"[{text}]({run.link}{name})"
    return text


def report(deck: FittedDeck) -> str:
    """Slide by slide each box: its size, its lines and how much of the room there was it fills; for ``make check``."""
    return "\n".join(_report(deck)) + "\n"


def _report(deck: FittedDeck) -> Iterator[str]:
    yield "slide  box           size    lines   fill  of the room that there was for it"
    for slide in deck.slides:
        number = "–" if slide.number is None else str(slide.number)
        yield f"{number:>5}  {_titled(slide)} [{slide.layout}]"
        for shape in slide.shapes:
            yield f"{'':7}{shape.slot:<11}{_fitted(shape)}".rstrip()


def _titled(slide: FittedSlide) -> str:
    title = next((s for s in slide.shapes if isinstance(s, TextBox) and s.slot == "title"), None)
    said = " ".join("".join(run.plain for run in p.runs) for p in title.paragraphs) if title else ""
    return textwrap.shorten(said.replace("\v", " "), 72, placeholder=" …")


def _fitted(shape: FittedShape) -> str:
    match shape:
        case TextBox():
            count = sum(len(p.lines) for p in shape.paragraphs)
            more = f"  in {shape.columns} columns" if shape.columns > 1 else ""
            return f"{shape.size.pt:>4g} pt {_many(count, 'line')}  {shape.fill:>5.0%}{more}"
        case TableBox():
            deepest = max(len(cell.lines) for row in shape.rows for cell in row)
            more = f"  {len(shape.columns)} columns" + (f", up to {deepest} lines a cell" if deepest > 1 else "")
            return f"{shape.size.pt:>4g} pt {_many(len(shape.rows), 'row')}  {shape.fill:>5.0%}{more}"
        case CodeBox():
            return f"{shape.size.pt:>4g} pt {_many(len(shape.lines), 'line')}  {shape.fill:>5.0%}"
        case FormulaBox():
            return f"{shape.size.pt:>4g} pt {'formula':<11}{shape.fill:>5.0%}"
        case ChartBox():
            return f"{shape.size.pt:>4g} pt {'chart':<17}{_inches(shape.box)}"
        case PictureBox():
            sharp = f"  {shape.pixels / (shape.box.width.pt / 72):.0f} dpi" if shape.pixels and shape.box.width else ""
            return f"{'picture':<24}{_inches(shape.box)}{sharp}"
        case QrBox():
            return f"{'QR code':<24}{_inches(shape.box)}"
        case _:
            assert_never(shape)


def _many(count: int, of: str) -> str:
    return f"{count:>4} {of + ('' if count == 1 else 's'):<5}"


def _inches(box: Box) -> str:
    return f"{box.width.pt / 72:.1f} × {box.height.pt / 72:.1f} in"
