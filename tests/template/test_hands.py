"""Layouts chosen by hand, the report, the theme that is written: what a person in charge of a brand meets."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.commands import stages, template
from pipeline.files import Files
from pipeline.layouts import spec_key
from pipeline.problems import Place, Problem
from pipeline.slides import Layout
from pipeline.template.branding import branding, written
from pipeline.template.report import report
from pipeline.template.wearing import Worn, read
from pipeline.theme import Theme, load
from tests.conftest import ROOT
from tests.fit.desk import theme
from tests.template import brands

HERE = Place("brand.pptx")


def worn(data: bytes) -> Worn:
    found, problems = read(data, "brand.pptx", theme("editorial"), HERE)
    assert found is not None, problems
    return found


def names(data: bytes) -> dict[Layout, tuple[str, str]]:
    return {layout: (choice.design.name, choice.by) for layout, choice in worn(data).choices.items()}


def test_types_come_first_and_survive_other_names() -> None:
    found = names(brands.default())
    assert found[Layout.TITLE] == ("Title Slide", "type")
    assert found[Layout.SECTION] == ("Section Header", "type")
    assert found[Layout.TERM] == ("Title and Content", "type")
    assert found[Layout.COMPARISON] == found[Layout.FIGURE_BESIDE] == ("Two Content", "type")


def test_without_types_and_names_placeholders_tell() -> None:
    found = names(brands.renamed(brands.default()))
    assert found[Layout.TITLE] == ("Folie 1", "placeholders")
    assert found[Layout.TERM] == ("Folie 2", "placeholders")
    assert found[Layout.COMPARISON] == ("Folie 5", "type")


def test_a_layout_for_all_where_there_is_no_other() -> None:
    found = names(brands.only(brands.default(), 6))
    assert {name for name, _ in found.values()} == {"Title Only"}


def made(tmp_path: Path, matter: str, body: str) -> tuple[dict[str, str], list[Problem]]:
    """The template's layout that each slide stands on, by its title; and the problems."""
    folder = tmp_path / "content" / "hand"
    folder.mkdir(parents=True)
    (folder / "brand.pptx").write_bytes(brands.default())
    text = f"---\ntitle: By hand\nauthors: [Ada]\ndeck:\n  template: brand.pptx\n{matter}---\n\n{body}"
    (folder / "essay.md").write_text(text, encoding="utf-8")
    files, path = Files(tmp_path), Path("content/hand/essay.md")
    essay, problems = stages.essay(path, files)
    assert essay is not None, problems
    plain, _ = stages.theme(path, essay.meta, files)
    assert plain is not None
    dress, told = stages.worn(essay, plain, files)
    if dress is None:
        return {}, [*problems, *told]
    deck, more = stages.fitted(essay, dress, files)
    assert deck is not None, [str(one) for one in more]
    specs = {spec.key: spec for spec in dress.template.layouts}  # type: ignore[attr-defined]
    return {slide.id: specs[spec_key(slide.layout, slide.design)].name for slide in deck.slides}, [
        *problems,
        *told,
        *more,
    ]


def test_a_map_beats_all_else(tmp_path: Path) -> None:
    found, problems = made(tmp_path, "  layouts: {term: title ONLY}\n", "==A claim.== Words.\n")
    assert found["s-n2"] == "Title Only"
    assert not [one for one in problems if one.code.startswith("template")]


def test_a_map_to_no_layout_asks_back(tmp_path: Path) -> None:
    _, problems = made(tmp_path, "  layouts: {term: Titel Only}\n", "==A claim.== Words.\n")
    (problem,) = [one for one in problems if one.code == "template-layout"]
    assert str(problem.place) == "content/hand/essay.md:6:13"
    assert problem.hint == "did you mean `Title Only`?"


def test_an_author_asks_for_a_layout_by_its_name(tmp_path: Path) -> None:
    body = (
        '==A claim.== Words.\n\n## Head {layout="section header"}\n\n==Under it.== Words.\n\n'
        '::: {.deck layout="Two Content"}\n### My own\n\nWords.\n:::\n\n'
        '::: {.deck layout="Two Contents"}\n### A slip\n\nWords.\n:::\n'
    )
    found, problems = made(tmp_path, "", body)
    assert list(found.values())[:2] == ["Title Slide", "Title and Content"]
    assert "Section Header" in found.values()
    assert "Two Content" in found.values()
    (slip,) = [one for one in problems if one.code == "layout-unknown"]
    assert slip.hint == "did you mean `Two Content`?"


def test_macros_and_strange_fonts_are_told(tmp_path: Path) -> None:
    strange = brands.edited(
        brands.macros(brands.default()),
        {r"ppt/theme/theme1\.xml": brands.replaced((r'<a:latin typeface="Calibri"', '<a:latin typeface="Acme Sans"'))},
    )
    folder = tmp_path / "content" / "hand"
    folder.mkdir(parents=True)
    (folder / "brand.pptm").write_bytes(strange)
    (folder / "essay.md").write_text(
        "---\ntitle: By hand\ndeck: {template: brand.pptm}\n---\n\n==A claim.== Words.\n", encoding="utf-8"
    )
    files, path = Files(tmp_path), Path("content/hand/essay.md")
    essay, _ = stages.essay(path, files)
    assert essay is not None
    dress, problems = stages.worn(essay, theme("editorial"), files)
    assert dress is not None
    assert sorted(one.code for one in problems) == ["template-font", "template-macros"]


def test_the_report_tells_roles_lines_and_faults() -> None:
    said = report(worn(brands.default()), theme("editorial"))
    assert "term           Title and Content   its type" in said
    assert "body 8 × 32 pt (15 at 18)" in said
    assert "author and event stand below the subtitle" in said
    assert "`Title and Content`: the footer, #898989 on #FFFFFF, has a contrast of 3.5:1, under 4.5:1" in said


def test_the_verb_prints_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("FILE", raising=False)
    path = tmp_path / "my brand.pptx"
    path.write_bytes(brands.default())
    assert template.run([str(path)]) == 0
    assert "what is missing, and what is done instead" in capsys.readouterr().out
    assert template.run([]) == 2
    assert template.run([str(tmp_path / "none.pptx")]) == 1
    path.write_bytes(b"not one")
    assert template.run([str(path)]) == 1


@pytest.mark.parametrize("data", [brands.default(), brands.dark(brands.default())], ids=["light", "dark"])
def test_the_theme_that_is_written_is_one(data: bytes, tmp_path: Path) -> None:
    """It passes the checks of themes; colours that could not be read are mended and told; nothing is written over."""
    found = worn(brands.edited(data, {}, {}))
    themes = tmp_path / "themes"
    made_ = branding(found, theme("editorial"), "acme")
    assert written(made_, themes, "acme") is None
    loaded, problems = load(themes, "acme", Files(tmp_path), HERE)
    assert problems == ()
    assert isinstance(loaded, Theme)
    assert loaded.families["sans"].office == "Calibri"
    assert any("accent" in note for note in made_.notes)
    again = written(made_, themes, "acme")
    assert again is not None
    assert again.code == "theme-there"
    bad = written(made_, themes, "Ac me")
    assert bad is not None
    assert bad.code == "theme-name"
