"""The pages: what they say in each language, and how they stand in a real browser, light, dark, narrow and wide."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.files import Files
from pipeline.problems import Place
from pipeline.theme import load
from pipeline.unsubscribing.pages import Page, Pages, Publication, pages
from pipeline.unsubscribing.sayings import SAYINGS, known
from tests.conftest import ROOT, needs

THEMES = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))
NODE = ROOT / "tests" / "node" / "node_modules"
WHO = Publication("Essays <in> Plain & Sight", "editor@example.org", "de")


def made(theme: str = "editorial", publication: Publication = WHO) -> Pages:
    found, problems = load(ROOT / "themes", theme, Files(ROOT), Place("theme"))
    assert found is not None, problems
    printed, told = pages(publication, found, Files(ROOT))
    assert printed is not None, told
    return printed


def test_every_page_in_every_language() -> None:
    printed = made()
    assert set(printed.html) == {(lang, page) for lang in SAYINGS for page in Page}
    for (lang, page), html in printed.html.items():
        text = html.decode()
        assert f'<html lang="{lang}">' in text
        assert "Essays &lt;in&gt; Plain &amp; Sight" in text
        assert ("<button" in text) == (page in (Page.ASK, Page.FAILED))
        assert ("mailto:editor@example.org" in text) == (page is not Page.ASK)
        assert "<script" not in text
        assert "{}" not in text


def test_no_two_languages_say_the_same() -> None:
    for field in SAYINGS["en"].__dataclass_fields__:
        said = [getattr(one, field) for one in SAYINGS.values()]
        assert len(set(said)) == len(said), field
        assert len({text.count("{}") for text in said}) == 1, field


@pytest.mark.parametrize(("asked", "lang"), [("de-AT", "de"), ("FR", "fr"), ("en-GB", "en"), ("ja", None), ("", None)])
def test_a_language_is_known_by_its_first_part(asked: str, lang: str | None) -> None:
    assert known(asked) == lang


def test_the_style_is_the_one_that_the_policy_allows() -> None:
    import base64
    import hashlib

    printed = made()
    for html in printed.html.values():
        [style] = re.findall(r"<style>(.*?)</style>", html.decode(), re.DOTALL)
        assert printed.style == f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        assert " style=" not in html.decode()


def test_without_a_name_and_without_a_contact() -> None:
    for html in made(publication=Publication()).html.values():
        assert b"None" not in html
        assert b"mailto:" not in html


@pytest.mark.slow
@needs("node", "chromium", str(NODE / "playwright-core" / "cli.js"))
def test_in_a_browser(tmp_path: Path) -> None:
    # FAILED has all that a page can have: a button and a line to write to.
    chosen = [(theme, lang, Page.FAILED) for theme, lang in zip(THEMES, SAYINGS, strict=False)]
    jobs = []
    for theme, lang, page in chosen:
        file = tmp_path / f"{theme}-{lang}-{page.value}.html"
        file.write_bytes(made(theme).html[lang, page])
        jobs.append({"name": file.stem, "file": str(file), "axe": (360,)})
    job = tmp_path / "job.json"
    job.write_text(json.dumps({"browser": shutil.which("chromium"), "pages": jobs, "pictures": None}))
    command = ["node", str(ROOT / "tests" / "newsletter" / "browser.mjs"), str(job)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    shown = json.loads(ran.stdout)
    assert len(shown) == len(chosen) * 15
    for one in shown:
        if one["way"] in ("light", "dark"):
            assert (one["overflow"], one["faint"], one["axe"]) == (0, [], []), one
