"""What the tests of fit share: the shipped theme, an essay without text, slides.html by the piece."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from pipeline.document import Block, Essay, Section
from pipeline.files import Files
from pipeline.fit import fit
from pipeline.fitted import CodeBox, FittedDeck, FittedShape, FittedSlide, TableBox, TextBox
from pipeline.meta import Meta
from pipeline.problems import Place, Problems
from pipeline.theme import Theme, load

ROOT = Path(__file__).resolve().parents[2]


THEMES = tuple(sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml")))


@cache
def theme(name: str = "editorial") -> Theme:
    found, problems = load(ROOT / "themes", name, Files(ROOT), Place("essay.md"))
    assert found is not None, problems
    return found


def essay(*blocks: Block, folder: Path = ROOT / "content" / "none") -> Essay:
    section = Section("n0", 1, "introduction", None, blocks)
    return Essay(str(folder / "essay.md"), "none", Meta("None"), (section,))


def slide(layout: str, name: str = "s-1", line: int = 7, notes: str = "", **slots: str) -> str:
    """One slide; a slot whose text has no tags is escaped, one named ``object`` is ``kind:ref``."""
    made = []
    for slot, text in slots.items():
        if slot == "object":
            kind, ref = text.split(":")
            made.append(f'<div data-slot="object" data-object="{kind}" data-ref="{ref}"></div>')
        else:
            inner = text if "<" in text else escape(text)
            made.append(f'<div data-slot="{slot}" data-ref="r-{slot}">{inner}</div>')
    about = f'class="slide" id="{name}" data-layout="{layout}" data-ref="n1" data-line="{line}"'
    where = 'data-section="one" data-section-title="One" data-seconds="60"'
    return f"<section {about} {where}>{''.join(made)}<aside class='notes'>{notes}</aside></section>"


def page(*slides: str, lang: str = "en", footer: str = "Short · Author") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>T</title></head><body>'
        f'<footer data-slot="footer">{escape(footer)}</footer>{"".join(slides)}</body></html>'
    )


def fitted(
    *slides: str, given: Essay | None = None, dress: str = "editorial", footer: str = "Short · Author"
) -> tuple[FittedDeck | None, Problems]:
    return fit(page(*slides, footer=footer), given or essay(), theme(dress), Files(ROOT))


def deck(
    *slides: str, given: Essay | None = None, dress: str = "editorial", footer: str = "Short · Author"
) -> FittedDeck:
    made, problems = fitted(*slides, given=given, dress=dress, footer=footer)
    assert made is not None, [str(p) for p in problems]
    return made


def text(shape: FittedShape) -> TextBox:
    assert isinstance(shape, TextBox)
    return shape


def box(one: FittedSlide, slot: str) -> TextBox:
    return text(next(s for s in one.shapes if s.slot == slot))


def panel(one: FittedSlide) -> CodeBox:
    found = next(s for s in one.shapes if s.slot == "object")
    assert isinstance(found, CodeBox)
    return found


def words(shape: FittedShape) -> str:
    match shape:
        case TextBox():
            return " ".join("".join(r.text for r in p.runs) for p in shape.paragraphs)
        case TableBox():
            return " ".join("".join(r.text for r in cell.runs) for row in shape.rows for cell in row)
        case CodeBox():
            return " ".join("".join(r.text for r in line.runs) for line in shape.paragraphs)
        case _:
            return ""
