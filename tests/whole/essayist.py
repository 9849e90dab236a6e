"""Essays written by drawing: Markdown text in which every run holds a word that stands nowhere else (``w12q``)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from hypothesis import strategies as st
from PIL import Image

DECK, HANDOUT, MAIL = "deck", "handout", "mail"
EVERYWHERE = frozenset({DECK, HANDOUT, MAIL})

PLAIN = (
    "and so it goes",
    "one may well ask why",
    "a difference that makes a difference",
    "it is held, by those who should know, that nothing of the kind was ever intended",
    "costs $5 (or 6 €), 50 % more",
    "“quoted” – dashed — and so on…",
    "naïve façade, Ærøskøbing, Łódź, Größe",
    "Ελλάδα и Россия",
)
HOSTILE = (
    "{{ x }}",
    "{% raw %}",
    "{# no #}",
    "<b>bold</b>",
    "&amp; &lt;i&gt;",
    "%% 100% %s",
    "`{{ y }} <i>&amp;`",
    "a_b_c 2\\*3",
    "\\[x\\] ~ ^ | \\| #",
    "co\u00adop\u200bera\u00a0tion",
    "e\u0301 a\u0308",
)
LONG = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "W" * 120,
    "<https://example.org/" + "a-long-path/" * 8 + "?q=" + "x" * 60 + "&r=%20>",
    "`" + "an_identifier_that_never_ends" * 4 + "`",
)
FOREIGN = (
    "日本語の文章は、空白なしで続く。これは長い文で、行の途中で折り返される。",
    "مرحبا بالعالم",
    "שלום עולם",
    "emoji 🙂👩‍🔬🇩🇪",
    "𝔘𝔫𝔦",
)
FILL = (*PLAIN, *PLAIN, *HOSTILE, *LONG, *FOREIGN)


@dataclass(slots=True)
class Written:
    """An essay.md, the pictures beside it, and in which outputs each of its words stands."""

    text: str
    pictures: dict[str, bytes]
    words: dict[str, frozenset[str]]


@dataclass(slots=True)
class Essayist:
    """Writes one essay; ``pick(n)`` draws from 0 to n."""

    pick: Callable[[int], int]
    count: int = 0
    seen: frozenset[str] = EVERYWHERE
    fills: tuple[str, ...] = FILL
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    notes: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    sources: tuple[str, ...] = ()
    labels: list[str] = field(default_factory=list)

    @contextmanager
    def only(self, *outputs: str) -> Iterator[None]:
        """What is written within stands in these outputs at most."""
        before, self.seen = self.seen, self.seen & frozenset(outputs)
        yield
        self.seen = before

    def word(self) -> str:
        self.count += 1
        self.words[f"w{self.count}q"] = self.seen
        return f"w{self.count}q"

    @contextmanager
    def calmly(self) -> Iterator[None]:
        """Within, no word is longer than what holds it: of such a one the deck may rightly say that it cannot fit."""
        before, self.fills = self.fills, tuple(words for words in self.fills if words not in LONG)
        yield
        self.fills = before

    def fill(self) -> str:
        return self.fills[self.pick(len(self.fills) - 1)]

    def phrase(self, *, most: int = 2) -> str:
        return " ".join([self.word(), *(self.fill() for _ in range(self.pick(most)))])

    def dressed(self) -> str:
        kind = self.pick(11)
        if kind == 4:
            return f"[{self.word()} link](https://example.org/{self.count}?a=1&b=%20)"
        if kind == 7:
            return f"[{self.word()}]{{lang=de}} `{self.word()}`"
        words = self.phrase()
        match kind:
            case 0:
                return f"=={words}=="
            case 1:
                return f"**{words}**"
            case 2:
                return f"*{words}*"
            case 3:
                return f"~~{words}~~"
            case 5:
                return f"{words} {self.cited()}"
            case 8:
                return f"{words} ${self.tex()}$"
            case 9 if self.labels:
                return f"{words} @{self.labels[self.pick(len(self.labels) - 1)]}"
            case 6 if len(self.notes) < 4:
                self.notes.append((f"n{len(self.notes)}", self.seen))
                return f"{words}[^{self.notes[-1][0]}]"
            case _:
                return words

    def cited(self) -> str:
        if not self.sources:
            return ""
        source = self.sources[self.pick(len(self.sources) - 1)]
        return (f"[{source} 1:02:0{self.pick(9)}]", f"[{source}]")[self.pick(1)]

    def line(self, most: int = 2) -> str:
        """Inline text on one line."""
        return " ".join([self.phrase(most=1), *(self.dressed() for _ in range(self.pick(most)))])

    def sentences(self) -> str:
        return "\n".join(f"{self.line().capitalize()}{'.!?:'[self.pick(3)]}" for _ in range(1 + self.pick(3)))

    def tex(self) -> str:
        """A formula that holds a word."""
        known = ("x^2", "\\frac{a}{b}", "\\sqrt{n}", "\\alpha_i", "\\sum_{i=1}^n i", "a \\le b")
        return f"{known[self.pick(len(known) - 1)]} + \\text{{{self.word()}}}"

    # --- Blocks --------------------------------------------------------------------------------

    def block(self, depth: int, *, inside: bool = False) -> str:
        """One block; a div only where it stands in no div."""
        kind = self.pick(21 if depth else 5)
        with self.calmly() if kind in (5, 9, 10, 12, 15, 16, 17, 18, 19, 20, 21) else nullcontext():
            return self.block_of(kind, depth, inside=inside)

    def block_of(self, kind: int, depth: int, *, inside: bool) -> str:
        match kind:
            case 0 | 1 | 2:
                return self.sentences()
            case 3:
                return self.figure()
            case 4:
                return self.code()
            case 5:
                return self.table()
            case 6 | 7:
                return self.listed(depth, point=True)
            case 8:
                return self.listed(depth, point=False)
            case 9 | 10:
                return self.quotation()
            case 11:
                # What ends it keeps a figure that follows, with a caption, from being read as one more term.
                meanings = f": {self.sentences().replace(chr(10), ' ')}\n: {self.line()}"
                return f"{self.line(1)}\n{meanings}\n\n{self.sentences()}"
            case 12:
                return f"### {self.line(1)}"
            case 13:
                return "***"
            case 17:
                return f"$$\n{self.tex()}\n$$"
            case 18:
                return self.chart()
            case 19:
                return self.sheet()
            case 20:
                return "\n".join(f"- [{' x'[self.pick(1)]}] {self.line(1)}" for _ in range(1 + self.pick(3)))
            case _ if inside:
                return self.sentences()
            case 14:
                with self.only(DECK):
                    name = ("notes", "deck")[self.pick(1)]
                    with self.calmly():
                        title = f"### {self.line(1)}\n\n" if name == "deck" and self.pick(1) else ""
                    return f"::: {name}\n{title}{self.block(depth - 1, inside=True)}\n:::"
            case 15:
                name = (HANDOUT, "newsletter")[self.pick(1)]
                with self.only(HANDOUT if name == HANDOUT else MAIL):
                    return f"::: {name}\n{self.block(depth - 1, inside=True)}\n:::"
            case _:
                return self.compared()

    def blocks(self, most: int, depth: int) -> str:
        return "\n\n".join(self.block(depth) for _ in range(1 + self.pick(most)))

    def listed(self, depth: int, *, point: bool) -> str:
        ordered, loose = self.pick(1), self.pick(1)
        items = []
        for number in range(1, 2 + self.pick(3)):
            with self.calmly():
                lead = f"**{self.phrase(most=1)}:** " if point else ""
            text = lead + (self.sentences() if self.pick(1) else self.line())
            if depth > 1 and not self.pick(2):
                text += "\n\n" + self.block(depth - 1, inside=True)
            mark = f"{number}. " if ordered else "- "
            items.append(mark + text.replace("\n", "\n" + " " * len(mark)))
        return ("\n\n" if loose else "\n").join(items)

    def quotation(self) -> str:
        body = self.sentences()
        by = f"\n\n— {self.phrase(most=0)}, *{self.word()}*" if self.pick(1) else ""
        return "\n".join(f"> {line}".rstrip() for line in (body + by).split("\n"))

    def caption(self) -> str:
        return f"\n: {self.line()}" if self.pick(1) else ""

    def figure(self) -> str:
        name = f"p{len(self.pictures)} (a).png"
        size = ((40, 30), (1200, 300), (200, 900))[self.pick(2)]
        stream = io.BytesIO()
        Image.new("RGB", size, ("#884422", "#ffffff")[self.pick(1)]).save(stream, "PNG")
        self.pictures[name] = stream.getvalue()
        looks = ("", "{width=50%}", "{.full}", "{.beside}")[self.pick(3)]
        if not self.pick(3):
            self.labels.append(f"fig:f{len(self.pictures)}")
            looks = f"{{#{self.labels[-1]}}}"
        return f"![{self.word()} a picture](<{name}>){looks}" + self.caption()

    def chart(self) -> str:
        """A chart whose categories and series are words."""
        kind = ("bar", "stacked", "line", "pie")[self.pick(3)]
        series = 1 if kind == "pie" else 1 + self.pick(2)
        rows = [["Name", *(self.word() for _ in range(series))]]
        rows += [[self.word(), *(str(1 + self.pick(99)) for _ in range(series))] for _ in range(2 + self.pick(3))]
        body = "\n".join(",".join(row) for row in rows)
        return f"```chart\nkind: {kind}\ntitle: {self.word()} drawn\n---\n{body}\n```"

    def sheet(self) -> str:
        """A table in a file of its own."""
        name = f"t{len(self.pictures)}.csv"
        columns = 1 + self.pick(3)
        rows = [[self.word() for _ in range(columns)] for _ in range(2 + self.pick(6))]
        self.pictures[name] = "\n".join(",".join(row) for row in rows).encode()
        return f"![{self.word()} in figures]({name})"

    def code(self) -> str:
        lines = [f"{self.word()} = {('1', '{{ x }}', '<b> & c', 'long ' * 40, '日本')[self.pick(4)]}"]
        lines += [f"    line {number}" for number in range(self.pick(40))]
        return "```python\n" + "\n".join([*lines, self.word()]) + "\n```" + self.caption()

    def table(self) -> str:
        columns = 1 + self.pick(4)

        def row() -> str:
            cells = (self.line(1) if self.pick(3) == 0 else self.word() for _ in range(columns))
            return "| " + " | ".join(cell.replace("\\|", "|").replace("|", "\\|") for cell in cells) + " |"

        rows = [row(), "|" + "|".join((":--", "--:", ":-:", "---")[self.pick(3)] for _ in range(columns)) + "|"]
        return "\n".join([*rows, *(row() for _ in range(1 + self.pick(12)))]) + self.caption()

    def compared(self) -> str:
        if self.pick(1):
            sides = [f"### {self.line(0)}\n\n{self.sentences()}" for _ in range(2)]
        else:
            sides = [self.listed(0, point=False), "<!-- -->", self.listed(0, point=False)]
        return "::: compare\n" + "\n\n".join(sides) + "\n:::"

    # --- The whole -----------------------------------------------------------------------------

    def matter(self) -> str:
        """Front matter. The deck shows the summary where the introduction has no mark, and the sources it cites."""
        self.sources = ("talk", "book")[: self.pick(2)]
        lines = [f"title: '{self.word()} of {{{{ it }}}} & <all>'"]
        lines += [f"subtitle: {self.word()} below"] if self.pick(1) else []
        with self.only(HANDOUT, MAIL):
            lines += [f"summary: {self.word()} in short."] if self.pick(1) else []
        lines += [f"authors: [{{name: {self.word()} N., email: a@example.org}}]"] if self.pick(1) else []
        lines += ["date: 2026-11-22", f"lang: {('en', 'en', 'de', 'ja', 'ar')[self.pick(4)]}"]
        lines += ["url: https://example.org/it"] if self.pick(1) else []
        lines += ["deck: {builds: true, agenda: true, minutes: 9}"] if self.pick(1) else []
        lines += [f"handout: {{paper: {('A4', 'Letter')[self.pick(1)]}}}"]
        lines += ["sources:"] if self.sources else []
        for source in self.sources:
            with self.only(HANDOUT, MAIL):
                title = f"{self.word()} talked"
            lines.append(f"  {source}: {{title: {title}, url: 'https://example.org/{source}', length: 2:00:00}}")
        return "\n".join(lines)

    def section(self) -> str:
        off = not self.pick(7)
        with self.only(HANDOUT, MAIL) if off else self.only(*EVERYWHERE):
            ends = " {deck=off}" if off else ("", "", "", " {.appendix}")[self.pick(3)]
            with self.calmly():
                heading = self.line(1)
            return f"## {heading}{ends}\n\n{self.blocks(4, 2)}"

    def essay(self) -> Written:
        matter = self.matter()
        parts = [self.sentences(), *(self.section() for _ in range(self.pick(3)))]
        for label, seen in self.notes:  # a footnote stands where its reference does
            with self.only(*seen):
                parts.append(f"[^{label}]: {self.phrase()}.")
        return Written(f"---\n{matter}\n---\n\n" + "\n\n".join(parts) + "\n", self.pictures, self.words)


@st.composite
def essays(draw: Callable[..., int]) -> Written:
    """Whole essays, bounded in size."""
    return Essayist(lambda most: draw(st.integers(0, most))).essay()
