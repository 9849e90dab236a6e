from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.formulas import Formula, faults, formula

# What an author writes, the line of text that stands for it, and how it is read aloud.
KNOWN = [
    (r"x^2 + y^2 = z^2", "x² + y² = z²", "x squared plus y squared equals z squared"),
    (r"\frac{a+b}{c}", "(a + b)/c", "the fraction a plus b over c, end fraction"),
    (r"2\frac{a}{b}c", "2(a/b)c", "2 a over b c"),
    (r"\sqrt[3]{x+1}", "∛(x + 1)", "the cube root of x plus 1, end root"),
    (r"\sum_{i=1}^{n} i", "∑ᵢ₌₁ⁿ i", "the sum from i equals 1 to n of i"),
    (r"\int_0^1 f(x)\,\mathrm{d}x", "∫₀¹ f(x) dx", "the integral from 0 to 1 of f of x d x"),
    (r"\lim_{x\to 0} f(x)", "lim_(x→0) f(x)", "the limit as x to 0 of f of x"),
    (r"\binom{n}{k}", "C(n, k)", "n choose k"),
    (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)", "a 2 by 2 matrix: row 1: a, b; row 2: c, d"),
    (
        r"\begin{cases} 1 & \text{if $x>0$} \\ 0 & \text{else} \end{cases}",
        "{1, if x > 0; 0, else",
        "2 cases: 1 if x is greater than 0; 0 else",
    ),
    (r"\hat{x} \ne \vec{v}", "x̂ ≠ v⃗", "x hat is not equal to vector v"),
    (r"x \not= y", "x ≠ y", "x is not equal to y"),
    (r"\mathbb{R} \ni \mathrm{sin}\,x", "ℝ ∋ sin x", "the real numbers contains sin x"),
    (r"1{,}5\,\text{kg}", "1,5 kg", "1,5 kg"),
    (r"-1 - (-2)", "−1 − (−2)", "minus 1 minus open bracket minus 2 close bracket"),
    (r"2ex + 3 in", "2ex + 3in", "2 e x plus 3 i n"),
    (r"\operatorname*{arg\,max}_x f", "arg maxₓ f", "arg max sub x f"),
    (r"f''(x)", "f″(x)", "f double prime of x"),
    (r"e^{-x^2}", "e^(−x²)", "e to the power of minus x squared, end power"),
    (r"\bigl\{ x \bigr\}", "{x}", "open brace x close brace"),
    (r"\Big\langle x \Big\rVert", "⟨x‖", "open angle bracket x double bar"),
    (r"20^\circ\mathrm{C}", "20°C", "20 degrees C"),
    (r"\check{x} A^\top", "x̌A^⊤", "x check A transposed"),
    (r"\overbrace{a+b}^{2}", "(a + b) [2]", "a plus b with 2 above"),
    (r"\underbrace{a+b}_{\text{cost}} c", "(a + b) [cost]c", "a plus b with cost below c"),
    (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}", "[1; 2]", "a 2 by 1 matrix: row 1: 1; row 2: 2"),
    (r"\begin{array}{c} a \\ b \end{array}", "a; b", "2 lines: a; b"),
    (r"\ln x", "ln x", "natural log x"),
    (
        r"\sum_{\substack{i<n \\ j \text{ odd}}} x",
        "∑_(i < n; j odd) x",
        "the sum over i is less than n; j odd of x",
    ),
    (r"\mathcal{L} = \mathfrak{g} + \mathbf{v}", "ℒ = g + v", "L equals g plus bold v"),
    (r"\boxed{x=1} \cancel{y}", "[x = 1]y̶", "boxed x equals 1 struck out y"),
    (r"\left( a \middle| b \right)", "(a|b)", "open bracket a bar b close bracket"),
    (r"\left. x \right|_0", "x|₀", "x bar sub 0"),
    (r"a\hspace{1em}b\phantom{c}d", "a b d", "a b d"),
    (r"\operatorname{rank}(A) \bmod 2", "rank(A) mod 2", "rank of A modulo 2"),
    (
        r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
        "a, b; c, d",
        "a 2 by 2 matrix: row 1: a, b; row 2: c, d",
    ),
    ("–x² + y¹⁰", "−x² + y¹⁰", "minus x squared plus y to the power of 10"),
]

