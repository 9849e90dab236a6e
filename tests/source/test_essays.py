"""Links from one essay to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.document import Essay, Link
from pipeline.files import Files
from pipeline.prose import every_inline, texts, whole
from pipeline.source import read
from tests.source.conftest import Reads


def links(essay: Essay | None) -> list[str]:
    assert essay is not None
    runs = (run for block in whole(essay) for run in texts(block))
    return [inline.url for run in runs for inline in every_inline(run) if isinstance(inline, Link)]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "content" / "the-other-one" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: Other\nurl: https://example.org/other/\n---\nText.\n")
    return path


@pytest.mark.parametrize("url", ["../the-other-one/essay.md", "../the-other-one/", "../the-other-one", "the-other-one"])
@pytest.mark.parametrize("part", ["", "#gains"])
def test_a_link_to_an_essay_becomes_its_address(reads: Reads, other: Path, url: str, part: str) -> None:
    essay, problems = reads(f"See [that]({url}{part}).")
    assert problems == ()
    assert links(essay) == [f"https://example.org/other/{part}"]


def test_what_was_read_for_it_is_remembered(tmp_path: Path, reads: Reads, other: Path) -> None:
    reads("See [that](../the-other-one/essay.md) and [this](../gone/essay.md).")
    files = Files(tmp_path)
    read(Path("content/essay/essay.md"), files)
    assert other in files.read
    assert tmp_path / "content" / "gone" / "essay.md" in files.absent


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("the-other-on", "there is no essay `the-other-on`; the link's words stay did you mean `the-other-one`?"),
        ("mute", "the essay `mute` has no `url` yet; the link's words stay give content/mute/essay.md its `url: https"),
        ("broken", "the essay `broken` has no `url` yet; the link's words stay give content/broken/essay.md its `url:"),
    ],
)
def test_an_essay_without_an_address_is_a_problem_at_the_links_line(
    tmp_path: Path, reads: Reads, other: Path, name: str, said: str
) -> None:
    for folder, text in (("mute", "title: M\nurl: javascript:alert(1)"), ("broken", ": [")):
        (tmp_path / "content" / folder).mkdir()
        (tmp_path / "content" / folder / "essay.md").write_text(f"---\n{text}\n---\n")
    essay, problems = reads(f"First.\n\nSee [that](../{name}/essay.md).")
    assert links(essay) == []
    assert [(p.code, p.place.line) for p in problems] == [("link-essay", 6)]
    assert f"{problems[0].message} {problems[0].hint}".startswith(said)


@pytest.mark.parametrize("url", ["../../etc/passwd", "../publication.yaml/x", "notes", "/docs", "../.git/essay.md"])
def test_other_relative_links_lead_nowhere(tmp_path: Path, reads: Reads, url: str) -> None:
    (tmp_path / "notes").mkdir()
    essay, problems = reads(f"See [that]({url}).")
    assert links(essay) == []
    assert [p.code for p in problems] == ["link-dropped"]


def test_a_link_out_of_the_content_folder_is_not_followed(tmp_path: Path, reads: Reads) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "essay.md").write_text("---\ntitle: S\nurl: https://secret.example/\n---\n")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "way").symlink_to(tmp_path / "secret")
    essay, _ = reads("See [that](../way/essay.md).")
    assert links(essay) == []
