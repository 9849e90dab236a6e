"""Builds (``p:timing``, ECMA-376 Part 1, 19.5): the items of a list come up one by one, at a click each.

An item brings what is nested in it. What stands before a list is there from the start; what follows it comes last. Who
prints the deck, exports it or reads it in the outline sees everything at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pipeline.deck.xml import NOTHING, Attributes, Xml, element
from pipeline.fitted import Bullet, TextBox
from pipeline.slides import Layout

# Not the others: an overview, sources and the last slide are read as a whole.
_BUILT = frozenset(
    (Layout.POINTS, Layout.TERM, Layout.STATEMENT, Layout.BLANK, Layout.COMPARISON, Layout.FIGURE_BESIDE)
)
_SLOTS = frozenset(("body", "left", "right"))
_APPEAR = 1  # `presetID` of the plainest of PowerPoint's entrances

Steps = tuple[tuple[int, ...], ...]  # for each click the paragraphs that it brings, from 0


def steps(box: TextBox, layout: str) -> Steps:
    """The clicks that ``box`` takes; none for text that is no list of at least two items."""
    if layout not in _BUILT or box.slot not in _SLOTS:
        return ()
    clicks: list[tuple[int, ...]] = []
    items = 0
    for index, paragraph in enumerate(box.paragraphs):
        item = paragraph.bullet is not Bullet.NONE and paragraph.level == 0
        items += item
        if item or (clicks and paragraph.level == 0):
            clicks.append((index,))
        elif clicks:
            clicks[-1] = (*clicks[-1], index)
    return tuple(clicks) if items > 1 else ()


def timing(built: Sequence[tuple[int, Steps]]) -> Xml:
    """``p:timing`` for shapes, by their ids, in the order in which they are built; nothing where there are none."""
    if not built:
        return NOTHING
    ids = itertools.count(3)  # the root's and the main sequence's come first
    clicks = Xml("".join(_click(shape, click, ids) for shape, clicks in built for click in clicks))
    main = element(
        "p:seq",
        {"concurrent": 1, "nextAc": "seek"},
        element("p:cTn", {"id": 2, "dur": "indefinite", "nodeType": "mainSeq"}, element("p:childTnLst", None, clicks)),
        *(
            element(
                f"p:{name}CondLst", None, element("p:cond", {"evt": event, "delay": 0}, _target(element("p:sldTgt")))
            )
            for name, event in (("prev", "onPrev"), ("next", "onNext"))
        ),
    )
    root: Attributes = {"id": 1, "dur": "indefinite", "restart": "never", "nodeType": "tmRoot"}
    tree = element("p:par", None, element("p:cTn", root, element("p:childTnLst", None, main)))
    builds = (element("p:bldP", {"spid": shape, "grpId": 0, "build": "p"}) for shape, _ in built)
    return element("p:timing", None, element("p:tnLst", None, tree), element("p:bldLst", None, *builds))


def _click(shape: int, paragraphs: tuple[int, ...], ids: Iterator[int]) -> Xml:
    """One click: it waits for the person, then all its paragraphs come at once."""
    waits, starts = next(ids), next(ids)
    effects = [_effect(shape, paragraph, ids, first=n == 0) for n, paragraph in enumerate(paragraphs)]
    return _parallel(
        {"id": waits, "fill": "hold"}, "indefinite", _parallel({"id": starts, "fill": "hold"}, 0, *effects)
    )


def _effect(shape: int, paragraph: int, ids: Iterator[int], *, first: bool) -> Xml:
    """``p:set`` of a paragraph's visibility (19.5.66)."""
    attributes: Attributes = {
        "id": next(ids),
        "presetID": _APPEAR,
        "presetClass": "entr",
        "presetSubtype": 0,
        "fill": "hold",
        "grpId": 0,
        "nodeType": "clickEffect" if first else "withEffect",
    }
    words = element("p:txEl", None, element("p:pRg", {"st": paragraph, "end": paragraph}))
    behaviour = element(
        "p:cBhvr",
        None,
        element("p:cTn", {"id": next(ids), "dur": 1, "fill": "hold"}, _from(0)),
        _target(element("p:spTgt", {"spid": shape}, words)),
        element("p:attrNameLst", None, element("p:attrName", None, Xml("style.visibility"))),
    )
    visible = element("p:to", None, element("p:strVal", {"val": "visible"}))
    return _parallel(attributes, 0, element("p:set", None, behaviour, visible))


def _parallel(attributes: Attributes, delay: str | int, *children: Xml) -> Xml:
    """``p:par`` that starts after ``delay``."""
    return element("p:par", None, element("p:cTn", attributes, _from(delay), element("p:childTnLst", None, *children)))


def _from(delay: str | int) -> Xml:
    return element("p:stCondLst", None, element("p:cond", {"delay": delay}))


def _target(what: Xml) -> Xml:
    return element("p:tgtEl", None, what)
