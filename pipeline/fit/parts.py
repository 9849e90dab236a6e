"""Dividing what no one slide holds: over as few slides as do, evenly, and none left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.fit.lines import Measured
from pipeline.fit.text import LEAST, Setter, SetText, halved, leads, listed, sizes
from pipeline.fitted import Bullet, Run, TextParagraph
from pipeline.layouts import Placeholder
from pipeline.sentences import first_end
from pipeline.units import Length

_ROUNDS = 7  # of halving, when slides are evened out

Atom_ = TypeVar("Atom_")


def packed(
    atoms: Sequence[Atom_],
    height: int,
    tall: Callable[[Sequence[Atom_]], int],
    leads: Callable[[Atom_, Atom_], bool] | None = None,
) -> list[tuple[Atom_, ...]]:
    """As many ``atoms`` a slide as ``height`` takes; ``tall`` says how high a run of them stands.

    Where one atom ``leads`` to the next, they stay together; a last one alone fetches a neighbour.
    """
    groups: list[tuple[Atom_, ...]] = []
    group: list[Atom_] = []
    for atom in atoms:
        if group and tall((*group, atom)) > height:
            kept: list[Atom_] = []
            while leads and len(group) > 1 and leads(group[-1], kept[0] if kept else atom):
                kept.insert(0, group.pop())
            if kept and tall((*kept, atom)) > height:
                group, kept = group + kept, []
            groups.append(tuple(group))
            group = kept
        group.append(atom)
    groups.append(tuple(group))
    if len(groups) > 1 and len(groups[-1]) == 1 and len(groups[-2]) > 2:
        moved = (groups[-2][-1], *groups[-1])
        if tall(moved) <= height:
            groups[-2:] = [groups[-2][:-1], moved]
    return groups


def even(
    atoms: Sequence[Atom_],
    height: int,
    tall: Callable[[Sequence[Atom_]], int],
    leads: Callable[[Atom_, Atom_], bool] | None = None,
) -> list[tuple[Atom_, ...]]:
    """As :func:`packed`, then the slides made as equally full as they get."""
    groups = packed(atoms, height, tall, leads)
    low, high = 0, height
    for _ in range(_ROUNDS):
        middle = (low + high) // 2
        tried = packed(atoms, middle, tall, leads)
        if len(tried) <= len(groups) and all(tall(group) <= height for group in tried):
            high, groups = middle, tried
        else:
            low = middle
    return groups


@dataclass(frozen=True, slots=True)
class _Atom:
    """A paragraph, or a sentence of the paragraph ``of``."""

    text: Measured
    of: int


def divided(
    setter: Setter, text: Sequence[Measured], placeholder: Placeholder, width: Length, height: Length
) -> tuple[SetText, ...] | None:
    """``text`` over as few slides as hold it at the minimum, in the largest size that needs no more of them.

    In two columns where that takes fewer slides. None where a single sentence is taller than a slide.
    """
    atoms = tuple(_atoms(setter, text, placeholder, width, height))
    one = _divided(atoms, placeholder, height, lambda group, size: setter.set(_joined(group), size, width))
    if placeholder.columns < 2 or len(atoms) < LEAST or not listed(text) or (one and len(one) == 1):
        return one

    def columned(group: Sequence[_Atom], size: Length) -> SetText:
        made = setter.set(_joined(group), size, width, 2)
        return made if halved(made) else replace(made, height=Length(height + 1))

    two = _divided(atoms, placeholder, height, columned)
    return two if two and (one is None or len(two) < len(one)) else one


def _divided(
    atoms: Sequence[_Atom], placeholder: Placeholder, height: Length, made: Callable[[Sequence[_Atom], Length], SetText]
) -> tuple[SetText, ...] | None:
    """``atoms`` over slides; ``made`` sets some of them in a size. None where one is taller than a slide."""

    def tall(size: Length) -> Callable[[Sequence[_Atom]], int]:
        return lambda group: made(group, size).height

    if any(tall(placeholder.minimum)((atom,)) > height for atom in atoms):
        return None
    fewest = len(packed(atoms, height, tall(placeholder.minimum), _leads))
    for size in sizes(placeholder):
        high = tall(size)
        if len(packed(atoms, height, high, _leads)) > fewest and size != placeholder.minimum:
            continue
        groups = even(atoms, height, high, _leads)
        if all(high(group) <= height for group in groups):
            return tuple(made(group, size) for group in groups)
    return None


def _atoms(
    setter: Setter, text: Sequence[Measured], placeholder: Placeholder, width: Length, height: Length
) -> Iterator[_Atom]:
    """Paragraphs, those taller than a slide cut into their sentences."""
    for index, one in enumerate(text):
        if setter.set((one,), placeholder.minimum, width).height <= height:
            yield _Atom(one, index)
        else:
            for part in setter.measured(tuple(sentences(one.paragraph)), placeholder):
                yield _Atom(part, index)


def _joined(group: Sequence[_Atom]) -> tuple[Measured, ...]:
    """The paragraphs of ``group``, sentences of one joined again, no blank left at the end of a part."""
    made: list[Measured] = []
    last = -1
    for atom in group:
        if atom.of == last:
            before = made[-1]
            runs = (*before.paragraph.runs, *atom.text.paragraph.runs)
            words = (*before.words, *atom.text.words)
            width = before.width + atom.text.width
            made[-1] = Measured(replace(before.paragraph, runs=runs), words, width, manner=before.manner)
        else:
            made.append(atom.text)
        last = atom.of
    return tuple(_trimmed(one) for one in made)


def _trimmed(one: Measured) -> Measured:
    runs = one.paragraph.runs
    if not runs or not runs[-1].text.endswith(" "):
        return one
    last = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return replace(one, paragraph=replace(one.paragraph, runs=(*runs[:-1], last)))


def _leads(one: _Atom, following: _Atom) -> bool:
    """Whether ``one`` must not end a slide: it announces what follows, or is the parent of it."""
    return one.of != following.of and leads(one.text.paragraph, following.text.paragraph)


def sentences(paragraph: TextParagraph) -> Iterator[TextParagraph]:
    """``paragraph`` cut after its sentences; the first keeps the bullet, the others stand where its text stands."""
    text = "".join(run.text for run in paragraph.runs)
    lang = next((run.lang for run in paragraph.runs if run.lang), "en")
    start = 0
    while start < len(text):
        end = start + first_end(text[start:], lang)
        end += len(text[end:]) - len(text[end:].lstrip(" "))
        runs = tuple(_sliced(paragraph.runs, start, end))
        if start == 0 or paragraph.bullet is Bullet.NONE:
            yield replace(paragraph, runs=runs)
        else:
            yield replace(paragraph, runs=runs, bullet=Bullet.NONE, level=paragraph.level + 1)
        start = end


def _sliced(runs: tuple[Run, ...], start: int, end: int) -> Iterator[Run]:
    at = 0
    for run in runs:
        text = run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if text:
            yield replace(run, text=text)
