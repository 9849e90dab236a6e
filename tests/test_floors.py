"""The import graph: arrows point down, outputs never import one another, and a process loads only what it needs."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Which room stands on which floor. A new module must be put here.
FLOORS = {
    "problems": 0,
    "startup": 0,
    "compiled": 0,
    "files": 0,
    "indices": 0,
    "private": 0,
    "units": 0,
    "scripts": 0,
    "css": 0,
    "openxml": 0,
    "rasters": 0,
    "header": 0,
    "reserved": 0,
    "quoted": 0,
    "greeting": 1,
    "faces": 1,
    **dict.fromkeys(
        (
            "yamltree",
            "document",
            "meta",
            "theme",
            "words",
            "slides",
            "fitted",
            "look",
            "outputs",
            "made",
            "records",
            "plots",
        ),
        1,
    ),
    **dict.fromkeys(
        (
            "charts",
            "bibliography",
            "citations",
            "coverage",
            "pictures",
            "prose",
            "sentences",
            "clock",
            "outline",
            "sharing",
            "frontmatter",
            "source",
            "fonts",
            "formulas",
            "layouts",
            "listings",
            "sheets",
            "markup",
            "mathtext",
            "qr",
            "leaving",
            "sending",
            "signing",
        ),
        2,
    ),
    "sharing": 2,
    **dict.fromkeys(("talk", "compose", "slidehtml", "intake", "template"), 3),
    "fit": 4,
    "unsubscribing": 4,
    **dict.fromkeys(("returns", "campaigns", "doctor"), 4),
    "pdf": 4,
    "drawing": 4,
    **dict.fromkeys(("deck", "present", "deckpdf", "handout", "newsletter"), 5),
    "__main__": 6,
    "commands": 6,
}
OUTPUTS = ("deck", "present", "deckpdf", "handout", "newsletter")

# What only essays with a chart or a bibliography load.
DRAWN = {
    "matplotlib",
    "ziamath",
    "latex2mathml",
    "pipeline.formulas",
    "pipeline.charts",
    "pipeline.bibliography",
    "citeproc",
    "bibtexparser",
}
# What an output's process must not load: the libraries that other outputs need, and what only slows the start.
HEAVY = {
    "deck": {"weasyprint", "css_inline", "argparse", "subprocess", "asyncio", "pipeline.pictures", *DRAWN},
    "deck-pdf": {"pptx", "css_inline", "argparse", "pipeline.deck", "pipeline.handout", *DRAWN},
    "handout": {
        "pptx",
        "css_inline",
        "uharfbuzz",
        "argparse",
        "pipeline.fit",
        "pipeline.talk",
        "pipeline.deck",
        "pipeline.pictures",
        *DRAWN,
    },
    "newsletter": {
        "pipeline.leaving",
        "weasyprint",
        "pptx",
        "uharfbuzz",
        "lxml",
        "fontTools",
        "argparse",
        "pipeline.fit",
        "pipeline.fitted",
        "pipeline.newsletter.check",
        "tinycss2",
        "PIL",
        "pipeline.pictures",
        "resvg_py",
        *DRAWN,
    },
}


def modules() -> list[Path]:
    return sorted((ROOT / "pipeline").rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT / "pipeline").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The rooms that a module imports, at its top or within a function, each with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            names = [
                f"{node.module}.{alias.name}" if node.module == "pipeline" else node.module or ""
                for alias in node.names
            ]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("pipeline."):
                yield name.split(".")[1], node.lineno


def edges() -> Iterator[tuple[str, str, str]]:
    for path in modules():
        if room(path) != "__init__":
            for imported, line in imports(path):
                if imported != room(path):
                    yield room(path), imported, f"{path.relative_to(ROOT)}:{line}"


def test_every_room_has_a_floor() -> None:
    assert {room(path) for path in modules()} - {"__init__"} == set(FLOORS)


def test_no_import_points_up() -> None:
    assert [where for above, below, where in edges() if FLOORS[below] > FLOORS[above]] == []


def test_outputs_never_import_one_another() -> None:
    assert [where for above, below, where in edges() if above in OUTPUTS and below in OUTPUTS] == []


def test_rooms_on_one_floor_do_not_import_in_a_circle() -> None:
    beside: dict[str, set[str]] = {}
    for above, below, _ in edges():
        if FLOORS[above] == FLOORS[below]:
            beside.setdefault(above, set()).add(below)
    order: list[str] = []

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"a circle: {' → '.join((*way, name))}"
        if name not in order:
            for below in sorted(beside.get(name, ())):
                visit(below, (*way, name))
            order.append(name)

    for name in FLOORS:
        visit(name, ())


@pytest.mark.slow
@pytest.mark.parametrize("output", HEAVY)
def test_a_process_loads_only_what_its_output_needs(output: str, tmp_path: Path) -> None:
    script = (
        "import json, sys; from pipeline.__main__ import main; "
        "code = main(sys.argv[1:]); print(json.dumps([code, sorted(sys.modules)]))"
    )
    essay = "content/open-source-and-ai-safety/essay.md"
    done = subprocess.run(
        [sys.executable, "-c", script, "build", output, essay, "--build", str(tmp_path)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in {"THEME", "STRICT", "SOURCE_DATE_EPOCH"}},
        capture_output=True,
        text=True,
        check=True,
    )
    code, loaded = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    found = {heavy for heavy in HEAVY[output] for name in loaded if name == heavy or name.startswith(f"{heavy}.")}
    assert found == set()


def test_the_locks_name_no_registry_and_agree() -> None:
    versions: dict[str, dict[str, str]] = {}
    for path in sorted((ROOT / "lock").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path
        assert "index" not in text, path
        for block in text.replace("\\\n", " ").splitlines():
            words = block.split()
            assert "--hash=sha256:" in block, block
            name, _, version = words[0].partition("==")
            versions.setdefault(path.stem, {})[name] = version
    for name in ("dev", "bench"):
        assert versions["run"].items() <= versions[name].items()
