"""Code as it is looked at: pieces by kind, ranges of lines, hidden characters, names of languages; nothing lost."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import CodeBlock
from pipeline.listings import (
    LONGEST,
    LOOKS,
    Kind,
    RangeError,
    hidden,
    known,
    like,
    lines,
    ranges,
    shown,
    untabbed,
)
from pipeline.listings.html import SHORT, rows, runs
from pipeline.look import Tint
from pipeline.theme import CONTRAST
from tests.conftest import ROOT
from tests.fit.desk import THEMES, theme

LANGUAGES = ("python", "js", "html", "console", "make", "diff", "yaml", "c", "sql", "hs", "php", "jinja")
TEXT = 'def f(x):\n    """Doc."""\n    return "a" * 3  # why\n\n<?php echo "1"; ?>\n-gone\n+new\n$ ls\n'


def text(found: object) -> str:
    assert isinstance(found, tuple)
    return "\n".join("".join(piece.text for piece in line) for line in found)


@pytest.mark.parametrize("language", [*LANGUAGES, None, "no-such-language", "text"])
def test_every_character_is_kept(language: str | None) -> None:
    assert text(lines(TEXT, language)) == TEXT


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_is_kept(said: str, language: str) -> None:
    assert text(lines(said, language)) == said


def test_kinds_are_told() -> None:
    (first, second, _) = lines('def f():  # why\n    return "a" + 1\n', "python")
    assert [(piece.text.strip(), piece.kind) for piece in first] == [
        ("def", Kind.KEYWORD),
        ("f", Kind.NAME),
        ("():", Kind.PLAIN),
        ("# why", Kind.COMMENT),
    ]
    assert {piece.kind for piece in second} == {Kind.PLAIN, Kind.KEYWORD, Kind.LITERAL}


def test_kinds_are_told_apart_without_colour() -> None:
    looks = {kind: (look.bold, look.italic) for kind, look in LOOKS.items()}
    assert looks[Kind.KEYWORD] != looks[Kind.PLAIN] != looks[Kind.COMMENT] != looks[Kind.KEYWORD]


@pytest.mark.parametrize(("name", "look", "ground"), [*product(THEMES, LOOKS.values(), ("paper", "panel"))])
def test_colours_stand_out_on_every_ground(name: str, look: object, ground: str) -> None:
    tone = getattr(look, "tone", None) or Tint.INK
    for palette in (theme(name).light, theme(name).dark, theme(name).slides):
        for told in (tone, Tint.MUTED):  # what is not marked steps back to it
            assert getattr(palette, told.value).contrast(getattr(palette, ground)) >= CONTRAST


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("4", ((4, 4),)),
        ("4-6", ((4, 6),)),
        ("4–6", ((4, 6),)),
        ("-3", ((1, 3),)),
        ("8-", ((8, 10),)),
        ("1, 3-4 ,9", ((1, 1), (3, 4), (9, 9))),
        ("5,3-4,1", ((1, 1), (3, 5))),
        ("2-6,3-4", ((2, 6),)),
    ],
)
def test_ranges_are_read(said: str, found: tuple[tuple[int, int], ...]) -> None:
    assert ranges(said, 10) == found


@pytest.mark.parametrize("said", ["", "x", "0", "3-2", "11", "4-99", "1;2", "-", "1-2-3", "9" * 40, "4 5"])
def test_ranges_that_are_none(said: str) -> None:
    with pytest.raises(RangeError):
        ranges(said, 10)


def test_what_turns_the_text_is_made_visible() -> None:
    said = 'if a != "\u202euser\u2066":\n    b\u200b = 1\nc = "سلام \u200c"'
    assert [(one.line, one.name.split()[0]) for one in hidden(said)] == [(1, "U+202E"), (1, "U+2066"), (2, "U+200B")]
    assert shown(said) == 'if a != "[U+202E]user[U+2066]":\n    b[U+200B] = 1\nc = "سلام \u200c"'


def test_languages_by_name_and_extension() -> None:
    assert all(known(name) for name in ("python", "Python", "py", "js", "c++", "hs", "text", "console"))
    assert not known("pyhton")
    assert like("pyhton") == "did you mean `python`?"
    assert like("qqqqqqqqqq") is None


def test_tabs_lead_to_the_next_fourth_column() -> None:
    (line,) = lines("a\tb\t\tc", None)
    assert "".join(piece.text for piece in untabbed(line)) == "a   b       c"


def test_rows_hold_their_line_and_number() -> None:
    block = CodeBlock("n1", 1, "python", "if a < b:\n\n    # why", marked=((3, 3),), numbered=True)
    assert str(rows(block)) == (
        '<span class="row"><span class="no" aria-hidden="true">1</span><span class="k">if </span>a &lt; b:</span>'
        '<span class="row"><span class="no" aria-hidden="true">2</span><br/></span>'
        '<span class="row marked"><span class="no" aria-hidden="true">3</span>    <span class="c"># why</span></span>'
    )


def test_short_lines_stand_together_and_long_ones_alone() -> None:
    long = "x" * (SHORT + 1)
    assert str(rows(CodeBlock("n1", 1, None, f"a\n\tb\n{long}\n\nc\n"))) == (
        f'<span class="rows">a\n    b</span><span class="row long">{long}</span><span class="rows">\nc\n<br/></span>'
    )


def test_the_mail_has_runs_of_whole_lines() -> None:
    block = CodeBlock("n1", 1, "python", "def f():\n\treturn 1\nx\n", marked=((2, 2),))
    assert [(marked, str(words)) for marked, words in runs(block)] == [
        (False, '<b>def </b><b class="c-d">f</b>():'),
        (True, '\t<b>return </b><span class="c-s">1</span>'),
        (False, "x\n"),
    ]


def test_long_code_takes_bounded_time() -> None:
    begun = time.process_time()
    assert len(lines("x = f(1, 'a')  # why\n" * 2_900, "python")) == 2_901
    assert len(lines("x = 'a' + " * 500 + "1", "python")) == 1
    many = "y = 2\n" * 100_000
    assert len(many) > LONGEST
    assert lines(many, "python")[0][0].kind is Kind.PLAIN
    assert time.process_time() - begun < 8


def test_pygments_is_loaded_for_code_with_a_language_alone(tmp_path: object) -> None:
    script = (
        "import sys; from pipeline.listings import lines; lines('a', None); lines('a', 'text');"
        "print(any(name == 'pygments.lexer' for name in sys.modules)); lines('a', 'python');"
        "print(sorted(name for name in sys.modules if name.startswith('pygments.lexers.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["False", "['pygments.lexers._mapping', 'pygments.lexers.python']"]
