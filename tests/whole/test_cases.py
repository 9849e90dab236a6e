"""Three essays through every stage: the shipped one, the raw text as imported, and one with every element."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openxml_audit import validate_pptx  # type: ignore[import-untyped]  # carries no types

from pipeline import intake
from pipeline.commands import check
from pipeline.commands.dump import STAGES, stage
from pipeline.deck.check import check as check_deck
from pipeline.files import Files
from pipeline.newsletter.check import check as check_mail
from pipeline.problems import Place, failed, in_order
from tests.conftest import ROOT, needs
from tests.pdf.sound import unsound
from tests.whole.outputs import Whole, build
from tests.whole.rules import overflowing

CASES = ROOT / "tests" / "cases"
SDK = ROOT / "tests" / "node" / "node_modules" / ".bin" / "ooxml-validator"
NAMES = ("whole-shipped", "raw", "whole-everything")
STAGED = ("source", *STAGES)
ENDING = {"slides": "html", "handout": "html", "mail": "html"}


@pytest.fixture(scope="module", autouse=True)
def moment() -> Iterator[None]:
    """The day on which all is built, for what has no date of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795132800")
        yield


@pytest.fixture(scope="module", params=NAMES)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def place(case: str, moment: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Files]:
    """The case's essay.md, in a folder of its own beneath ``content``, and the door to it."""
    root = tmp_path_factory.mktemp(case)
    content = root / "content"
    if case == "raw":
        path, problems = intake.run(CASES / "raw" / "notes.txt", None, Path("content"), Files(root))
        assert path is not None, problems
        return path, Files(root)
    if case == "whole-shipped":
        shutil.copytree(ROOT / "content", content)
        return Path("content/open-source-and-ai-safety/essay.md"), Files(root)
    shutil.copytree(CASES / case, content / "everything")
    return Path("content/everything/essay.md"), Files(root)


@pytest.fixture(scope="module")
def made(place: tuple[Path, Files]) -> Whole:
    return build(place[0], place[1].root)


@pytest.mark.parametrize("name", STAGED)
def test_a_stage_prints_as_accepted(
    case: str, name: str, place: tuple[Path, Files], golden: Callable[[Path, str], None]
) -> None:
    path, files = place
    text, problems = stage(name, path, files)
    assert text is not None
    assert not failed(problems), [str(problem) for problem in problems]
    assert "Traceback" not in text
    golden(CASES / case / "expected" / f"{name}.{ENDING.get(name, 'txt')}", _elsewhere(text, files.root))


def test_the_problems_are_those_expected(case: str, made: Whole, golden: Callable[[Path, str], None]) -> None:
    told = "".join(f"{problem}\n" for problem in in_order(made.problems))
    golden(CASES / case / "expected" / "problems.txt", told)


def test_every_check_reports_nothing(case: str, made: Whole) -> None:
    assert list(overflowing(made)) == []
    assert check_deck(made.deck, made.essay, made.theme) == ()
    mail = check_mail(made.message, Place("newsletter.eml"), made.essay, made.theme, Files(ROOT))
    # That nobody can unsubscribe from what no publication sends, its build has told already.
    assert {problem.code for problem in mail} == ({"mail-one-click"} if case == "raw" else set())
    assert unsound(made.handout) == []


def test_openxml_audit_reports_nothing(made: Whole, tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(made.deck)
    assert [str(fault) for fault in validate_pptx(str(tmp_path / "deck.pptx")).errors] == []


@needs(str(SDK))
def test_the_open_xml_sdk_reports_nothing(made: Whole, tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(made.deck)
    run = subprocess.run([SDK, tmp_path / "deck.pptx"], capture_output=True, text=True, check=False)
    assert json.loads(run.stdout)["errors"] == []


def test_built_twice_the_bytes_are_equal(place: tuple[Path, Files], made: Whole) -> None:
    assert build(place[0], place[1].root).made == made.made


HOTZ = """sources:
  hotz:
    title: "George Hotz: Tiny Corp, Twitter, AI Safety, Self-Driving, GPT, AGI & God"
    url: https://www.youtube.com/watch?v=dNrTrx42DGQ
    length: 3:15:00
---
"""


def test_a_check_of_the_imported_text_finds_the_moment_past_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One timestamp of the raw text lies past the end of its recording: found once the source's length is known."""
    path, _ = intake.run(CASES / "raw" / "notes.txt", "AI Safety", Path("content"), Files(tmp_path))
    assert path is not None
    full = tmp_path / path
    full.write_text(full.read_text(encoding="utf-8").replace("---\n\n", f"{HOTZ}\n", 1), encoding="utf-8")
    line = next(n for n, text in enumerate(full.read_text(encoding="utf-8").split("\n"), 1) if "[03:50:52]" in text)
    monkeypatch.chdir(tmp_path)
    problems, _ = check.outputs(path, tmp_path / "build")
    told = {problem.place for problem in problems if problem.code == "timestamp-past-end"}
    assert {(place.path, place.line) for place in told} == {("content/ai-safety/essay.md", line)}
    assert failed(problems)  # it would lead nowhere: nothing is written until it is mended
    assert list((tmp_path / "build").glob("ai-safety/*.*")) == []
    assert "citation-without-source" not in {problem.code for problem in problems}
    full.write_text(full.read_text(encoding="utf-8").replace("[03:50:52]", "[hotz]"), encoding="utf-8")
    mended, accounts = check.outputs(path, tmp_path / "build")
    assert not failed(mended), [str(problem) for problem in mended]
    assert len(list((tmp_path / "build").glob("ai-safety/*.*"))) == 8
    assert [account.missing for account in accounts] == [()] * 8


def _elsewhere(text: str, root: Path) -> str:
    """``text`` without the folders of this machine: the project's, and the one that the essay lies in."""
    text = text.replace(str(root), "…").replace(str(ROOT), "…")
    return re.sub(r"(?<=file://)[^\"')]*/site-packages", "…", text)
