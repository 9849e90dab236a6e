"""The shipped and the stress essay, and one with everything, in templates of every origin: whole, valid, and fitting.

Both validators read every deck that is built here (:mod:`tests.validators`); LibreOffice shows the lines of each.
"""

from __future__ import annotations

import datetime
import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.commands import stages
from pipeline.deck import build
from pipeline.deck.check import check
from pipeline.deck.sound import faults
from pipeline.deck.written import Written
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck, TextBox
from pipeline.layouts import ROOMY, layouts, spec_key
from pipeline.openxml import every, name
from pipeline.outputs import Product
from pipeline.problems import Severity
from pipeline.theme import Theme
from tests.conftest import ROOT, needs
from tests.fit.office import compared, exported
from tests.template import brands

MOMENT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
ESSAYS = {
    "shipped": ROOT / "content" / "open-source-and-ai-safety",
    "stress": ROOT / "tests" / "cases" / "deck-stress",
    "everything": ROOT / "tests" / "cases" / "whole-everything",
}
OURS: Mapping[str, Callable[[], bytes]] = {
    "default": brands.default,
    "renamed": lambda: brands.renamed(brands.default()),
    "few": lambda: brands.only(brands.default(), 1, 2),
    "title-only": lambda: brands.only(brands.default(), 6),
    "dark": lambda: brands.drawn(brands.dark(brands.default())),
    "cramped": lambda: brands.cramped(brands.default()),
}
NATIVE = ("Blue_Curve", "Metropolis", "Sunset", "Vintage")  # the last two have the least room


