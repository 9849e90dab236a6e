"""An essay with everything that a handout must bear, built by hand; and where it is set."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path

from PIL import Image as Picture

from pipeline import theme as themes
from pipeline.document import (
    Align,
    Attributes,
    Block,
    Citation,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    DivKind,
    Emphasis,
    Essay,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Mark,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Span,
    Strike,
    Strong,
    Table,
    Text,
)
from pipeline.files import Files
from pipeline.meta import Author, DeckMeta, HandoutMeta, Meta, Paper, Publication, Source
from pipeline.problems import Place
from pipeline.theme import Theme

ROOT = Path(__file__).resolve().parents[2]
MOMENT = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
WORDS = "Good type is the clothing of words: it fits the thought that wears it and else goes unnoticed. "
PATH = "content/sample/essay.md"

_refs = (f"n{number}" for number in itertools.count(1))


def p(*inlines: Inline | str, line: int = 1) -> Paragraph:
    """A paragraph."""
    return Paragraph(next(_refs), line, tuple(Text(i) if isinstance(i, str) else i for i in inlines))


def item(*blocks: Block, term: str = "", checked: bool | None = None) -> Item:
    """A list item."""
    return Item(next(_refs), 1, blocks, (Text(term),) if term else (), checked)


def items(*given: Item, ordered: bool = False, tight: bool = True, start: int = 1) -> List:
    """A list."""
    return List(next(_refs), 1, ordered, start, tight, given)


def heading(level: int, text: str) -> Heading:
    """A heading."""
    return Heading(next(_refs), 1, level, (Text(text),))


def section(id: str, title: str | None, *blocks: Block) -> Section:
    """A section."""
    return Section(next(_refs), 1, id, heading(2, title) if title else None, blocks)


def div(kind: DivKind, *blocks: Block) -> Div:
    """A fenced div."""
    return Div(next(_refs), 1, kind, blocks)


def cite(seconds: int) -> Citation:
    """A moment of the recording."""
    return Citation("talk", seconds, "[…]", 1, None)


def note(label: str, number: int, *blocks: Block) -> Footnote:
    """A footnote."""
    return Footnote(next(_refs), 1, label, number, blocks)


def table(rows: int) -> Table:
    """A table of ``rows`` rows, its second column set to the end."""
    body = tuple(((Text(f"Sheet {i}"),), (Text(f"{200 + i}"),)) for i in range(rows))
    header = ((Text("Paper"),), (Text("Width"),))
    return Table(next(_refs), 1, header, body, (None, Align.END), (Text("Sheets of paper"),))


def meta(paper: Paper = Paper.A4, lang: str = "en") -> Meta:
    """What is known of the sample."""
    return Meta(
        "A Sample & Its <Title>",
        short_title="Sample",
        subtitle="What a handout must bear",
        summary="Tables, code, footnotes and lists.",
        authors=(Author("Ada Lovelace", "Analytical Society", url="https://example.org/ada"), Author("C. Babbage")),
        date=datetime.date(2026, 3, 1),
        lang=lang,
        url="https://example.org/sample/",
        license="CC BY 4.0",
        tags=("type", "paper"),
        sources=(
            Source("talk", "A Talk", "https://www.youtube.com/watch?v=abc", "Podcast", ("A. B.",), length=7200),
            Source("book", "A Book", kind="Book", date=datetime.date(1843, 9, 1)),
        ),
        deck=DeckMeta(event="Type Days", venue="Bergen"),
        handout=HandoutMeta(paper=paper),
        publication=Publication("Margins"),
    )


def essay(*sections: Section, footnotes: tuple[Footnote, ...] = (), about: Meta | None = None) -> Essay:
    """An essay of ``sections``."""
    return Essay(PATH, "sample", about or meta(), sections, footnotes)


def sample(paper: Paper = Paper.A4, lang: str = "en") -> Essay:
    """The essay with everything."""
    link = Link((Text("a "), Emphasis((Text("link"),))), "https://example.org/?a=1&b=2", "its title", 1)
    pictured = Link((Image("small.png", "tiny", None, 1),), "https://example.org/picture", None, 1)
    nested = items(item(p("once"), items(item(p("twice"), items(item(p("thrice"))))), p("and on")))
    quotation = Quotation(next(_refs), 1, (p("Simple, not simpler."),), (Text("A. E., "), Emphasis((Text("Letters"),))))
    defined = DefinitionList(
        next(_refs),
        1,
        (
            Definition(next(_refs), 1, (Text("Measure"),), ((p("How long a line is."),), (p("One."), p("Two.")))),
            Definition(next(_refs), 1, (Text("Leading"),), ((p("From line to line."),),)),
        ),
    )
    return essay(
        section(
            "introduction",
            None,
            p(WORDS * 2, Mark((Text("Marked words"),)), " stand plain.", FootnoteReference("a", 1)),
        ),
        section(
            "lists",
            "Lists and quotations",
            items(
                item(p("It is seen. ", cite(61), "."), term="Clear"),
                item(p(WORDS), p("More of it."), term="Loose"),
                ordered=True,
                tight=False,
                start=4,
            ),
            nested,
            items(item(p("done"), checked=True), item(p("to do"), checked=False)),
            heading(5, "A level skipped"),
            p(
                Strong((Text("Strong"),)),
                ", ",
                Code("code()"),
                ", ",
                Strike((Text("struck"),)),
                ", ",
                link,
                ", ",
                pictured,
            ),
            p(Span((Text("日"),), Attributes(values=(("lang", "ja"),))), line=33),
            defined,
            quotation,
            Rule(next(_refs), 1),
        ),
        section(
            "evidence",
            "Evidence",
            p(WORDS, FootnoteReference("b", 1)),
            table(60),
            CodeBlock(next(_refs), 1, "python", "\n".join(f"line_{i} = {i}" for i in range(40)), (Text("Code"),)),
            CodeBlock(next(_refs), 1, None, "$ make"),
            MathBlock(next(_refs), 1, r"\sum i", (Text("A sum"),)),
            Figure(next(_refs), 41, "wide.png", "A wide picture", None, (Text("Its caption"),)),
            Figure(next(_refs), 42, "small.png", "", None),
            Figure(next(_refs), 43, "small.png", None, None, (Text("No alternative text"),)),
            div(DivKind.NOTES, p("SPOKEN ", cite(62))),
            div(DivKind.DECK, p("SLIDE")),
            div(DivKind.NEWSLETTER, p("MAIL")),
            div(DivKind.HANDOUT, p("PAPER")),
            div(DivKind.COMPARE, items(item(p("one side"))), items(item(p("other side")))),
            p("Again.", FootnoteReference("a", 1)),
        ),
        footnotes=(
            note(
                "a",
                1,
                p("A note with a ", link, " and a moment ", cite(63), "."),
            ),
            note("b", 2, p("Two blocks."), items(item(p("a list"))), p("It refers.", FootnoteReference("c", 1))),
            note("c", 3, p("A note to a note, which refers to itself.", FootnoteReference("c", 1))),
        ),
        about=meta(paper, lang),
    )


def place(root: Path) -> Files:
    """The sample's folder with its pictures below ``root``."""
    folder = (root / PATH).parent
    folder.mkdir(parents=True, exist_ok=True)
    Picture.new("RGB", (900, 300), "navy").save(folder / "wide.png")
    Picture.new("RGB", (60, 20), "orange").save(folder / "small.png")
    return Files(root)


def editorial(files: Files) -> Theme:
    """The theme that ships."""
    theme, problems = themes.load(ROOT / "themes", "editorial", files, Place("tests"))
    assert theme, problems
    return theme
