from __future__ import annotations

import pytest

from pipeline.document import MathBlock
from pipeline.newsletter.formulas import shown
from tests.newsletter.made import theme

SUM = " + ".join(f"a_{{{i}}} x^{{{i}}}" for i in range(20)) + " = 0"
WHOLE = r"\frac{" + " + ".join(f"a_{{{i}}} x^{{{i}}}" for i in range(9)) + "}{b}"


@pytest.mark.parametrize(("tex", "most"), [("x = y", 80), (SUM, 452), (WHOLE, 536)])
def test_a_formula_is_broken_so_that_a_phone_shows_it(tex: str, most: int) -> None:
    """One that cannot be broken is as wide as the text at the most."""
    one = shown(MathBlock("m1", 1, tex), theme())
    assert one is not None
    assert one.drawing.width <= most
