"""Tables in the mail: on which screens they stand as such, and what their words take there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup
from PIL import ImageFont

from pipeline.document import Align, Table, Text
from pipeline.meta import Meta
from pipeline.newsletter.check.reading import read
from pipeline.newsletter.tables import GAP, PHONE, SMALLEST, TABLET, needs, view
from tests.newsletter.made import made, part
from tests.newsletter.sample import essay, section

ARIAL = Path("themes/base/fonts/LiberationSans-Bold.ttf")  # which has its widths
META = Meta("T")
ROOM = 560


def table(*lines: str) -> Table:
    grid = [tuple((Text(cell),) for cell in line.split("|")) for line in lines]
    return Table("t", 1, grid[0], tuple(grid[1:]), (None,) * len(grid[0]))


def years(count: int, cell: str = "12.5") -> Table:
    return table("|".join(f"Year {2000 + n}" for n in range(count)), "|".join([cell] * count))


@pytest.mark.parametrize(
    "word", ["2000", "Year", "Mississippi", "WWW", "CO2-", "Größe", "lowercase", "10.0 %", "@MOMA"]
)
def test_no_word_takes_more_than_is_reckoned_and_few_much_less(word: str) -> None:
    wide = ImageFont.truetype(ARIAL, 140).getlength(word) / 10
    taken = needs([[word.replace(" ", "\u00a0")]], 14)
    assert wide <= taken <= wide * 1.25


def test_signs_of_chinese_and_japanese_break_anywhere_but_in_short_cells() -> None:
    assert needs([["東京は日本の首都であり、世界でも最大級の都市です。"]], 14) == 14
    assert needs([["都市", "東京"]], 14) == 28
    assert needs([["a-b a/b"]], 10) < needs([["aaaabbb"]], 10)
    looks = view(
        table("都市|説明", "東京|日本の首都であり、世界でも最大級の都市"),
        lambda _: Markup(""),
        META,
        room=ROOM,
        size=14,
    )
    assert [cell["side"] for cell in looks["header"]] == ["start short", "start"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("columns", "classes"),
    [
        (7, "data"),
        (8, "data wide"),
        (11, "data wide broad"),
        (14, "data dense wide broad"),
        (20, "data wide broad listed"),
    ],
)
def test_a_table_stands_where_its_words_do(columns: int, classes: str) -> None:
    html = part(made(essay(section("a", "A", years(columns)))), "html")
    (found,) = [e.get("class") for e in read(html).all("table") if e.get("class").startswith("data")]
    assert found == classes


def test_what_a_screen_shows_has_room_on_it() -> None:
    for columns in range(1, 24):
        one = years(columns)
        looks = view(one, lambda _: Markup(""), META, room=ROOM, size=14)
        size = SMALLEST if looks["dense"] else 14
        wide = sum(ImageFont.truetype(ARIAL, 10 * size).getlength("2000") / 10 for _ in range(columns))
        wide += GAP * (columns - 1)
        most = next((room for name, room in (("listed", 1e9), ("broad", ROOM), ("wide", TABLET)) if looks[name]), PHONE)
        assert wide <= most


def test_words_keep_clear_of_the_digits_before_them() -> None:
    align = (Align.END, Align.START, None, Align.END, Align.END, Align.CENTER)
    looks = view(replace(years(6), align=align), lambda _: Markup(""), META, room=ROOM, size=14)
    assert [cell["side"] for cell in looks["header"]] == [  # type: ignore[attr-defined]
        "end",
        "start apart",
        "start",
        "end",
        "end",
        "center apart",
    ]
