"""Text: runs as inline markup, paragraphs as headings, paragraphs and nested lists."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from pipeline.drawing.sheet import Sheet, points
from pipeline.fitted import BULLETS, Bullet, Run, TextParagraph
from pipeline.layouts import PITCH, Align, Placeholder
from pipeline.layouts.foreign import of_level, stands
from pipeline.units import Length
from pipeline.words import Words

BREAK = "\v"  # a line break within a paragraph
_SCHEMES = frozenset(("http", "https", "mailto"))


@dataclass(frozen=True, slots=True)
class Pen:
    """What all text of one drawing shares: its stylesheet, language, fixed words, and the slides that links lead to."""

    sheet: Sheet
    lang: str
    said: Words
    slides: Mapping[str, str]

    def runs(self, runs: Iterable[Run], *, mono: bool = False) -> str:
        """``runs`` as inline markup; ``mono`` says that the place is monospaced. Runs of one link are one link."""
        found: list[str] = []
        for (link, name), together in itertools.groupby(runs, key=lambda run: (run.link, run.link_name)):
            held = tuple(together)
            words = "".join(self._run(run, mono=mono) for run in held)
            if link and words and self._opens(link):
                words = f"{_anchor(link, name, ' '.join(''.join(run.text for run in held).split()))}{words}</a>"
            found.append(words)
        return "".join(found)

    def _run(self, run: Run, *, mono: bool) -> str:
        text = escape(run.text, quote=False).replace(BREAK, "\n" if mono else "<br>")
        shifted = ("sup", run.shift > 0), ("sub", run.shift < 0)
        marks = *shifted, ("code", run.mono and not mono), ("s", run.strike), ("em", run.italic), ("strong", run.bold)
        for tag, wanted in marks:
            if wanted and text:
                text = f"<{tag}>{text}</{tag}>"
        if run.tone and text:
            text = f'<span class="ink-{run.tone}">{text}</span>'
        other = run.lang is not None and run.lang.lower() != self.lang.lower()
        return f'<span lang="{escape(run.lang or "")}">{text}</span>' if other and text else text

    def _opens(self, link: str) -> bool:
        """Whether ``link`` leads to a slide that is there, or to an address that may be followed."""
        if link.startswith("#"):
            return link[1:] in self.slides
        try:
            return urlsplit(link).scheme.lower() in _SCHEMES
        except ValueError:
            return False

    def blocks(
        self, paragraphs: Iterable[TextParagraph], step: Length, place: Placeholder | None = None, *, mono: bool = False
    ) -> str:
        """``paragraphs`` as ``p``, ``ul`` and ``ol``; ``step`` is what a level moves in by.

        In a person's own template, which says that itself, it is the type size.
        """
        return _Lists(self, step, place, mono=mono).of(paragraphs)


def _anchor(link: str, name: str | None, words: str) -> str:
    """The start of a link. Its name tells where it leads, and holds its ``words`` (WCAG 2.2, 2.5.3)."""
    away = "" if link.startswith("#") else ' target="_blank" rel="noopener noreferrer"'
    if not name or name == words:
        return f'<a href="{escape(link)}"{away}>'
    label = name if words.lower() in name.lower() else f"{words} – {name}"
    return f'<a href="{escape(link)}"{away} title="{escape(name)}" aria-label="{escape(label)}">'


def dressed(place: Placeholder | None, size: Length) -> tuple[str, ...]:
    """What a placeholder of a person's own template says of its text: its colour, and how high its lines are."""
    if place is None or place.dress is None or not place.manner:
        return ()
    pitch = place.manner[0].pitch
    height = pitch.exact / size if pitch.exact is not None else PITCH * pitch.share
    return f"color:#{place.dress.color}", "" if height == PITCH else f"line-height:{height:.3g}"


def direction(paragraph: TextParagraph, place: Placeholder | None) -> str:
    """``dir`` where ``paragraph`` does not run the way that its place does."""
    if paragraph.rtl is (place is not None and place.right_to_left):
        return ""
    return ' dir="rtl"' if paragraph.rtl else ' dir="ltr"'


