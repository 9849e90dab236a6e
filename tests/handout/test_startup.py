"""WeasyPrint comes in quickly, or the plain way; what comes in is the same."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.handout import hyphens
from pipeline.pdf import startup
from tests.handout import sample as s

SCRIPT = """
import pathlib, sys
from pipeline.pdf import startup
made = startup.weasyprint(pathlib.Path(sys.argv[1]))
assert startup.weasyprint() is made
assert made.HTML(string="<p>x").write_pdf().startswith(b"%PDF-")
print(made.__version__, "cffi" in sys.modules, "fontTools" in sys.modules)
"""


def imported(kept: Path, script: str = SCRIPT) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(s.ROOT)}
    made = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(kept)],
        cwd=s.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.split()


def test_the_second_time_neither_cffi_nor_fonttools_is_imported(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    version, *plain = imported(kept)
    assert plain == ["True", "True"]
    assert imported(kept) == [version, "False", "False"]


@pytest.mark.parametrize("spoilt", ["", "nonsense", "0" * 64 + "\nffi = FFI('x')", "\nraise SystemError"])
def test_declarations_that_do_not_fit_are_made_anew(spoilt: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(spoilt)
    assert imported(kept)[1:] == ["True", "True"]
    assert imported(kept)[1:] == ["False", "False"]


def test_other_declarations_than_those_kept_are_not_taken(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    imported(kept)
    digest, _, code = kept.read_text().partition("\n")
    kept.write_text(f"{digest[::-1]}\n{code}")
    assert imported(kept)[1:] == ["True", "True"]
    assert kept.read_text().startswith(digest)


def test_a_place_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert imported(tmp_path / "file" / "kept")[1:] == ["True", "True"]


LATE = """
import pathlib, sys
from pipeline.pdf import startup
startup.weasyprint(pathlib.Path(sys.argv[1]))
from weasyprint.pdf import fonts
from weasyprint.text import fonts as others
assert "fontTools" not in sys.modules
options = fonts.subset.Options()
import fontTools.subset, fontTools.ttLib, fontTools.ttLib.woff2, fontTools.varLib.instancer
assert fonts.subset is fontTools.subset
assert fonts.TTFont is others.TTFont is fontTools.ttLib.TTFont
assert fonts.TTLibError is fontTools.ttLib.TTLibError
assert fonts.ttFont is fontTools.ttLib.ttFont and others.woff2 is fontTools.ttLib.woff2
assert fonts.instantiateVariableFont is fontTools.varLib.instancer.instantiateVariableFont
"""


def test_fonttools_arrives_when_it_is_used(tmp_path: Path) -> None:
    imported(tmp_path / "kept")
    imported(tmp_path / "kept", LATE)


CLOSED = """
import pathlib, sys
from pipeline.pdf import startup
startup.weasyprint(pathlib.Path(sys.argv[1]))
from weasyprint.text import ffi as opened
for library in (opened.pango, opened.pangoft2, opened.fontconfig, opened.gobject, opened.harfbuzz):
    opened.ffi.dlclose(library)
print("libpangoft2" in pathlib.Path("/proc/self/maps").read_text())
"""


def test_pango_stays_until_its_threads_have_ended(tmp_path: Path) -> None:
    """Python's end closes the libraries; a thread of Pango's that still tidied up took the process down with it."""
    assert imported(tmp_path / "kept", CLOSED) == ["True"]
    assert imported(tmp_path / "kept", CLOSED) == ["True"], "with the declarations kept"


@pytest.mark.parametrize("language", ["en", "en-US", "de-AT", "fr", "hu"])
def test_patterns_that_were_kept_are_those_that_were_parsed(language: str, tmp_path: Path) -> None:
    import pyphen  # type: ignore[import-untyped]  # carries no types

    dictionary = pyphen.LANGUAGES[pyphen.language_fallback(language)]
    kept = tmp_path / "patterns"
    pyphen.hdcache.pop(dictionary, None)
    assert not hyphens.recall(language, kept)
    parsed = pyphen.hdcache.pop(dictionary)
    there = kept.exists()  # Hungarian changes letters: its patterns cannot be kept
    assert there == (language != "hu")
    assert hyphens.recall(language, kept) == there
    assert pyphen.hdcache[dictionary].patterns == parsed.patterns
    for word in ("typography", "Zusammenhang", "bibliothèque"):
        assert pyphen.Pyphen(lang=language).inserted(word) == "-".join(_split(parsed, word))


def _split(parsed: object, word: str) -> list[str]:
    cuts = [0, *(i for i in parsed.positions(word) if 2 <= i <= len(word) - 2), len(word)]  # type: ignore[attr-defined]
    return [word[a:b] for a, b in pairwise(cuts)]


def test_a_language_without_patterns_is_left_alone() -> None:
    assert not hyphens.recall("tlh")


def test_what_is_kept_lies_beside_the_compiled_code() -> None:
    assert startup.beside("x").parent.name == "__pycache__"
    assert startup.declarations().name.startswith(f"{sys.implementation.cache_tag}-weasyprint-cffi-")
