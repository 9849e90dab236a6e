from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import etree

from pipeline.formulas import faults, formula
from pipeline.formulas.breaking import chunks, within
from pipeline.formulas.drawing import Drawn, drawn

ROOT = Path(__file__).resolve().parents[2]
LONG = "f(x) = " + " + ".join(f"a_{{{n}}} x^{{{n}}}" for n in range(20)) + " = 0"


def shape(tex: str, *, display: bool = True) -> Drawn:
    found = formula(tex, display=display)
    assert found is not None
    return found.drawn


def test_the_baseline_is_where_letters_stand() -> None:
    assert shape("x").depth < 0.05  # the x of the face goes a little below
    assert shape("y").depth > 0.15
    assert shape(r"\frac{a}{b}").depth > 0.5
    assert shape(r"\sum_{i}^{n} i").height > shape(r"\sum_{i}^{n} i", display=False).height


def test_all_ink_lies_within_the_size() -> None:
    import io

    import resvg_py
    from PIL import Image

    for tex in (
        "f",
        r"\int f",
        r"\overbrace{a+b}^{n}",
        r"\begin{array}{c|c}\hline 1&2\\\hline 3&4\end{array}",
        r"\vec{v}",
    ):
        svg = shape(tex).svg("#000000", 100.0, pad=0.1, ground="#FFFFFF")
        image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("L")
        edges = (image.crop((0, 0, image.width, 3)), image.crop((0, 0, 3, image.height)))
        assert all(edge.getextrema()[0] == 255 for edge in edges), tex
        assert image.getextrema()[0] == 0, tex


def test_the_same_formula_is_the_same_drawing_in_any_process() -> None:
    made_of = r"formula(r'\hat{x}=\sqrt{\frac ab}', display=True).drawn.svg('#123456', 20)"
    code = f"from pipeline.formulas import formula; print({made_of})"
    made = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_a_drawing_is_one_path_in_its_ink() -> None:
    svg = etree.fromstring(shape(r"\boxed{x}\cancel{y}\overline{z}").svg("#ABCDEF", 16.0))
    (path,) = svg.findall("{*}path")
    assert path.get("fill") == "#ABCDEF"


def test_a_long_formula_is_broken_before_its_signs() -> None:
    found = formula(LONG, display=True)
    assert found is not None
    whole = found.drawn
    assert whole.width > 40
    tree, lines = within(found.tree, 20.0, display=True)
    assert lines.width <= 20.0
    assert lines.tall > 3 * whole.tall
    assert drawn(tree, display=True) == lines


def test_what_fits_is_not_broken() -> None:
    found = formula("x = y", display=True)
    assert found is not None
    assert within(found.tree, 20.0, display=True) == (found.tree, found.drawn)


def test_a_formula_in_a_line_may_end_it_after_a_relation() -> None:
    found = formula("a + b = c < d", display=False)
    assert found is not None
    assert len(chunks(found.tree)) == 3


def test_whole_pixels_keep_the_baseline() -> None:
    svg, height, depth = shape(r"\frac{a}{b}").grounded("#000", "#FFF", 17.0, pad=2)
    assert f'height="{height}"' in svg
    assert depth >= shape(r"\frac{a}{b}").depth * 17 + 2


@pytest.mark.parametrize("opens", [r"\left(", r"\frac{1}{", r"\sqrt{1+", r"\overline{a", "x^{", r"\underbrace{"])
def test_nesting_costs_no_more_than_its_depth(opens: str) -> None:
    depth = 11
    closes = r"\right)" if opens == r"\left(" else "}"
    begun = time.perf_counter()
    assert faults(opens * depth + "x" + closes * depth, display=True) == ()
    assert time.perf_counter() - begun < 3
