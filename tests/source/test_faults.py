"""Bad input ends in a clear problem, at its line, and never in an exception."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline.document import DivKind, Essay, Paragraph
from pipeline.files import Files
from pipeline.markup import Html
from pipeline.problems import Problems, Severity, failed
from pipeline.prose import plain, texts, whole
from pipeline.source import dump_essay, opening, read
from tests.source.conftest import Reads

FRONT = "---\ntitle: T\n---\n"
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]\n" for below, name in zip("abcdef", "bcdefg", strict=True)
)


def told(problems: Problems) -> list[str]:
    return [f"{p.code}:{p.place.line}:{p.place.column}" for p in problems if p.severity is not Severity.HINT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["essay-empty:1:None"]),
        (" \n\n", ["essay-empty:1:None"]),
        ("Text.\n", ["front-matter-missing:1:None"]),
        ("---\ntitle: T\n\nText.\n", ["front-matter-not-closed:1:None"]),
        ("---\n- a\n---\nText.\n", ["front-matter-no-mapping:2:1"]),
        ("---\n---\nText.\n", ["missing-key:1:None"]),
        ("---\ntitle: T\ndeck:\n\tminutes: 3\n---\nText.\n", ["yaml-syntax:4:1"]),
        ("---\ntitle: a: b\n---\nText.\n", ["yaml-syntax:2:9"]),
        (f"---\ntitle: T\n{ALIASES}---\nText.\n", ["yaml-too-large"]),
        ("---\ntitle: [a]\n---\nText.\n", ["wrong-type:2:8"]),
        ("---\ntitle: T\ntitel: T\n---\nText.\n", ["unknown-key:3:1"]),
        ("---\ntitle: T\ntitle: T\n---\nText.\n", ["yaml-duplicate-key:3:1"]),
        ("---\ntitle: T\ndate: 2026-13-01\n---\nText.\n", ["wrong-type:3:7"]),
        (b"---\ntitle: T\n---\nT\xc3\xa4xt\xff.\n", ["not-utf-8:4:5"]),
        (f"\ufeff{FRONT}Text.\n", []),
        (f"{FRONT}One\n\nTwo.\n".replace("\n", "\r\n"), []),
        (f"{FRONT}Te\0xt.\n", ["nul-byte:4:3"]),
        (f"{FRONT}Te\x1bxt.\n", ["control-character:4:3"]),
        (f"{FRONT}", ["text-missing:4:None"]),
        (f"{FRONT}At [99:99:99].\n", ["timestamp-wrong:4:4"]),
        (f"{FRONT}One\n\n::: notes\nSaid.\n", ["div-not-closed:6:None"]),
        (f"{FRONT}<script>x</script>\n", ["html-forbidden:4:None", "text-missing:4:None"]),
        (f"{FRONT}![a](../../etc/passwd)\n", ["figure-outside:4:1"]),
        (f"{FRONT}![a](gone.png)\n", ["figure-missing:4:1"]),
        (f"{FRONT}![a](..%2F..%2Fetc%2Fpasswd)\n", ["figure-outside:4:1"]),
    ],
)
def test_bad_text_is_told_at_its_place(text: str | bytes, expected: list[str], reads: Reads) -> None:
    _, problems = reads(whole=text)
    found = told(problems)
    assert len(found) == len(expected)
    assert all(code.startswith(want) for code, want in zip(sorted(found), sorted(expected), strict=True)), found


def test_what_is_not_utf8_names_the_byte(reads: Reads) -> None:
    essay, problems = reads(whole=b"---\ntitle: T\n---\nT\xc3\xa4xt\xff.\n")
    assert essay is None
    assert "0xff at offset 22" in problems[0].message


def test_a_byte_order_mark_and_carriage_returns_leave_no_trace(reads: Reads) -> None:
    plainly, _ = reads(whole=f"{FRONT}One\nline\n\n## Two\n\n[^1]\n\n[^1]: Note\n")
    windows, _ = reads(whole=f"\ufeff{FRONT}One\nline\n\n## Two\n\n[^1]\n\n[^1]: Note\n".replace("\n", "\r\n"))
    assert plainly is not None
    assert windows == plainly


def test_a_huge_file_is_refused_at_once(reads: Reads) -> None:
    begun = time.perf_counter()
    essay, problems = reads(whole=FRONT + "word " * 4_200_000)
    assert essay is None
    assert [p.code for p in problems] == ["essay-too-large"]
    assert "20.0 MiB; at most 4 MiB" in problems[0].message
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("folder", ["My Essay", "größe", "-x", "UPPER", "a.b"])
def test_a_folder_that_is_no_slug_is_reported(folder: str, reads: Reads) -> None:
    essay, problems = reads("Text.\n", folder=folder)
    assert essay is not None
    assert [p.code for p in problems] == ["slug"]


def test_the_hint_transliterates(reads: Reads) -> None:
    _, problems = reads("Text.\n", folder="Große Reise")
    assert problems[0].hint == "rename it to `grosse-reise`"


def test_a_missing_file_and_a_folder_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "content" / "a" / "essay.md"
    assert [p.code for p in read(path, Files(tmp_path))[1]] == ["essay-missing"]
    path.mkdir(parents=True)
    assert [p.code for p in read(path, Files(tmp_path))[1]] == ["file-unreadable"]


def test_an_essay_that_is_a_link_out_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "essay.md").symlink_to("/etc/passwd")
    essay, problems = read(tmp_path / "a" / "essay.md", Files(tmp_path))
    assert essay is None
    assert [p.code for p in problems] == ["file-outside"]


def test_a_pipe_in_a_figures_place_is_not_waited_for(tmp_path: Path, reads: Reads) -> None:
    reads("")
    os.mkfifo(tmp_path / "content" / "essay" / "pipe.png")
    _, problems = reads("![a](pipe.png)\n")
    assert [p.code for p in problems] == ["figure-missing"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"- a\n", "publication-no-mapping"),
        (b"name: [\n", "yaml-syntax"),
        (b"name: \xff\n", "not-utf-8"),
        (b"title: T\n", "unknown-key"),
        (b"lang: [de]\n", "wrong-type"),
        (b"", None),
        (b"name: P\n", None),
    ],
)
def test_a_broken_publication_is_told_and_the_essay_reads(
    data: bytes, code: str | None, tmp_path: Path, reads: Reads
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "publication.yaml").write_bytes(data)
    essay, problems = reads("Text.\n")
    assert essay is not None
    assert [(p.code, p.place.path) for p in problems] == ([(code, "content/publication.yaml")] if code else [])


def test_an_essay_reads_only_its_own_files(tmp_path: Path, reads: Reads) -> None:
    reads("Text.\n")
    files = Files(tmp_path)
    read(Path("content/essay/essay.md"), files)
    assert list(files.read) == [tmp_path / "content/essay/essay.md"]
    beside = [tmp_path / "content/essay" / name for name in ("references.bib", "references.json")]
    assert list(files.absent) == [tmp_path / "content/publication.yaml", *beside]


def deep(essay: Essay) -> None:
    """Walks all there is, as the outputs do."""
    dump_essay(essay)
    for block in whole(essay):
        for inlines in texts(block):
            plain(inlines, essay.meta)
    notes = {note.label: note for note in essay.footnotes}
    html = Html(essay.meta, notes, frozenset(DivKind), lambda _: None, lambda _: html.inlines(()))
    for section in essay.sections:
        html.blocks(section.blocks)


@pytest.mark.parametrize(
    "text",
    [
        "".join("  " * depth + "- item\n" for depth in range(50)),
        ">" * 50 + " words\n",
        "".join("> " * depth + "- item\n" for depth in range(50)),
        "**a " * 39 + "b** " * 39,
    ],
    ids=["lists", "quotations", "both", "emphasis"],
)
def test_fifty_deep_works(text: str, reads: Reads) -> None:
    essay, problems = reads(text)
    assert essay is not None
    assert not failed(problems)
    deep(essay)


@pytest.mark.parametrize(
    "text",
    [
        "".join("  " * depth + "- item\n" for depth in range(200)),
        ">" * 5000 + " words\n",
        "- " * 3000 + "words\n",
        "**a " * 2000 + "b** " * 2000,
        "*a _b " * 1000 + "c_ d* " * 1000,
        "[" * 500 + "a" + "]{.x}" * 500,
        "[" * 2000 + "a" + "](b)" * 2000,
        "^[a" * 900 + "]" * 900,
    ],
    ids=["lists", "quotations", "one line", "strong", "emphasis", "spans", "links", "footnotes"],
)
def test_deeper_is_a_problem_and_no_crash(text: str, reads: Reads) -> None:
    essay, problems = reads(text)
    assert essay is not None
    assert {p.code for p in problems if p.severity is Severity.ERROR} & {"nested-too-deep", "too-many-brackets"}
    deep(essay)


def test_ten_thousand_headings_in_linear_time(reads: Reads) -> None:
    def seconds(count: int) -> float:
        begun = time.perf_counter()
        essay, problems = reads("".join(f"## Heading {n % 7}\n\nText.\n\n" for n in range(count)))
        assert essay is not None
        assert len(essay.sections) == count == len({section.id for section in essay.sections})
        assert not problems
        return time.perf_counter() - begun

    small, large = min(seconds(1000) for _ in range(3)), seconds(10_000)
    assert large < 30 * small
    assert large < 15


HOSTILE = {
    "brackets": "[" * 20_000,
    "images": "![" * 20_000,
    "footnotes": "[^" * 20_000,
    "footnotes in the line": "^[" * 5000,
    "bracket rows": ("[" * 999 + "]\n\n") * 20,
    "marks": "==a " * 10_000,
    "dollars": "$a " * 20_000,
    "formulas": "$$a $b " * 5000,
    "braces": "{" * 20_000,
    "attributes": '[a]{x="' * 20_000,
    "heading braces": "## a " + "{" * 20_000 + "}",
    "backticks": " ".join("`" * n for n in range(300)),
    "stars": "*a _b " * 10_000,
    "tags": "<a " * 20_000,
    "comments": "<!--" * 20_000,
    "comment lines": "<!-- a\n\n" * 5000,
    "moments": "[00:12] " * 10_000,
    "links": "[a](" * 20_000,
    "definitions": ": a\n" * 5000,
    "fences": ":::\n" * 10_000,
    "divs": "::: notes\n" * 10_000,
    "setext": "a\n" * 10_000 + "===",
    "code": "```\n" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name: str, reads: Reads) -> None:
    begun = time.perf_counter()
    essay, _ = reads(HOSTILE[name])
    assert essay is not None
    assert time.perf_counter() - begun < 8  # a quadratic rule takes minutes


def test_the_limit_itself_can_be_read(reads: Reads) -> None:
    paragraph = "A sentence of some length, written again and again. " * 20
    count = opening.LARGEST // (len(paragraph) + 2) - 1
    essay, problems = reads(f"{paragraph}\n\n" * count)
    assert essay is not None
    assert not problems
    assert len(essay.sections[0].blocks) == count


def test_a_bare_address_is_shown_as_written(reads: Reads) -> None:
    essay, _ = reads("See <https://example.org/a%20b?c=%2F>.\n")
    assert essay is not None
    (paragraph,) = essay.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.inlines) == "See https://example.org/a%20b?c=%2F."
