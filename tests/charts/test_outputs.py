"""A chart in every output: native and editable in the deck, drawn elsewhere, its numbers there for who sees none."""

from __future__ import annotations

import base64
import datetime
import email.policy
import io
import re
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from openxml_audit import validate_pptx  # type: ignore[import-untyped]  # carries no types
from pptx import Presentation

from pipeline.commands import stages
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.outputs import Product
from pipeline.problems import Place, Severity
from pipeline.theme import load
from tests.charts.desk import BLOCKS, THEMES
from tests.conftest import ROOT

MOMENT = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
_HEAD = """---
title: Charts
date: 2026-11-01
lang: en
newsletter: {from: "A <a@example.org>", postal_address: "1 Road", unsubscribe_url: "https://example.org/u"}
url: https://example.org/charts
---

## Charts
"""
_EVIL = "kind: bar\nx: =1+1\n---\n=1+1,=cmd|'/c calc'!A1\n=HYPERLINK(\"https://example.org\"),1\n@SUM(A1),2\n+3,4"


def _text() -> str:
    parts = [
        f"The ==claim of {name}== is here.\n\n``` chart {{#{name}}}\n{text}\n```\n" for name, text in BLOCKS.items()
    ]
    parts.append(f"The ==claim of evil== is here.\n\n``` chart\n{_EVIL}\n```\n\n: Nothing runs\n")
    return _HEAD + "\n" + "\n".join(parts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one essay with a chart of every kind."""
    root = tmp_path_factory.mktemp("charts")
    (root / "content" / "charts").mkdir(parents=True)
    (root / "content" / "charts" / "essay.md").write_text(_text(), encoding="utf-8")
    return root


def _essay(root: Path) -> tuple[Essay, Files]:
    files = Files(root)
    essay, problems = stages.essay(root / "content" / "charts" / "essay.md", files)
    assert essay is not None
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    return essay, files


@cache
def _made(root: Path, product: Product, name: str) -> tuple[bytes, ...]:
    essay, files = _essay(root)
    theme, _ = load(ROOT / "themes", name, files, Place("test"))
    assert theme is not None
    made, problems = stages.make(product, essay, theme.worn((), "en"), files)
    assert made is not None, problems
    assert [str(p) for p in problems if p.severity is Severity.ERROR or p.code.startswith("chart")] == []
    return made.contents


@pytest.mark.parametrize("name", THEMES)
def test_native_charts_hold_the_numbers_and_can_be_edited(folder: Path, name: str) -> None:
    deck = Presentation(io.BytesIO(_made(folder, Product.DECK, name)[1]))
    charts = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == len(BLOCKS) + 1
    for shape in charts:
        assert shape.is_placeholder
        alt = shape._element.nvGraphicFramePr.cNvPr.get("descr")  # python-pptx has no word for it
        assert alt
        chart = shape.chart
        book = zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        held = [float(one) for one in re.findall(r"<v>([^<]+)</v>", sheet)]
        for series in (one for plot in chart.plots for one in plot.series):
            for value in series.values:
                assert value is None or any(abs(value - one) < 1e-9 for one in held)
                assert value is None or f"{int(abs(value)):,}" in alt


def test_dates_are_dates_for_powerpoint_and_excel(folder: Path) -> None:
    """A date axis in days, and cells that are days, counted from 30 December 1899."""
    package = zipfile.ZipFile(io.BytesIO(_made(folder, Product.DECK, "editorial")[1]))
    parts = [n for n in package.namelist() if n.startswith("ppt/charts/chart")]
    (part,) = (n for n in parts if b"<c:dateAx>" in package.read(n))
    chart = package.read(part).decode()
    days = [(date.fromisoformat(day) - date(1899, 12, 30)).days for day in ("2023-11-05", "2024-02-29", "2025-01-31")]
    over = chart[chart.index("<c:cat>") : chart.index("</c:cat>")]
    assert re.findall(r"<c:v>(\d+)</c:v>", over) == [str(day) for day in days]
    assert "yyyy-mm-dd" in over
    book = zipfile.ZipFile(
        io.BytesIO(
            package.read(part.replace("charts/chart", "embeddings/Microsoft_Excel_Sheet").replace(".xml", ".xlsx"))
        )
    )
    assert [f"<v>{day}</v>" in book.read("xl/worksheets/sheet1.xml").decode() for day in days] == [True] * 3
    assert 'formatCode="yyyy-mm-dd"' in book.read("xl/styles.xml").decode()


@pytest.mark.parametrize("name", THEMES)
def test_colours_and_faces_are_the_themes_by_reference(folder: Path, name: str) -> None:
    package = zipfile.ZipFile(io.BytesIO(_made(folder, Product.DECK, name)[1]))
    parts = [n for n in package.namelist() if n.startswith("ppt/charts/chart")]
    assert len(parts) == len(BLOCKS) + 1
    sizes = set()
    for part in parts:
        text = package.read(part).decode()
        assert "srgbClr" not in text
        assert set(re.findall(r'typeface="([^"]*)"', text)) == {"+mn-lt", "+mn-ea", "+mn-cs"}
        sizes |= {int(size) for size in re.findall(r'\bsz="(\d+)"', text)}
    theme, _ = load(ROOT / "themes", name, Files(ROOT), Place("test"))
    assert theme is not None
    assert min(sizes) >= theme.deck.minimum["caption"].pt * 100


def test_nothing_an_author_writes_becomes_a_formula(folder: Path) -> None:
    package = zipfile.ZipFile(io.BytesIO(_made(folder, Product.DECK, "editorial")[1]))
    books = [n for n in package.namelist() if n.endswith(".xlsx")]
    for name in books:
        book = zipfile.ZipFile(io.BytesIO(package.read(name)))
        for part in book.namelist():
            text = book.read(part).decode("utf-8", "replace")
            assert "<f>" not in text
            assert "<hyperlink " not in text
            assert "externalLink" not in text


def test_decks_are_sound_and_the_same_twice(folder: Path, tmp_path: Path) -> None:
    data = _made(folder, Product.DECK, "editorial")[1]
    path = tmp_path / "deck.pptx"
    path.write_bytes(data)
    assert list(validate_pptx(str(path)).errors) == []
    _made.cache_clear()
    assert _made(folder, Product.DECK, "editorial")[1] == data


def test_the_deck_in_the_browser_shows_drawings(folder: Path) -> None:
    page = _made(folder, Product.DECK, "stage")[0].decode()
    shown = re.findall(
        r'<figure class="box chart[^"]*"><img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', page
    )
    assert len(shown) == len(BLOCKS) + 1
    assert all(b"<svg" in base64.b64decode(data) for data, _ in shown)


@pytest.mark.parametrize("product", [Product.HANDOUT, Product.DECK_PDF])
def test_on_paper_charts_are_vectors_with_their_description(folder: Path, product: Product) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(_made(folder, product, "institutional")[0])) as pdf:
        figures = [
            str(thing.Alt)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.Figure and "/Alt" in thing
        ]
        images = [image for page in pdf.pages for image in page.get_images()]
    assert images == []
    said = [alt for alt in figures if re.search(r"chart[.:]", alt)]
    assert len(said) == len(BLOCKS) + 1
    assert any("Oslo 763, Bonn 669, Lima 16, Tokyo 1,528" in alt for alt in said)


def test_the_mail_attaches_pictures_and_tells_their_numbers(folder: Path) -> None:
    html, text, raw = (part for part in _made(folder, Product.NEWSLETTER, "editorial")[:3])
    message = email.message_from_bytes(raw, policy=email.policy.default)
    attached = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert len(attached) == len(BLOCKS) + 1
    page = html.decode()
    assert len(re.findall(r'<img[^>]+alt="[A-Z][a-z ]+chart', page)) == len(BLOCKS) + 1
    assert "Oslo 763, Bonn 669, Lima 16, Tokyo 1,528" in page
    assert re.search(r"Oslo +763\nBonn +669\nLima +16\nTokyo +1,528", text.decode())


def test_a_long_series_has_its_table_on_paper_and_in_the_mail(tmp_path: Path) -> None:
    rows = "\n".join(f"day {i},{i}.25" for i in range(50))
    (tmp_path / "content" / "charts").mkdir(parents=True)
    block = f"``` chart\nkind: line\n---\nDay,b\n{rows}\n```\n"
    (tmp_path / "content" / "charts" / "essay.md").write_text(f"{_HEAD}\nSay ==it==.\n\n{block}", encoding="utf-8")
    html, text, _ = (part.decode("utf-8", "replace") for part in _made(tmp_path, Product.NEWSLETTER, "editorial")[:3])
    for i in range(50):
        assert f">{i}.25<" in html
        assert f"{i}.25" in text


def test_a_chart_without_a_paragraph_is_titled_by_its_title_once(tmp_path: Path) -> None:
    (tmp_path / "content" / "charts").mkdir(parents=True)
    head = "kind: bar\ntitle: Oslo is the wettest\nsource: Weather office"
    block = f"``` chart\n{head}\n---\nCity,Rain\nOslo,763\nBonn,1\n```\n"
    (tmp_path / "content" / "charts" / "essay.md").write_text(f"{_HEAD}\n{block}", encoding="utf-8")
    essay, files = _essay(tmp_path)
    theme, _ = load(ROOT / "themes", "editorial", files, Place("test"))
    assert theme is not None
    deck, _ = stages.fitted(essay, theme.worn((), "en"), files)
    assert deck is not None
    slide = next(slide for slide in deck.slides if slide.layout == "chart")
    words = [
        run.text for shape in slide.shapes if hasattr(shape, "paragraphs") for p in shape.paragraphs for run in p.runs
    ]
    assert words.count("Oslo is the wettest") == 1
    assert "Source: Weather office" in "".join(words)


@pytest.mark.parametrize("layout", ["figure", "table", "figure-beside", "code"])
def test_a_chart_keeps_to_its_own_layout(tmp_path: Path, layout: str) -> None:
    (tmp_path / "content" / "charts").mkdir(parents=True)
    block = f"``` chart {{layout={layout}}}\n{BLOCKS['bar']}\n```\n"
    (tmp_path / "content" / "charts" / "essay.md").write_text(f"{_HEAD}\nSay ==it==.\n\n{block}", encoding="utf-8")
    essay, files = _essay(tmp_path)
    theme, _ = load(ROOT / "themes", "editorial", files, Place("test"))
    assert theme is not None
    deck, problems = stages.fitted(essay, theme.worn((), "en"), files)
    assert deck is not None
    assert "layout-unfit" in {problem.code for problem in problems}
    assert "chart" in {slide.layout for slide in deck.slides}
