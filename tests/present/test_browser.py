"""The deck in Chromium: turned by keys and fingers, read aloud, alone with itself, and no text leaves its box."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline import present
from pipeline.fitted import FittedSlide, TableBox, TextBox
from tests.conftest import ROOT, needs
from tests.present.decks import THEMES, Fitted, fitted

pytestmark = [pytest.mark.slow, needs("node", "chromium")]
MODULES = ROOT / "tests" / "node" / "node_modules"
CASES = ("whole-everything", "whole-gallery")
SHOWN = [(name, theme) for name in CASES for theme in THEMES] + [("shipped", "editorial")]


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fitted]:
    """Each deck by the path of its page."""
    root = tmp_path_factory.mktemp("present").resolve()
    made = {}
    for name, theme in SHOWN:
        one = fitted(name, theme, root)
        data, problems = present.build(one.deck, one.essay, one.theme, one.files)
        assert data is not None, problems
        path = root / f"{name}-{theme}.html"
        path.write_bytes(data)
        made[str(path)] = one
    return made


@pytest.fixture(scope="module")
def told(decks: dict[str, Fitted]) -> Any:
    """What the browser tells."""
    if not (MODULES / "playwright-core").is_dir():
        pytest.fail("not installed: npm install --prefix tests/node --no-save")
    script = Path(__file__).with_name("browser.cjs")
    command = ["node", str(script), str(shutil.which("chromium")), *decks]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_keys_turn_the_slides(told: Any, decks: dict[str, Fitted]) -> None:
    slides = next(iter(decks.values())).deck.slides
    ids = [slide.id for slide in slides]
    where = {name: state["shown"] for name, state in told["states"].items()}
    expected = {"start": 0, "right": 1, "space": 2, "down": 3, "left": 2, "end": -1, "past": -1, "home": 0, "number": 9}
    assert {name: where[name] for name in expected} == {name: [ids[n]] for name, n in expected.items()}
    assert where["back"] == [ids[0]]  # the browser's own button goes back to the slide before the number was typed
    assert where["clicked"] == where["back"]  # a click beside a link does nothing
    assert where["jumped"] == [told["jump"][1:]]


def test_the_address_keeps_the_slide_and_it_is_said(told: Any, decks: dict[str, Fitted]) -> None:
    count = len(next(iter(decks.values())).deck.slides)
    for name, state in told["states"].items():
        assert state["hash"] == f"#{state['shown'][0]}", name
    assert told["states"]["number"]["says"] == f"Slide 10 of {count}: Readers remember what stands apart"
    assert told["states"]["right"]["focus"] == told["states"]["right"]["shown"][0]
    assert len(told["headings"]) == 2  # the deck's title and this slide's: the others are not there to be read


def test_a_key_shows_the_notes_and_one_the_keys(told: Any) -> None:
    notes = {name: told["states"][name]["notes"] for name in ("number", "notes", "silent")}
    assert notes == {"number": 0, "notes": 1, "silent": 0}
    assert [told["states"][name]["help"] for name in ("help", "closed")] == [True, False]


def test_a_finger_turns_the_slides_of_a_phone(told: Any) -> None:
    assert [said.split()[1] for said in told["swipes"]] == ["2", "3", "2"]
    assert told["phone"]["wide"] == 390
    assert told["phone"]["slide"]["width"] == pytest.approx(390, abs=1)


def test_the_speakers_window_goes_along(told: Any) -> None:
    (first,) = told["speaker"]["first"]
    assert told["speaker"]["second"][0] == first  # what is on the wall
    assert len(told["speaker"]["second"]) == 2  # and what comes next


def test_nothing_but_the_file_is_asked_for_and_nothing_is_complained_of(told: Any, decks: dict[str, Fitted]) -> None:
    assert {address.partition("#")[0] for address in told["requests"]} == {f"file://{path}" for path in decks}
    assert told["said"] == []


def test_axe_finds_nothing(told: Any, decks: dict[str, Fitted]) -> None:
    assert {name: found for name, found in told["axe"].items() if found} == {}
    assert set(told["axe"]) == {"slide", "notes", "help", "phone", *decks}
    assert told["speaker"]["axe"] == []


def test_without_its_script_all_slides_are_seen_and_printed(told: Any, decks: dict[str, Fitted]) -> None:
    count = len(next(iter(decks.values())).deck.slides)
    assert told["unscripted"] == {"slides": count, "seen": count}
    assert told["pages"] == count


def test_no_text_takes_more_lines_than_it_was_given(told: Any, decks: dict[str, Fitted]) -> None:
    wrong: list[str] = []
    counted = 0
    for path, one in decks.items():
        seen = {slide["id"]: slide["boxes"] for slide in told["lines"][path]}
        assert list(seen) == [slide.id for slide in one.deck.slides]
        for slide in one.deck.slides:
            boxes = {box["slot"]: box for box in seen[slide.id]}
            wrong += [f"{path} {slide.id} {slot}: {box['over']}" for slot, box in boxes.items() if box["over"] > 0.5]
            for slot, lines in predicted(slide).items():
                counted += sum(lines)
                real = boxes[slot]["lines"]
                if slot == "title":
                    real, lines = [sum(real)], [sum(lines)]
                assert len(real) == len(lines), (path, slide.id, slot)
                if any(there > given for there, given in zip(real, lines, strict=True)):
                    wrong.append(f"{path} {slide.id} {slot}: {real}, {lines} predicted")
    assert wrong == []
    assert counted > 300


def predicted(slide: FittedSlide) -> dict[str, list[int]]:
    """The lines of each paragraph of each text, as they were measured."""
    found: dict[str, list[int]] = {}
    for shape in slide.shapes:
        match shape:
            case TextBox():
                found[shape.slot] = [len(paragraph.lines) for paragraph in shape.paragraphs]
            case TableBox():
                found["table"] = [len(cell.lines) for row in shape.rows for cell in row]
            case _:
                pass
    return found
