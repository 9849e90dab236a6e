"""Slides drawn by a seeded generator: every layout, and the texts that are hard to break.

Long words and addresses, all faces, no-break blanks, soft hyphens, dashes, ideographs, Arabic, signs, tabs, numbers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from PIL import Image

from pipeline.document import Align, Block, Code, CodeBlock, Emphasis, Figure, Inline, Inlines, Strong, Table, Text
from tests.fit.desk import slide

TEXT = """
a of to in open source safety model system people power control kernel transparency decentralization AVATAR Type WAVE To
fjord office affluent state-of-the-art open-source long-term George Hotz's 1,024 GPT-4 60% (see it) “quote” — and,
however; therefore: e.g. communication internationalization counterrevolutionaries naïve Ångström Übermaß i.e. vs. I l W
M mmm ill iii WWW pneumonoultramicroscopicsilicovolcanoconiosis Donaudampfschifffahrtsgesellschaftskapitän
https://example.org/a/rather/long/path?with=query&and=more#fragment
"""
HARD = """
https://www.example.org/index.php?option=com_content&view=article&id=42:the-long-one&catid=7
a/b/c/d and/or 1/2/2026 10,000,000,000 3.14159265 +49-30-1234567 (a)(b)(c) [1][2] word—dash—word 1990–2026 … wait...what
“nested ‘quotes’ here” rock'n'roll x=y+z <tag> C++ C# .NET e-mail co-operate 20-year-old non-profit A-B-C-D-E-F
soft~hy~phen~ation in~ter~na~tion~al 10_000_km Dr._No a_b_c_d a\u200bb\u200bc re-~enter 50\u2009% non\u2011breaking
snake\\_case\\_identifier\\_that\\_runs\\_on someCamelCaseIdentifierThatRunsOn $100,000.00 ÀÉÎÕÜ Œuvre
C:\\Users\\name\\Documents\\file.txt /src/main.py user@example.org #hashtag
"""
FOREIGN = (
    *(
        "日本語の文章がここに入る。",
        "透明性、そして「安全」。",
        "日本GPT-4語",
        "Привет",
        "Ελληνικά",
        "สวัสดีชาวโลก",
        "नमस्ते",
    ),
    *("مرحبا بالعالم", "שלום", "🎉"),
)


_LINK = 5


class Bodies:
    """Draws slides; ``blocks`` grows by the tables, code and figures that they show, whose files lie in ``folder``."""

    def __init__(self, seed: int, folder: Path, *, foreign: float = 0.0) -> None:
        self.draw = random.Random(seed)
        self.folder = folder
        self.blocks: list[Block] = []
        self.foreign = foreign
        self.count = 0
        for n, size in enumerate(((1600, 900), (600, 1200), (90, 60))):
            Image.new("RGB", size, (120, 140, 160)).save(folder / f"figure-{n}.png")

    def slides(self, count: int) -> list[str]:
        """``count`` slides, every layout in turn."""
        kinds: Sequence[Callable[[], str]] = (
            self.points, self.statement, self.term, self.sources, self.comparison, self.quotation, self.table,
            self.points, self.code, self.many, self.figure_beside, self.number, self.cover, self.section, self.closing,
            self.agenda, self.figure, self.blank, self.statement, self.table,
        )  # fmt: skip
        return [kinds[n % len(kinds)]() for n in range(count)]

    # --- Text --------------------------------------------------------------------------------------

    def word(self) -> str:
        """One word."""
        return self.draw.choice(FOREIGN) if self.draw.random() < self.foreign else self.plain()

    def plain(self) -> str:
        """One word that our families have."""
        return self.draw.choice(WORDS if self.draw.random() < 0.8 else HARDER)

    def words(self, least: int, most: int) -> str:
        """Plain words."""
        return " ".join(self.word() for _ in range(self.draw.randint(least, most)))

    def text(self, least: int, most: int, *, long_links: bool = True) -> str:
        """Words as HTML, some of them in bold, italic, both, monospaced, struck or a link.

        ``long_links`` may take several lines, but not where text stands on its foot: LibreOffice reckons what a link is
        cut into as one line.
        """
        made = [escape(self.plain())]  # its script is the paragraph's direction
        for _ in range(self.draw.randint(least, most) - 1):
            kind = self.draw.choices(range(8), (24, 2, 2, 1, 1, 1, 1, 1))[0]
            made.append(self.piece(kind, self.draw.choice((1, 1, 2, 5, 15)) if long_links else 1))
        return " ".join(made)

    def piece(self, kind: int, linked: int) -> str:
        """A word or two as HTML; a link has ``linked`` words, all of one script."""
        if kind == _LINK:
            return f'<a href="https://example.org/{self.count}" title="There">{self.linked(linked)}</a>'
        word = escape(self.word() if self.draw.random() < 0.9 else f"{self.word()} {self.word()}")
        match kind:
            case 1:
                return f"<strong>{word}</strong>"
            case 2:
                return f"<em>{word}</em>"
            case 3:
                return f"<code>{word}</code>"
            case 4:
                return f"<strong><em>{word}</em></strong>"
            case 6:
                return f"<s>{word}</s>"
            case 7 if word.isascii() and "&" not in word:
                return f"{word[: len(word) // 2]}<em>{word[len(word) // 2 :]}</em>"
            case _:
                return word

    def linked(self, count: int) -> str:
        """The words of a link."""
        return escape(" ".join(self.plain() for _ in range(count)))

    def sentences(self, least: int, most: int) -> str:
        """Sentences as HTML."""
        return " ".join(f"Then {self.text(3, 18)}." for _ in range(self.draw.randint(least, most)))

    def list(self, least: int, most: int, longest: int, depth: int = 1) -> str:
        """A list, with lists in some of its items."""
        tag = self.draw.choice(("ul", "ul", "ol"))
        items = []
        for _ in range(self.draw.randint(least, most)):
            item = self.text(1, longest)
            if depth and self.draw.random() < 0.2:
                item += self.list(1, 3, longest, depth - 1)
            if self.draw.random() < 0.08:
                item = f'<span class="task">{self.draw.choice("☑☐")}</span> {item}'
            items.append(f"<li>{item}</li>")
        start = f' start="{self.draw.choice((8, 98))}"' if tag == "ol" and self.draw.random() < 0.2 else ""
        return f"<{tag}{start}>{''.join(items)}</{tag}>"

    def body(self) -> str:
        """Paragraphs, a list, or both."""
        match self.draw.randint(0, 4):
            case 0:
                return "".join(f"<p>{self.sentences(1, 4)}</p>" for _ in range(self.draw.randint(1, 3)))
            case 1:
                return f"<p>{self.text(2, 12)}:</p>{self.list(2, 6, 15)}"
            case 2:
                return f"<p>{self.text(2, 8)}<br>{self.text(1, 30)}<br>{self.text(1, 3)}</p>"
            case _:
                return self.list(1, 9, self.draw.choice((3, 12, 25)), 3)

    # --- Slides ------------------------------------------------------------------------------------

    def made(self, layout: str, **slots: str) -> str:
        """A slide of its own id and section."""
        self.count += 1
        marked = {name: text if name == "object" or "<" in text else f"<p>{text}</p>" for name, text in slots.items()}
        return slide(layout, f"s-{self.count}", self.count, **marked)

    def foot(self, least: int, most: int) -> str:
        """A line at the foot."""
        return self.text(least, most, long_links=False)

    def claim(self) -> str:
        """A title of a line or three."""
        return self.text(2, 12)

    def head(self) -> dict[str, str]:
        """A claim, often with its term and a citation."""
        slots = {"title": self.claim()}
        if self.draw.random() < 0.6:
            slots["term"] = self.foot(1, 5)
        if self.draw.random() < 0.5:
            slots["citation"] = " ".join(
                f'<a href="https://example.org/?t={n}" title="at">1:{n}9:54</a>' for n in range(self.draw.randint(1, 4))
            )
        return slots

    def points(self) -> str:
        return self.made("points", **self.head(), body=self.body())

    def statement(self) -> str:
        return self.made("statement", **self.head(), body=f"<p>{self.sentences(1, 6)}</p>")

    def term(self) -> str:
        return self.made("term", **self.head(), body=self.body())

    def blank(self) -> str:
        return self.made("blank", title=self.claim(), body=self.body())

    def many(self) -> str:
        """Many short items: two columns."""
        items = "".join(f"<li>{self.text(1, 3)}</li>" for _ in range(self.draw.randint(8, 34)))
        return self.made("points", **self.head(), body=f"<ul>{items}</ul>")

    def agenda(self) -> str:
        longest = self.draw.choice((4, 25))
        items = "".join(
            f'<li><a href="#s-{n}" title="There">{self.linked(self.draw.randint(1, longest))}</a></li>'
            for n in range(1, self.draw.randint(3, 16))
        )
        return self.made("agenda", title=self.claim(), body=f"<ol>{items}</ol>")

    def sources(self) -> str:
        items = "".join(
            f'<li>{self.text(2, 14)} <a href="https://example.org/{n}">https://example.org/{n}/a-long-way/{n}</a></li>'
            for n in range(self.draw.randint(1, 12))
        )
        return self.made("sources", title="Sources", body=f"<ol>{items}</ol>")

    def comparison(self) -> str:
        return self.made("comparison", **self.head(), left=self.body(), right=self.list(1, 6, 10))

    def quotation(self) -> str:
        return self.made(
            "quotation", title=self.text(1, 4), body=f"<p>{self.sentences(1, 3)}</p>", attribution=self.text(1, 8)
        )

    def number(self) -> str:
        number = self.draw.choice(("42 %", "1,024", "3.14159", "€ 10,000,000", "7"))
        return self.made("number", title=self.claim(), number=number, body=self.text(1, 30))

    def cover(self) -> str:
        return self.made(
            "title", title=self.claim(), subtitle=self.text(3, 20), byline=self.foot(1, 6), event=self.foot(1, 8)
        )

    def section(self) -> str:
        return self.made("section", title=self.claim())

    def closing(self) -> str:
        return self.made("closing", title=self.claim(), body=f"<p>{self.text(1, 5)}</p><p>{self.text(1, 5)}</p>")

    # --- What is shown by reference ----------------------------------------------------------------

    def ref(self) -> str:
        return f"n{1000 + len(self.blocks)}"

    def inlines(self, least: int, most: int, letters: int) -> Inlines:
        """The words of a cell, none of more than ``letters``."""
        made: list[Inline] = []
        for _ in range(self.draw.randint(least, most)):
            word = next(word for word in iter(self.word, None) if len(word) <= letters)
            match self.draw.choices(range(4), (14, 2, 2, 1))[0]:
                case 0:
                    made.append(Text(word))
                case 1:
                    made.append(Strong((Text(word),)))
                case 2:
                    made.append(Emphasis((Text(word),)))
                case 3:
                    made.append(Code(word))
            made.append(Text(" "))
        return tuple(made)

    def table(self) -> str:
        columns, rows = self.draw.randint(1, 6), self.draw.randint(1, 16)
        letters = 50 // columns  # a word over its column is told, and cut
        longest = self.draw.choice((1, 3, 14))
        ref = self.ref()
        self.blocks.append(
            Table(
                ref,
                self.count + 1,
                tuple(self.inlines(1, 2, letters) for _ in range(columns)),
                tuple(tuple(self.inlines(0, longest, letters) for _ in range(columns)) for _ in range(rows)),
                tuple(self.draw.choice((None, Align.END, Align.CENTER)) for _ in range(columns)),
            )
        )
        return self.made("table", **self.head(), object=f"table:{ref}", caption=self.foot(2, 20))

    def code(self) -> str:
        ref = self.ref()
        lines = [
            " " * self.draw.choice((0, 4, 8)) + self.words(0, self.draw.choice((3, 8, 20)))
            for _ in range(self.draw.randint(1, 40))
        ]
        text = "\n".join(lines).replace("\u00ad", "")
        self.blocks.append(CodeBlock(ref, self.count + 1, "python", text, marked=((1, 1),), numbered=True))
        return self.made("code", **self.head(), object=f"code:{ref}", caption=self.foot(2, 10))

    def _figure(self) -> str:
        ref = self.ref()
        self.blocks.append(Figure(ref, self.count + 1, f"figure-{self.draw.randint(0, 2)}.png", "A figure", None))
        return f"figure:{ref}"

    def figure(self) -> str:
        return self.made("figure", **self.head(), object=self._figure(), caption=self.foot(2, 20))

    def figure_beside(self) -> str:
        return self.made(
            "figure-beside", **self.head(), body=self.body(), object=self._figure(), caption=self.foot(2, 10)
        )


WORDS = TEXT.split()
# In HARD a tilde stands for a soft hyphen and an underscore for a no-break blank, but where a backslash precedes it.
HARDER = [
    word.replace("\\_", "\0").replace("~", "\u00ad").replace("_", "\u00a0").replace("\0", "_") for word in HARD.split()
]
