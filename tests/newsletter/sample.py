"""Essays built by hand: one with everything that an essay can hold, and its parts."""

from __future__ import annotations

import datetime
from dataclasses import replace

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
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Mark,
    Math,
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
from pipeline.meta import Author, DeckMeta, HandoutMeta, Meta, NewsletterMeta, Publication, Source

HOTZ = Source(
    "hotz",
    "George Hotz: Tiny Corp, Twitter, AI Safety",
    "https://www.youtube.com/watch?v=dNrTrx42DGQ",
    "Lex Fridman Podcast #387",
    ("Lex Fridman", "George Hotz"),
    datetime.date(2023, 6, 29),
    11_700,
)

MAILING = NewsletterMeta(
    issue="12",
    subject="Can AI be both open and safe?",
    preheader="Three things that openness gives to AI, three that it puts at risk, and what follows.",
    greeting="Hello {{ name | there }},",
    sender="Essays in Plain Sight <essays@example.org>",
    reply_to="editor@example.org",
    postal_address="Example Press\nSome Street 1\n12345 Sometown",
    unsubscribe_url="https://essays.example.org/unsubscribe",
    archive_url="https://essays.example.org/archive/",
)

META = Meta(
    title="Open Source and AI Safety",
    subtitle="Three gifts of openness, three risks",
    summary="Sharing AI openly spreads both its benefits and its dangers, and safety needs governance too.",
    authors=(Author("lexfridman"),),
    date=datetime.date(2026, 11, 22),
    url="https://essays.example.org/open-source-and-ai-safety/",
    sources=(HOTZ,),
    newsletter=MAILING,
    publication=Publication("Essays in Plain Sight", "https://essays.example.org/"),
    handout=HandoutMeta(url="https://essays.example.org/open-source-and-ai-safety/handout.pdf"),
    deck=DeckMeta(url="https://essays.example.org/open-source-and-ai-safety/deck.pptx"),
)


def para(*inlines: Inline | str, line: int = 1) -> Paragraph:
    return Paragraph("n", line, tuple(Text(part) if isinstance(part, str) else part for part in inlines))


def heading(words: str, level: int = 2) -> Heading:
    return Heading("n", 1, level, (Text(words),))


def section(id: str, title: str | None, *blocks: Block) -> Section:
    return Section("n", 1, id, heading(title) if title else None, blocks)


def cite(seconds: int | None = 5394) -> Citation:
    return Citation("hotz", seconds, "[01:29:54]", 1, 1)


def essay(*sections: Section, meta: Meta = META, footnotes: tuple[Footnote, ...] = (), slug: str = "sample") -> Essay:
    return Essay(f"content/{slug}/essay.md", slug, meta, sections, footnotes)


def mailing(**changes: object) -> Meta:
    """META with other values under ``newsletter``."""
    return replace(META, newsletter=replace(MAILING, **changes))  # type: ignore[arg-type]


POINTS = List(
    "n",
    1,
    ordered=True,
    start=1,
    tight=False,
    items=(
        Item("n", 1, (para("Everyone sees how it is made ", cite(5290), "."),), (Text("Transparency"),)),
        Item(
            "n",
            1,
            (para("Power ", Emphasis((Text("spreads"),)), "."), para("And it stays so.")),
            (Text("Decentralization"),),
        ),
        Item("n", 1, (para("Progress is faster."),), (Text("Ecosystems"),)),
    ),
)

TABLE = Table(
    "n",
    1,
    ((Text("Model"),), (Text("Open"),), (Text("Downloads"),)),
    (((Text("Alpha"),), (Text("yes"),), (Text("1,200"),)), ((Text("Beta"),), (Text("no"),), (Strong((Text("88"),)),))),
    (None, Align.CENTER, Align.END),
    (Text("Downloads in thousands"),),
)

FULL = essay(
    section(
        "introduction",
        None,
        para(
            "Few fields move as fast as this one. ", Mark((Text("safety turns on who controls the technology"),)), "."
        ),
        para(
            "A second paragraph with a note",
            FootnoteReference("a", 1),
            " and a ",
            Link((Text("link to a paper"),), "https://example.org/paper?a=1&b=2", None, 1),
            ".",
        ),
    ),
    section(
        "gives",
        "What open source gives AI",
        para(
            "A lead-in ",
            cite(),
            " with ",
            Code("torch.load()"),
            ", ",
            Math("x^2", 1),
            ", ",
            Strike((Text("struck words"),)),
            ".",
        ),
        POINTS,
        Quotation(
            "n",
            1,
            (para("Everything should be made as simple as possible,", LineBreak(), "but not simpler."),),
            (Text("Commonly credited to Einstein, "), Emphasis((Text("a paraphrase"),))),
        ),
    ),
    section(
        "evidence",
        "Evidence & data",
        heading("A table", 3),
        TABLE,
        CodeBlock(
            "n", 1, "python", 'def answer() -> int:\n    """The answer."""\n\n    return 42', (Text("A listing"),)
        ),
        MathBlock("n", 1, "E = mc^2"),
        Rule("n", 1),
        List(
            "n",
            1,
            ordered=False,
            start=1,
            tight=True,
            items=(
                Item(
                    "n",
                    1,
                    (
                        para("one"),
                        List("n", 1, ordered=False, start=1, tight=True, items=(Item("n", 1, (para("nested"),)),)),
                    ),
                ),
                Item("n", 1, (para("done"),), checked=True),
            ),
        ),
        DefinitionList(
            "n",
            1,
            (Definition("n", 1, (Text("Alignment"),), ((para("Doing what is meant."),), (para("A hard problem."),))),),
        ),
        Div("n", 1, DivKind.NOTES, (para("spoken only"),)),
        Div("n", 1, DivKind.DECK, (para("slide only"),)),
        Div("n", 1, DivKind.HANDOUT, (para("paper only"),)),
        Div("n", 1, DivKind.NEWSLETTER, (para("for subscribers"),)),
        para(
            "Words in ",
            Span((Text("日本語"),), Attributes(values=(("lang", "ja"),))),
            " and the same note",
            FootnoteReference("a", 1),
            ".",
        ),
    ),
    footnotes=(Footnote("n", 1, "a", 1, (para("The text of the ", Emphasis((Text("note"),)), "."),)),),
)
