"""One output's account: of each kind of thing how many should be there, and which are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.coverage.held import Held, letters
from pipeline.coverage.inventory import Inventory, Kind, Thing


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
    often = Counter(mark for thing in wanted for mark in _marks(thing))
    missing = [thing for thing in wanted if any(_lacks(thing, held, often))]
    lost = Counter(thing.kind for thing in missing)
    counted = Counter(thing.kind for thing in wanted)
    found = Counter({kind: number - lost[kind] for kind, number in counted.items()})
    return Account(held.name, counted, found, tuple(missing), tuple(t for t in things if t.rule is not None))


def _marks(thing: Thing) -> Iterator[tuple[str, str]]:
    """What of ``thing`` is counted: its runs of words, its cell, its picture."""
    yield from (("run", letters(run)) for run in thing.runs)
    if thing.kind is Kind.CELL and thing.whole:
        yield "cell", letters("".join(thing.runs))
    if thing.alt is not None:
        yield "picture", letters(thing.alt)


def _lacks(thing: Thing, held: Held, often: Counter[tuple[str, str]]) -> Iterator[bool]:
    if not any(held.says(other) for other in thing.instead):
        yield from (not held.says(run, often["run", letters(run)]) for run in thing.runs)
    if thing.kind is Kind.CELL and thing.whole and held.cells is not None:
        cell = letters("".join(thing.runs))
        yield held.celled[cell] < often["cell", cell]
    if thing.alt:
        yield not held.says(thing.alt, often["picture", letters(thing.alt)])
    elif thing.alt is not None:  # a picture without words: there must be as many such, or its file is named
        there = held.drawings if thing.src.lower().endswith(".svg") else held.described[""]
        yield max(there, held.described[""]) < often["picture", ""] and not held.says(thing.src)
    yield thing.url is not None and not held.leads(thing.url)