@pytest.fixture(scope="session")
def native(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return brands.libreoffice(tmp_path_factory.mktemp("native"), *NATIVE)


def made(one: str, request: pytest.FixtureRequest) -> bytes:
    """The template called ``one``."""
    if one in OURS:
        return OURS[one]()
    if one == "pandoc":
        if brands.pandoc_program() is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("pandoc is not installed")
        return brands.pandoc()
    found: dict[str, bytes] = request.getfixturevalue("native")
    return found[one]


@pytest.fixture
def brand(request: pytest.FixtureRequest) -> bytes:
    """The template that the test asks for."""
    return made(request.param, request)


class Work:
    """An essay of ours in a folder of its own, with a template beside it."""

    def __init__(self, folder: Path, essay: str, template: bytes, name: str = "brand.pptx") -> None:
        self.path = Path("content") / essay / "essay.md"
        shutil.copytree(ESSAYS[essay], folder / "content" / essay, dirs_exist_ok=True)
        (folder / self.path.parent / name).write_bytes(template)
        self.files = Files(folder)
        plain, self.problems = stages.essay(self.path, self.files)
        assert plain is not None
        meta = replace(plain.meta, deck=replace(plain.meta.deck, template=name))
        self.essay: Essay = replace(plain, meta=replace(meta, places={}))
        theme, more = stages.theme(self.path, self.essay.meta, self.files)
        assert theme is not None
        dress, told = stages.worn(self.essay, theme, self.files)
        assert dress is not None, [str(one) for one in told]
        self.theme: Theme = dress
        self.problems = (*self.problems, *more, *told)

    def fitted(self) -> FittedDeck:
        fitted, told = stages.fitted(self.essay, self.theme, self.files)
        assert fitted is not None, [str(one) for one in told]
        return fitted

    def deck(self, fitted: FittedDeck) -> bytes:
        data, told = build(fitted, self.essay, self.theme, self.files, MOMENT)
        assert data is not None, [str(one) for one in told]
        return data


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def kept(template: dict[str, bytes]) -> Iterator[str]:
    """The parts that are the template's look."""
    pattern = r"ppt/(slideMasters|slideLayouts|theme|media)/[^/]*\.(xml|png|jpe?g|svg|emf|wmf)"
    return (part for part in template if re.fullmatch(pattern, part))


CASES = [(one, essay) for one in [*OURS, "pandoc"] for essay in ("shipped", "stress")] + [("default", "everything")]


@pytest.mark.parametrize(("brand", "essay"), CASES, indirect=["brand"])
def test_the_deck_is_whole(brand: bytes, essay: str, tmp_path: Path) -> None:
    """Sound, checked, its core the template's, its slides ours alone, the same twice."""
    work = Work(tmp_path, essay, brand)
    fitted = work.fitted()
    data = work.deck(fitted)
    assert essay == "shipped" or data == work.deck(fitted)
    own = set(faults(Written(brand)))
    written = Written(data)
    assert set(faults(written)) - own == set()
    wrong = [str(one) for one in check(data, work.essay, work.theme) if one.severity is Severity.ERROR]
    assert wrong == []
    before, after = parts(brand), parts(data)
    used = {part for part in kept(before) if part in after}
    assert used
    assert all(after[part] == before[part] for part in used)
    assert {part for part in kept(before) if "/slideLayouts/" in part or "/slideMasters/" in part} <= used
    assert len(written.slides) == len(fitted.slides) == sum(part.startswith("ppt/slides/slide") for part in after)
    assert not any("comment" in part.lower() or "vbaProject" in part or "thumbnail" in part for part in after)
    notes = [part for part in after if re.fullmatch(r"ppt/notesSlides/[^/]*\.xml", part)]
    assert len(notes) == len(fitted.slides)
    root = written.root(written.presentation)
    assert root is not None
    assert [one.get("name") for one in root.iter(name("p14:section"))]
    assert every(root, "p:sldSz")[0].get("cx") == str(work.theme.deck.width)
    assert any(
        link.target.startswith("https://") for slide in written.slides for link in written.relations(slide).values()
    )


def test_what_fits_at_no_size_stands_in_larger_boxes(tmp_path: Path) -> None:
    """A template with no room: nothing is lost, no text is too small, and the essay's line is told."""
    work = Work(tmp_path, "stress", OURS["cramped"]())
    fitted, told = stages.fitted(work.essay, work.theme, work.files)
    assert fitted is not None
    assert not [str(one) for one in told if one.severity is Severity.ERROR]
    tight = [one for one in told if one.code == "template-tight"]
    wider = [slide for slide in fitted.slides if slide.design.endswith(ROOMY)]
    assert tight
    assert {one.place.line for one in tight} == {slide.line for slide in wider}
    assert any(not slide.design.endswith(ROOMY) and slide.layout == "term" for slide in fitted.slides)
    specs = {spec.key: spec for spec in layouts(work.theme)}
    for slide in wider:
        spec = specs[spec_key(slide.layout, slide.design)]
        for shape in slide.shapes:
            place = spec.placeholder(shape.slot)
            assert place is None or not isinstance(shape, TextBox) or shape.size >= place.minimum


def test_what_was_told_of_a_slide_that_is_set_anew_is_told_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The term of the first slide has room in the larger boxes; that of the second goes into the notes, and is told."""
    folder = tmp_path / "essays" / "two"
    folder.mkdir(parents=True)
    long = " ".join(["a word that takes room"] * 36)
    slides = "".join(
        f"::: deck\n### {title}\n\n{text}.\n:::\n\n" for title, text in (("Long", long), ("Short", "Few words"))
    )
    (folder / "essay.md").write_text(f"---\ntitle: Two\nauthors: [Ada]\n---\n\nWords.\n\n## Head\n\n{slides}")
    monkeypatch.setitem(ESSAYS, "two", folder)
    work = Work(tmp_path / "work", "two", OURS["cramped"]())
    fitted, told = stages.fitted(work.essay, work.theme, work.files)
    assert fitted is not None, [str(one) for one in told]
    found = [(one.code, one.place.line) for one in told if one.code.startswith("template-")]
    assert found == [("template-tight", 10), ("template-slot", 16)]


@pytest.mark.slow
@needs("soffice", "pdftotext")
@pytest.mark.parametrize("names", [(*OURS, "pandoc"), NATIVE[:3], NATIVE[3:]], ids=["ours", "native", "serif"])
def test_libreoffice_takes_no_more_lines_than_predicted(
    names: tuple[str, ...], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """In each template; one LibreOffice shows all that are set in the same faces, most of them the stress essay's."""
    works: dict[str, tuple[Work, FittedDeck]] = {}
    decks: dict[str, bytes] = {}
    for one in names:
        data = made(one, request)
        for essay in ("stress", "shipped") if one in ("default", "pandoc", *NATIVE) else ("stress",):
            work = Work(tmp_path / f"{essay}-{one}", essay, data)
            fitted = work.fitted()
            works[f"{essay}-{one}"], decks[f"{essay}-{one}"] = (work, fitted), work.deck(fitted)
    worn = next(iter(works.values()))[0].theme
    for key, shown in exported(decks, worn, tmp_path).items():
        work, fitted = works[key]
        found = compared(_inner(fitted, work.theme), shown, work.theme)
        assert not found.wrong, "\n".join((key, *found.wrong))
        assert found.exact > 0.95 * (found.boxes + found.cells), key


def _inner(fitted: FittedDeck, theme: Theme) -> FittedDeck:
    """``fitted`` with the boxes that text may take, without the insets of a template's placeholders."""
    specs = {spec.key: spec for spec in layouts(theme)}
    slides = []
    for slide in fitted.slides:
        spec = specs[spec_key(slide.layout, slide.design)]
        shapes = []
        for shape in slide.shapes:
            place = spec.placeholder(shape.slot)
            box = place.insets.within(shape.box) if place and isinstance(shape, TextBox) else shape.box
            shapes.append(replace(shape, box=box))
        slides.append(replace(slide, shapes=tuple(shapes)))
    return replace(fitted, slides=tuple(slides))


@pytest.mark.parametrize("brand", ["dark"], indirect=True)
def test_every_output_wears_it(brand: bytes, tmp_path: Path) -> None:
    """The browser's page, the PDF, the copy to give away."""
    work = Work(tmp_path, "shipped", brand, "brand.potx")
    for product in (Product.DECK, Product.DECK_SHARE, Product.DECK_PDF):
        one, told = stages.make(product, work.essay, work.theme, work.files)
        assert one is not None, [str(problem) for problem in told]
        assert not [problem for problem in told if problem.code in ("deck-pdf", "bug")]
