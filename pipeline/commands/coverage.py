"""Nothing lost, proven: what was written is read back and held against the essay; part of ``check``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.coverage import Account, Held, Inventory, Kind, Selection, account, inventory
from pipeline.document import DivKind, Essay
from pipeline.meta import Body
from pipeline.outputs import Product
from pipeline.problems import Place, Problems, error
from pipeline.prose import plain

_DECK = frozenset({DivKind.DECK, DivKind.NOTES, DivKind.COMPARE})
_HANDOUT = frozenset({DivKind.HANDOUT, DivKind.COMPARE})
_MAIL = frozenset({DivKind.NEWSLETTER, DivKind.COMPARE})
# What is read back; of the others the words are those of one of these.
COVERED = (Product.DECK, Product.DECK_SHARE, Product.HANDOUT, Product.NEWSLETTER)


def accounts(product: Product, contents: Mapping[str, bytes], essay: Essay, told: Problems) -> tuple[Account, ...]:
    """What each file of ``product`` holds of ``essay``; ``contents`` are their bytes by their names.

    ``told`` is what its build said: a mail that it cut to what Gmail shows ends with where to read on, and a template
    may have no place for the cover.
    """
    cut = any(problem.code == "mail-cut" for problem in told)
    at = essay.cover.line if essay.cover else None
    coverless = any(problem.code == "template-slot" and problem.place.line == at for problem in told)
    talk = replace(_talk(essay, product), coverless=coverless)
    return tuple(account(things, held) for held, things in _held(contents, essay, talk, cut=cut))


def _held(
    contents: Mapping[str, bytes], essay: Essay, talk: Selection, *, cut: bool
) -> Iterator[tuple[Held, Inventory]]:
    from pipeline.coverage.html import page
    from pipeline.coverage.mail import message, typed

    mail = Selection(_MAIL, digest=essay.meta.newsletter.body is Body.SUMMARY)
    for name, data in contents.items():
        match Path(name).name:
            case "deck.pptx" | "deck-share.pptx":
                from pipeline.deck.held import held

                yield held(name, data), inventory(essay, talk)
            case "deck.html":
                yield page(name, data.decode()), inventory(essay, talk)
            case "handout.pdf":
                from pipeline.handout.held import held

                yield held(name, data), inventory(essay, Selection(_HANDOUT))
            case "newsletter.html" | "newsletter.paste.html":
                yield page(name, data.decode()), inventory(essay, mail)
            case "newsletter.txt":
                yield typed(name, data.decode()), inventory(essay, mail)
            case _:
                for part in message(name, data):
                    yield part, inventory(essay, replace(mail, kept=_kept(essay, part) if cut else None))


def _talk(essay: Essay, product: Product) -> Selection:
    shown = _DECK - {DivKind.NOTES} if product is Product.DECK_SHARE else _DECK
    chosen = frozenset(essay.meta.deck.sections)
    return Selection(shown, heeds_off=True, sections=chosen or None, chooses=True)


def _kept(essay: Essay, part: Held) -> int:
    """How many sections a mail that was cut still holds: those up to the first whose heading is not there."""
    for number, section in enumerate(essay.sections):
        if section.heading and not part.says(plain(section.heading.inlines)):
            return number
    return len(essay.sections)


def lost(found: Sequence[Account], essay: Essay) -> Problems:
    """What should stand in an output and does not, at its line: a fault of a template, or of ours."""
    return tuple(
        error(
            Place(essay.path, thing.line),
            "lost",
            f"{one.name} lacks this of the {thing.kind}: “{thing.name}”",
            "does a template of the theme leave it out? else it is a fault of ours: please report it with this essay",
        )
        for one in found
        for thing in one.missing
    )


def table(found: Sequence[Account]) -> str:
    """How much of each kind stands in each file, and what a rule left out of it."""
    kinds = [kind for kind in Kind if any(one.wanted[kind] for one in found)]
    heads = ["", *(kind.value for kind in kinds)]
    rows = [heads, *([one.name, *(_count(one, kind) for kind in kinds)] for one in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, *_ruled(found)]) + "\n"


def _count(one: Account, kind: Kind) -> str:
    wanted, found = one.wanted[kind], one.found[kind]
    return "–" if not wanted else str(found) if found == wanted else f"{found} of {wanted}"


def _ruled(found: Sequence[Account]) -> Iterator[str]:
    """Which rules left out what: the lines by rule and file."""
    for one in found:
        rules: dict[str, dict[int, None]] = {}
        for thing in one.ruled:
            rules.setdefault(thing.rule or "", {}).setdefault(thing.line)
        for rule, lines in rules.items():
            listed = ", ".join(map(str, list(lines)[:12])) + (" …" if len(lines) > 12 else "")
            yield f"{one.name} leaves out {len(lines)} by rule, {rule}: line {listed}"
