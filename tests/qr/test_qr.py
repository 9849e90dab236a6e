"""QR codes: modules that a camera reads, and outlines that are the modules."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.fitted import QUIET
from pipeline.qr import modules, outlines

ADDRESS = "https://example.org/open-source-and-ai-safety/?a=1&b=%20"


def image(rows: Sequence[str], scale: int = 4) -> Image.Image:
    """``rows`` as a picture, dark on light, with the quiet zone."""
    side = len(rows) + 2 * QUIET
    drawn = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x, sign in enumerate(row):
            if sign == "1":
                drawn.putpixel((x + QUIET, y + QUIET), 0)
    return drawn.resize((side * scale, side * scale), Image.Resampling.NEAREST)


@pytest.mark.parametrize("address", [ADDRESS, "http://a.b", "https://example.org/" + "x" * 300])
def test_a_camera_reads_the_address(address: str) -> None:
    rows = modules(address)
    assert rows is not None
    assert [found.text for found in zxingcpp.read_barcodes(image(rows))] == [address]


def test_an_address_that_would_be_too_fine_has_no_code() -> None:
    assert modules("https://example.org/" + "x" * 500) is None
    assert modules("https://example.org/" + "x" * 5000) is None


def test_the_code_of_an_address_is_the_same_each_time() -> None:
    assert modules(ADDRESS) == modules(ADDRESS)


def filled(paths: tuple[tuple[tuple[int, int], ...], ...], x: int, y: int) -> tuple[bool, bool]:
    """Whether the middle of a module is filled, by the even-odd rule and by the nonzero one."""
    crossings = turns = 0
    for path in paths:
        for (x1, y1), (x2, y2) in zip(path, (*path[1:], path[0]), strict=True):
            if x1 == x2 and x1 > x and min(y1, y2) <= y < max(y1, y2):
                crossings += 1
                turns += 1 if y2 > y1 else -1
    return crossings % 2 == 1, turns != 0


@given(st.integers(1, 9).flatmap(lambda n: st.lists(st.text("01", min_size=n, max_size=n), min_size=1, max_size=9)))
def test_outlines_filled_by_either_rule_are_the_modules(rows: list[str]) -> None:
    paths = outlines(rows)
    for y, row in enumerate(rows):
        for x, sign in enumerate(row):
            assert filled(paths, x, y) == (sign == "1", sign == "1")


def test_outlines_turn_at_every_point_and_neighbours_are_merged() -> None:
    assert outlines(["111", "101", "111"]) == (
        ((0, 0), (3, 0), (3, 3), (0, 3)),
        ((1, 1), (1, 2), (2, 2), (2, 1)),
    )
    assert len(outlines(["10", "01"])) == 2
