"""Numbers as languages write them, and as a workbook does."""

from __future__ import annotations

import pytest

from pipeline.charts.numbers import Wording, places


@pytest.mark.parametrize(
    ("lang", "unit", "value", "decimals", "said"),
    [
        ("en", "", 1234.5, 1, "1,234.5"),
        ("de", "", 1234.5, 1, "1.234,5"),
        ("fr", "", 1234.5, 1, "1\u202f234,5"),
        ("de-CH", "", 1234.5, 1, "1’234.5"),
        ("ja", "", 1234, 0, "1,234"),
        ("en", "%", 12, 0, "12%"),
        ("de", "%", 12, 0, "12\u00a0%"),
        ("en", "$", -3, 2, "−$3.00"),
        ("de", "€", 3, 0, "3\u00a0€"),
        ("en", "mm", 3, 0, "3"),
        ("en", "", -0.4, 0, "0"),
    ],
)
def test_numbers_are_written_as_the_language_does(lang: str, unit: str, value: float, decimals: int, said: str) -> None:
    assert Wording(lang, unit).said(value, decimals) == said


def test_formats_of_a_workbook() -> None:
    assert Wording("en", "%").format(1) == '#,##0.0"%"'
    assert Wording("de", "€").format(0) == '#,##0"\u00a0€"'
    assert Wording("en", "$").format(2) == '"$"#,##0.00'
    assert Wording("en", '"').format(0) == '#,##0"\u00a0"'


def test_decimals_are_those_that_were_written() -> None:
    assert places((3.2, 1.7e-17)) == 1
    assert places((1.0, 2.0)) == 0
    assert places((0.1, 0.25)) == 2
    assert places((1 / 3,)) == 6
    assert places(()) == 0
