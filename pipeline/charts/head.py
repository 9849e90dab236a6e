"""The head of a chart block: YAML above the numbers, each key read with its line and column."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pipeline.plots import Kind
from pipeline.problems import Place, Problem, error
from pipeline.yamltree import Fields, Mapping, parse

_LONGEST = 300  # characters of a title, an axis, a source
_EXAMPLE = "write `kind: bar` (or stacked, line, scatter, pie), a line `---`, and the numbers as CSV"


class Order(enum.StrEnum):
    """In which order bars and slices stand."""

    GIVEN = "given"
    ASCENDING = "ascending"
    DESCENDING = "descending"


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; ``x``, ``y`` and ``labels`` name columns or, the first two, an axis.

    ``places`` are where the keys stand.
    """

    kind: Kind
    places: dict[str, Place]
    title: str = ""
    x: str = ""
    y: tuple[str, ...] = ()
    unit: str = ""
    source: str = ""
    alt: str | None = None
    data: str | None = None
    labels: str = ""
    order: Order = Order.GIVEN
    decimals: int | None = None
    horizontal: bool | None = None


def divided(text: str) -> tuple[str, str, int]:
    """Head and body of a block, and how many lines stand before the body.

    The head ends at a line ``---``; in a block without one, at the first blank line.
    """
    lines = text.split("\n")
    opened = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[opened].rstrip() == "---":  # as front matter has it
        lines[opened] = ""
    bare = [line.rstrip() for line in lines]
    if "---" in bare:
        at = bare.index("---")
    else:
        at = next((i for i, line in enumerate(bare) if not line and i > opened), len(bare))
    return "\n".join(lines[:at]), "\n".join(lines[at + 1 :]), min(at + 1, len(lines))


def head(text: str, path: str, line: int, problems: list[Problem]) -> Head | None:
    """The head ``text``, which begins at ``line``; None, with a problem, where it says no kind that there is."""
    tree, found = parse(text, path, first_line=line)
    problems.extend(found)
    if tree is None:
        if not found:
            problems.append(error(Place(path, line), "chart-head", "a chart without a head", _EXAMPLE))
        return None
    if not isinstance(tree, Mapping):
        problems.append(error(tree.place, "chart-head", "the chart's head is no mapping of keys to values", _EXAMPLE))
        return None
    fields = Fields(tree, problems)
    kind = fields.choice("kind", Kind)
    if "kind" not in fields:
        what = "the chart does not say its kind"
        problems.append(error(Place(path, line), "chart-head", what, "kind: " + " | ".join(Kind)))
    said = {key: fields.text(key) or "" for key in ("title", "x", "unit", "source", "labels")}
    for key, value in said.items():
        if len(value) > _LONGEST:
            what = f"`{key}` has {len(value)} characters: over {_LONGEST} fit in no chart"
            problems.append(error(fields.where(key), "chart-words", what, "say it in the text"))
            kind = None
    made = Head(
        kind=kind or Kind.BAR,
        places={key: fields.where(key) for key in fields.keys()},  # noqa: SIM118  a method of ours
        title=said["title"],
        x=said["x"],
        y=fields.texts("y"),
        unit=said["unit"],
        source=said["source"],
        alt=fields.text("alt"),
        data=fields.text("data"),
        labels=said["labels"],
        order=fields.choice("order", Order) or Order.GIVEN,
        decimals=fields.integer("decimals", least=0, most=6),
        horizontal=fields.flag("horizontal"),
    )
    fields.finish()
    return made if kind else None
