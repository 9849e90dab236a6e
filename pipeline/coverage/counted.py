"""One output's account: of each kind of thing how many should be there, and which are not.

Words are counted, not only looked for: what should be there says "sea" so often, in all its paragraphs, cells and links
together, and where the file says it less often, something is lost. So nothing hides behind a word that another has too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.coverage.held import Held, ended, letters
from pipeline.coverage.things import Inventory, Kind, Thing


@dataclass(frozen=True, slots=True)
class Account:
    """What a written file holds of an essay. ``wanted`` and ``found`` count by kind; ``ruled`` was left out by rule."""

    name: str
    wanted: Counter[Kind]
    found: Counter[Kind]
    missing: tuple[Thing, ...]
    ruled: tuple[Thing, ...]


def account(things: Inventory, held: Held) -> Account:
    """``things`` looked for in ``held``. Two alike must stand there twice."""
    wanted = [thing for thing in things if thing.rule is None]
    search = _Search(wanted, held)
    missing = [thing for thing in wanted if search.lacks(thing)]
    lost = Counter(thing.kind for thing in missing)
    counted = Counter(thing.kind for thing in wanted)
    found = Counter({kind: number - lost[kind] for kind, number in counted.items()})
    return Account(held.name, counted, found, tuple(missing), tuple(t for t in things if t.rule is not None))


_APART = "\n"  # between what stands apart; no letter of what is compared


@dataclass
class _Words:
    """Words that must be there: runs as they are, and what can be said in several ways, each with all of them."""

    runs: list[str] = field(default_factory=list)
    ways: Counter[tuple[str, ...]] = field(default_factory=Counter)

    @cached_property
    def _text(self) -> str:
        return _APART.join(self.runs)

    @cached_property
    def _known(self) -> dict[str, int]:
        return {}

    def plainly(self, words: str) -> int:
        """How often ``words`` stand in its runs."""
        return self._text.count(words)

    def often(self, words: str, without: tuple[str, ...] = ()) -> int:
        """How often at least ``words`` (as what is compared) stand in it all; ``without`` what has these ways."""
        if words not in self._known:
            self._known[words] = self._text.count(words) + sum(
                n * min(way.count(words) for way in ways) for ways, n in self.ways.items()
            )
        own = self.ways[without] * min(way.count(words) for way in without) if without else 0
        return self._known[words] - own


class _Search:
    """All that is wanted, looked for in one file."""

    def __init__(self, wanted: Sequence[Thing], held: Held) -> None:
        self._held = held
        self._all, self._face = _Words(), _Words()
        for thing in wanted:
            for words in (self._all, *([self._face] if thing.shown else [])):
                if thing.instead:
                    words.ways.update(ways for ways in [_ways(thing)] if ways)
                else:
                    words.runs += [letters(run) for run in thing.runs]
                words.runs += [letters(thing.alt)] if thing.alt else []
        self._urls = Counter(thing.url for thing in wanted if thing.url)
        self._jumps = Counter(thing.jump for thing in wanted if thing.jump)
        self._boxes = Counter(thing.ticked for thing in wanted if thing.ticked is not None)
        self._alts = Counter(letters(t.alt) for t in wanted if t.alt is not None and t.kind is Kind.FIGURE and t.whole)
        cells = [t for t in wanted if t.kind is Kind.CELL and not t.aside]
        self._cells = ["".join(letters(piece) for piece in cell.pieces) for cell in cells]
        self._whole = Counter(letters("".join(cell.runs)) for cell in cells if cell.whole)
        self._values = Counter(t.value for t in wanted if t.value is not None and t.shown)
        self._formulas = sum(t.kind is Kind.FORMULA and t.shown for t in wanted)

    def lacks(self, thing: Thing) -> bool:
        """Whether any of ``thing`` is not there."""
        return any(self._lacks(thing))

    def _lacks(self, thing: Thing) -> Iterator[bool]:
        if thing.instead:
            yield not self._said(thing)
        else:
            yield from (not self._stands(run, shown=thing.shown) for run in thing.runs)
        if thing.kind is Kind.CELL and not thing.aside and self._held.cells is not None:
            yield not self._celled([letters(piece) for piece in thing.pieces], whole=thing.whole)
        if thing.alt is not None:
            yield not self._pictured(thing)
        if thing.url is not None:
            yield not self._leads(thing.url)
        if thing.jump is not None and self._held.jumps is not None:
            yield self._held.jumped[thing.jump] < self._jumps[thing.jump]
        if thing.ticked is not None:
            yield self._held.boxes.count(thing.ticked) < self._boxes[thing.ticked]
        if thing.value is not None and thing.shown and self._held.numbers is not None:
            tabled = self._held.celled[letters(thing.runs[0])]  # a chart of too much stands as its table
            yield self._held.numbers.count(thing.value) + tabled < self._values[thing.value]
        if thing.kind is Kind.FORMULA and thing.shown and self._held.formulas is not None:
            yield self._held.formulas < self._formulas

    # --- Words ---------------------------------------------------------------------------------

    def _stands(self, words: str, *, shown: bool = False) -> bool:
        """Whether ``words`` are there as often as they must be; of what slides show, on the slides themselves."""
        wanted = ended(words)
        if not wanted:
            return True
        if shown and self._held.shown.count(wanted) < self._face.often(wanted):
            return False
        return self._held.letters.count(wanted) >= self._all.often(wanted) or (self._held.torn and self._torn(words))

    def _torn(self, words: str, ways: tuple[str, ...] = ()) -> bool:
        """Whether each of ``words`` is there as often as it must be, where what has these ``ways`` is said so."""
        said = Counter(letters(word) for word in words.split())
        often = self._all.ways[ways] if ways else 0
        return all(self._read(word, self._all.often(word, ways) + often * n) for word, n in said.items())

    def _read(self, word: str, times: int) -> bool:
        """The same of one; letters written from the right may have been painted from the left."""
        backwards = any("\u0590" <= c < "\u0900" or "\ufb1d" <= c < "\ufeff" for c in word)
        there = self._held.letters
        return there.count(word) >= times or (backwards and all(c in there for c in word))

    def _said(self, thing: Thing) -> bool:
        """Whether what can be said in several ways is there in some, as often as there are such things."""
        ways = _ways(thing)
        if ways not in self._unsaid:
            return True
        return self._held.torn and any(self._torn(way, ways) for way in (*thing.runs, *thing.instead))

    @cached_property
    def _unsaid(self) -> frozenset[tuple[str, ...]]:
        """What can be said in several ways and is not, or too seldom; the longest first, since one may hold another."""
        left, unsaid = self._held.letters, set()
        for ways, times in sorted(self._all.ways.items(), key=lambda found: -max(map(len, found[0]))):
            for way in sorted(ways, key=len, reverse=True):
                there = min(times, max(0, left.count(way) - self._all.plainly(way)))
                left = left.replace(way, _APART, there) if there else left
                times -= there
            if times:
                unsaid.add(ways)
        return frozenset(unsaid)

    # --- The rest ------------------------------------------------------------------------------

    def _celled(self, pieces: list[str], *, whole: bool) -> bool:
        """Whether there are as many such cells; one with a link or a note in it has these words among others."""
        if whole:
            return self._held.celled["".join(pieces)] >= self._whole["".join(pieces)]
        wanted = sum(all(piece in cell for piece in pieces) for cell in self._cells)
        return sum(n for cell, n in self._held.celled.items() if all(piece in cell for piece in pieces)) >= wanted

    def _pictured(self, thing: Thing) -> bool:
        held, alt = self._held, letters(thing.alt or "")
        if thing.alt and held.cells is not None and alt in self._alts and thing.kind is Kind.FIGURE and thing.whole:
            return held.described[alt] >= self._alts[alt]
        if thing.alt:
            return self._stands(thing.alt)
        # One without words: there must be as many such, or its file is named.
        bare = max(held.drawings if thing.src.lower().endswith(".svg") else 0, held.described[""])
        return bare >= self._alts[""] or held.says(thing.src)

    def _leads(self, url: str) -> bool:
        """Whether as many links lead to ``url``; where there are no links, whether its address is there to read."""
        if self._held.links is None:
            return any(letters(way) in self._held.letters for way in (url, url.removeprefix("mailto:")))
        return self._held.led[url] >= self._urls[url]


def _ways(thing: Thing) -> tuple[str, ...]:
    """Each way in which ``thing`` may be said, as what is compared."""
    return tuple(dict.fromkeys(letters(way) for way in (*thing.runs, *thing.instead) if letters(way)))
