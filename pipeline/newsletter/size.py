"""The size gate: Gmail clips an HTML part of more than 102,400 bytes, and with it the unsubscribe link."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable

from pipeline.document import Section
from pipeline.newsletter.letter import Letter, cut, visible
from pipeline.problems import Place, Problems, error, failed, warning
from pipeline.prose import plain, texts

LIMIT = 102_400  # bytes of decoded HTML, styles inlined
NEAR = 92_160  # 90 KB: near enough to say so

Print = Callable[[Letter], tuple[str | None, Problems]]


def gate(letter: Letter, page: Print, place: Place) -> tuple[Letter, str | None, Problems]:
    """``letter`` as it can be sent: whole, or cut at the end of a section with a link to the rest."""
    html, problems = page(letter)
    if html is None or failed(problems):
        return letter, None, problems
    size = len(html.encode())
    if size <= LIMIT:
        if size > NEAR:
            near = warning(place, "mail-size", f"the mail has {size:,} bytes, near the {LIMIT:,} where Gmail clips it")
            problems = (*problems, near)
        return letter, html, problems
    if letter.web is None:
        hint = "give the essay a `url`, so that the mail can end with a link to the rest, or shorten it"
        message = f"the mail has {size:,} bytes, and Gmail clips it at {LIMIT:,}"
        return letter, None, (*problems, error(place, "mail-size", message, hint))
    shorter, text, found = _shortened(letter, page, size)
    if text is None:
        if failed(found):
            return letter, None, found
        message = f"no section of the mail fits into the {LIMIT:,} bytes that Gmail shows"
        hint = "divide the first section by headings, or set `newsletter: {body: summary}`"
        return letter, None, (*problems, error(place, "mail-size", message, hint))
    last = shorter.sections[-1]
    shown = plain(last.heading.inlines) if last.heading else "the introduction"
    message = f"the mail has {size:,} bytes, and Gmail clips it at {LIMIT:,}: it was cut after “{shown}”"
    return shorter, text, (*problems, warning(place, "mail-cut", message, "the rest is behind its “read on”"))


def _shortened(letter: Letter, page: Print, size: int) -> tuple[Letter, str | None, Problems]:
    """The most whole sections that fit: closed in from both sides, each try guessed by the length of the text.

    A page's size is taken to grow in line with its text, between the two tries that lie nearest to the limit.
    """
    lengths = [0, *itertools.accumulate(1 + _length(section) for section in letter.sections)]
    best: tuple[Letter, str | None] = (letter, None)
    below, above = (0, 0), (len(letter.sections), size)  # sections and bytes: what fits, what does not
    while above[0] - below[0] > 1:
        rise = (lengths[above[0]] - lengths[below[0]]) / (above[1] - below[1])
        most = lengths[below[0]] + (LIMIT - below[1]) * rise
        guess = bisect.bisect_right(lengths, most) - 1
        kept = min(max(guess, below[0] + 1), above[0] - 1)
        shorter = cut(letter, kept)
        html, problems = page(shorter)
        if html is None:
            return letter, None, problems
        size = len(html.encode())
        if size <= LIMIT:
            below, best = (kept, size), (shorter, html)
        else:
            above = (kept, size)
    return *best, ()


def _length(section: Section) -> int:
    return sum(len(plain(run)) + 40 for block in visible(section.blocks) for run in texts(block))