def turned(paragraph: TextParagraph, place: Placeholder | None) -> str:
    """On which side ``paragraph`` stands, where that is not its place's: what reads from the right, at the right.

    What reads from the left in a text from the right keeps its place, as in the deck.
    """
    if not paragraph.rtl or (place is not None and (place.right_to_left or place.align is Align.RIGHT)):
        return ""
    return "text-align:right"


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that is open, in an item of it: its tag, the level of its items, their direction, the last number.

    ``edge`` is where the text of its items stands.
    """

    tag: str
    level: int
    rtl: bool
    number: int
    edge: int


class _Lists:
    """Paragraphs with outline levels, nested. An item's text stands one step in from its level, its bullet in that."""

    def __init__(self, pen: Pen, step: Length, place: Placeholder | None, *, mono: bool) -> None:
        self.pen = pen
        self.step = step
        self.place = place
        self.mono = mono
        self.open: list[_Open] = []
        self.out: list[str] = []

    def of(self, paragraphs: Iterable[TextParagraph]) -> str:
        """The markup."""
        for paragraph in paragraphs:
            if paragraph.bullet is Bullet.NONE:
                self._paragraph(paragraph)
            else:
                self._item(paragraph)
        self._close(0)
        return "".join(self.out)

    def _close(self, level: int) -> None:
        """Closes the lists whose items stand at ``level`` or deeper."""
        while self.open and self.open[-1].level >= level:
            self.out.append(f"</li></{self.open.pop().tag}>")

    @property
    def _edge(self) -> int:
        """Where the text of the open item stands."""
        return self.open[-1].edge if self.open else 0

    def _stand(self, paragraph: TextParagraph) -> tuple[int, int]:
        """Where the text of ``paragraph`` stands, and how far before it its bullet."""
        if self.place is not None and self.place.manner:
            margin, hanging = stands(self.place.manner, paragraph, self.step)
            return margin, -hanging
        listed = paragraph.bullet is not Bullet.NONE
        return (paragraph.level + listed) * self.step, self.step if listed else 0

    def _after(self, paragraph: TextParagraph) -> str:
        """The space after ``paragraph``, which some templates have."""
        if self.place is None or not self.place.manner:
            return ""
        after = of_level(self.place.manner, paragraph.level).after.at(self.step)
        return f"margin-bottom:{points(after)}" if after else ""

    def _paragraph(self, paragraph: TextParagraph) -> None:
        self._close(paragraph.level)
        side = "right" if paragraph.rtl else "left"
        inwards = self._stand(paragraph)[0] - self._edge
        name = self.pen.sheet.named(
            _above(paragraph),
            f"margin-{side}:{points(inwards)}" if inwards else "",
            turned(paragraph, self.place),
            self._after(paragraph),
        )
        tag = "pre" if self.mono else "p"
        words = self.pen.runs(paragraph.runs, mono=self.mono) or "&nbsp;"
        self.out.append(f"<{tag}{_class(name)}{direction(paragraph, self.place)}>{words}</{tag}>")

    def _item(self, paragraph: TextParagraph) -> None:
        numbered = paragraph.bullet is Bullet.NUMBER
        tag = "ol" if numbered else "ul"
        self._close(paragraph.level + 1)
        above = self.open[-1] if self.open else None
        goes_on = (
            above is not None
            and (above.tag, above.level, above.rtl) == (tag, paragraph.level, paragraph.rtl)
            and (not numbered or paragraph.number == above.number + 1)
        )
        if goes_on:
            self.out.append("</li>")
            self.open.pop()
        else:
            self._close(paragraph.level)
            side = "right" if paragraph.rtl else "left"
            inwards = self._stand(paragraph)[0] - self._edge
            start = f' start="{paragraph.number}"' if numbered and paragraph.number != 1 else ""
            name = self.pen.sheet.named(f"padding-{side}:{points(inwards)}", turned(paragraph, self.place))
            self.out.append(f'<{tag} role="list"{_class(name)}{start}{direction(paragraph, self.place)}>')
        self.open.append(_Open(tag, paragraph.level, paragraph.rtl, paragraph.number, self._stand(paragraph)[0]))
        name = self.pen.sheet.named(_above(paragraph), self._after(paragraph))
        self.out.append(f"<li{_class(name)}>{self._bullet(paragraph)}{self.pen.runs(paragraph.runs)}")

    def _bullet(self, paragraph: TextParagraph) -> str:
        """What hangs before an item, drawn: browsers set their own markers elsewhere than slides do."""
        side = "right" if paragraph.rtl else "left"
        # A float without width: WeasyPrint would break the line after a box within it.
        before = self._stand(paragraph)[1]
        name = self.pen.sheet.named(f"float:{side};width:{points(before)};margin-{side}:{points(-before)}")
        match paragraph.bullet:
            case Bullet.NUMBER:
                return f'<span class="number {name}">{paragraph.number}. </span>'
            case Bullet.TASK | Bullet.DONE:
                told = self.pen.said.done if paragraph.bullet is Bullet.DONE else self.pen.said.to_do
                sign = BULLETS[paragraph.bullet]
                return f'<span class="bullet {name}" role="img" aria-label="{escape(told)}">{sign}</span>'
            case _:
                return f'<span class="bullet {name}" aria-hidden="true">{BULLETS[paragraph.bullet]}</span>'


def _above(paragraph: TextParagraph) -> str:
    return f"margin-top:{points(paragraph.space_before)}" if paragraph.space_before else ""


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
