"""Breaking paragraphs into lines, in ems, so that one reading serves every size.

Lines break at blanks, after a hyphen between letters and between ideographs: fewer places than PowerPoint and
LibreOffice use, so that no more lines are ever set than counted. A word over a line's width is broken by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.fit.prose import BREAK
from pipeline.fitted import Run, TextParagraph
from pipeline.fonts import Measure, Style
from pipeline.layouts import PITCH, RESERVE
from pipeline.layouts.foreign import Manners
from pipeline.scripts import UNSPACED, clusters, script_of

SHIFTED = 0.67  # what the type of an exponent or index is set at, in PowerPoint and in LibreOffice
SLACK = 1.01  # widths are taken a hundredth wider than measured
_PIECE = re.compile(r"\v| +|[^ \v]+")
_HYPHEN = re.compile(r"(?<=[^\W\d_][-\u2010])(?=[^\W\d_])|(?<=\u200b)")
_SOFT = re.compile(r"(?<=[-/\\?!|}… \u2010\u2013\u2014])(?=[^-/\\?!|}… \u2010\u2013\u2014])")
_WIDE = re.compile(
    "[\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffee\U00020000-\U0003ffff]"
)
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
# Kinsoku: what opens no line, and what ends none (JIS X 4051).
_NO_START = frozenset("、。，．・：；？！ー）〕］｝〉》」』】’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々…‥)]},.!?:;%‰")
_NO_END = frozenset("（〔［｛〈《「『【‘“([{")
# UAX #14, LB13 to LB17: blank or none, no break before closing signs and stops, after opening ones, between dashes.
_STICKS = re.compile(r"[^ ] +[.,:;!?/)\]}]|[(\[{] +[^ ]|[“”‘’\"'«»] +[(\[{]|— +—")
_UNSPACED_WORD = 5.0  # em: what a line of Thai or Khmer may leave free, where a dictionary finds no end of a word
_AUTOSPACE = 0.25  # em between ideographs and letters, as LibreOffice sets it


@dataclass(frozen=True, slots=True)
class Word:
    """What no line breaks within, its width in ems, the blank after it, and whether a line break is written there.

    ``linked`` says that it belongs to a link, ``tail`` is what follows that without a blank; ``sticks`` says that no
    line breaks after it unless one must.
    """

    text: str
    pieces: tuple[tuple[str, Style], ...]
    width: float
    blank: float
    blanks: int
    ends_line: bool = False
    linked: bool = False
    sticks: bool = False
    tail: str = ""
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Worn:
    """How a place sets all its text: bold, in capitals, with so many ems after each letter."""

    bold: bool = False
    capitals: bool = False
    tracking: float = 0.0

    def set(self, paragraph: TextParagraph) -> TextParagraph:
        """``paragraph`` in that weight and case."""
        if not (self.bold or self.capitals):
            return paragraph
        runs = (
            replace(run, bold=run.bold or self.bold, text=run.text.upper() if self.capitals else run.text)
            for run in paragraph.runs
        )
        return replace(paragraph, runs=tuple(runs))

    def tracked(self, word: Word) -> Word:
        """``word`` with the space after each of its letters."""
        letters, blanks = self.tracking * len(word.text), self.tracking * word.blanks
        return replace(word, width=word.width + letters, blank=word.blank + blanks, tracking=self.tracking)


_NONE = Word("", (), 0.0, 0.0, 0)
PLAIN = Worn()


@dataclass(frozen=True, slots=True)
class Measured:
    """A paragraph with its words measured.

    ``width`` is that of all words on one line, infinite where a line break is written. ``links`` is how many there are,
    and ``tall`` how many ems a line with one is higher than others in LibreOffice. ``manner`` is how a template that is
    not ours sets its levels.
    """

    paragraph: TextParagraph
    words: tuple[Word, ...]
    width: float
    links: int = 0
    tall: float = 0.0
    manner: Manners = ()


def measured(paragraph: TextParagraph, family: str, measure: Measure, worn: Worn = PLAIN) -> Measured:
    """``paragraph`` measured in ``family`` of the theme; its monospaced runs in the theme's ``mono``."""
    words = _sticking(paragraph, tuple(_words(worn.set(paragraph), family, measure)))
    if worn.tracking:
        words = tuple(worn.tracked(word) for word in words)
    width = float("inf") if any(w.ends_line for w in words) else sum(w.width + w.blank for w in words)
    linked = [run for run in paragraph.runs if run.link is not None]
    if not linked:
        return Measured(paragraph, words, width)
    pitch = max(measure.pitch(run.text, _style(run, family)) for run in linked)
    return Measured(paragraph, words, width, len(linked), max(0.0, pitch - PITCH * RESERVE))


