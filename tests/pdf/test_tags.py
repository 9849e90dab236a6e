"""What runs over pages is one element, heard whole and in its place; the checks see where that is not so."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.pdf.check import faults
from pipeline.pdf.objects import read
from pipeline.pdf.reading import claims, dump
from pipeline.pdf.structure import Element, Tagged, tagged
from tests.pdf.setting import SENTENCE, typeset
from tests.pdf.sound import unsound

HERE = Path(__file__).parent
ROWS = "".join(f"<tr><td>Row {i}<td>{SENTENCE if i % 5 == 0 else i}</tr>" for i in range(24))
PAGES = {
    "paragraph": f"<p>{SENTENCE * 9}<em>{SENTENCE * 3}</em> <a href='https://example.org/'>{SENTENCE * 6}</a> end.</p>",
    "table": "<table><caption>The caption</caption><thead><tr><th>Name<th><a href='https://example.org/'>Link</a></thead>"
    f"<tbody>{ROWS}</tbody></table>",
    "caption": f"<p>{SENTENCE * 3}</p><table><caption>{SENTENCE * 9}</caption><thead><tr><th>A<th>B</thead>"
    f"{ROWS}</table>",
    "list": f"<ol><li>{SENTENCE * 4}<ul><li>inner {SENTENCE * 6}</ul>after the inner list {SENTENCE}"
    f"<li><p>{SENTENCE * 5}<p>{SENTENCE}</ol>",
    "footnotes": f"<p>{SENTENCE * 4}Here<span class=note>{SENTENCE * 2}</span> it goes on. {SENTENCE * 5}Again"
    f"<span class=note>Second. <em>{SENTENCE}</em></span> and ends.</p>"
    "<h2>A heading<span class=note>Third.</span></h2>",
    "quotation": f"<blockquote><p>{SENTENCE * 8}<p>{SENTENCE * 4}</blockquote>",
    "code": "<pre><code>" + "\n".join(f"line {i}" for i in range(40)) + "</code></pre>",
    "terms": f"<dl><dt>Term<span class=note>Of the term.</span><dd>{SENTENCE * 6}<dd>{SENTENCE * 3}"
    "<dt>Other<dd>Short.</dl>",
    "languages": "<p>A word of <span lang=de>deutscher Sprache</span>, <em lang=fr>un mot</em>.<p lang=he>שלום עולם"
    "<blockquote lang=de><p>Ein Satz<span class=note lang=en>A note in English.</span>.</blockquote>",
    "contents": "<nav class=contents><h2>Contents</h2>"
    "<ol><li><a href='#a'>One</a><ol><li><a href='#b'>Two</a></ol></ol></nav>"
    "<h2 id=a>One</h2><h3 id=b>Two</h3><p>Text.",
    "sides": f"<div style='display:grid;grid-template-columns:1fr 1fr'><div><p>Left {SENTENCE * 5}</div>"
    f"<div><p>Right {SENTENCE * 5}</div></div>",
    "asides": f"<p>{SENTENCE * 2}Said <a href='https://example.org/' style='float:left;width:20mm'>1:23</a> "
    f"so. {SENTENCE * 4}",
}


@pytest.mark.parametrize("name", PAGES)
def test_what_runs_over_pages_is_read_as_one(name: str, golden: Callable[[Path, str], None]) -> None:
    pdf = typeset(PAGES[name])
    assert unsound(pdf) == []
    golden(HERE / "expected" / f"{name}.txt", dump(pdf))


def test_every_glyph_means_something() -> None:
    """Noto draws the dots of Arabic letters as glyphs of their own, which WeasyPrint lets mean nothing."""
    face = Path(str(find_spec("manimgx_fonts").submodule_search_locations[0])) / "NotoSansArabic[wght].ttf"  # type: ignore[union-attr,index]
    style = f"@font-face{{font-family:Noto;src:url('{face.as_uri()}')}} p{{font-family:Noto}}"
    pdf = typeset("<p lang=ar>إن الترام يعود إلى المدينة", style)
    assert unsound(pdf) == []
    assert "إن الترام يعود إلى المدينة" in dump(pdf)


def tree(pdf: bytes) -> Tagged:
    found = tagged(read(pdf))
    assert found is not None
    return found


def of(pdf: bytes, kind: str) -> list[Element]:
    return [element for element in tree(pdf).below() if element.kind == kind]


def test_each_is_one_element_on_several_pages() -> None:
    for name, kind in (
        ("paragraph", "P"),
        ("paragraph", "Link"),
        ("table", "Table"),
        ("caption", "Caption"),
        ("quotation", "BlockQuote"),
        ("code", "Code"),
    ):
        pdf = typeset(PAGES[name])
        (element,) = of(pdf, kind)[:1] if kind == "Link" else of(pdf, kind)
        assert len(tree(pdf).pages_of(element)) > 1, name
    assert len(of(typeset(PAGES["list"]), "L")) == 2


def test_the_words_are_whole_and_in_order() -> None:
    pdf = typeset(PAGES["paragraph"])
    (paragraph,) = of(pdf, "P")
    said = " ".join(tree(pdf).said(paragraph).split())
    assert said == f"{SENTENCE * 18}end."


def test_the_head_of_a_table_is_told_once_and_its_links_can_be_clicked_on_every_page() -> None:
    pdf = typeset(PAGES["table"])
    assert [tree(pdf).said(cell).strip() for cell in of(pdf, "TH")] == ["Name", "Link"]
    (link,) = of(pdf, "Link")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = [page for page in opened.pages if "/Annots" in page]
        assert len(link.kids) == 1 + len(pages)
        assert all(int(note.F) == 4 for page in pages for note in page.Annots)


# --- Faults that are made on purpose ------------------------------------------------------------

WHOLE = (
    "".join(PAGES[name] for name in ("table", "list", "footnotes"))
    + "<p lang=de><img alt=Bild src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs='></p>"
)


def elements(pdf: Any, kind: str) -> list[Any]:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == f"/{kind}"]


def _no_scope(pdf: Any) -> None:
    del elements(pdf, "TH")[0].A["/Scope"]


def _no_header_cells(pdf: Any) -> None:
    for cell in elements(pdf, "TH"):
        cell.S = pikepdf.Name.TD


def _head_twice(pdf: Any) -> None:
    table = elements(pdf, "Table")[0]
    table.K.append(elements(pdf, "THead")[0])


def _uneven(pdf: Any) -> None:
    row = elements(pdf, "TR")[3]
    del row.K[1]


def _same_ids(pdf: Any) -> None:
    one, other, *_ = elements(pdf, "Note")
    one.ID = other.ID


def _no_id(pdf: Any) -> None:
    del elements(pdf, "Note")[0]["/ID"]


def _no_alt(pdf: Any) -> None:
    del elements(pdf, "Figure")[0]["/Alt"]


def _bad_language(pdf: Any) -> None:
    next(o for o in elements(pdf, "P") if "/Lang" in o).Lang = pikepdf.String("das ist keine")


def _no_language(pdf: Any) -> None:
    del pdf.Root["/Lang"]


def _no_title(pdf: Any) -> None:
    del pdf.Root.ViewerPreferences["/DisplayDocTitle"]


def _bare_item(pdf: Any) -> None:
    elements(pdf, "LBody")[0].S = pikepdf.Name.Div


def _told_twice(pdf: Any) -> None:
    elements(pdf, "P")[0].K.append(elements(pdf, "P")[0].K[0])


def _not_told(pdf: Any) -> None:
    elements(pdf, "LBody")[0].K = pikepdf.Array()


def _folio_told(pdf: Any) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"/Artifact", b"/Span", 1))


def _untagged(pdf: Any) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n0 0 9 9 re f")


def _not_printed(pdf: Any) -> None:
    next(page for page in pdf.pages if "/Annots" in page).Annots[0].F = 0


def _nameless(pdf: Any) -> None:
    del next(page for page in pdf.pages if "/Annots" in page).Annots[0]["/Contents"]


def _stray(pdf: Any) -> None:
    link = elements(pdf, "Link")[0]
    link.K = pikepdf.Array([kid for kid in link.K if isinstance(kid, int)])


def _claimless(pdf: Any) -> None:
    pdf.Root.Metadata = pdf.make_stream(pdf.Root.Metadata.read_bytes().replace(b"pdfuaid:part", b"pdfuaid:pert"))


FAULTS: dict[Callable[[Any], None], str] = {
    _no_scope: "a header cell does not say what it heads",
    _no_header_cells: "a table has no header cells",
    _head_twice: "a table's head is told again on a later page",
    _uneven: "a table's rows are not of one length",
    _same_ids: "two notes have one ID",
    _no_id: "a note has no ID",
    _no_alt: "a figure has no alternate text",
    _bad_language: "`das ist keine` is no language",
    _no_language: "no language",
    _no_title: "the title is not shown",
    _bare_item: "a list item is not a label and a body",
    _told_twice: "what is painted is told 2 times",
    _not_told: "what is painted is told 0 times",
    _folio_told: "marked content of type Span has no number",
    _untagged: "`f` paints what is neither tagged nor an artifact",
    _not_printed: "a link is not printed",
    _nameless: "a link does not say where it leads",
    _stray: "a link is not in the structure",
    _claimless: "it claims PDF/A-2a, not PDF/A and PDF/UA",
}


@pytest.fixture(scope="module")
def whole() -> bytes:
    return typeset(WHOLE)


@pytest.mark.parametrize("spoil", FAULTS)
def test_a_fault_is_seen(spoil: Callable[[Any], None], whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as opened:
        spoil(opened)
        out = io.BytesIO()
        opened.save(out)
    assert unsound(whole) == []
    assert any(FAULTS[spoil] in fault for fault in faults(out.getvalue())), faults(out.getvalue())


# --- Another WeasyPrint ---------------------------------------------------------------------------


def test_the_version_that_is_locked_was_tested() -> None:
    from pipeline.pdf.startup import weasyprint

    version = weasyprint().__version__
    from pipeline.pdf.tested import VERSIONS

    assert version in VERSIONS


def test_another_version_writes_its_own_tags_and_a_problem_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from pipeline.pdf.startup import weasyprint

    weasyprint()
    import weasyprint.pdf as writing  # type: ignore[import-untyped]  # carries no types
    from weasyprint.pdf.tags import add_tags  # type: ignore[import-untyped]  # carries no types

    from pipeline import handout
    from pipeline.pdf import seam
    from tests.handout import sample as s

    monkeypatch.setattr(writing, "add_tags", add_tags)
    monkeypatch.setattr(seam, "VERSIONS", frozenset())
    files = s.place(tmp_path)
    essay = s.essay(s.section("i", None, s.p("Words.")))
    pdf, problems = handout.build(essay, s.editorial(files), files, s.MOMENT)
    assert pdf is not None
    assert claims(read(pdf)) == ("PDF/UA-1",)
    assert [problem.code for problem in problems] == ["pdf-plain"]
    assert "is not one that was tested" in problems[0].message
    assert problems[0].hint
