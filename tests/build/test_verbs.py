"""The other verbs: what they print, and that they leave everything alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from pipeline.__main__ import VERBS
from pipeline.commands.bench import Timed, ratios, repeated
from pipeline.commands.dump import STAGES
from tests.build.project import ROOT, Project, environment
from tests.conftest import needs

SHIPPED = "content/open-source-and-ai-safety/essay.md"


def pipeline(*arguments: str, root: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=root,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_help_lists_every_verb_and_every_verb_teaches() -> None:
    listed = pipeline("help").stdout
    for verb in VERBS:
        assert f"  {verb} " in listed
        told = pipeline(verb, "--help")
        assert (told.returncode, told.stderr) == (0, "")
        assert len(told.stdout.splitlines()) > 3


@pytest.mark.parametrize(
    "call", [["nonsense"], ["build"], ["build", "poster", SHIPPED], ["dump", "soup", SHIPPED], ["dump", "talk"]]
)
def test_a_call_that_makes_no_sense_is_2(call: list[str]) -> None:
    done = pipeline(*call)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["source", *STAGES])
def test_each_stage_prints(stage: str) -> None:
    done = pipeline("dump", stage, SHIPPED)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout) > 2000
    assert pipeline("dump", stage, "content/nowhere/essay.md").returncode == 1


@pytest.mark.slow
def test_the_schemas_are_schemas() -> None:
    for arguments in (["schema"], ["schema", "--publication"]):
        assert json.loads(pipeline(*arguments).stdout)["type"] == "object"


@pytest.mark.slow
def test_make_help_lists_every_target_that_is_for_people(project: Project) -> None:
    told = project.make("help").out
    targets = re.findall(r"(?m)^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert {"all", "deck", "handout", "newsletter", "check", "preview", "clean", "help"} <= set(targets)
    for target in targets:
        assert f"  make {target} " in told


@pytest.mark.slow
def test_outline_prints_a_line_a_slide(project: Project) -> None:
    done = project.make("outline", "ESSAY=alpha")
    assert done.code == 0, done.err
    assert re.search(r"(?m)^ +1  title +A title +\d:\d\d +0:00 +\d+$", done.out)


@pytest.mark.slow
def test_check_tells_all_and_touches_nothing(project: Project) -> None:
    project.edit("content/alpha/essay.md", "outputs: [newsletter]", "outputs: [deck, newsletter]")
    (project.root / "content/Bad Name").mkdir()
    (project.root / "content/Bad Name/essay.md").write_text("x", encoding="utf-8")
    theme = project.root / "themes/loud"
    theme.mkdir()
    (theme / "theme.yaml").write_text("name: Loud\n", encoding="utf-8")
    before = _files(project.root)
    done = project.make("check")
    assert done.code == 2
    assert "content/Bad Name: error[slug]" in done.err
    assert "themes/loud/theme.yaml:1:1: error[theme-tokens]" in done.err
    assert re.search(r"(?m)^    1  A title \[title\]\n +title +\d+ pt +1 line +\d+%$", done.out)
    assert re.search(r"\d+ errors, \d+ warnings, \d+ hints\n$", done.out)
    assert _files(project.root) == before


def _files(root: Path) -> dict[Path, bytes]:
    kept = (path for path in root.rglob("*") if "__pycache__" not in path.parts)
    paths = (path for path in kept if path.is_file() and path.suffix != ".log")
    return {path: path.read_bytes() for path in paths}


@pytest.mark.slow
@needs("pdftoppm", "chromium", "soffice")
def test_pictures_are_made_of_all_that_was_built(project: Project) -> None:
    project.edit("content/alpha/essay.md", "outputs: [newsletter]", "outputs: [deck, handout, newsletter]")
    done = project.make("pictures", "ESSAY=alpha")
    assert done.code == 0, done.err
    folder = project.root / "build/alpha/pictures"
    assert sorted(path.name for path in folder.iterdir()) == [
        "mail-dark.png",
        "mail-imageless.png",
        "mail-inverted.png",
        "mail-light.png",
        "mail-stripped.png",
        "pages.png",
        "slides.png",
    ]
    with Image.open(folder / "mail-light.png") as light, Image.open(folder / "mail-dark.png") as dark:
        assert light.width > 360 + 600 + 1200
        assert sum(light.convert("L").resize((1, 1)).tobytes()) > sum(dark.convert("L").resize((1, 1)).tobytes()) + 50
    assert project.make("clean").code == 0
    assert not folder.exists()


@pytest.mark.slow
def test_a_missing_program_leaves_out_its_sheets(project: Project, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    assert project.make("newsletter").code == 0
    done = pipeline("pictures", "alpha", root=project.root, PATH=str(tmp_path / "bin"))
    assert done.returncode == 0
    assert "pictures: soffice is missing. LibreOffice draws the slides: sudo apt-get install" in done.stdout
    assert "pictures: chromium is missing." in done.stdout


def test_there_are_no_pictures_of_what_was_not_built(project: Project) -> None:
    done = pipeline("pictures", "alpha", root=project.root)
    assert done.returncode == 1
    assert "pictures: nothing of `alpha` stands in build; `make ESSAY=alpha` builds it" in done.stdout


@pytest.fixture
def preview(project: Project) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "preview", "--port", "0"],
        cwd=project.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    yield process.stdout.readline().split()[0]
    process.terminate()
    process.communicate(timeout=20)


def get(url: str, host: str | None = None) -> str:
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def waited(url: str, words: str) -> str:
    text = ""
    for _ in range(200):
        try:
            text = get(url)
        except urllib.error.HTTPError:
            text = ""
        if words in text:
            return text
        time.sleep(0.1)
    pytest.fail(f"{url} never said {words}; it said {text}")


@pytest.mark.slow
def test_preview_builds_on_change_and_gives_out_outputs_alone(preview: str, project: Project) -> None:
    assert "/alpha" in get(preview)
    waited(f"{preview}alpha/newsletter.html", "It grows.")
    project.essay("alpha", "It rustles.")
    waited(f"{preview}alpha/newsletter.html", "It rustles.")
    project.essay("alpha", "\n\n![](gone.png)\n")
    waited(f"{preview}state/alpha", "gone.png")
    shown = get(f"{preview}alpha")
    assert re.findall(r'<iframe src="/alpha/([^"]+)"', shown) == ["deck.html", "handout.pdf", "newsletter.html"]
    assert "deck.pptx" in shown
    assert "deck.pdf" not in shown  # which nobody asked for
    for path in (
        "alpha/essay.md",
        "../Makefile",
        "%2e%2e/Makefile",
        "alpha/../../Makefile",
        "nobody",
        "alpha/deck.pptx",
    ):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(preview + path)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        get(preview, host="evil.example")


def test_the_bench_repeats_an_essay_with_headings_and_notes_of_their_own() -> None:
    text = "---\ntitle: T\n---\n\n## A {#a}\n\nWords.[^1]\n\n[^1]: Note.\n"
    twice = repeated(text, 2)
    assert twice.startswith("---\ntitle: T\n---\n\n## A {#a}\n")
    assert twice.count("title: T") == 1
    assert "## A 2\n\nWords.[^1-2]\n\n[^1-2]: Note." in twice


def test_the_bench_says_what_is_over() -> None:
    rows = {
        name: Timed(name, (), [1.0], [100])
        for name in ("newsletter", "deck", "handout", "weasyprint", "trio", "pandoc-pdf")
    }
    rows["trio"].seconds = [0.9]
    lines = ratios(rows, 1)
    assert lines == [
        "newsletter: 1.00 s (at most 0.25)  OVER",
        "deck: 1.00 s (at most 0.5)  OVER",
        "handout by WeasyPrint's own command, time: 1.00 × (at most 0.65)  OVER",
        "all three by pandoc → WeasyPrint for the PDF: 0.90 × (at most 1)",
    ]
