"""A fitted deck made by hand, with one of everything."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import (
    Anchor,
    Bullet,
    FittedDeck,
    FittedSection,
    FittedShape,
    FittedSlide,
    PictureBox,
    QrBox,
    Run,
    TableBox,
    TextBox,
    TextParagraph,
)
from pipeline.layouts import LayoutSpec, layouts
from pipeline.meta import Author, Meta
from pipeline.problems import Place
from pipeline.qr import modules
from pipeline.theme import Theme, load
from pipeline.units import Length, pt

ROOT = Path(__file__).resolve().parent.parent.parent
MOMENT = datetime.datetime(2026, 11, 3, 9, 30, 12, tzinfo=datetime.UTC)


def theme() -> Theme:
    found, problems = load(ROOT / "themes", "editorial", Files(ROOT), Place("essay.md"))
    assert found is not None, problems
    return found


def essay(folder: Path) -> Essay:
    meta = Meta(
        title="What <we> keep & why",
        subtitle="A subtitle",
        summary="Everything at once.",
        authors=(Author("Ada Lovelace"), Author("Grace Hopper")),
        date=datetime.date(2026, 11, 3),
        lang="en",
        tags=("one", "two"),
    )
    return Essay(str(folder / "essay.md"), "sample", meta, ())


def picture(folder: Path, name: str = "boat house.png", size: tuple[int, int] = (64, 36)) -> str:
    stream = io.BytesIO()
    Image.new("RGB", size, (154, 51, 36)).save(stream, "PNG")
    (folder / name).write_bytes(stream.getvalue())
    return name


def words(text: str, **more: object) -> TextParagraph:
    return replace(TextParagraph((Run(text),)), **more)  # type: ignore[arg-type]


class Maker:
    """Fills layouts by slot."""

    def __init__(self) -> None:
        self.theme = theme()
        self.specs = {spec.id.value: spec for spec in layouts(self.theme)}

    def spec(self, layout: str) -> LayoutSpec:
        return self.specs[layout]

    def box(self, layout: str, slot: str, *paragraphs: TextParagraph | str, **more: object) -> TextBox:
        place = self.specs[layout].placeholder(slot)
        assert place is not None
        held = tuple(words(p) if isinstance(p, str) else p for p in paragraphs)
        made = TextBox(slot, "n1", place.box, place.size, held, place.anchor, 0.5)
        return replace(made, **more)  # type: ignore[arg-type]

    def code(self, link: str, name: str) -> QrBox:
        place, found = self.specs["closing"].placeholder("qr"), modules(link)
        assert place is not None
        assert found is not None
        return QrBox("qr", "meta", place.box, link, name, found)

    def slide(self, n: int, layout: str, section: str, *shapes: FittedShape, notes: str = "") -> FittedSlide:
        spoken = tuple(words(p) for p in notes.split("\n")) if notes else ()
        return FittedSlide(f"s-n{n}", n, layout, f"n{n}", 10 + n, section, shapes, spoken, 30)


def deck(folder: Path) -> FittedDeck:
    make = Maker()
    link = Run(
        "1:29:54", link="https://www.youtube.com/watch?v=dNrTrx42DGQ&t=5394", link_name="at 1:29:54 in George Hotz"
    )
    jump = Run("Tables", link="#s-n7", link_name="Tables hold")
    shown = make.spec("table").placeholder("object")
    assert shown is not None
    third = Length(shown.box.width // 3)
    row = pt(36)
    table = TableBox(
        "object",
        "n7",
        replace(shown.box, height=Length(3 * row)),
        pt(20),
        (third, third, third),
        (row, row, row),
        (
            (words("Kind"), words("Left"), words("Right")),
            (words("one"), TextParagraph((Run("two", bold=True),)), words("3")),
            (words("four"), words("five"), words("6")),
        ),
        ("start", "center", "end"),
        "Three kinds with what is left and right of them",
    )
    place = make.spec("figure").placeholder("object")
    assert place is not None
    figure = PictureBox("object", "n6", place.box, picture(folder), "A red field")
    ornament = replace(figure, slot="ornament", alt="", box=replace(figure.box, width=pt(64), height=pt(36)))
    slides = (
        make.slide(
            1,
            "title",
            "lead",
            make.box("title", "title", "What <we> keep & why"),
            make.box("title", "subtitle", "A subtitle"),
            make.box("title", "byline", "Ada Lovelace, Grace Hopper"),
            make.box("title", "event", "A hall, 3 November 2026"),
        ),
        make.slide(
            2,
            "agenda",
            "body",
            make.box("agenda", "title", "Overview of the talk"),
            make.box(
                "agenda",
                "body",
                words("First of all", bullet=Bullet.NUMBER, number=1),
                words("deeper", bullet=Bullet.DISC, level=1),
                words("Second", bullet=Bullet.NUMBER, number=2, space_before=pt(8)),
                TextParagraph((jump,), bullet=Bullet.NUMBER, number=3, space_before=pt(8)),
                columns=2,
            ),
            notes="First the overview.\nThen the rest.",
        ),
        make.slide(3, "section", "body", make.box("section", "title", "A divider")),
        make.slide(
            4,
            "term",
            "body",
            make.box("term", "title", "The claim stands here as a sentence"),
            make.box("term", "term", "Term"),
            make.box(
                "term",
                "body",
                TextParagraph(
                    (
                        Run("Plain, "),
                        Run("bold", bold=True),
                        Run(" and "),
                        Run("slanted", italic=True),
                        Run(" and "),
                        Run("gone", strike=True),
                        Run(" and "),
                        Run("code()", mono=True),
                        Run("\vnext line "),
                        Run("日本語", lang="ja"),
                    )
                ),
                size=pt(20),
            ),
            make.box("term", "citation", TextParagraph((link,))),
            notes="What is said in full, with a <tag> & more.",
        ),
        make.slide(
            5,
            "quotation",
            "body",
            make.box("quotation", "title", "As they say"),
            make.box("quotation", "body", "If you can't explain it simply, you don't understand it well enough."),
            make.box("quotation", "attribution", "Commonly credited to Albert Einstein"),
        ),
        make.slide(
            6,
            "figure",
            "figures",
            make.box("figure", "title", "A picture says it"),
            figure,
            replace(make.box("figure", "caption", "The boat house"), turned=True),
            ornament,
        ),
        make.slide(
            7,
            "table",
            "figures",
            make.box("table", "title", "Tables hold"),
            table,
            make.box("table", "caption", "Kinds"),
        ),
        make.slide(
            8,
            "code",
            "figures",
            make.box("code", "title", "Code stands as it is"),
            make.box("code", "object", TextParagraph((Run("def f(x):\v    return x", mono=True),))),
        ),
        make.slide(
            9,
            "comparison",
            "figures",
            make.box("comparison", "title", "Two sides"),
            make.box("comparison", "left", words("Left", bullet=Bullet.DISC), words("Done", bullet=Bullet.DONE)),
            make.box("comparison", "right", words("Right", bullet=Bullet.DISC), words("Open", bullet=Bullet.TASK)),
        ),
        make.slide(
            10,
            "closing",
            "closing",
            make.box("closing", "title", "In one sentence"),
            make.box("closing", "claim", "The lead claim again"),
            make.code("https://example.org/talk", "QR code to example.org/talk"),
            make.box("closing", "body", "ada@example.org"),
            TextBox(
                "own",
                "n9",
                replace(place.box, top=pt(440), height=pt(30)),
                pt(18),
                (words("On its own"),),
                Anchor.TOP,
                0.8,
            ),
        ),
        replace(
            make.slide(
                11, "blank", "appendix", make.box("blank", "title", "Appendix"), make.box("blank", "body", "More")
            ),
            number=None,
        ),
    )
    sections = (
        FittedSection("lead", "Lead"),
        FittedSection("body", "The body & mind"),
        FittedSection("figures", "Figures"),
        FittedSection("closing", "Closing"),
        FittedSection("appendix", "Appendix"),
    )
    return FittedDeck(slides, sections, "What we keep · Ada Lovelace")
