"""Builds: which click brings what, and timing that is sound."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import validate_pptx  # type: ignore[import-untyped]  # carries no types

from pipeline.commands.pictures import slides_pdf
from pipeline.deck import build
from pipeline.deck.dump import dump_pptx
from pipeline.deck.sound import faults
from pipeline.deck.timing import steps
from pipeline.deck.written import Written
from pipeline.files import Files
from pipeline.fitted import Bullet, FittedDeck, FittedSection, TextParagraph
from tests.conftest import ROOT, needs
from tests.deck.sample import MOMENT, Maker, essay, words

SDK = ROOT / "tests" / "node" / "node_modules" / ".bin" / "ooxml-validator"


def item(text: str, level: int = 0) -> TextParagraph:
    return words(text, bullet=Bullet.DISC, level=level)


LIST = (words("Before"), item("One"), item("within", 1), words("more of it", level=1), item("Two"), words("After"))


@pytest.mark.parametrize(
    ("layout", "slot", "clicks"),
    [
        ("points", "body", ((1, 2, 3), (4,), (5,))),
        ("comparison", "left", ((1, 2, 3), (4,), (5,))),
        ("agenda", "body", ()),
        ("sources", "body", ()),
        ("closing", "body", ()),
    ],
)
def test_items_come_with_what_is_nested_in_them(layout: str, slot: str, clicks: tuple[tuple[int, ...], ...]) -> None:
    assert steps(Maker().box(layout, slot, *LIST), layout) == clicks


def test_what_is_no_list_of_two_items_is_there_at_once() -> None:
    make = Maker()
    assert steps(make.box("points", "body", "One.", "Two."), "points") == ()
    assert steps(make.box("points", "body", item("One"), item("within", 1)), "points") == ()


def test_a_part_that_begins_within_an_item_begins_with_it() -> None:
    going_on = (words("the rest of one", level=1), item("Two"), item("Three"))
    assert steps(Maker().box("points", "body", *going_on), "points") == ((1,), (2,))


def deck(folder: Path, *, builds: bool) -> bytes:
    make = Maker()
    points = make.slide(1, "points", "s", make.box("points", "title", "A claim"), make.box("points", "body", *LIST))
    sides = make.slide(
        2,
        "comparison",
        "s",
        make.box("comparison", "title", "Two sides"),
        make.box("comparison", "left", item("a"), item("b")),
        make.box("comparison", "right", item("c"), item("d")),
    )
    made = essay(folder)
    made = replace(made, meta=replace(made.meta, deck=replace(made.meta.deck, builds=builds)))
    fitted = FittedDeck((points, sides), (FittedSection("s", "S"),), "")
    data, problems = build(fitted, made, make.theme, Files(folder), MOMENT)
    assert data is not None, problems
    return data


def test_without_builds_there_is_no_timing(tmp_path: Path) -> None:
    written = Written(deck(tmp_path, builds=False))
    assert not any(b"p:timing" in data for data in written.parts.values())


def test_a_click_brings_an_item_and_the_left_side_comes_first(tmp_path: Path) -> None:
    builds = [line.strip() for line in dump_pptx(deck(tmp_path, builds=True)).split("\n") if "builds" in line]
    assert builds == [
        "builds · Text 2+3+4, Text 5, Text 6",
        "builds · Left side 1, Left side 2, Right side 1, Right side 2",
    ]


def test_both_validators_and_our_own_checks_find_nothing(tmp_path: Path) -> None:
    data = deck(tmp_path, builds=True)
    assert list(faults(Written(data))) == []
    path = tmp_path / "deck.pptx"
    path.write_bytes(data)
    result = validate_pptx(str(path))
    assert result.is_valid, result.errors


@needs(str(SDK))
def test_so_does_the_sdk(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck(tmp_path, builds=True))
    run = subprocess.run([SDK, path], capture_output=True, text=True, check=False)
    assert json.loads(run.stdout)["errors"] == []


@pytest.mark.slow
@needs("soffice", "pdftotext")
def test_an_exported_deck_shows_everything(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck(tmp_path, builds=True))
    pdf = slides_pdf(path, tmp_path, dict(os.environ))
    assert pdf is not None
    run = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    for said in ("Before", "One", "within", "more of it", "Two", "After", *"abcd"):
        assert re.search(rf"\b{said}\b", run.stdout), said


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b'<p:spTgt spid="3">', b'<p:spTgt spid="99">', "timing on the shape 99, which is not there"),
        (b'<p:pRg st="5" end="5"/>', b'<p:pRg st="6" end="6"/>', "timing on the paragraphs 6 to 6 of 6"),
        (b'<p:bldP spid="3"', b'<p:bldP spid="98"', "a build of the shape 98, which is not there"),
        (b'<p:bldP spid="3"', b'<p:bldP spid="2"', "a build of the shape 2, no paragraph of which is timed"),
        (b'<p:cTn id="4"', b'<p:cTn id="3"', "2 time nodes have the id 3"),
    ],
)
def test_timing_of_what_is_not_there_is_seen(tmp_path: Path, old: bytes, new: bytes, fault: str) -> None:
    written = Written(deck(tmp_path, builds=True))
    part = written.slides[0]
    assert old in written.parts[part]
    written.parts[part] = written.parts[part].replace(old, new)
    assert fault in " ".join(faults(written))
