"""Every case, built and read back: nothing of its essay is lost in any file but by a rule that is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from pipeline.commands import stages
from pipeline.commands.coverage import COVERED, accounts, table
from pipeline.coverage import Account
from pipeline.files import Files
from pipeline.outputs import NAMES, Product
from tests.conftest import ROOT
from tests.template import brands

CASES = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/essay.md"))
ESSAYS = [*CASES, *sorted(path.parent for path in (ROOT / "content").glob("*/essay.md"))]

# A case about errors, which keep an output from being made.
UNMADE = {"talk-selected": ["deck", "deck-share"]}


def covered(path: Path, root: Path, products: tuple[Product, ...] = COVERED) -> tuple[tuple[Account, ...], list[str]]:
    """The accounts of the essay at ``path``, and the products that it asks for and its errors keep from being made."""
    files = Files(root)
    essay, _ = stages.essay(path, files)
    theme = stages.theme(path, essay.meta, files)[0] if essay else None
    found: list[Account] = []
    unmade = []
    for product in products:
        if essay and product.output not in essay.meta.outputs:
            continue
        made, told = stages.make(product, essay, theme, files) if essay and theme else (None, ())
        if essay is None or made is None:
            unmade.append(product.value)
            continue
        found += accounts(product, dict(zip(NAMES[product], made.contents, strict=False)), essay, told)
    return tuple(found), unmade


@pytest.mark.slow
@pytest.mark.parametrize("case", ESSAYS, ids=lambda case: case.name)
def test_nothing_of_a_case_is_lost(case: Path, tmp_path: Path) -> None:
    shutil.copytree(case, tmp_path / "content" / "it")
    shared = case.parent / "publication.yaml"
    if shared.is_file():
        shutil.copy(shared, tmp_path / "content")
    found, unmade = covered(Path("content/it/essay.md"), tmp_path)
    assert [(one.name, thing.line, thing.kind.value, thing.name) for one in found for thing in one.missing] == []
    assert unmade == UNMADE.get(case.name, [])
    assert found
    assert all(one.name in table(found) for one in found)


def test_a_cover_that_a_template_has_no_place_for_is_left_out_by_rule(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "it"
    folder.mkdir(parents=True)
    Image.new("RGB", (40, 30)).save(folder / "a.png")
    (folder / "brand.pptx").write_bytes(brands.default())
    matter = "title: T\ncover: {path: a.png, alt: A field, credit: Ada}\ndeck: {template: brand.pptx}\n"
    (folder / "essay.md").write_text(f"---\n{matter}---\n\nText.\n", encoding="utf-8")
    found, unmade = covered(Path("content/it/essay.md"), tmp_path, (Product.DECK,))
    assert unmade == []
    for one in found:
        assert (one.name, [thing.name for thing in one.missing]) == (one.name, [])
        assert [thing.name for thing in one.ruled] == ["A field", "Ada"]
    assert "leaves out 1 by rule, the template's title layout has no place for the cover: line 3" in table(found)
