"""The handout as PDF: valid, the same each time, in the theme's fonts, and safe."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import page as validation
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from pipeline import handout
from pipeline.document import Block, CodeBlock, Emphasis, Essay, Figure, FootnoteReference, Quotation, Text
from pipeline.files import Files
from pipeline.meta import Paper
from pipeline.pdf.check import faults
from pipeline.pdf.reading import dump
from pipeline.problems import Problems, Severity
from pipeline.theme import Theme
from tests.handout import sample as s
from tests.pdf.sound import unsound

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, so that fontconfig reads the fonts once."""
    folder = tmp_path_factory.mktemp("handout")
    s.place(folder)
    return folder


def build(essay: Essay, root: Path, theme: Theme | None = None) -> tuple[bytes, Problems]:
    files = Files(root)
    pdf, problems = handout.build(essay, theme or s.editorial(files), files, s.MOMENT)
    assert pdf is not None, problems
    return pdf, problems


def without_missing_glyphs(essay: Essay) -> Essay:
    """The sample without its one character that no font of the theme has: such a PDF cannot be valid."""
    first, lists, *rest = essay.sections
    blocks = tuple(block for block in lists.blocks if block.line != 33)
    return replace(essay, sections=(first, replace(lists, blocks=blocks), *rest))


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_everything_is_valid_on_both_papers(paper: Paper, size: tuple[int, int], root: Path) -> None:
    pdf, problems = build(without_missing_glyphs(s.sample(paper)), root)
    assert problems == ()
    assert unsound(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert {tuple(round(float(x)) for x in page.MediaBox[2:]) for page in opened.pages} == {size}


def test_what_a_reader_of_tags_meets(root: Path, golden: Callable[[Path, str], None]) -> None:
    pdf, _ = build(without_missing_glyphs(s.sample()), root)
    golden(HERE / "expected" / "sample.txt", dump(pdf))


def test_weasyprint_alone_is_not_valid_so_the_checks_can_fail(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.pdf.startup import weasyprint

    weasyprint()
    import weasyprint.pdf as writing  # type: ignore[import-untyped]  # carries no types
    from weasyprint.pdf.tags import add_tags  # type: ignore[import-untyped]  # carries no types

    monkeypatch.setattr(writing, "add_tags", add_tags)
    files = Files(root)
    page, _ = handout.html(without_missing_glyphs(s.sample()), s.editorial(files), files)
    base = f"{(root / s.PATH).parent.as_uri()}/"
    pdf = weasyprint().HTML(string=page, base_url=base).write_pdf(pdf_variant="pdf/ua-1")
    rules = {failure.rule_id for failure in validation.validate_pdf_bytes(pdf, profile="ua1").failures}
    assert {"PDFUA1-LI-KIDS-001", "PDFUA1-HEADING-NESTING-001", "PDFUA1-LINK-LINK-TAG-001"} <= rules
    told = set(faults(pdf))
    assert {"a list item is not a label and a body", "a figure has no alternate text"} <= told
    assert {"it claims PDF/UA-1, not PDF/A and PDF/UA", "a header cell does not say what it heads"} <= told
    assert {"page 2: a link is not printed", "page 2: what is painted is told 0 times"} <= told


def test_metadata(root: Path) -> None:
    pdf, _ = build(s.sample(), root)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        about = {key: str(value) for key, value in opened.docinfo.items()}
        assert about["/Title"] == "A Sample & Its <Title>"
        assert about["/Author"] == "Ada Lovelace, C. Babbage"
        assert about["/Keywords"] == "type, paper"
        assert about["/CreationDate"] == about["/ModDate"] == "D:20260301120000+00'00"
        assert str(opened.Root.Lang) == "en"
        names = {str(note.Contents) for page in opened.pages for note in page.get("/Annots", ())}
        assert "at 1:01 in A Talk" in names


def test_the_fonts_are_the_themes_alone(root: Path) -> None:
    pdf, _ = build(without_missing_glyphs(s.sample()), root)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = {str(f.BaseFont).partition("+")[2] for page in opened.pages for f in page.Resources.Font.values()}
    assert {"Source-Serif-Pro", "Source-Sans-Pro-Bold", "Liberation-Mono"} <= fonts
    assert {name for name in fonts if not name.startswith(("Source-Se", "Source-Sa", "Liberation-Mono"))} == set()


SCRIPT = """
import hashlib, pathlib, sys
from dataclasses import replace
from tests.handout import sample as s
from tests.pdf.sound import unsound
from pipeline import handout
from pipeline.files import Files
files = Files(pathlib.Path(sys.argv[1]))
essay = s.sample()
essay = replace(essay, meta=replace(essay.meta, handout=replace(essay.meta.handout, source=True)))
pdf, problems = handout.build(essay, s.editorial(files), files, s.MOMENT)
print(hashlib.sha256(pdf).hexdigest())
"""


def in_process(
    script: str, *arguments: str, cwd: Path = s.ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(s.ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_same_bytes_twice_and_in_other_processes(root: Path, tmp_path: Path) -> None:
    """Another folder to work in, home, place for temporary files, hash seed, language and hour; a file attached."""
    s.place(tmp_path)
    for folder in (root, tmp_path):
        (folder / s.PATH).write_text("---\ntitle: Sample\n---\n")
    first, _ = build(with_source(s.sample()), root)
    assert build(with_source(s.sample()), root)[0] == first
    for name in ("home", "temporary", "elsewhere"):
        (tmp_path / name).mkdir()
    from pipeline.files import digest

    made = in_process(
        SCRIPT,
        str(tmp_path),
        cwd=tmp_path / "elsewhere",
        PYTHONHASHSEED="7",
        LC_ALL="C",
        LANG="tr_TR.UTF-8",
        TZ="Asia/Tokyo",
        HOME=str(tmp_path / "home"),
        XDG_CACHE_HOME=str(tmp_path / "home"),
        TMPDIR=str(tmp_path / "temporary"),
    )
    assert (made.stdout.strip(), made.stderr) == (digest(first), "")


def with_source(essay: Essay) -> Essay:
    """``essay``, whose handout holds its source."""
    return replace(essay, meta=replace(essay.meta, handout=replace(essay.meta.handout, source=True)))


KINDS = {
    "four-inks.jpg": "CMYK",
    "four-inks.tiff": "CMYK",
    "grey.jpg": "L",
    "see-through.png": "RGBA",
    "see-through-grey.png": "LA",
    "palette.png": "P",
    "black-and-white.png": "1",
    "deep.png": "I;16",
    "old.gif": "RGB",
    "new.webp": "RGB",
    "raw.bmp": "RGB",
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_picture_can_be_kept(name: str, root: Path) -> None:
    Picture.new(KINDS[name], (40, 30)).save((root / s.PATH).with_name(name))
    pdf, problems = build(s.essay(s.section("i", None, s.p("x"), Figure("n", 12, name, "a picture", None))), root)
    assert problems == ()
    assert unsound(pdf) == []
    assert "Figure alt “a picture”" in dump(pdf)


def test_a_character_without_a_glyph_is_told_with_its_line(root: Path) -> None:
    _, problems = build(s.sample(), root)
    assert [(problem.code, problem.place.line) for problem in problems] == [("handout-glyph", 33)]
    assert "日" in problems[0].message


def test_a_broken_picture_is_told_with_its_line(root: Path) -> None:
    (root / s.PATH).with_name("broken.png").write_bytes(b"\x89PNG not really")
    figure = Figure("n", 12, "broken.png", "broken", None)
    pdf, problems = build(s.essay(s.section("i", None, s.p("x"), figure)), root)
    assert [(problem.code, problem.place.line) for problem in problems] == [("handout-picture", 12)]
    assert problems[0].severity is Severity.WARNING
    assert "`broken.png`" in problems[0].message
    assert unsound(pdf) == []


@pytest.mark.parametrize(
    "rule",
    [
        "body { background: url(file:///etc/passwd) }",
        "body { background: url(https://example.org/x.png) }",
        "body { background: url(../../../../../../etc/passwd) }",
        "@import 'https://example.org/x.css';",
        "@font-face { font-family: X; src: url(file:///etc/passwd) }",
        "body { background: url(link.png) }",
    ],
)
def test_nothing_is_read_outside(rule: str, root: Path, tmp_path: Path) -> None:
    link = (root / s.PATH).with_name("link.png")
    link.unlink(missing_ok=True)
    link.symlink_to("/etc/passwd")
    (tmp_path / "handout").mkdir()
    (tmp_path / "handout" / "handout.css").write_text(rule)
    files = Files(root)
    theme = replace(s.editorial(files), folder=tmp_path)
    pdf, problems = handout.build(s.essay(s.section("i", None, s.p("x"))), theme, files, s.MOMENT)
    assert pdf is not None
    assert problems
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert not any(str(path).startswith("/etc") for path in (*files.read, *files.absent))


@pytest.mark.parametrize(
    "piece",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<p><a rel="attachment" href="file:///etc/passwd">x</a></p>',
        '<p><a rel="attachment" href="https://example.org/x">x</a></p>',
        '<img alt="x" src="https://example.org/x.png">',
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="file://example.org/share/x.png">',
        '<img alt="x" src="../../../etc/passwd">',
        '<img alt="x" src="%2e%2e/%2e%2e/secret.png">',
        '<img alt="x" src="file:///theme/../../secret.png">',
        '<img alt="x" src="out/secret.png">',
        '<img alt="x" src="ftp://example.org/x.png">',
        '<object data="file:///etc/passwd" type="image/png">x</object>',
        '<link rel="stylesheet" href="https://example.org/x.css">',
    ],
)
def test_nothing_foreign_is_embedded(piece: str, root: Path, tmp_path: Path) -> None:
    """Whatever a theme's template asks for; ``out`` is a link out of the essay's folder."""
    folder = (root / s.PATH).parent
    (root / "secret.png").write_bytes(folder.joinpath("small.png").read_bytes())
    (folder / "out").unlink(missing_ok=True)
    (folder / "out").symlink_to(root)
    (tmp_path / "handout").mkdir()
    (tmp_path / "handout" / "title.html.j2").write_text(f"{piece}<h1>x</h1>")
    files = Files(root)
    pdf, problems = build(s.essay(s.section("i", None, s.p("x"))), root, replace(s.editorial(files), folder=tmp_path))
    assert problems
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert not any("secret" in str(path) or str(path).startswith("/etc") for path in (*files.read, *files.absent))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.attachments) == 0
        assert not any(
            "/Subtype" in o and o.Subtype == "/FileAttachment"
            for o in opened.objects
            if isinstance(o, pikepdf.Dictionary)
        )


def test_a_mistake_in_a_themes_style_is_told_at_its_line(root: Path, tmp_path: Path) -> None:
    (tmp_path / "handout").mkdir()
    (tmp_path / "handout" / "handout.css").write_text("p { color: red }\np { colour: red }\n")
    theme = replace(s.editorial(Files(root)), folder=tmp_path)
    _, (problem,) = build(s.essay(s.section("i", None, s.p("x"))), root, theme)
    assert problem.code == "handout-style"
    assert (problem.place.path, problem.place.line) == (str(tmp_path / "handout" / "handout.css"), 2)
    assert " at " not in problem.message  # the line of the page's style, which nobody wrote


def test_a_mistake_in_a_themes_other_style_is_told_there(root: Path, tmp_path: Path) -> None:
    (tmp_path / "handout").mkdir()
    (tmp_path / "handout" / "from-right.css").write_text("p { color: red }\n\nli { colour: red }\n")
    theme = replace(s.editorial(Files(root)), folder=tmp_path, right_to_left=True)
    _, problems = build(s.essay(s.section("i", None, s.p("x"))), root, theme)
    told = [problem.place for problem in problems if problem.code == "handout-style"]
    assert [(place.path, place.line) for place in told] == [(str(tmp_path / "handout" / "from-right.css"), 3)]


def test_a_face_that_is_not_there_is_an_error(root: Path) -> None:
    files = Files(root)
    theme = s.editorial(files)
    serif = theme.families["serif"]
    lost = replace(serif, faces=replace(serif.faces, package="font_that_is_not_there"))
    broken = replace(theme, families={**theme.families, "serif": lost})
    pdf, problems = handout.build(s.sample(), broken, files, s.MOMENT)
    assert pdf is None
    assert {problem.code for problem in problems} == {"font-missing"}


MISSING = """
import _cffi_backend, sys
from tests.handout import sample as s
from tests.pdf.sound import unsound
from pipeline import handout
from pipeline.files import Files
import pathlib
class FFI(_cffi_backend.FFI):
    def dlopen(self, name, *flags): raise OSError(f"cannot load library '{name}'")
if sys.argv[2] == "short":
    _cffi_backend.FFI = FFI
else:
    import cffi
    cffi.FFI.dlopen = FFI.dlopen
files = Files(pathlib.Path(sys.argv[1]))
pdf, problems = handout.build(s.sample(), s.editorial(files), files, s.MOMENT)
assert pdf is None
print(*problems, sep="\\n")
"""


@pytest.mark.parametrize("way", ["short", "plain"])
def test_without_pango_only_a_problem_with_the_command_to_type(way: str, root: Path) -> None:
    build(s.essay(s.section("i", None, s.p("x"))), root)  # whose declarations the short way needs
    made = in_process(MISSING, str(root), way)
    assert made.stderr == ""
    assert "error[pango-missing]" in made.stdout
    assert "cannot load library 'libgobject-2.0-0'" in made.stdout
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in made.stdout
    assert "brew install pango" in made.stdout


def test_a_build_folder_that_cannot_be_written(tmp_path: Path) -> None:
    s.place(tmp_path)
    (tmp_path / "build").write_text("a file where the folder would be")
    pdf, problems = build(s.essay(s.section("i", None, s.p("x"))), tmp_path)
    assert pdf.startswith(b"%PDF-")
    assert problems == ()


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("marked", [(), ((1, 1),)])
def test_a_long_line_of_code_may_be_marked_and_numbered(
    numbered: bool, marked: tuple[tuple[int, int], ...], root: Path
) -> None:
    code = CodeBlock("n", 1, "python", f"x = {'1 + ' * 60}1", marked=marked, numbered=numbered)
    pdf, problems = build(s.essay(s.section("i", None, code)), root)
    assert pdf.startswith(b"%PDF-")
    assert problems == ()


words = st.lists(st.sampled_from([*s.WORDS.split(), "—", "“so”", "naïve", "a/b"]), min_size=1, max_size=40).map(
    " ".join
)
leaves = st.one_of(
    st.builds(s.p, words),
    st.builds(lambda text: s.p(text, FootnoteReference("a", 1)), words),
    st.builds(lambda text: s.p(Emphasis((Text(text),)), " ", s.cite(90)), words),
    st.builds(s.heading, st.integers(3, 6), words),
    st.builds(s.table, st.integers(1, 4)),
    st.builds(lambda text: CodeBlock("n", 1, None, text), words),
)


def lists(below: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    one = st.lists(below, min_size=1, max_size=3).map(lambda blocks: s.item(*blocks))
    made = st.builds(
        lambda given, ordered, tight: s.items(*given, ordered=ordered, tight=tight),
        st.lists(one, min_size=1, max_size=3),
        st.booleans(),
        st.booleans(),
    )
    quoted = st.lists(below, min_size=1, max_size=2).map(lambda b: Quotation("n", 1, tuple(b), (Text("Me"),)))
    return st.one_of(made, quoted)


blocks = st.recursive(leaves, lists, max_leaves=6)


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(blocks, min_size=1, max_size=6), words)
def test_any_essay_is_valid(root: Path, made: list[Block], text: str) -> None:
    about = s.essay(s.section("i", None, *made), footnotes=(s.note("a", 1, s.p(text)),))
    pdf, problems = build(about, root)
    assert problems == ()
    assert unsound(pdf) == []
