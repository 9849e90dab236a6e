"""Long formulas in lines: broken before a relation, else before a sum's next term, never within brackets."""

from __future__ import annotations

from pipeline.formulas.drawing import Drawn, drawn
from pipeline.formulas.spacing import Class, classes
from pipeline.formulas.tree import EMPTY, Grid, Part, Phantom, Row, Space, parts, row

INDENT = 2.0  # ems: what further lines move in by
_GOES_ON = (Space(INDENT), Phantom(EMPTY))  # after something unseen a sign keeps its space
_SUMS = frozenset("+−-±∓")


def within(tree: Part, width: float, *, display: bool) -> tuple[Part, Drawn]:
    """``tree`` in lines of at most ``width`` ems, as far as it can be broken, and its drawing."""
    whole = drawn(tree, display=display)
    if whole.width <= width:
        return tree, whole
    made = _lines(tree, width, display=display)
    return made, drawn(made, display=display)


def chunks(tree: Part) -> tuple[Part, ...]:
    """A formula within text as the pieces between which a line may end: after a relation, as TeX has it."""
    found = parts(tree)
    made: list[list[Part]] = [[]]
    for part, kind in zip(found, classes(found), strict=True):
        made[-1].append(part)
        if kind is Class.RELATION:
            made.append([])
    return tuple(row(tuple(chunk)) for chunk in made if chunk)


def _lines(tree: Part, width: float, *, display: bool) -> Part:
    if isinstance(tree, Grid) and (tree.pairs or len(tree.align) == 1):
        return _rows(tree, width, display=display)
    found = _filled(tree, width, display=display)
    if len(found) == 1:
        return tree
    first, *others = found
    lines = (first, *map(_further, others))
    return Grid(tuple((line,) for line in lines), ("left",))


def _rows(grid: Grid, width: float, *, display: bool) -> Part:
    """Lines of equations, the last cell of one that is too long going on below."""
    left = max((_width(cells[:-1], display=display) for cells in grid.rows), default=0.0)
    rows: list[tuple[Part, ...]] = []
    for cells in grid.rows:
        first, *others = _filled(cells[-1], max(width - left, width / 3), display=display)
        rows.append((*cells[:-1], first))
        empty = (EMPTY,) * (len(cells) - 1)
        rows.extend((*empty, _further(line)) for line in others)
    # Lines of one cell stand in their middle; what goes on below one stands at its left.
    align = grid.align if grid.pairs or len(rows) == len(grid.rows) else ("left",)
    return Grid(tuple(rows), align, grid.pairs, grid.bars, (), grid.small)


def _further(line: Part) -> Part:
    """``line`` as it stands below the first."""
    return Row((*_GOES_ON, *parts(line)))


def _width(cells: tuple[Part, ...], *, display: bool) -> float:
    return sum(drawn(cell, display=display).width for cell in cells)


def _filled(part: Part, width: float, *, display: bool) -> list[Part]:
    """``part`` as lines, each as full as it gets."""
    lines: list[Part] = []
    line: Part = EMPTY
    for piece in _pieces(part):
        longer = row((*parts(line), *parts(piece)))
        if parts(line) and drawn(_further(longer) if lines else longer, display=display).width > width:
            lines.append(line)
            line = piece
        else:
            line = longer
    return [*lines, line]


def _pieces(part: Part) -> list[Part]:
    """What is never broken: up to the next relation or sign of a sum."""
    found = parts(part)
    made: list[list[Part]] = [[]]
    depth = 0
    for one, kind in zip(found, classes(found), strict=True):
        breaks = kind is Class.RELATION or (kind is Class.BINARY and getattr(one, "text", "") in _SUMS)
        if breaks and depth == 0 and made[-1]:
            made.append([])
        depth += (kind is Class.OPENING) - (kind is Class.CLOSING)
        made[-1].append(one)
    return [row(tuple(piece)) for piece in made]
