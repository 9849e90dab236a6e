"""Raw text in: the shipped text whole, and every sign of it read back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from pipeline.document import Essay, Item, List, Paragraph, Quotation
from pipeline.files import Files
from pipeline.intake import run
from pipeline.meta import Meta
from pipeline.problems import Problems, failed
from pipeline.prose import every_block, plain
from pipeline.source import read, typography

RAW = Path(__file__).resolve().parents[1] / "cases" / "raw" / "notes.txt"
CONTENT = Path("content")

LETTER = """\
From: Jane Doe <jane@example.org>
Subject: On *signs* & tables
Date: 2024-05-01, noon

It costs $5, or $6; 2*3*4 is_not_it `here` [a] <b> &amp; a==b ~~x~~ ==y==. See https://example.org/a_b. The end
of the paragraph, at [00:12].

1984. A year opens this.
# no heading
- Dash: an item of its own

What comes

  • Bullet
  • Other bullet, which goes on
    over a line

: colon
::: notes

Last
"""


def imported(text: Path, root: Path, title: str | None = None) -> tuple[Path | None, Problems]:
    return run(text, title, CONTENT, Files(root))


def essay_of(path: Path, root: Path) -> Essay:
    essay, problems = read(path, Files(root))
    assert essay is not None
    assert not failed(problems)
    return essay


def item(points: Item, meta: Meta) -> str:
    return f"{plain(points.term, meta)}: " if points.term else ""


def spoken(essay: Essay) -> str:
    """The essay as one text, as a reader would say it."""
    words: list[str] = []
    for section in essay.sections:
        words += [plain(section.heading.inlines)] if section.heading else []
        for block in section.blocks:
            match block:
                case List(items=items):
                    for one in items:
                        texts = [b for b in every_block(one.blocks) if isinstance(b, Paragraph)]
                        words.append(item(one, essay.meta) + " ".join(plain(b.inlines, essay.meta) for b in texts))
                case Paragraph(inlines=inlines):
                    words.append(plain(inlines, essay.meta))
                case Quotation(blocks=blocks):
                    words += [plain(b.inlines, essay.meta) for b in blocks if isinstance(b, Paragraph)]
                case _:
                    raise AssertionError(block)
    return " ".join(words)


def test_every_sentence_of_the_shipped_text_reads_back(tmp_path: Path) -> None:
    path, problems = imported(RAW, tmp_path)
    assert path == Path("content/the-intersection-of-ai-safety-and-open-source/essay.md")
    essay = essay_of(path, tmp_path)
    assert {problem.code for problem in problems} == {"citation-without-source"}
    assert len(problems) == 6
    said = spoken(essay)
    text = RAW.read_text(encoding="utf-8").split("\n", 1)[1]
    paragraphs = [re.sub(r"^\s*\d+\.\s+", "", line).strip() for line in text.split("\n") if line.strip()]
    sentences = [sentence for line in paragraphs for sentence in re.split(r"(?<=[.!?”])\s+", line)]
    assert len(sentences) == 29
    for sentence in sentences:
        assert sentence in said
    assert [author.name for author in essay.meta.authors] == ["lexfridman"]
    headings = [plain(section.heading.inlines) for section in essay.sections if section.heading]
    assert headings == [
        "The Intersection of AI Safety and Open Source",
        "Benefits of Open Source in AI",
        "Challenges of Open Source in AI Safety",
        "Conclusion: Towards an Open and Safe Future",
        "Quote to Ponder",
    ]
    points = [one for s in essay.sections for b in s.blocks if isinstance(b, List) for one in b.items]
    assert [plain(one.term) for one in points][:2] == ["Transparency and Collaboration", "Decentralization"]
    assert all(one.term for one in points)
    quotation = next(b for b in essay.sections[-1].blocks if isinstance(b, Quotation))
    assert plain(quotation.attribution) == "Albert Einstein"


def test_the_moment_past_the_end_is_found_once_the_length_is_known(tmp_path: Path) -> None:
    path, _ = imported(RAW, tmp_path, "AI Safety")
    assert path == Path("content/ai-safety/essay.md")
    full = tmp_path / path
    matter = "sources:\n  talk: {title: T, length: 3:15:00}\n---\n"
    full.write_text(full.read_text(encoding="utf-8").replace("---\n\n", f"{matter}\n", 1), encoding="utf-8")
    _, problems = read(path, Files(tmp_path))
    assert [problem.code for problem in problems] == ["timestamp-past-end"]
    assert "03:50:52" in problems[0].message


def test_signs_stay_signs(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(LETTER, encoding="utf-8")
    path, problems = imported(tmp_path / "in.txt", tmp_path)
    assert path == Path("content/on-signs-and-tables/essay.md")
    assert {problem.code for problem in problems} == {"citation-without-source"}
    essay = essay_of(path, tmp_path)
    assert essay.meta.title == "On *signs* & tables"
    assert (essay.meta.authors[0].name, essay.meta.authors[0].email) == ("Jane Doe", "jane@example.org")
    assert str(essay.meta.date) == "2024-05-01"
    assert spoken(essay) == (
        "It costs $5, or $6; 2*3*4 is_not_it `here` [a] <b> &amp; a==b ~~x~~ ==y==. See https://example.org/a_b. "
        "The end of the paragraph, at [00:12]. A year opens this. # no heading Dash: an item of its own What comes "
        "Bullet Other bullet, which goes on over a line : colon ::: notes Last"
    )


def test_hard_wrapped_items_and_two_quotations(tmp_path: Path) -> None:
    text = (
        "A Title\n\nby Jane Doe\n\nIntro over\ntwo lines.\n\n1. First: text\n   goes on.\n2. Second: text.\n\n"
        "“Words that somebody has said once.” — Ada Lovelace\n\n"
        'Ada Lovelace wrote: "Words of some length here." So be it.\n'
    )
    (tmp_path / "in.txt").write_text(text, encoding="utf-8")
    path, problems = imported(tmp_path / "in.txt", tmp_path)
    assert path is not None
    assert not problems
    essay = essay_of(path, tmp_path)
    assert essay.meta.title == "A Title"
    assert essay.meta.authors[0].name == "Jane Doe"
    assert [type(block).__name__ for block in essay.sections[0].blocks] == [
        "Paragraph",
        "List",
        "Quotation",
        "Paragraph",
        "Quotation",
        "Paragraph",
    ]
    assert spoken(essay).startswith("Intro over two lines. First: text goes on. Second: text. “Words")


def test_numbers_that_jump_are_told(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Text here.\n\n1. One\n\n3. Three\n", encoding="utf-8")
    _, problems = imported(tmp_path / "in.txt", tmp_path, "T")
    assert [(p.code, p.place.path, p.place.line) for p in problems] == [("not-carried", "in.txt", 5)]


@pytest.mark.parametrize(
    ("title", "slug"), [("Für & Wider", "fuer-and-wider"), ("日本", "notes"), ("a" * 200, "a" * 80), ("../../x", "x")]
)
def test_the_folder_is_named_in_ascii(title: str, slug: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Text.\n", encoding="utf-8")
    path, problems = imported(tmp_path / "notes.txt", tmp_path, title)
    assert path == Path("content") / slug / "essay.md"
    assert not problems
    matter = yaml.safe_load((tmp_path / path).read_text(encoding="utf-8").split("---")[1])
    assert matter["title"] == title


def test_a_title_that_yaml_would_misread(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Text.\n", encoding="utf-8")
    for number, title in enumerate(("no", "2024", "a: b # c", "'quoted\"", "- x", "---", "{{ x }}")):
        path, _ = imported(tmp_path / "in.txt", tmp_path / str(number), title)
        assert path is not None
        essay, problems = read(path, Files(tmp_path / str(number)))
        assert essay is not None
        assert essay.meta.title == typography.text(title, "en")
        assert not problems


def test_an_essay_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Text.\n", encoding="utf-8")
    path, _ = imported(tmp_path / "in.txt", tmp_path, "T")
    assert path is not None
    (tmp_path / path).write_text("mine", encoding="utf-8")
    again, problems = imported(tmp_path / "in.txt", tmp_path, "T")
    assert again is None
    assert [p.code for p in problems] == ["essay-exists"]
    assert (tmp_path / path).read_text(encoding="utf-8") == "mine"


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.txt").write_text("Text.\n", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.intake.arrival.disk.write", full)
    path, problems = imported(tmp_path / "in.txt", tmp_path, "T")
    assert path is None
    assert [(p.code, p.message) for p in problems] == [
        ("not-written", "it cannot be written: No space left on device"),
    ]
    assert list((tmp_path / "content").iterdir()) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "essay-empty"),
        (b" \n", "essay-empty"),
        (b"Caf\xe9.\n", "not-utf-8"),
        (b"\xff\xfea", "not-utf-8"),
        (b"a\0b", "nul-byte"),
        (b"x" * 5_000_000, "essay-too-large"),
    ],
)
def test_bad_files_are_told(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(data)
    path, problems = imported(tmp_path / "in.txt", tmp_path, "T")
    assert path is None
    assert [p.code for p in problems] == [code]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert [p.code for p in imported(tmp_path / "in.txt", tmp_path)[1]] == ["file-missing"]
    assert [p.code for p in imported(tmp_path, tmp_path)[1]] == ["file-unreadable"]


def test_utf16_with_its_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes("Größe.\r\n\r\nZwei.\r\n".encode("utf-16"))
    path, problems = imported(tmp_path / "in.txt", tmp_path, "T")
    assert path is not None
    assert not problems
    assert spoken(essay_of(path, tmp_path)) == "Größe. Zwei."
