"""The handout read as lines on paper: measure, grid, notes beside their lines, breaks, contents, codes."""

from __future__ import annotations

import io
import random
import re
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from pipeline import handout
from pipeline import theme as themes
from pipeline.document import Block, Code, CodeBlock, DivKind, Essay, FootnoteReference, Quotation
from pipeline.files import Files
from pipeline.handout import sheet
from pipeline.handout.codes import MODULE, QUIET
from pipeline.handout.page import LEAST, LONGEST, running
from pipeline.meta import HandoutMeta, Paper
from pipeline.pdf import floats
from pipeline.pdf.check import faults
from pipeline.pdf.startup import weasyprint
from pipeline.pdf.tested import VERSIONS
from pipeline.problems import Place
from pipeline.qr import modules
from pipeline.theme import Theme
from pipeline.units import mm
from tests.handout import sample as s
from tests.handout.lines import Run, lines, runs

THEMES = ("editorial", "stage", "institutional")
PROSE = (
    "Margins hold the text as hands hold a book, and whoever narrows them saves paper and loses readers.",
    "A line of sixty letters is read without a search for the next one; a longer line tires, a shorter stutters.",
    "Printers knew it before they had a name for it, and designers have names for it before they know it.",
    "Whoever sets a page decides what is read first, what is read twice and what is never read at all.",
)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, so that fontconfig reads the fonts once."""
    folder = tmp_path_factory.mktemp("typography")
    s.place(folder)
    return folder


def dressed(name: str, files: Files) -> Theme:
    theme, problems = themes.load(s.ROOT / "themes", name, files, Place("tests"))
    assert theme, problems
    return theme


def build(essay: Essay, root: Path, theme: str = "editorial") -> bytes:
    files = Files(root)
    pdf, problems = handout.build(essay, dressed(theme, files), files, s.MOMENT)
    assert pdf is not None
    assert problems == ()
    return pdf


def prose(chance: random.Random, most: int = 6) -> str:
    return " ".join(chance.choice(PROSE) for _ in range(chance.randint(1, most)))


def paragraphs(count: int, seed: int = 1) -> tuple[Block, ...]:
    chance = random.Random(seed)
    return tuple(s.p(prose(chance)) for _ in range(count))


def body(pdf: bytes, theme: Theme, paper: Paper = Paper.A4) -> list[tuple[int, float, str]]:
    """The lines of the text: what begins at its left edge, or right of it, above the foot."""
    left = theme.handout.left.pt + sheet.margin(theme, paper).pt
    foot = {Paper.A4: 842, Paper.LETTER: 792}[paper] - theme.handout.bottom.pt
    found = [run for run in runs(pdf) if run.x > left - 1 and theme.handout.top.pt < run.y < foot]
    return lines(found)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("paper", list(Paper))
def test_lines_are_of_sixty_to_seventy_five_characters(name: str, paper: Paper, root: Path) -> None:
    about = replace(s.meta(paper), summary=None, sources=())
    theme = dressed(name, Files(root))
    pdf = build(s.essay(s.section("i", None, *paragraphs(20)), about=about), root, name)
    full = [len(one) for (_, y, one), (_, below, _) in pairwise(body(pdf, theme, paper)) if 10 < below - y < 20]
    assert len(full) > 60
    assert 60 <= sum(full) / len(full) <= 75
    assert sum(58 <= length <= 77 for length in full) > 0.97 * len(full)
    assert 10 <= theme.handout.size.pt <= 12


def test_lines_of_all_pages_stand_on_one_grid(root: Path) -> None:
    chance = random.Random(2)
    blocks: list[Block] = []
    for _ in range(24):
        blocks += (
            s.p(prose(chance)),
            s.items(s.item(s.p("one")), s.item(s.p(prose(chance, 2)))),
            s.items(
                s.item(s.p(prose(chance, 1), s.cite(60)), term="Term"), s.item(s.p("x"), term="Other"), ordered=True
            ),
            s.heading(3, "A heading"),
            s.p("Words with ", Code("code"), " and a moment", s.cite(90), "."),
            Quotation("n", 1, (s.p(prose(chance, 1)),)),
        )
    sections = (s.section(f"s{i}", f"Section {i}", *blocks[i * 24 : i * 24 + 24]) for i in range(6))
    pdf = build(s.essay(*sections), root)
    theme = s.editorial(Files(root))
    step = theme.handout.size.pt * theme.handout.leading / 2
    serif = [run for run in runs(pdf) if run.size == 10.5 and "Serif" in run.font and run.text.strip() and run.page > 1]
    offsets = [round((run.y - theme.handout.top.pt) / step % 1, 2) for run in serif if "Italic" not in run.font]
    assert len(offsets) > 150
    assert max(offsets) - min(offsets) <= 0.02  # half lines of 7.35 points, on every page


def cited(name: str, root: Path, about: HandoutMeta | None = None) -> bytes:
    moments = s.p("Words ", s.cite(61), " and ", s.cite(62), ". ", *(PROSE[0] + " ",) * 3, s.cite(63), ". ", *PROSE)
    nested = s.items(s.item(s.p("outer"), s.items(s.item(s.p("inner ", s.cite(3599), ".")))))
    meta = replace(s.meta(), handout=about or HandoutMeta())
    lead = s.p(*PROSE)  # the code of the address ends beside it
    return build(s.essay(s.section("i", None, lead, moments, nested), about=meta), root, name)


def beside(found: tuple[Run, ...], clock: str) -> tuple[Run, float]:
    """The note in the margin, and the baseline of the nearest line of the text."""
    run = next(run for run in found if run.text == clock and run.x < 190)
    lines_ = [other.y for other in found if other.page == run.page and other.size == 10.5 and other.x > 195]
    return run, min(lines_, key=lambda y: abs(y - run.y))


@pytest.mark.parametrize("name", THEMES)
def test_moments_stand_in_the_margin_beside_their_lines(name: str, root: Path) -> None:
    found = runs(cited(name, root))
    for clock in ("1:01", "59:59"):
        run, line = beside(found, clock)
        assert run.y == pytest.approx(line, abs=0.2)
    starts = {run.x for run in found if run.x < 190 and re.fullmatch(r"\d:\d\d", run.text)}
    assert len(starts) == 1  # one edge: the digits are all as wide


def test_notes_beside_one_line_stand_below_each_other(root: Path) -> None:
    found = runs(cited("editorial", root))
    notes = sorted(run.y for run in found if run.x < 190 and run.size < 8 and run.y > 200)
    assert all(below - above > 7 for above, below in pairwise(notes))
    first, second = (next(run.y for run in found if run.text == clock and run.x < 190) for clock in ("1:01", "1:02"))
    assert second - first >= 19  # below its source's name


def test_without_the_mend_notes_lie_upon_each_other() -> None:
    assert weasyprint().__version__ in VERSIONS
    assert not floats.mend("70.1")


def test_where_the_margin_is_narrow_moments_are_footnotes(root: Path) -> None:
    files = Files(root)
    theme = dressed("editorial", files)
    narrow = replace(theme, handout=replace(theme.handout, left=mm(40), right=mm(40)))
    assert not sheet.beside(narrow, Paper.A4)
    essay = s.essay(s.section("i", None, s.p("Words ", s.cite(61), ". ", FootnoteReference("a", 1))),
                    footnotes=(s.note("a", 1, s.p("Said ", s.cite(62), ".")),))  # fmt: skip
    page, _ = handout.html(essay, narrow, files)
    assert page is not None
    assert re.findall(r'data-number="(\d)">(?:<a|Said)', page) == ["1", "2"]
    pdf, problems = handout.build(essay, narrow, files, s.MOMENT)
    assert problems == ()
    assert pdf is not None
    assert faults(pdf) == ()
    assert any(run.text.startswith("1:01") and run.y > 700 for run in runs(pdf))


def drawn(seed: int) -> Essay:
    """Some essay: paragraphs, lists, headings, code that a colon announces, citations, at random lengths."""
    chance = random.Random(seed)
    sections = []
    for number in range(chance.randint(3, 7)):
        blocks: list[Block] = []
        for _ in range(chance.randint(2, 7)):
            kind = chance.random()
            blocks.append(s.p(prose(chance), s.cite(chance.randint(1, 7000)), "."))
            if kind < 0.2:
                blocks.append(s.heading(3, f"HEADING {number}"))
                blocks.append(s.p(prose(chance)))
            elif kind < 0.4:
                blocks.append(s.p("ANNOUNCED:"))
                blocks.append(s.items(*(s.item(s.p(prose(chance, 2))) for _ in range(chance.randint(2, 4)))))
            elif kind < 0.6:
                blocks.append(s.p("ANNOUNCED:"))
                blocks.append(CodeBlock("n", 1, None, "\n".join("code" for _ in range(chance.randint(2, 9)))))
        sections.append(s.section(f"s{number}", f"SECTION {number}", *blocks))
    return s.essay(*sections, about=replace(s.meta(), sources=s.meta().sources[:1]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_no_page_ends_or_begins_badly(seed: int, root: Path) -> None:
    theme = s.editorial(Files(root))
    pdf = build(drawn(seed), root)
    assert faults(pdf) == ()
    left = theme.handout.left.pt - 1
    found = [r for r in runs(pdf) if r.x > left and theme.handout.top.pt < r.y < 842 - theme.handout.bottom.pt + 2]
    text = lines([run for run in found if run.x > 180 or run.size >= 11])
    pages = {page: [line for line in text if line[0] == page] for page, _, _ in text}
    for here, following in pairwise(pages.values()):
        last, first = here[-1][2], following[0][2]
        assert not last.startswith(("SECTION", "HEADING", "ANNOUNCED"))
        split = not last.rstrip().endswith((".", "code")) or first[:1].islower()
        if split:  # a paragraph goes over: two lines here, two there
            assert here[-1][1] - here[-2][1] < 15
            assert len(following) < 2 or following[1][1] - following[0][1] < 15
    assert len(pages[max(pages)]) > 2


@pytest.mark.slow
def test_no_last_page_of_two_lines_where_no_sources_follow(root: Path) -> None:
    for seed in (103, 108, 117):  # without the rule for it, the first of these ends so
        essay = drawn(seed)
        found = runs(build(replace(essay, meta=replace(essay.meta, sources=(), url=None)), root))
        text = lines(run for run in found if run.x > 180 and 68 < run.y < 770)
        assert sum(page == text[-1][0] for page, _, _ in text) > 3


def lowest(root: Path, last: str, *blocks: Block) -> int:
    """The page of the line ``last`` of ``blocks``, where what precedes them leaves it the last lines of page 1."""
    theme = dressed("editorial", Files(root))
    half = theme.handout.size.pt * theme.handout.leading / 2

    def where(paragraphs: int, points: int) -> tuple[int, float]:
        listed = s.items(*(s.item(s.p("Filling.")) for _ in range(points)))
        filling = [s.p("Filling.") for _ in range(paragraphs)]
        pdf = build(s.essay(s.section("i", None, *filling, listed, *blocks)), root)
        return next((page, y) for page, y, words in lines(runs(pdf)) if last in words)

    page, y = where(1, 1)
    assert page == 1
    free = int((842 - theme.handout.bottom.pt - y - 0.6 * half) // half)
    points = 2 * free % 3
    return where(1 + (free - 2 * points) // 3, 1 + points)[0]


def test_a_comparison_needs_no_more_room_than_its_lines(root: Path) -> None:
    """What stands in a grid keeps its margins: the last one of a side had to fit the page too."""
    sides = (s.heading(3, "Left"), s.items(s.item(s.p("here"))), s.heading(3, "Right"), s.items(s.item(s.p("there"))))
    assert lowest(root, "there", s.p("Two sides:"), s.div(DivKind.COMPARE, *sides)) == 1


def test_the_end_of_a_section_takes_no_figure_along(root: Path) -> None:
    code = CodeBlock("n", 1, None, "first\n" + "row\n" * 7 + "last")
    assert lowest(root, "last", code, s.p("The end. " + PROSE[0] * 3)) == 1


def test_a_list_stays_with_what_precedes_it_only_where_that_announces_it(root: Path) -> None:
    point = s.items(s.item(s.p(PROSE[0] + PROSE[1][:40])))
    assert lowest(root, "Told", s.p("Told."), point) == 1
    assert lowest(root, "Told", s.p("Told:"), point) == 2


def test_a_deep_list_breaks_between_its_levels(root: Path) -> None:
    deep = s.items(s.item(s.p("level 30")))
    for level in range(29, 0, -1):
        deep = s.items(s.item(s.p(f"level {level}"), deep))
    pdf = build(s.essay(s.section("i", None, *paragraphs(5), s.p("It follows:"), deep)), root)
    pages = [page for page, _, text in lines(runs(pdf)) if "level" in text]
    assert len(pages) == 30
    assert set(pages) == {1, 2}


def test_contents_from_five_pages_on(root: Path) -> None:
    def made(count: int) -> tuple[int, bool]:
        sections = tuple(s.section(f"s{i}", f"Section {i}", *paragraphs(4, i)) for i in range(count))
        pdf = build(s.essay(*sections), root)
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            pages = len(opened.pages)
        return pages, any(run.text.startswith("Contents") for run in runs(pdf))

    found = dict(made(count) for count in (3, 5, 6, 7, 8, 9, 10, 12))
    assert {pages >= LEAST for pages in found} == {True, False}
    assert found == {pages: pages >= LEAST for pages in found}


def numbered(root: Path) -> tuple[dict[str, int], dict[str, int]]:
    """The pages of the sections by their contents, and where they are."""
    sections = tuple(s.section(f"s{i}", f"Section {i}", *paragraphs(6, i)) for i in range(9))
    pdf, _ = handout.build(s.essay(*sections), dressed("editorial", Files(root)), Files(root), s.MOMENT)
    assert pdf is not None
    found = lines(runs(pdf))
    told = {m[1]: int(m[2]) for _, _, text in found if (m := re.fullmatch(r"(Section \d)\s*(\d+)", text.strip()))}
    heads = {text.strip(): page for page, _, text in found if re.fullmatch(r"Section \d", text.strip())}
    return told, heads


def test_contents_name_the_page_of_each_section(root: Path) -> None:
    told, heads = numbered(root)
    assert told == heads
    assert len(told) == 9


def test_the_stylesheet_numbers_the_contents_where_weasyprint_is_another(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weasyprint()
    import weasyprint.pdf as writing  # type: ignore[import-untyped]  # carries no types
    from weasyprint.pdf.tags import add_tags  # type: ignore[import-untyped]  # carries no types

    from pipeline.pdf import seam

    monkeypatch.setattr(writing, "add_tags", add_tags)
    monkeypatch.setattr(seam, "VERSIONS", frozenset())
    told, heads = numbered(root)
    assert told == heads
    assert len(told) == 9


def test_a_long_title_is_cut_in_the_running_head() -> None:
    assert running("Short") == "Short"
    made = running("A title of very many words: " * 200)
    assert len(made) <= LONGEST
    assert made.endswith("…")


def test_codes_are_large_enough_and_have_their_blank(root: Path) -> None:
    files = Files(root)
    page, _ = handout.html(s.sample(), s.editorial(files), files)
    assert page is not None
    form = r'<svg class="qr" role="img" width="([\d.]+)mm".*?viewBox="0 0 (\d+) \2"><title>(.*?)</title>'
    found = re.findall(form, page)
    assert [name for _, _, name in found] == ["QR code to example.org/sample", "QR code to youtu.be/abc"]
    assert all(float(side) / int(count) >= 0.4 for side, count, _ in found)
    assert MODULE * QUIET <= 2  # millimetres, which the stylesheet keeps at either side


def test_codes_can_be_left_out(root: Path) -> None:
    files = Files(root)
    essay = s.sample()
    quiet = replace(essay, meta=replace(essay.meta, handout=replace(essay.meta.handout, qr=False)))
    page, _ = handout.html(quiet, s.editorial(files), files)
    assert page is not None
    assert 'class="qr"' not in page


@pytest.mark.slow
@pytest.mark.parametrize("paper", list(Paper))
def test_a_code_on_paper_is_the_address(paper: Paper, root: Path, tmp_path: Path) -> None:
    from PIL import Image

    pdf = build(s.essay(s.section("i", None, s.p("x")), about=s.meta(paper)), root)
    (tmp_path / "a.pdf").write_bytes(pdf)
    dots = 16  # a module, at this resolution
    subprocess.run(
        ["pdftoppm", "-r", f"{dots * 25.4 / MODULE:.4f}", "-gray", "-l", "1", "-x", "0", "-y", "0", "a.pdf", "a"],
        cwd=tmp_path,
        check=True,
    )
    expected = modules("https://example.org/sample/")
    assert expected
    count = len(expected)
    with Image.open(next(tmp_path.glob("a*.pgm"))) as picture:

        def light(x: float, y: float) -> float:
            value = picture.getpixel((round(x), round(y)))
            assert isinstance(value, int | float)
            return value

        left = 24 / MODULE * dots
        upright = [light(left + 2, y) < 60 for y in range(picture.height)]
        seven = 7 * dots - 4  # the upper left corner of a code is a bar of seven modules
        top = next(y for y in range(len(upright) - seven) if all(upright[y + 2 : y + 2 + seven - 4]))
        half = dots / 2
        rows = tuple(
            "".join("01"[light(left + x * dots + half, top + y * dots + half) < 128] for x in range(count))
            for y in range(count)
        )
        assert rows == expected
        for x in range(-QUIET, count + QUIET):
            for y in (-QUIET, -1, count, count + QUIET - 1):
                assert light(left + (x + 0.5) * dots, top + (y + 0.5) * dots) > 200


def test_small_capitals_only_where_the_family_has_them(root: Path) -> None:
    files = Files(root)
    assert "--capitals: small-caps" in str(handout.html(s.sample(), dressed("editorial", files), files)[0])
    assert "--capitals: normal" in str(handout.html(s.sample(), dressed("stage", files), files)[0])


@pytest.mark.parametrize(
    ("lang", "word", "parts"),
    [
        ("de", "Donaudampfschifffahrtsgesellschaft", {"Donau", "dampf", "schiff"}),
        ("fr", "bibliothèque", {"biblio", "thèque"}),
        ("en", "typography", {"typo"}),
    ],
)
def test_words_are_divided_by_their_language(lang: str, word: str, parts: set[str], root: Path) -> None:
    words = [f"{'a' * (i % 9 + 1)} {word}" for i in range(60)]
    pdf = build(s.essay(s.section("i", None, s.p(" ".join(words))), about=s.meta(lang=lang)), root)
    ends = [text.rstrip("-").rsplit(" ", 1)[-1] for _, _, text in lines(runs(pdf)) if text.endswith("-")]
    assert ends
    assert all(word.startswith(end) for end in ends)
    assert any(end.endswith(tuple(parts)) for end in ends)
    assert not any("‐" in run.text for run in runs(pdf))
