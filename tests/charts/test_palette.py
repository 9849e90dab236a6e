"""Series are told apart in every theme: by who sees no red, no green, no blue, or no colour at all; and off the ground.

The simulations are those of Machado, Oliveira and Fernandes (2009) for full deficiency, in linear sRGB; differences
are CIEDE2000 (CIE 142-2001).
"""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from pipeline.charts.palette import CONTRAST, marks
from pipeline.theme import Color, Palette
from tests.charts.desk import THEMES, theme

Triple = tuple[float, float, float]
_SEEN: dict[str, tuple[Triple, Triple, Triple]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}


def linear(color: Color) -> Triple:
    channels = [int(color.hex[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def seen(color: Color, by: str) -> Triple:
    """The colour in CIE Lab (D65) as who has ``by`` sees it."""
    rgb = linear(color)
    red, green, blue = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in _SEEN[by])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: Triple, other: Triple) -> float:
    """CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh = 0.0 if not c1 * c2 else ((h2 - h1 + 180) % 360) - 180
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = (h1 + h2) % 360 if not c1 * c2 else (h1 + dh / 2) % 360
    t = (
        1
        - 0.17 * math.cos(math.radians(mean_h - 30))
        + 0.24 * math.cos(math.radians(2 * mean_h))
        + 0.32 * math.cos(math.radians(3 * mean_h + 6))
        - 0.20 * math.cos(math.radians(4 * mean_h - 63))
    )
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    turn = 60 * math.exp(-(((mean_h - 275) / 25) ** 2))
    rt = -2 * math.sqrt(mean_c**7 / (mean_c**7 + 25**7)) * math.sin(math.radians(turn))
    big_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    parts = ((l2 - l1) / sl, (c2 - c1) / sc, big_h / sh)
    return math.sqrt(sum(p * p for p in parts) + rt * parts[1] * parts[2])


def test_the_difference_is_that_of_the_standard() -> None:
    """Two pairs of Sharma, Wu and Dalal (2005), table 1."""
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-3)
    assert difference((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=1e-3)


def palettes() -> list[Palette]:
    return [palette for name in THEMES for palette in (theme(name).light, theme(name).dark)]


@pytest.mark.parametrize("palette", palettes(), ids=lambda p: p.accent.hex)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_every_tone_stands_off_every_ground(palette: Palette, count: int) -> None:
    for mark in marks(palette, count):
        color = mark.tone.color(palette)
        for ground in (palette.paper, palette.panel):
            assert color.contrast(ground) >= CONTRAST, (color.hex, ground.hex)


@pytest.mark.parametrize("palette", palettes(), ids=lambda p: p.accent.hex)
@pytest.mark.parametrize("by", _SEEN)
@pytest.mark.parametrize(("count", "least"), [(2, 11.0), (3, 11.0), (4, 7.0), (6, 4.0)])
def test_tones_differ_for_every_eye(palette: Palette, by: str, count: int, least: float) -> None:
    """A difference of 2.3 is just noticed. From four series on hatching, dashes and markers tell them apart as well."""
    found = [seen(mark.tone.color(palette), by) for mark in marks(palette, count)]
    assert min(difference(one, other) for one, other in combinations(found, 2)) >= least


@pytest.mark.parametrize("palette", palettes(), ids=lambda p: p.accent.hex)
def test_close_tones_are_told_apart_without_colour(palette: Palette) -> None:
    six = marks(palette, 6)
    assert len({mark.marker for mark in six}) == 6
    assert len({(mark.hatch, mark.tone) for mark in six}) == 6
    assert sum(mark.hatch is not None for mark in six) == 3
    assert len({mark.dash for mark in six}) == 4


def test_the_first_series_wears_the_accent() -> None:
    for palette in palettes():
        for count in (1, 3):
            assert marks(palette, count)[0].tone.color(palette) == palette.accent