def _style(run: Run, family: str) -> Style:
    return Style("mono" if run.mono else family, run.bold, run.italic)


def _sticking(paragraph: TextParagraph, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """``words``, those marked after whose blank LibreOffice breaks no line: a stop or bracket stands beside it."""
    if not _STICKS.search("".join(run.text for run in paragraph.runs)):
        return words
    return tuple(
        replace(one, sticks=True)
        if one.blanks and not one.ends_line and _STICKS.search(f"{one.text[-1:]} {following.text[:1]}")
        else one
        for one, following in zip(words, (*words[1:], _NONE), strict=True)
    )


def _words(paragraph: TextParagraph, family: str, measure: Measure) -> Iterator[Word]:
    pieces: list[tuple[str, Style]] = []
    width = 0.0
    linked = False
    tail = ""

    def closed(blank: float = 0.0, blanks: int = 0, *, ends_line: bool = False, sticks: bool = False) -> Word:
        nonlocal width, linked, tail
        text = pieces[0][0] if len(pieces) == 1 else "".join(text for text, _ in pieces)
        word = Word(text, tuple(pieces), width * SLACK, blank, blanks, ends_line, linked, sticks, tail)
        pieces.clear()
        width, linked, tail = 0.0, False, ""
        return word

    said, place = "".join(run.text for run in paragraph.runs), 0
    for run in paragraph.runs:
        style = _style(run, family)
        found = _PIECE.findall(run.text)
        within = len(found) - 1 if run.link is not None else -1  # LibreOffice breaks a link only where it is too long
        for at, piece in enumerate(found):
            if piece == BREAK:
                yield closed(ends_line=True)
            elif piece[0] == " ":
                before, after = pieces[-1][0][-1] if pieces else " ", said[place + len(piece) :][:1]
                blank = measure.blank(style, before) * len(piece) + _between(before, after)
                yield closed(blank * SLACK, len(piece), sticks=at < within)
            else:
                chunks = list(_chunks(piece))
                for index, (text, extra) in enumerate(chunks):
                    pieces.append((text, style))
                    width += measure.width(text, style) * (SHIFTED if run.shift else 1.0) + extra
                    if run.link is not None:
                        linked, tail = True, ""
                    elif linked:
                        tail += text
                    if index < len(chunks) - 1:
                        yield closed(sticks=run.link is not None)
            place += len(piece)
    if pieces:
        yield closed()


def _chunks(piece: str) -> Iterator[tuple[str, float]]:
    """``piece`` cut where a line may break, each with what stands between it and the next."""
    if _WIDE.search(piece):
        yield from _ideographs(piece)
    elif _HANGUL.search(piece):
        yield piece, sum(_between(*pair) for pair in pairwise(piece))
    elif "-" in piece or "\u2010" in piece or "\u200b" in piece:
        for text in _HYPHEN.split(piece):
            yield text, 0.0
    else:
        yield piece, 0.0


def _between(before: str, after: str) -> float:
    """What LibreOffice sets between East Asian letters and others, in ems, whether a blank is there or not."""
    if max(before, after) < "\u1100" or not after:
        return 0.0
    one, other = (bool(_WIDE.match(char) or _HANGUL.match(char)) for char in (before, after))
    return _AUTOSPACE if one != other else 0.0


def _ideographs(piece: str) -> Iterator[tuple[str, float]]:
    start = 0
    space = 0.0
    for i in range(1, len(piece)):
        before, after = piece[i - 1], piece[i]
        wide = bool(_WIDE.match(before)), bool(_WIDE.match(after))
        if wide[0] != wide[1]:
            space += _AUTOSPACE
        if not any(wide) or after in _NO_START or before in _NO_END:
            continue
        yield piece[start:i], space
        start, space = i, 0.0
    yield piece[start:], space


def broken(one: Measured, limit: float, measure: Measure) -> tuple[str, ...]:
    """The lines of ``one`` where a line holds ``limit`` ems."""
    if one.width <= limit:
        return ("".join(w.text + " " * w.blanks for w in one.words).rstrip(" "),)
    lines: list[str] = []
    line: list[str] = []
    taken = 0.0
    at = 0
    parted = False  # whether a link that was cut stands before the word, and a blank between
    while at < len(one.words):
        word, last = one.words[at], at
        if word.sticks:
            whole, last = _together(one.words, at)
            if whole.width <= limit or word.linked:
                word = whole
            else:
                last = at
        if taken + word.width > limit:
            if line:
                lines.append("".join(line))
                line, taken = [], 0.0
            if word.width > limit:
                lines.extend([""] * parted)  # the blank takes a line of its own
                *full, (text, taken) = _cut(word, limit, measure)
                lines.extend(text for text, _ in full)
                line = [text]
                if word.linked:  # LibreOffice sets what follows a link that it had to cut on a line of its own
                    taken = limit
                    if word.tail and text.endswith(word.tail):
                        lines.append(text.removesuffix(word.tail))
                        line, taken = [word.tail], measure.width(word.tail, word.pieces[-1][1]) * SLACK
            else:
                line, taken = [word.text], word.width
        else:
            line.append(word.text)
            taken += word.width
        parted = word.linked and word.width > limit and not word.tail and word.blanks > 0
        if word.ends_line:
            lines.append("".join(line))
            line, taken = [], 0.0
        elif word.blanks:
            line.append(" " * word.blanks)
            taken += word.blank
        at = last + 1
    lines.append("".join(line))
    return tuple(text.rstrip(" ") for text in lines)


def _together(words: tuple[Word, ...], at: int) -> tuple[Word, int]:
    """The word ``at`` and those that stick to it as one, and where the last of them is."""
    text, pieces, width, last = words[at].text, words[at].pieces, words[at].width, at
    while words[last].sticks and last + 1 < len(words):
        before, last = words[last], last + 1
        gap = " " * before.blanks
        text += gap + words[last].text
        pieces += ((gap, pieces[-1][1]),) * bool(gap) + words[last].pieces
        width += before.blank + words[last].width
    return replace(words[last], text=text, pieces=pieces, width=width, linked=words[at].linked), last


def _cut(word: Word, limit: float, measure: Measure) -> list[tuple[str, float]]:
    """A word over the line, or a link, cut: at blanks, slashes and hyphens and then by character, or by those alone.

    The program that draws it may do either; the one that takes more lines is reckoned with.
    """
    chars = [pair for text, style in word.pieces for pair in _by_cluster(text, style, measure, word.tracking)]
    if any(script_of(char) in UNSPACED for char in word.text if char > "\u0e00"):
        limit = max(limit / 2, limit - _UNSPACED_WORD)
    ends = {m.start() for m in _SOFT.finditer(word.text)} | {len(chars)}
    soft: list[tuple[str, float]] = []
    hard: list[tuple[str, float]] = []
    start = 0
    for end in sorted(ends):
        part = chars[start:end]
        width = sum(w for _, w in part)
        if soft and soft[-1][1] + width <= limit:
            soft[-1] = (soft[-1][0] + "".join(c for c, _ in part), soft[-1][1] + width)
        else:
            soft.extend(_by_character(part, limit))
        start = end
    hard = _by_character(chars, limit)
    return soft if (len(soft), soft[-1][1]) > (len(hard), hard[-1][1]) else hard


def _by_cluster(text: str, style: Style, measure: Measure, tracking: float) -> Iterator[tuple[str, float]]:
    """What a reader takes for characters, and their widths; a place for each further mark of theirs follows."""
    for cluster in clusters(text):
        yield cluster, measure.width(cluster, style) * SLACK + tracking
        yield from [("", 0.0)] * (len(cluster) - 1)


def _by_character(chars: list[tuple[str, float]], limit: float) -> list[tuple[str, float]]:
    lines: list[tuple[str, float]] = []
    text, taken = "", 0.0
    for char, width in chars:
        if text and taken + width > limit:
            lines.append((text, taken))
            text, taken = "", 0.0
        text += char
        taken += width
    lines.append((text, taken))
    return lines
