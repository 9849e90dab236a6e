"""Pictures: found, judged by what they are, never trusted."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from pipeline.document import Figure, Link, Text, Width
from pipeline.units import inch, mm, px
from tests.source.conftest import Reads


@pytest.fixture
def folder(tmp_path: Path, reads: Reads) -> Path:
    reads("")
    return tmp_path / "content" / "essay"


def claimed(path: Path, width: int, height: int, held: int = 1) -> None:
    """A PNG that claims a size, and holds so many bytes of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(held), 1))
        + chunk(b"IEND", b"")
    )
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp"])
def test_pictures_of_every_kind_are_taken(name: str, folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3), "red").save(folder / name)
    essay, problems = reads(f"![Red]({name})\n")
    assert essay is not None
    assert not problems
    figure = essay.sections[0].blocks[0]
    assert isinstance(figure, Figure)
    assert (figure.src, figure.alt) == (name, "Red")


def test_a_picture_in_a_folder_below(folder: Path, reads: Reads) -> None:
    (folder / "more pictures").mkdir()
    Image.new("RGB", (4, 3)).save(folder / "more pictures" / "ä.png")
    for written in ("<more pictures/ä.png>", "more%20pictures/%C3%A4.png"):
        essay, problems = reads(f"![Red]({written})\n")
        assert essay is not None
        assert not problems
        figure = essay.sections[0].blocks[0]
        assert isinstance(figure, Figure)
        assert figure.src == "more pictures/ä.png"


@pytest.mark.parametrize(
    ("side", "held", "code"),
    [
        (9_000, 9_000 * 9_001, []),
        (9_000, 9_000 * 9_001 - 1, ["figure-unreadable"]),
        (12_000, 1, ["figure-too-large"]),
        (60_000, 1, ["figure-too-large"]),
    ],
)
def test_the_size_is_bounded_without_unpacking(
    side: int, held: int, code: list[str], folder: Path, reads: Reads
) -> None:
    claimed(folder / "a.png", side, side, held)
    _, problems = reads("![a](a.png)\n")
    assert [p.code for p in problems] == code


