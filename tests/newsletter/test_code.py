"""Code in a mail: whole, to be copied as it is, its kinds told without styles, marked lines on their own ground."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.html

from pipeline.document import CodeBlock
from pipeline.newsletter.check import check_html
from pipeline.problems import Place
from tests.newsletter.made import made, part
from tests.newsletter.sample import META, essay, para, section

TEXT = 'def f(x):\n\treturn "a" + x  # why\n\n' + "y = f(" + '"long ", ' * 300 + "1)\n" + "class A: pass\n" + "z" * 5000


def html(marked: tuple[tuple[int, int], ...] = ()) -> str:
    block = CodeBlock("n9", 9, "python", TEXT, marked=marked, chosen=((1, 2),), numbered=True)
    return part(made(essay(section("s", "Section", para("Text."), block), meta=META)), "html")


def pres(page: str) -> list[str]:
    return ["".join(pre.itertext()) for pre in lxml.html.fromstring(page).iter("pre")]


def test_the_code_is_whole_and_has_no_numbers_and_no_breaks_of_ours() -> None:
    assert pres(html()) == [TEXT]
    assert "\n".join(pres(html(((2, 3),)))) == TEXT


def test_kinds_are_elements_so_that_they_stay_without_styles() -> None:
    bare = re.sub(r'<style.*?</style>| (style|class)="[^"]*"', "", html(), flags=re.DOTALL)
    assert "<b>def </b><b>f</b>(x):" in bare
    assert "<i># why</i>" in bare


def test_marked_lines_are_a_cell_with_a_bar_that_holds_without_a_style_element() -> None:
    page = re.sub(r"<style.*?</style>", "", html(((2, 2),)), flags=re.DOTALL)
    (cell,) = [cell for cell in lxml.html.fromstring(page).iter("td") if "marked" in (cell.get("class") or "").split()]
    assert "border-left: 3px solid" in (cell.get("style") or "")
    assert "".join(cell.itertext()).strip() == 'return "a" + x  # why'


def test_every_colour_of_it_has_one_for_the_dark() -> None:
    style = "".join(re.findall(r"<style.*?</style>", html(), re.DOTALL))
    dark = style.partition("prefers-color-scheme: dark")[2]
    assert all(name in dark for name in (".c-d", ".c-s", ".c-c", ".marked"))


def test_it_keeps_the_rules_of_mails() -> None:
    codes = {problem.code for problem in check_html(html(((2, 2),)), Place("mail"))}
    assert codes & {"mail-contrast", "mail-table", "mail-width", "mail-client", "mail-style", "mail-line"} == set()


def test_the_text_part_has_all_of_it_and_shows_what_is_marked() -> None:
    block = CodeBlock("n9", 9, "python", "one\n  two\nthree", marked=((2, 2),), chosen=((3, 3),))
    said = part(made(essay(section("s", "Section", para("Text."), block), meta=replace(META))), "plain")
    assert "    one\n  >   two\n    three\n" in said
