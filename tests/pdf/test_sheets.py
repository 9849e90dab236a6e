"""WeasyPrint's own stylesheets are the same whether they were read or kept."""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.pdf import sheets

ROOT = Path(__file__).resolve().parents[2]
PAGE = (
    "<html lang=en><title>T</title><h1>Head</h1><p>One <em>two</em> <a href=#x>three</a><ol type=a><li id=x>Four</ol>"
    "<ul><li>Five</ul><table border=1><tr><th>Six<td align=right>Seven</table><blockquote>Eight</blockquote><hr>"
    "<form><input value=nine><select><option>Ten</select></form><ruby>a<rt>b</ruby><q lang=fr>q</q><details>d</details>"
)
# Says how often a stylesheet was read, and what three ways to use them come to.
SCRIPT = f"""
import hashlib, json, pathlib, sys
import tinycss2
plain, read = tinycss2.parse_stylesheet, []
tinycss2.parse_stylesheet = lambda *given, **named: read.append(1) or plain(*given, **named)
from pipeline.pdf import startup
made = startup.weasyprint(pathlib.Path(sys.argv[1]) / "kept")
count = len(read)
from weasyprint import CSS, html
assert html.CSS is CSS and type(html.UA_STYLESHEET) is type(html.PH_STYLESHEET) is CSS
page = made.HTML(string={PAGE!r})
ways = ({{}}, {{"presentational_hints": True}}, {{"pdf_forms": True}})
files = [hashlib.sha256(page.write_pdf(**way)).hexdigest() for way in ways]
print(json.dumps([count, [*files, sorted(html.UA_COUNTER_STYLE)]]))
"""


def run(folder: Path) -> tuple[int, list[object]]:
    folder.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(folder)],
        cwd=ROOT,
        env={**environment, "SOURCE_DATE_EPOCH": "1700000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read, found = json.loads(done.stdout)
    return read, found


def kept(folder: Path) -> Path:
    (found,) = folder.glob("weasyprint-sheets-*")
    return found


def test_the_second_process_reads_none_and_its_pages_are_the_same(tmp_path: Path) -> None:
    first, plain = run(tmp_path / "x")
    assert first == 3
    assert run(tmp_path / "x") == (0, plain)
    assert len(set(map(str, plain[:3]))) == 3, "each of the three stylesheets tells"


def test_what_is_spoilt_or_not_all_there_is_read(tmp_path: Path) -> None:
    _, plain = run(tmp_path)
    whole = marshal.loads(kept(tmp_path).read_bytes())
    for spoilt in (b"nonsense", marshal.dumps(dict.fromkeys(whole, b"no pickle"))):
        kept(tmp_path).write_bytes(spoilt)
        assert run(tmp_path) == (3, plain)
    name, made = next(iter(whole.items()))
    kept(tmp_path).write_bytes(marshal.dumps({name: made, "another": b""}))
    assert run(tmp_path) == (2, plain)


def test_another_version_reads_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Package:
        __version__ = "70.1"
        CSS = object()

    monkeypatch.setitem(sys.modules, "weasyprint", Package)
    ran: list[object] = []
    sheets._Finder(lambda name: tmp_path / name).run(sys, lambda module: ran.append((module, Package.CSS)))
    assert ran == [(sys, Package.CSS)]
    assert not list(tmp_path.iterdir())
