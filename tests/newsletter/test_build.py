from __future__ import annotations

import datetime
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, needs
from tests.newsletter.made import MOMENT, made, part
from tests.newsletter.sample import FULL

_BUILD = """
import datetime, hashlib, pathlib, sys
from pipeline.files import Files
from pipeline.newsletter import build
from pipeline.problems import Place
from pipeline.theme import load
from tests.newsletter.sample import FULL
root = pathlib.Path.cwd()
theme, _ = load(root / "themes", "editorial", Files(root), Place("theme"))
mail, problems = build(FULL, theme, Files(root), datetime.datetime.fromisoformat(sys.argv[1]))
assert mail, problems
# Not email.message: what draws this essay's formula asks importlib.metadata for its own version, and that reads mail.
heavy = {"weasyprint", "pptx", "lxml", "PIL", "uharfbuzz", "html.parser", "tinycss2"}
heavy &= set(sys.modules)
print(hashlib.sha256(mail.html.encode() + mail.text.encode() + mail.message).hexdigest(), *heavy)
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_bytes_in_any_process_and_nothing_heavy_imported(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _BUILD, MOMENT.isoformat()]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    mail = made(FULL)
    assert ran.stdout.split() == [hashlib.sha256(mail.html.encode() + mail.text.encode() + mail.message).hexdigest()]


def test_the_date_is_the_moment_and_nothing_else_follows_the_clock() -> None:
    from pipeline.files import Files
    from pipeline.newsletter import build
    from tests.newsletter.made import theme

    later, _ = build(FULL, theme(), Files(ROOT), MOMENT + datetime.timedelta(days=1))
    assert later is not None
    one, two = made(FULL).message.split(b"\r\n"), later.message.split(b"\r\n")
    assert [line for line in one if line not in two] == [b"Date: Sun, 22 Nov 2026 09:30:00 +0000"]


_FRAMES = """<!doctype html><body><script>
const found = [];
for (const frame of FRAMES) {
  const at = document.createElement("iframe");
  at.style = `width:${frame.width}px;height:800px;border:0`;
  at.srcdoc = frame.html;
  at.onload = () => {
    const page = at.contentDocument.documentElement;
    found.push([frame.name, page.scrollWidth - page.clientWidth]);
    if (found.length === FRAMES.length) document.body.dataset.found = JSON.stringify(found);
  };
  document.body.append(at);
}
</script></body>"""


@pytest.mark.slow
@needs("chromium")
def test_no_sideways_scrolling_in_a_browser(tmp_path: Path) -> None:
    mail = part(made(FULL), "html")
    bare = re.sub(r"<style.*?</style>", "", mail, flags=re.DOTALL)
    frames = [
        {"name": f"{width} {name}", "width": width, "html": page}
        for width in (360, 600, 1200)
        for name, page in (("styled", mail), ("stripped", bare), ("web", made(FULL).html))
    ]
    page = tmp_path / "frames.html"
    data = json.dumps(frames).replace("</", "<\\/")
    page.write_text(_FRAMES.replace("<script>", f"<script>const FRAMES = {data};", 1), encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
    command += ["--disable-background-networking", "--disable-component-update", f"--user-data-dir={tmp_path}/profile"]
    command += ["--virtual-time-budget=5000", "--dump-dom", page.as_uri()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'data-found="([^"]*)"', ran.stdout)
    assert found, ran.stdout[-500:]
    widths = dict(json.loads(html.unescape(found[1])))
    assert widths == {str(frame["name"]): 0 for frame in frames}
