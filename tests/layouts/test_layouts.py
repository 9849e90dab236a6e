"""Layouts hang on the theme's tokens: every one is there, whole, on the slide, and nothing in it overlaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from pipeline.layouts import Color, LayoutSpec, PlaceholderType, layouts, line_height, master
from pipeline.slides import Layout
from pipeline.theme import Theme
from pipeline.units import Box, pt
from tests.fit.desk import THEMES, theme


def wide() -> Theme:
    deck = theme().deck
    return replace(theme(), deck=replace(deck, width=pt(1280), height=pt(720), margin=pt(90)))


def narrow() -> Theme:
    deck = theme().deck
    return replace(theme(), deck=replace(deck, width=pt(960), height=pt(720), margin=pt(40)))


DRESSED = (*map(theme, THEMES), wide(), narrow())
SPECS = [pytest.param(spec, id=f"{t.id}-{spec.id.value}") for t in DRESSED for spec in layouts(t)]


def apart(a: Box, b: Box) -> bool:
    return a.bottom <= b.top + 1 or b.bottom <= a.top + 1 or a.right <= b.left + 1 or b.right <= a.left + 1


def test_every_layout_is_there_once_with_a_name_of_its_own() -> None:
    made = layouts(theme())
    assert Counter(spec.id for spec in made) == Counter(Layout)
    assert len({spec.name for spec in made}) == len(made)


@pytest.mark.parametrize("spec", SPECS)
def test_a_layout_is_sound(spec: LayoutSpec) -> None:
    titles = [p for p in spec.placeholders if p.type in (PlaceholderType.TITLE, PlaceholderType.CENTERED_TITLE)]
    assert [p.idx for p in titles] == [0]
    assert spec.placeholders[0] is titles[0]
    assert {PlaceholderType.FOOTER, PlaceholderType.SLIDE_NUMBER} <= {p.type for p in spec.placeholders}
    assert len({p.idx for p in spec.placeholders}) == len(spec.placeholders)
    assert {slot for row in spec.flow for slot in row} <= {p.slot for p in spec.placeholders}
    for p in spec.placeholders:
        assert p.minimum <= p.size
        assert p.box.height >= line_height(p.minimum)
        assert p.color is not Color.LINE


@pytest.mark.parametrize("spec", SPECS)
def test_nothing_overlaps(spec: LayoutSpec) -> None:
    boxes = [p.box for p in spec.placeholders]
    assert all(apart(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert all(b.width > 0 and b.height > 0 and b.left >= 0 and b.top >= 0 for b in boxes)
    # An ornament stands where no text can grow to: neither in a place nor where the rows flow.
    assert all(apart(d.box, b) for d in spec.decorations for b in (*boxes, spec.area))


def test_a_slot_has_one_index_in_all_layouts() -> None:
    indexes: dict[str, set[int]] = {}
    for spec in layouts(theme()):
        for p in spec.placeholders:
            indexes.setdefault(p.slot, set()).add(p.idx)
    assert all(len(found) == 1 for found in indexes.values())


def test_the_master_has_what_all_layouts_inherit() -> None:
    assert [p.type.value for p in master(theme()).placeholders] == ["title", "body", "ftr", "sldNum"]


@pytest.mark.parametrize("name", THEMES)
def test_text_has_contrast_on_its_ground(name: str) -> None:
    for palette in (theme(name).light, theme(name).dark):
        for spec in layouts(theme(name)):
            ground = getattr(palette, spec.background)
            for p in spec.placeholders:
                assert getattr(palette, p.color).contrast(ground) >= 4.5
                assert getattr(palette, p.mark).contrast(ground) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_evidence_has_room_and_its_caption_close(name: str) -> None:
    """Below a claim of two lines it takes two fifths of the slide; its caption stands nearer than its claim."""
    made = theme(name)
    for spec in layouts(made):
        if spec.id in (Layout.FIGURE, Layout.TABLE, Layout.CHART, Layout.CODE):
            box = {place.slot: place.box for place in spec.placeholders}
            assert box["object"].height >= 0.4 * made.deck.height
            assert box["caption"].top - box["object"].bottom < box["object"].top - box["title"].bottom
