"""How slides are composed: a theme's tokens beyond colours, families and sizes, each one of a few words.

They are read from the mapping ``deck.look`` of ``theme.yaml``. No layout asks for a theme's name, only for these.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeVar

from pipeline.problems import Problem, error
from pipeline.yamltree import Fields, Mapping

_E = TypeVar("_E", bound=enum.StrEnum)


class Scheme(enum.StrEnum):
    """Which palette the slides wear."""

    LIGHT = "light"
    DARK = "dark"


class Tint(enum.StrEnum):
    """The colour of a text, by its role in the palette."""

    INK = "ink"
    MUTED = "muted"
    ACCENT = "accent"


class Weight(enum.StrEnum):
    """How claims, cover titles and quotations are set."""

    REGULAR = "regular"
    BOLD = "bold"


class Case(enum.StrEnum):
    """How a term above a claim is set: as it was written, or as a spaced label in capitals (``a:rPr/@cap``)."""

    WRITTEN = "written"
    CAPITALS = "capitals"


class Ground(enum.StrEnum):
    """What a slide stands on, by its role in the palette. On the accent all text takes the colour of the paper."""

    PAPER = "paper"
    PANEL = "panel"
    ACCENT = "accent"


class Ornament(enum.StrEnum):
    """The accent of a slide, always where no text can grow to: at an edge, or out in a margin."""

    NONE = "none"
    TAB = "tab"  # short, hangs from the upper edge
    BAND = "band"  # along the upper edge
    EDGE = "edge"  # down the left edge
    RULE = "rule"  # at the left of the text, as high as the text may be
    SIDE = "side"  # a broad field at the left; the text stands beside it


class Stand(enum.StrEnum):
    """Where the text of a slide that is not full stands."""

    CENTRE = "centre"  # all of it in the optical centre
    TOP = "top"  # claims always at one height, what is below them in the centre of the rest


class Foot(enum.StrEnum):
    """What divides the footer from the slide."""

    PLAIN = "plain"  # space
    RULED = "ruled"  # a hairline from margin to margin


@dataclass(frozen=True, slots=True)
class Claim:
    """How claims are set."""

    color: Tint
    weight: Weight


@dataclass(frozen=True, slots=True)
class Term:
    """How the term above a claim is set."""

    color: Tint
    case: Case


@dataclass(frozen=True, slots=True)
class Scene:
    """A kind of slide: its ground and its ornament."""

    ground: Ground
    ornament: Ornament


@dataclass(frozen=True, slots=True)
class Look:
    """The composition of a deck. ``cover`` is its first slide and its last, ``content`` all that is neither that nor a
    divider nor a quotation.
    """

    claim: Claim
    term: Term
    cover: Scene
    divider: Scene
    quotation: Scene
    content: Scene
    stand: Stand
    foot: Foot


def look(fields: Fields, problems: list[Problem]) -> Look:
    """The tokens under ``deck.look``; a problem for each that is missing or none of its words."""
    claim, term, cover, divider, quotation, content = (
        _Below(fields, key, problems) for key in ("claim", "term", "cover", "divider", "quotation", "content")
    )
    found = Look(
        claim=Claim(claim.word("color", Tint), claim.word("weight", Weight)),
        term=Term(term.word("color", Tint), term.word("case", Case)),
        cover=cover.scene(),
        divider=divider.scene(),
        quotation=quotation.scene(),
        content=content.scene(),
        stand=word(fields, "stand", Stand, problems),
        foot=word(fields, "foot", Foot, problems),
    )
    if found.content.ground is Ground.ACCENT:
        # Tables, code and pictures stand on it, whose own colours are made for paper.
        content.fields.wrong("ground", "paper or panel", hint="the accent is a ground for covers and dividers")
    for below in (claim, term, cover, divider, quotation, content):
        below.fields.finish()
    fields.finish()
    return found


def word(fields: Fields, key: str, kind: type[_E], problems: list[Problem]) -> _E:
    """The token ``key``, one of the words of ``kind``; the first of them, and a problem, where it is not."""
    found = fields.choice(key, kind)
    if found is None and key not in fields:
        there = "one of " + ", ".join(kind)
        problems.append(error(fields.place, "theme-tokens", f"the token `{key}` is missing", there))
    return found or next(iter(kind))


class _Below:
    """The mapping under ``key``. Where it is missing that is said once, not for each of its tokens."""

    def __init__(self, fields: Fields, key: str, problems: list[Problem]) -> None:
        held = fields.mapping(key)
        if held is None and key not in fields:
            problems.append(error(fields.place, "theme-tokens", f"the token `{key}` is missing"))
        self.problems = [] if held is None else problems
        self.fields = held or Fields(Mapping((), fields.where(key)), self.problems)

    def word(self, key: str, kind: type[_E]) -> _E:
        return word(self.fields, key, kind, self.problems)

    def scene(self) -> Scene:
        return Scene(self.word("ground", Ground), self.word("ornament", Ornament))
