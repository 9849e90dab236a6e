from __future__ import annotations

import pytest
from lxml import etree

from pipeline.formulas import formula

M = "{m}"
# What stands for each in Office MathML (ECMA-376 Part 1, 22.1.2).
OBJECTS = [
    (r"\frac{a}{b}", "f"),
    (r"\sqrt{x}", "rad"),
    (r"x^2", "sSup"),
    (r"x_i", "sSub"),
    (r"x_i^2", "sSubSup"),
    (r"\hat{x}", "acc"),
    (r"\overline{ab}", "bar"),
    (r"\underbrace{a+b}", "groupChr"),
    (r"\sum_i x", "nary"),
    (r"\lim_{x\to0} x", "limLow"),
    (r"\left(x\right)", "d"),
    (r"\begin{matrix}a&b\\c&d\end{matrix}", "m"),
    (r"\begin{aligned}a&=b\\&=c\end{aligned}", "eqArr"),
    (r"\boxed{x}", "borderBox"),
    (r"\phantom{x}y", "phant"),
]


def omml(tex: str) -> etree._Element:
    found = formula(tex, display=True)
    assert found is not None
    return etree.fromstring(f'<x xmlns:m="m">{found.omml}</x>')


@pytest.mark.parametrize(("tex", "name"), OBJECTS)
def test_each_has_its_object(tex: str, name: str) -> None:
    assert len(list(omml(tex).iter(f"{M}{name}"))) == 1


def test_a_sum_takes_what_follows_up_to_the_relation() -> None:
    (operand,) = omml(r"\sum_i x_i = y").findall(".//{m}nary/{m}e")
    assert "".join(operand.itertext()) == "xi"


def test_words_are_upright_and_text_is_normal() -> None:
    found = omml(r"\sin x \text{ for all } y")
    styles = [(run.findtext("{m}t"), [child.tag for child in run.iterfind("{m}rPr/*")]) for run in found.iter("{m}r")]
    assert styles[0] == ("sin", ["{m}sty"])
    assert (" for all ", ["{m}nor"]) in styles


def test_sides_of_equations_are_aligned_at_their_sign() -> None:
    texts = ["".join(e.itertext()) for e in omml(r"\begin{aligned}a&=b\\&=c\end{aligned}").iter("{m}e")]
    assert texts == ["a&=b", "&=c"]


def test_signs_of_xml_are_escaped() -> None:
    assert "".join(omml("a<b").itertext()) == "a<b"
