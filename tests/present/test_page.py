"""``deck.html`` as a file: alone, closed to strangers, the same twice, and no larger than it must be."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
import uharfbuzz  # type: ignore[import-untyped]  # carries no types

from pipeline import present
from pipeline.faces import ScriptFaces
from pipeline.fitted import Run, TextBox, TextParagraph
from pipeline.problems import Place
from tests.conftest import ROOT
from tests.present.decks import THEMES, Fitted, fitted


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    return fitted("whole-everything", "editorial", tmp_path_factory.mktemp("page"))


def page(one: Fitted) -> str:
    data, problems = present.build(one.deck, one.essay, one.theme, one.files)
    assert data is not None
    assert problems == ()
    return data.decode()


def test_the_same_bytes_twice(everything: Fitted) -> None:
    assert page(everything) == page(everything)


def test_its_own_style_and_script_are_all_that_runs(everything: Fitted) -> None:
    html = page(everything)
    tree = lxml.html.fromstring(html)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (found,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert tree.xpath("//*[@style]") == []
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []


def test_it_holds_all_that_it_shows(everything: Fitted) -> None:
    html = page(everything)
    tree = lxml.html.fromstring(html)
    assert tree.xpath("//link | //iframe | //object | //base") == []
    assert all(str(src).startswith("data:image/") for src in tree.xpath("//@src"))
    assert len(tree.xpath("//img")) == 1
    assert set(re.findall(r"url\((.{5})", html)) == {'"data'}


@pytest.mark.parametrize("name", THEMES)
def test_each_letter_has_a_face(name: str, tmp_path: Path) -> None:
    one = fitted("whole-everything", name, tmp_path)
    html = page(one)
    faces: dict[str, set[int]] = {}
    for family, data in re.findall(r'font-family:"deck-(\w+)";[^}]*?base64,([^"]+)', html):
        face = uharfbuzz.Face(base64.b64decode(data))
        faces.setdefault(family, set()).update(face.unicodes)
    assert set(faces) >= {one.theme.deck.heading, one.theme.deck.body, "mono", "signs"}
    titles = {
        letter
        for slide in one.deck.slides
        for shape in slide.shapes
        if isinstance(shape, TextBox) and shape.slot == "title"
        for paragraph in shape.paragraphs
        for letter in paragraph.runs[0].text
    } - {"\v"}
    assert {letter for letter in titles if ord(letter) not in faces[one.theme.deck.heading]} == set()
    assert faces["signs"] <= {ord(sign) for sign in "•□■"}
    assert len(html) < 400_000


def test_what_an_essay_says_stays_text(everything: Fitted) -> None:
    bad = '</style></script><img src=x onerror=alert(1)>"&<!--'
    slide = everything.deck.slides[1]
    (title,) = (shape for shape in slide.shapes if isinstance(shape, TextBox) and shape.slot == "title")
    runs = (Run(bad), Run("x", link="javascript:alert(1)"), Run("y", link=f'https://e.org/"{bad}', link_name=bad))
    worse = replace(title, paragraphs=(TextParagraph(runs),))
    shapes = tuple(worse if shape is title else shape for shape in slide.shapes)
    notes = (TextParagraph((Run(bad),)),)
    slides = (everything.deck.slides[0], replace(slide, shapes=shapes, notes=notes), *everything.deck.slides[2:])
    deck = replace(everything.deck, slides=slides, footer=bad)
    meta = replace(everything.essay.meta, title=bad, summary=bad)
    html = page(replace(everything, deck=deck, essay=replace(everything.essay, meta=meta)))
    tree = lxml.html.fromstring(html)
    assert len(tree.xpath("//img")) == 1
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//title")[0].text == bad
    assert not any(str(href).startswith("javascript") for href in tree.xpath("//@href"))
    assert bad in tree.xpath(f"//section[@id='{slide.id}']//h2")[0].text_content()


def test_links_tell_where_they_lead_and_hold_their_words(everything: Fitted) -> None:
    tree = lxml.html.fromstring(page(everything))
    slides = {str(one) for one in tree.xpath("//section/@id")}
    links = tree.xpath("//section//a[not(.//*[local-name()='svg'])]")
    assert len(links) > 8
    for link in links:
        words, name = " ".join(link.text_content().split()), link.get("aria-label")
        assert name is None or words.lower() in name.lower()
        href = link.get("href")
        assert href[1:] in slides if href.startswith("#") else link.get("rel") == "noopener noreferrer"
    (moment,) = {str(one.get("aria-label")) for one in links if one.text_content() == "4:10"}
    assert moment == "at 4:10 in The Measure of a Page"


def test_the_page_that_lists_words_has_them_in_every_language() -> None:
    from pipeline.present.words import _WORDS, Words

    for lang, words in _WORDS.items():
        assert lang == "en" or words != Words()
        assert words.place.count("{}") == 3


def test_the_script_keeps_nothing_and_sends_nothing() -> None:
    script = (ROOT / "themes" / "base" / "present" / "present.js").read_text(encoding="utf-8")
    for word in ("fetch(", "XMLHttp", "Storage", "cookie", "innerHTML", "eval", "import("):
        assert word not in script


def test_a_script_that_the_family_lacks_has_its_own_face(tmp_path: Path) -> None:
    one = fitted("whole-everything", "editorial", tmp_path)
    folder = ROOT / "themes" / "base" / "fonts"
    files = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", None, None)
    hebrew = ScriptFaces("Hebr", "Liberation Sans", *files, None, folder, Place("theme.yaml"))
    theme = replace(one.theme, scripts={"Hebr": hebrew})
    slide = one.deck.slides[1]
    word = TextParagraph((Run("שלום"), Run("world"), Run("שלום", bold=True)), rtl=True)
    shapes = tuple(replace(shape, paragraphs=(word,)) for shape in slide.shapes if isinstance(shape, TextBox))
    deck = replace(one.deck, slides=(replace(slide, shapes=shapes),))
    html = page(replace(one, deck=deck, theme=theme))
    held = re.findall(r'font-family:"deck-Hebr";font-weight:(\d+);[^}]*?base64,([^"]+)', html)
    assert [weight for weight, _ in held] == ["400", "700"]
    assert all(set(uharfbuzz.Face(base64.b64decode(data)).unicodes) == {ord(c) for c in "שלום"} for _, data in held)
    assert '"deck-serif","deck-Hebr",serif' in html