# What is wrong, by its code, and how far into the source it is found.
WRONG = [
    (r"\alhpa", "formula-unknown", 0),
    (r"x + \foo{y}", "formula-unknown", 4),
    (r"\frac{a}", "formula-argument", 0),
    ("x^", "formula-argument", 1),
    ("{x", "formula-braces", 0),
    ("x}", "formula-braces", 1),
    (r"\left( x", "formula-left-right", 0),
    (r"\right)", "formula-left-right", 0),
    (r"\begin{aligned} x", "formula-environment", 0),
    (r"\begin{aligned} x \end{cases}", "formula-environment", 18),
    (r"\begin{foo} x \end{foo}", "formula-environment", 0),
    (r"\begin{array} x \end{array}", "formula-environment", 0),
    ("a & b", "formula-alignment", 2),
    ("x_1_2", "formula-scripts", 0),
    ("a $ b", "formula-dollar", 2),
    (r"\def\a{\a}\a", "formula-command", 0),
    (r"\newcommand{\x}{\x\x}\x", "formula-command", 0),
    (r"\href{http://example.org}{x}", "formula-command", 0),
    (r"\includegraphics{x}", "formula-command", 0),
    (r"\color{red} x", "formula-command", 0),
    (r"\label{x}", "formula-command", 0),
    (r"\text{\alpha}", "formula-unknown", 0),
    ("x" * 10_000, "formula-too-long", 0),
    ("{" * 30 + "x" + "}" * 30, "formula-too-deep", 24),
    (r"\sqrt " * 300 + "x", "formula-too-deep", 0),
    ("日本", "formula-glyph", 0),
    ("\u202ex", "formula-glyph", 0),
    (r"\,", "formula-empty", 0),
    ("%", "formula-unread", 0),
    (r"\begin{cases}\end{cases}", "formula-unread", 0),
    (r"\middle| x", "formula-unread", 0),
    (r"x\hspace{2}", "formula-argument", 1),
    (r"x\substack y", "formula-argument", 1),
    (r"x\operatorname{a\alpha}", "formula-unknown", 1),
]


def read(tex: str) -> Formula:
    found = formula(tex, display=True)
    assert found is not None, faults(tex, display=True)
    return found


@pytest.mark.parametrize(("tex", "text", "spoken"), KNOWN, ids=[tex for tex, *_ in KNOWN])
def test_a_formula_is_written_in_a_line_and_read_aloud(tex: str, text: str, spoken: str) -> None:
    found = read(tex)
    assert not faults(tex, display=True)
    assert found.text == text
    assert found.spoken("en") == spoken


@pytest.mark.parametrize(("tex", "code", "at"), WRONG, ids=[tex[:30] for tex, *_ in WRONG])
def test_what_is_wrong_is_told_where_it_is(tex: str, code: str, at: int) -> None:
    begun = time.perf_counter()
    found = faults(tex, display=True)
    assert (found[0].code, found[0].at) == (code, at)
    assert found[0].hint
    assert time.perf_counter() - begun < 5


def test_a_mistyped_command_is_told_once_with_the_nearest() -> None:
    found = faults(r"\alhpa + \alhpa", display=False)
    assert [fault.hint for fault in found] == [r"did you mean `\alpha`?"]


def test_other_languages_have_their_own_words() -> None:
    half = read(r"\frac{1}{2} \le \sqrt{x}")
    assert half.spoken("de-AT") == "1 durch 2 kleiner oder gleich Wurzel aus x"
    assert half.spoken("fr") == "1 sur 2 inférieur ou égal à racine carrée de x"
    assert half.spoken("tlh") == half.spoken("en")


def test_lines_stand_under_one_another_in_a_text() -> None:
    assert read(r"\begin{aligned} a &= b \\ &= c \end{aligned}").lines == ("a = b", "= c")
    assert read(r"a = b \\ c = d").lines == ("a = b", "c = d")


def test_only_what_a_line_can_show_is_linear() -> None:
    assert [read(tex).is_linear for tex in ("x_i^2 + 1", r"\hat x", r"\frac12", r"\sqrt x", "x^{y^z}")] == [
        True,
        True,
        False,
        False,
        False,
    ]


# Whatever is typed between two dollar signs.
PIECES = st.sampled_from(
    (
        *"abx12+-=<>(){}[]^_&|,.'~ ",
        *(r"\alpha", r"\frac", r"\sqrt", r"\left(", r"\right)", r"\sum", r"\int", r"\\", r"\text{w}", r"\hat"),
        *(r"\begin{cases}", r"\end{cases}", r"\begin{matrix}", r"\end{matrix}", r"\mathbb", r"\not", r"\over"),
        *(r"\limits", r"\overline", r"\big", r"\,", r"\hline", r"\substack", r"\operatorname{f}", r"\middle|"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_written_is_told_or_can_be_shown(tex: str) -> None:
    if faults(tex, display=True):
        return
    found = read(tex)
    assert found.text
    assert found.spoken("en")
    etree.fromstring(found.mathml)
    etree.fromstring(f'<x xmlns:m="m">{found.omml}</x>')
    assert found.drawn.tall >= 0
