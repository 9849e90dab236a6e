"""Designs and drawings: what is decided fits its room, what is drawn is whole, and the same twice."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from pipeline.charts.dates import calendar
from pipeline.charts.description import MOST_SAID, complete, described
from pipeline.charts.design import crowded, design, nice, tall
from pipeline.charts.names import Side, nameless, sides
from pipeline.charts.picture import Room, drawn, told
from pipeline.charts.slices import labels
from pipeline.charts.widths import long
from pipeline.document import Chart, Essay, Text
from pipeline.files import Files
from pipeline.meta import Meta
from pipeline.plots import Kind, Plot, Series
from pipeline.prose import plain
from tests.charts.desk import BLOCKS, THEMES, block, plot, theme
from tests.conftest import ROOT

_SVG = "{http://www.w3.org/2000/svg}"


@given(
    low=st.floats(-1e15, 1e15, allow_nan=False),
    span=st.one_of(st.just(0.0), st.floats(1e-6, 1e15, allow_nan=False)),
    lines=st.integers(2, 6),
)
def test_a_scale_holds_its_numbers_in_a_few_round_steps(low: float, span: float, lines: int) -> None:
    high = low + span
    scale = nice(low, high, lines)
    assert scale.low <= low + scale.step * 1e-6
    assert scale.high >= high - scale.step * 1e-6
    assert scale.high > scale.low
    assert len(scale.ticks) <= 3 * lines + 3


def test_bars_begin_at_nothing() -> None:
    for name in ("bar", "bars", "stacked", "across"):
        made = design(plot(name), theme("editorial").light, "en", (800, 300), 16)
        assert made.scale is not None
        assert made.scale.low <= 0 <= made.scale.high


@given(
    first=st.dates(date(1900, 3, 1), date(8000, 1, 1)),
    span=st.one_of(st.integers(2, 60), st.integers(2, 360_000)),
    width=st.floats(120, 900),
)
def test_a_calendar_holds_its_days_at_few_round_ones(first: date, span: int, width: float) -> None:
    low = first.toordinal()
    made = calendar((float(low), float(low + 1), float(low + span)), width, 12)
    assert made.low <= low
    assert made.high >= low + span
    assert len(made.ticks) >= 2
    assert len(made.ticks) * 12 * 3 <= max(width, 3 * 12 * 20)
    assert len({made.label(tick) for tick in made.ticks}) == len(made.ticks)


def test_a_single_bar_is_no_wall() -> None:
    made = {
        name: design(block(f"kind: bar\n---\na,b\n{rows}").plot or plot("bar"), None, "en", (800, 300), 16)
        for name, rows in (("one", "x,1"), ("four", "x,1\ny,2\nz,3\nw,4"))
    }
    assert made["one"].group == 0.24
    assert made["four"].group == 0.72


@pytest.mark.parametrize("size", [8.6, 12.0])
def test_names_of_lying_bars_stand_clear_of_one_another(size: float) -> None:
    """Where a chart may be as high as it likes, no name is told to be crowded."""
    rows = "\n".join(f"A name that is as long as names of things may be of number {i},{i}" for i in range(20))
    one = block(f"kind: bar\n---\na,b\n{rows}").plot
    assert one is not None
    assert one.across
    made = design(one, None, "en", (330, tall(one, 330, size, 2.1)), size)
    assert crowded(made) is None
    assert crowded(replace(made, area=replace(made.area, height=made.area.height / 2))) is not None


def test_names_of_points_keep_clear_of_one_another() -> None:
    near = block(
        "kind: scatter\nlabels: n\n---\nn,x,y\nAlpha,1,1\nBeta,1.02,1.02\n,3,3\nGamma,1.01,1\nDelta,9,9\nEps,9.5,1"
    )
    assert near.plot is not None
    made = design(near.plot, None, "en", (800, 300), 16)
    found = sides(made)
    assert found[2] is None
    assert len(set(found[:2]) | {found[3]}) == 3
    assert found[4:] == (Side.RIGHT, Side.RIGHT)
    assert nameless(made) == 0
    assert crowded(design(replace(near.plot, categories=()), None, "en", (800, 300), 16)) is None
    heap = replace(near.plot, at=(1.0,) * 6, series=(Series("y", (1.0,) * 6),))
    assert nameless(design(heap, None, "en", (800, 300), 16)) > 0


def test_what_opens_a_chart_is_folded_within_its_room() -> None:
    unit = "thousands of tonnes of carbon dioxide equivalent per year and person, measured at sea level"
    one = replace(plot("bar"), title=f"How many {unit}", unit=unit)
    made = design(one, None, "en", (330, 220), 12)
    assert [bold for _, bold in made.above] == [True] * 3 + [False] * 3
    assert " ".join(words for words, bold in made.above if bold) == one.title
    assert all(long(words, 12) <= 330 for words, _ in made.above)
    assert made.area.top >= 6 * 12
    assert crowded(design(replace(one, unit="W" * 90), None, "en", (330, 220), 12)) is not None


_NAMES = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@st.composite
def plots(draw: st.DrawFn) -> Plot:
    """Plots that the reader lets through."""
    kind = draw(st.sampled_from(Kind))
    count = draw(st.integers(2, 6 if kind is Kind.PIE else 12))
    number = st.floats(0.01 if kind is Kind.PIE else -1e9, 1e9, allow_nan=False)
    values = st.lists(number, min_size=count, max_size=count)
    series = draw(st.lists(values, min_size=1, max_size=1 if kind is Kind.PIE else 4))
    at = tuple(sorted(draw(values))) if kind is Kind.SCATTER else ()
    return Plot(
        kind=kind,
        categories=tuple(draw(st.lists(_NAMES, min_size=count, max_size=count))),
        series=tuple(Series(draw(_NAMES), tuple(one)) for one in series),
        at=at,
        x=draw(_NAMES),
        y=draw(_NAMES),
        unit=draw(st.sampled_from(["", "%", "Mt"])),
        title=draw(st.sampled_from(["", "A title"])),
        across=kind in (Kind.BAR, Kind.STACKED) and draw(st.booleans()),
    )


@given(plots(), st.sampled_from([(800.0, 300.0, 18.0), (330.0, 220.0, 12.0), (380.0, 200.0, 9.0)]))
@settings(max_examples=60)
def test_the_plot_stays_within_its_room(one: Plot, room: tuple[float, float, float]) -> None:
    made = design(one, theme("editorial").light, "en", room[:2], room[2])
    area = made.area
    assert area.left >= 0
    assert area.top >= 0
    assert area.left + area.width <= room[0] + 0.01
    assert area.top + area.height <= room[1] + 0.01
    assert area.width > 0
    assert area.height > 0


@given(plots())
@settings(max_examples=12, deadline=None)
def test_whatever_is_read_is_drawn(one: Plot) -> None:
    dress = theme("stage")
    files = Files(ROOT, ROOT / "build" / "test-charts")
    made = drawn(one, Room(400, 220, 10, "sans", dress.light), dress, "en", files)
    assert ElementTree.fromstring(made.svg).tag == f"{_SVG}svg"


@pytest.mark.parametrize("name", BLOCKS)
def test_every_kind_is_drawn_in_the_themes_colours_with_words_as_outlines(name: str, tmp_path: Path) -> None:
    for of in THEMES:
        dress = theme(of)
        made = drawn(plot(name), Room(600, 280, 14, "sans", dress.slides), dress, "en", Files(ROOT, tmp_path))
        root = ElementTree.fromstring(made.svg)
        assert made.width == pytest.approx(800)
        assert made.height == pytest.approx(373.333, abs=0.01)
        assert not list(root.iter(f"{_SVG}text"))
        assert not list(root.iter(f"{_SVG}image"))
        assert "http://" not in made.svg.replace("http://www.w3.org/", "")
        design_ = design(plot(name), dress.slides, "en", (600, 280), 14)
        colors = {mark.tone.color(dress.slides).css.lower() for mark in design_.marks}
        assert colors <= set(re.findall(r"#[0-9a-f]{6}", made.svg.lower()))


def test_a_drawing_is_the_same_in_another_process(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from pipeline.files import Files; from pipeline.charts.picture import *;"
        "from tests.charts.desk import plot, theme; t = theme('editorial');"
        "r = Room(600, 280, 14, 'sans', t.light);"
        "sys.stdout.write(drawn(plot('stacked'), r, t, 'en', Files(Path.cwd(), Path(sys.argv[1]))).svg)"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / name)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        for name, seed in (("one", "1"), ("two", "2"), ("two", "3"))
    ]
    assert made[0].stdout == made[1].stdout == made[2].stdout
    assert [run.stderr for run in made] == ["", "", ""]
    assert len(list((tmp_path / "two" / ".cache" / "charts").iterdir())) == 1


@pytest.mark.parametrize(("names", "letters"), [(("Zürich", "naïve"), ""), (("日本", "A\u200d", "🙂"), "日, 本, 🙂")])
def test_letters_that_no_face_has_are_told(names: tuple[str, str], letters: str) -> None:
    shown = replace(plot("bar"), categories=names, series=(Series("b", (1.0,) * len(names)),))
    essay = Essay("e.md", "e", Meta("E"), ())
    room = Room(330, 200, 12, "sans", theme("editorial").light)
    found = [*told(Chart("c", 7, shown, ""), room, essay, theme("editorial"), Files(ROOT), where="on paper")]
    assert [(one.code, one.place.line) for one in found] == ([("chart-glyph", 7)] if letters else [])
    assert all(f"`{letter}`" in found[0].message for letter in letters.split(", ") if letter)


def test_faces_and_code_count_as_read(tmp_path: Path) -> None:
    files = Files(ROOT, tmp_path)
    dress = theme("editorial")
    for _ in range(2):  # drawn, and taken from what was kept
        files.read.clear()
        drawn(plot("bar"), Room(300, 200, 10, "sans", dress.light), dress, "en", files)
        names = {path.name for path in files.read}
        assert {"SourceSansPro-Regular.ttf", "strokes.py"} <= names


# --- Words -------------------------------------------------------------------------------------


def _chart(text: str, lang: str = "en") -> Chart:
    found = block(text, lang)
    assert found.plot is not None
    return Chart("n1", 1, found.plot, text, (Text("What it shows"),))


def test_a_description_holds_every_number() -> None:
    assert described(_chart(BLOCKS["bars"]), "en") == (
        "Bar chart: What it shows. Trips by City. 2015: Oslo 12.4, Bonn 10.2, Lima −3.0. "
        "2020: Oslo 13.1, Bonn 2.5, Lima 4.0. 2025: Oslo 19.0, Bonn 7.0, Lima 5.0."
    )
    assert described(_chart(BLOCKS["scatter"]), "en").endswith(
        "India 2,400 · 70, Spain 32,000 · 83, Norway 89,000 · 83."
    )


def test_a_description_speaks_the_essays_language() -> None:
    said = described(_chart("kind: line\nunit: Mt\n---\nJahr;Kohle\n2020;1234,5\n2021;", "de"), "de")
    assert said == "Liniendiagramm: What it shows. Kohle (Mt) nach Jahr. 2020 1.234,5, 2021 keine Zahl."


def test_the_authors_words_come_first() -> None:
    said = described(_chart("kind: bar\nalt: Oslo is wet\n---\na,b\nx,1"), "en")
    assert said == "Oslo is wet. b by a. x 1."


def test_a_long_series_is_told_by_where_it_begins_ends_and_turns() -> None:
    rows = "\n".join(f"d{i},{abs(i - 30)}" for i in range(MOST_SAID + 1))
    chart = _chart(f"kind: line\n---\nDay,b\n{rows}")
    assert not complete(chart.plot)
    assert described(chart, "en").endswith("b by Day. from 30 (d0) to 10 (d40); lowest 0 (d30), highest 30 (d0).")


def test_a_table_holds_every_number() -> None:
    from pipeline.charts.table import table

    made = table(_chart(BLOCKS["scatter"]), "en")
    assert [plain(cell) for cell in made.header] == ["", "Income", "Life"]
    assert [plain(cell) for cell in made.rows[0]] == ["India", "2,400", "70"]
    assert plain(made.caption) == "What it shows"


@pytest.mark.parametrize("name", THEMES)
def test_names_of_slices_stay_within_the_picture(name: str, tmp_path: Path) -> None:
    rows = "\n".join(f"A rather long name of slice {n},{n + 3}" for n in range(6))
    one = block(f"kind: pie\n---\na,b\n{rows}").plot
    assert one is not None
    room = Room(330, 218, 12, "sans", theme(name).light)
    files = Files(ROOT, tmp_path)
    made = Image.open(io.BytesIO(drawn(one, room, theme(name), "en", files).png(660, theme(name), files, "#FFFFFF")))
    left, top, right, bottom = ImageOps.invert(made.convert("L")).getbbox() or (0, 0, 0, 0)
    assert min(left, top, 660 - right, made.height - bottom) > 0
    found = labels(design(one, None, "en", (330, 218), 12))
    assert sorted(label.text.replace("\n", " ") for label in found) == [
        f"{c} {n + 3}" for n, c in enumerate(one.categories)
    ]
    for above, below in pairwise(found):
        assert below.right is not above.right or above.y + above.tall / 2 <= below.y - below.tall / 2
    assert min(label.y - label.tall / 2 for label in found) >= 0
    long_ = replace(one, categories=tuple(f"{category} " * 8 for category in one.categories))
    assert crowded(design(long_, None, "en", (330, 218), 12)) is not None
    assert crowded(design(one, None, "en", (330, 218), 12)) is None