def test_broken_pictures(folder: Path, reads: Reads) -> None:
    Image.effect_noise((200, 200), 60).save(folder / "whole.jpg")
    data = (folder / "whole.jpg").read_bytes()
    (folder / "half.jpg").write_bytes(data[: len(data) // 2])
    (folder / "text.png").write_text("text")
    (folder / "empty.png").write_bytes(b"")
    _, problems = reads("![a](half.jpg)\n\n![a](text.png)\n\n![a](empty.png)\n\n![a](whole.jpg)\n")
    assert [(p.code, p.place.line) for p in problems] == [
        ("figure-unreadable", 4),
        ("figure-unreadable", 6),
        ("figure-unreadable", 8),
    ]


@pytest.mark.parametrize("name", ["語" * 90 + ".png", "a/" * 2100 + "a.png"])
def test_a_name_that_no_file_can_have(name: str, reads: Reads) -> None:
    _, problems = reads(f"![a]({name})\n\n``` chart\nkind: bar\ndata: {'x' * 300}.csv\n```\n")
    assert [(p.code, p.place.line) for p in problems] == [("figure-missing", 4), ("chart-data-missing", 8)]


def test_a_link_out_of_the_folder(folder: Path, tmp_path: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(tmp_path / "out.png")
    (folder / "a.png").symlink_to(tmp_path / "out.png")
    (folder / "b").symlink_to(tmp_path)
    _, problems = reads("![a](a.png) and ![b](b/out.png)\n")
    assert [p.code for p in problems] == ["figure-outside", "figure-outside"]


def test_pillow_is_imported_for_figures_only() -> None:
    told = "import sys; from pipeline.source import read; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    names = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert not {"PIL", "weasyprint", "pptx", "jinja2", "lxml", "pygments"} & set(names)


@pytest.mark.parametrize(
    ("said", "width"),
    [
        ("50%", Width(share=0.5)),
        ("8cm", Width(length=mm(80))),
        ("300", Width(length=px(300))),
        ("300px", Width(length=px(300))),
        ("1.5in", Width(length=inch(1.5))),
        ("100%", Width(share=1.0)),
    ],
)
def test_a_width_is_a_share_or_a_length(said: str, width: Width, folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    essay, problems = reads(f"![Red](a.png){{width={said}}}\n")
    assert essay is not None
    assert not problems
    figure = essay.sections[0].blocks[0]
    assert isinstance(figure, Figure)
    assert figure.width == width


@pytest.mark.parametrize("said", ["wide", "50vw", "0", "-3cm", '"5 apples"', "150%", "calc(1px)"])
def test_what_is_no_width_is_told(said: str, folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    _, problems = reads(f"Words.\n\n![Red](a.png){{width={said}}}\n")
    assert [(p.code, p.place.line) for p in problems] == [("figure-width", 6)]


def test_whose_a_picture_is_may_hold_links(folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    credit = "Photo: [Ada](https://example.org/ada), 'CC BY'"
    essay, problems = reads(f'![Red](a.png){{credit="{credit}"}}\n')
    assert essay is not None
    assert not problems
    figure = essay.sections[0].blocks[0]
    assert isinstance(figure, Figure)
    ada = Link((Text("Ada"),), "https://example.org/ada", None, 4)
    assert figure.credit == (Text("Photo: "), ada, Text(", ‘CC BY’"))
    _, problems = reads('![Red](a.png){credit="[Ada](javascript:alert)"}\n')
    assert [p.code for p in problems] == ["link-forbidden"]


@pytest.mark.parametrize(
    ("matter", "told"),
    [
        ("cover: a.png", ["alt-missing"]),
        ("cover: {path: a.png, alt: Red}", []),
        ('cover: {path: a.png, alt: Red, credit: "Ada"}', []),
        ("cover: {path: gone.png, alt: Red}", ["figure-missing"]),
        ("cover: {path: ../../a.png, alt: Red}", ["figure-outside"]),
        ("cover: {path: https://example.org/a.png, alt: Red}", ["figure-remote"]),
        ("cover: {file: a.png}", ["unknown-key", "missing-key"]),
        ("cover: [a.png]", ["wrong-type"]),
    ],
)
def test_a_cover_is_a_picture_of_the_front_matter(matter: str, told: list[str], folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    essay, problems = reads("Words.\n", matter=f"title: T\n{matter}")
    assert essay is not None
    assert sorted(p.code for p in problems) == sorted(told)
    assert all(p.place.line == 3 for p in problems)
    assert (essay.cover is None) == any(code != "alt-missing" for code in told)
    if essay.cover:
        assert (essay.cover.src, essay.cover.line) == ("a.png", 3)


def test_a_name_that_says_another_kind_is_told_and_the_picture_taken(folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    (folder / "a.png").rename(folder / "a.jpg")
    (folder / "b.png").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>')
    essay, problems = reads("![a](a.jpg)\n\n![b](b.png)\n")
    assert essay is not None
    assert [(p.code, p.hint) for p in problems] == [
        ("figure-extension", "rename it to a.png"),
        ("figure-extension", "rename it to b.svg"),
    ]
    assert len(essay.sections[0].blocks) == 2


def test_links_that_lead_to_one_another_lead_nowhere(folder: Path, reads: Reads) -> None:
    (folder / "a.png").symlink_to(folder / "b.png")
    (folder / "b.png").symlink_to(folder / "a.png")
    _, problems = reads("![a](a.png)\n")
    assert [p.code for p in problems] == ["figure-outside"]


def test_a_picture_within_a_line_has_no_width_and_that_is_told(folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    _, problems = reads("Words ![a](a.png){width=50%} and more.\n")
    assert [(p.code, p.place.line) for p in problems] == [("attributes-unused", 4)]


@pytest.mark.parametrize(
    ("written", "told", "hint"),
    [
        ("![a](RED.PNG)", "there is no file `RED.PNG`", "did you mean `red.png`? Capitals make a difference"),
        ("![a]()", "no picture is named here", "between the brackets"),
        (f"![a](data:image/png;base64,{'A' * 5000})", "AAAA…` is not in the essay's folder", "save the picture"),
    ],
)
def test_a_name_that_leads_to_no_file_is_told_in_brief(
    written: str, told: str, hint: str, folder: Path, reads: Reads
) -> None:
    Image.new("RGB", (4, 3)).save(folder / "red.png")
    _, (problem,) = reads(f"{written}\n")
    assert told in problem.message
    assert problem.hint is not None
    assert hint in problem.hint
    assert len(problem.message) < 200


def test_a_caption_below_a_term_keeps_its_attributes(folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    body = (
        "Term\n:   What it means.\n\n![A field](a.png){.full}\n\n: In bloom, see @fig:a {#fig:a credit=Ada width=50%}\n"
    )
    essay, problems = reads(body)
    assert essay is not None
    assert problems == ()
    figure = essay.sections[0].blocks[1]
    assert isinstance(figure, Figure)
    assert (figure.attributes.id, figure.credit, figure.width) == ("fig:a", (Text("Ada"),), Width(share=0.5))
    assert "{" not in str(figure.caption)


def test_what_only_looks_like_a_caption_below_a_term_stays(folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    essay, _ = reads("![A field](a.png)\n: One {.a}\n: Two {.b}\n")
    assert essay is not None
    assert "{.a}" in str(essay.sections[0].blocks)


def test_a_class_that_is_mistyped_is_told_and_somebody_elses_is_not(folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(folder / "a.png")
    _, problems = reads("![A field](a.png){.ful .besides .full .my-own}\n")
    assert {(p.code, p.place.line, p.hint) for p in problems} == {
        ("unknown-attribute", 4, "did you mean `full`?"),
        ("unknown-attribute", 4, "did you mean `beside`?"),
    }


def test_a_png_that_moves_is_told_to_stand_still(folder: Path, reads: Reads) -> None:
    frames = [Image.new("RGB", (4, 3), colour) for colour in ("red", "blue")]
    for name, told in (("a.png", ["figure-still"]), ("a.gif", []), ("a.webp", [])):
        frames[0].save(folder / name, save_all=True, append_images=frames[1:])
        assert [p.code for p in reads(f"![Two]({name})\n")[1]] == told
