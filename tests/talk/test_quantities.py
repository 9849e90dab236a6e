"""What is a number with its unit, in the formats of several languages, and what is not."""

import pytest

from pipeline.talk.quantities import quantity

QUANTITIES = (
    "1,240,000 riders a day",
    "3 Liter pro Tag",
    *("42 %", "42%", "42 %", "% 42", "٤٢٪", "3.5 ‰", "+12 %", "−3 °C", "~200 km", "≈ 7 GW", "< 1 %", "≥ 99.9 %"),
    *(
        "$3 bn",
        "$3bn",
        "$3 billion",
        "€1,5 Mio.",
        "1,5 Mio. Euro",
        "1.5 million people",
        "US$40",
        "CHF 3’000",
        "100 kr",
    ),
    *("3×", "3x", "2.5 ×", "10 years", "10 000 km", "10 000 km", "1’000 Franken", "120 km/h", "9,81 m/s²", "5 kWh"),
    *("½ litre", "1½ hours", "10–20 %", "3 – 5 days", "9 of 10", "1 in 5", "9 von 10", "3 sur 4", "3:1", "3/4"),
    *(
        "3倍",
        "42万人",
        "10年",
        "500만명",
        "3 Mrd. Euro",
        "2 milliards d’euros",
        "per cent"[:0] + "12 per cent",
        "40 Prozent",
    ),
    *("1,000,000 words", "2000 m", "50 млн", "1 million", "5 times", "10 years."),
)
NONE = (
    *("", "42", "1,000,000", "2023", "2023 election", "1984 novels", "It is 42 %", "42 % of all commits"),
    *("ten years", "10 years of waiting for it", "%", "a 3", "v2", "42 people agreed", "section 3", "3.", "10 –"),
    "12 " + "w" * 30,
)


@pytest.mark.parametrize("text", QUANTITIES)
def test_a_number_with_its_unit(text: str) -> None:
    assert quantity(text)


@pytest.mark.parametrize("text", NONE)
def test_what_is_none(text: str) -> None:
    assert not quantity(text)
