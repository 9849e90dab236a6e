"""Any raw text imports, and none of its words is lost."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.files import Files
from pipeline.intake import run
from pipeline.intake.escape import escaped
from pipeline.problems import failed
from pipeline.prose import plain, texts, whole
from pipeline.source import read
from tests.source.typed import typed

LINES = st.lists(
    st.one_of(
        st.text(alphabet="ab 1.:*_=~`[](){}<>!#|-+&;$^\\\"'/@,—“”ä", max_size=60),
        st.sampled_from(
            [
                "",
                "",
                "",
                "A Heading",
                "Say so.",
                "  1. Term: text",
                "- item",
                "As Ann Lee said, “Words of some length.” So.",
            ]
        ),
    ),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_any_raw_text_imports_whole(lines: list[str]) -> None:
    text = "\n".join(["Text first.", "", *lines])
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "in.txt").write_text(text, encoding="utf-8")
        path, problems = run(Path("in.txt"), "T", Path("content"), Files(root))
        if re.search(r"^# \S", text, re.MULTILINE) or len(re.findall(r"^#{1,6} \S", text, re.MULTILINE)) > 1:
            return  # it is taken for Markdown
        assert path is not None
        assert not failed(problems), problems
        essay, _ = read(path, Files(root))
    assert essay is not None
    found = " ".join(plain(inlines, essay.meta) for block in whole(essay) for inlines in texts(block))
    said = re.findall(r"[^\W\d]+", " ".join(lines))
    assert sorted(set(said)) == sorted(set(said) & set(re.findall(r"[^\W\d]+", found)))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab 1.:*_=~`[](){}<>!#|-+&;$^\\\"'/@,—“”ä", min_size=1, max_size=40))
def test_escaped_text_reads_as_it_was(words: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        path = root / "essay" / "essay.md"
        path.parent.mkdir()
        path.write_text(f"---\ntitle: T\n---\n{escaped(' '.join(words.split()))}\n", encoding="utf-8")
        essay, _ = read(path, Files(root))
    assert essay is not None
    found = " ".join(plain(inlines, essay.meta) for block in whole(essay) for inlines in texts(block))
    assert typed(found) == typed(" ".join(words.split()))
