"""The gallery, which shows every element, in every theme: it fits, it is whole, and every check reports nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openxml_audit import validate_pptx  # type: ignore[import-untyped]  # carries no types

from pipeline.deck.check import check as check_deck
from pipeline.document import (
    BibliographicCitation,
    Chart,
    Citation,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    DivKind,
    Emphasis,
    Figure,
    FootnoteReference,
    Link,
    List,
    Mark,
    Math,
    MathBlock,
    Quotation,
    Strike,
    Strong,
    Table,
)
from pipeline.files import Files
from pipeline.handout.check import check as check_handout
from pipeline.newsletter.check import check as check_mail
from pipeline.plots import Kind
from pipeline.problems import Place, Severity
from pipeline.prose import every_inline, texts, whole
from tests.conftest import ROOT
from tests.pdf.sound import unsound
from tests.whole.outputs import Whole, build
from tests.whole.rules import overflowing, uncovered

GALLERY = ROOT / "tests" / "cases" / "gallery"
ESSAY = Path("content/gallery/essay.md")
PUBLICATION = """name: The Harbour Letter
url: https://essays.example.org/
newsletter:
  from: Ada Marlow <ada@essays.example.org>
  postal_address: The Old Boathouse, 1 Quay Lane, Aldwick
  unsubscribe_url: https://essays.example.org/leave
"""


@pytest.fixture(scope="module", params=("editorial", "stage", "institutional"))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    root = tmp_path_factory.mktemp(str(request.param))
    shutil.copytree(GALLERY, root / "content" / "gallery")
    (root / "content" / "publication.yaml").write_text(PUBLICATION, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEME", request.param)
        return build(ESSAY, root)


def test_it_shows_every_element(made: Whole) -> None:
    blocks = tuple(whole(made.essay))
    inlines = {type(i) for block in blocks for run in texts(block) for i in every_inline(run)}
    wanted = {List, Quotation, Figure, Table, CodeBlock, Chart, MathBlock, DefinitionList, Div}
    assert wanted - {type(block) for block in blocks} == set()
    assert {Math, Citation, BibliographicCitation, FootnoteReference, Code, Emphasis, Strong, Strike, Mark} <= inlines
    links = [i.url for block in blocks for run in texts(block) for i in every_inline(run) if isinstance(i, Link)]
    assert {url[:1] for url in links} == {"#", "h"}  # within the essay, and out of it
    assert any(block.chosen and block.marked for block in blocks if isinstance(block, CodeBlock))
    assert {bool(block.align[0]) for block in blocks if isinstance(block, Table)} == {True, False}  # written, and read
    assert {block.kind for block in blocks if isinstance(block, Div)} == set(DivKind)
    assert {block.plot.kind for block in blocks if isinstance(block, Chart)} == set(Kind)
    pictures = {Path(block.src).suffix for block in blocks if isinstance(block, Figure)}
    assert pictures == {".png", ".jpg", ".svg", ".webp", ".gif"}
    assert made.essay.cover is not None


@pytest.mark.slow
def test_every_check_reports_nothing(made: Whole, tmp_path: Path) -> None:
    assert [str(p) for p in made.problems if p.severity is not Severity.HINT] == []
    assert list(uncovered(made)) == []
    assert list(overflowing(made)) == []
    assert [str(p) for p in check_deck(made.deck, made.essay, made.theme)] == []
    assert [str(p) for p in check_handout(made.handout, made.essay)] == []
    mail = check_mail(made.message, Place("newsletter.eml"), made.essay, made.theme, Files(ROOT))
    assert [str(p) for p in mail if p.severity is not Severity.HINT] == []
    assert unsound(made.handout) == []
    (tmp_path / "deck.pptx").write_bytes(made.deck)
    assert [str(fault) for fault in validate_pptx(str(tmp_path / "deck.pptx")).errors] == []
