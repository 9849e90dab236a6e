"""The examples of the CommonMark specification: each reads, and each keeps its words."""

from __future__ import annotations

import html
import os
import re

import pytest

from pipeline.document import CodeBlock, Essay
from pipeline.prose import plain, texts, whole
from tests.conftest import ROOT
from tests.source.conftest import Reads

SPEC = ROOT / "tests" / "node" / "node_modules" / "commonmark-spec" / "spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str]]:
    if not SPEC.exists():
        return []
    return [
        (found[1].replace("→", "\t"), found[2].replace("→", "\t"))
        for found in EXAMPLE.finditer(SPEC.read_text("utf-8"))
    ]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def said(essay: Essay) -> str:
    parts: list[str] = []
    for block in whole(essay):
        parts += [plain(inlines, essay.meta) for inlines in texts(block)]
        parts += [block.text] if isinstance(block, CodeBlock) else []
    return " ".join(parts)


def test_every_example_reads(reads: Reads) -> None:
    found = examples()
    if not found:
        assert os.environ.get("CI") != "true", "npm ci --prefix tests/node"
        pytest.skip("npm ci --prefix tests/node")
    assert len(found) > 600
    compared = 0
    lost: list[str] = []
    for markdown, expected in found:
        essay, problems = reads(markdown)
        assert essay is not None
        if re.search(r"<(?!/?(?:p|em|strong|code|pre|ul|ol|li|blockquote|h\d|a|img|hr|br)\b)", expected) or problems:
            continue  # raw HTML, figures and links that lead nowhere: told as problems
        compared += 1
        text = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?(?:em|strong|code|a)\b[^>]*>", "", expected)))
        if words(text) != words(said(essay)):
            lost.append(f"{markdown!r}: {said(essay)!r}")
    assert compared > 400
    assert not lost, "\n".join(lost)
