"""The mail in a real browser, in every way that a client may show it: nothing scrolls sideways, all can be read.

PICTURES=folder keeps a picture of each, to look at.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TypedDict

import pytest

from pipeline.files import Files
from pipeline.fonts import fontconfig
from pipeline.newsletter import build
from pipeline.problems import Place
from pipeline.source import read as read_essay
from pipeline.theme import load
from tests.conftest import ROOT, needs
from tests.newsletter.made import MOMENT, made
from tests.newsletter.sample import FULL

NODE = ROOT / "tests" / "node" / "node_modules"
THEMES = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))
CASE = ROOT / "tests" / "cases" / "whole-everything"


class Shown(TypedDict):
    """What browser.mjs says of one page, shown in one way at one width."""

    name: str
    way: str
    width: int
    overflow: int
    faint: list[str]
    words: int
    axe: list[str]


def html(message: bytes) -> str:
    """The HTML part, its attached pictures within it: a browser resolves no ``cid:``."""
    whole = message_from_bytes(message, policy=default)
    part = whole.get_body(("html",))
    assert part is not None
    text = str(part.get_content())
    for attached in whole.walk():
        if attached["Content-ID"]:
            data = base64.b64encode(attached.get_content()).decode()
            text = text.replace(f"cid:{attached['Content-ID'].strip('<>')}", f"data:image/png;base64,{data}")
    return text


def mail(path: Path, root: Path, theme: str) -> bytes:
    """The message of the essay at ``path`` in one of our themes."""
    essay, _ = read_essay(path, Files(root))
    found, problems = load(ROOT / "themes", theme, Files(ROOT), Place("theme"))
    assert essay is not None
    assert found is not None, problems
    made, told = build(essay, found, Files(root), MOMENT)
    assert made is not None, told
    return made.message


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """All mails in all ways: the sample and its web copy, the shipped essay, everything at once in each theme."""
    folder = tmp_path_factory.mktemp("mails")
    shutil.copytree(CASE, folder / "content" / "everything")
    essay = folder / "content" / "everything" / "essay.md"
    cover = "\ncover: {path: trend.png, alt: A line that rises}\n---\n"  # the widest picture that a mail has
    essay.write_text(essay.read_text("utf-8").replace("\n---\n", cover, 1), "utf-8")
    pages = {"sample": html(made(FULL).message), "web": made(FULL).html}
    shipped = Path("content/open-source-and-ai-safety/essay.md")
    pages["shipped"] = html(mail(shipped, ROOT, "editorial"))
    for theme in THEMES:
        pages[f"everything-{theme}"] = html(mail(Path("content/everything/essay.md"), folder, theme))
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    kept = os.environ.get("PICTURES")
    job = {
        "browser": shutil.which("chromium"),
        "pages": [
            {
                "name": name,
                "file": str(folder / f"{name}.html"),
                "axe": (360, 600, 1200) if name == "shipped" else (360,),
            }
            for name in pages
        ],
        "pictures": str(Path(kept).absolute()) if kept else None,
    }
    (folder / "job.json").write_text(json.dumps(job))
    command = ["node", str(ROOT / "tests" / "newsletter" / "browser.mjs"), str(folder / "job.json")]
    faces, _ = load(ROOT / "themes", "editorial", Files(ROOT), Place("theme"))
    assert faces is not None
    environment = os.environ | {"FONTCONFIG_FILE": str(fontconfig(faces, Files(ROOT), folder))}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, env=environment)
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: list[Shown] = json.loads(ran.stdout)
    assert len(found) == len(pages) * 3 * 5
    return found


def told(shown: list[Shown], key: str) -> list[str]:
    return [f"{one['name']} {one['way']} {one['width']}: {one[key]}" for one in shown if one[key]]  # type: ignore[literal-required]


pytestmark = [pytest.mark.slow, needs("node", "chromium", str(NODE / "playwright-core" / "cli.js"))]


def test_nothing_scrolls_sideways(shown: list[Shown]) -> None:
    assert told(shown, "overflow") == []


def test_every_word_can_be_read(shown: list[Shown]) -> None:
    assert told(shown, "faint") == []
    assert min(one["words"] for one in shown) > 500


def test_axe_finds_nothing(shown: list[Shown]) -> None:
    assert told(shown, "axe") == []
