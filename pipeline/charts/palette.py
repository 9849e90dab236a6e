"""How the series of a chart are told apart: by lightness first, then by hue, hatching, dashes and markers.

Colours are derived from the theme's accent and its muted colour as Office derives its own (``a:lumMod``,
``a:lumOff``, ECMA-376 Part 1, 20.1.2.3.20 and .21), so that a native chart can name them by their place in the theme.
Each keeps 3:1 against every ground that a chart stands on (WCAG 2.2, 1.4.11), and lies as far from the others in CIE
lightness as that lets it: so it does for who sees no colours, and on a grey print.
"""

from __future__ import annotations

import colorsys
import enum
from dataclasses import dataclass
from functools import lru_cache

from pipeline.theme import Color, Palette

CONTRAST = 3.0  # WCAG 2.2, 1.4.11
_WHOLE = 100_000  # ST_PositivePercentage (20.1.10.42) of 100 %
_DARKEST, _LIGHTEST = 8.0, 95.0  # CIE L*: beyond, hues cannot be told
_APART = 15.0  # L*: from this distance on two fills need no hatching
_ENOUGH = 16.0  # and from this one on they need not be farther from one another


class Source(enum.StrEnum):
    """The colour of the palette that a tone is made of."""

    ACCENT = "accent"
    MUTED = "muted"


class Hatch(enum.StrEnum):
    """What a fill is crossed with: ``ST_PresetPatternVal`` (20.1.10.51)."""

    UP = "wdUpDiag"
    DOTS = "smGrid"
    DOWN = "wdDnDiag"


class Dash(enum.StrEnum):
    """``ST_PresetLineDashVal`` (20.1.10.49)."""

    SOLID = "solid"
    DASHED = "dash"
    DOTTED = "sysDot"
    LONG = "lgDashDot"


class Marker(enum.StrEnum):
    """``ST_MarkerStyle`` (21.2.3.27)."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    CROSS = "x"
    PLUS = "plus"


@dataclass(frozen=True, slots=True)
class Tone:
    """A colour by its source in the palette; its HSL lightness times ``mod`` plus ``off``, 100,000 being all."""

    source: Source
    mod: int = _WHOLE
    off: int = 0

    def color(self, palette: Palette) -> Color:
        """The colour itself."""
        base = palette.accent if self.source is Source.ACCENT else palette.muted
        hue, light, saturation = _hls(base)
        return _rgb(hue, min(1.0, max(0.0, light * self.mod / _WHOLE + self.off / _WHOLE)), saturation)


@dataclass(frozen=True, slots=True)
class Mark:
    """How one series is drawn."""

    tone: Tone
    hatch: Hatch | None
    dash: Dash
    marker: Marker


_DASHES = (Dash.SOLID, Dash.DASHED, Dash.SOLID, Dash.DOTTED, Dash.SOLID, Dash.LONG)
_HATCHES = (None, Hatch.UP, None, Hatch.DOWN, None, Hatch.DOTS)
_MARKERS = tuple(Marker)


@lru_cache
def marks(palette: Palette, count: int) -> tuple[Mark, ...]:
    """The looks of ``count`` series on the paper or panel of ``palette``, the accent first."""
    levels, apart = _levels(palette, count)
    made = []
    for n, level in enumerate(levels):
        source = Source.ACCENT if n % 2 == 0 else Source.MUTED
        tone = Tone(source) if n == 0 and level == _lightness(palette.accent) else _tone(source, level, palette)
        hatch = _HATCHES[n % 6] if apart < _APART else None
        made.append(Mark(tone, hatch, _DASHES[n % 6] if count > 2 else Dash.SOLID, _MARKERS[n % 6]))
    return tuple(made)


def _levels(palette: Palette, count: int) -> tuple[list[float], float]:
    """``count`` values of L* in the order of the series, and the least distance of two of them."""
    low, high = _range(palette)
    own = min(max(_lightness(palette.accent), low), high)
    if count == 1:
        return [own], high - low
    dark = palette.paper.luminance < palette.ink.luminance
    best: list[float] = []
    least, quietest = 0.0, (0.0, 0)
    for below in range(count):
        above = count - 1 - below
        steps = ((own - low) / below if below else 999.0, (high - own) / above if above else 999.0)
        # Where it is enough, nearer to the ground: what is not the accent stands back.
        quiet = (min(*steps, _ENOUGH), below if dark else above)
        if quiet > quietest:
            least, quietest = min(steps), quiet
            best = [own - steps[0] * (i + 1) for i in range(below)] + [own + steps[1] * (i + 1) for i in range(above)]
    order = [own]
    while best:  # next is what lies farthest from all that were taken
        farthest = max(best, key=lambda level: min(abs(level - taken) for taken in order))
        best.remove(farthest)
        order.append(farthest)
    return order, least


def _range(palette: Palette) -> tuple[float, float]:
    """The values of L* that keep their contrast to paper and panel."""
    grounds = [palette.paper.luminance, palette.panel.luminance]
    if palette.paper.luminance > palette.ink.luminance:
        most = (min(grounds) + 0.05) / (CONTRAST * 1.03) - 0.05
        return _DARKEST, max(_DARKEST + 1, _l_star(most))
    least = (max(grounds) + 0.05) * CONTRAST * 1.03 - 0.05
    return min(_LIGHTEST - 1, _l_star(least)), _LIGHTEST


def _tone(source: Source, level: float, palette: Palette) -> Tone:
    """The tone of ``source`` whose CIE lightness is ``level``, found by halving."""
    base = palette.accent if source is Source.ACCENT else palette.muted
    hue, light, saturation = _hls(base)
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        if _lightness(_rgb(hue, middle, saturation)) < level:
            low = middle
        else:
            high = middle
    if high <= light:
        return Tone(source, round(high / light * _WHOLE) if light else _WHOLE)
    mod = round((1 - high) / (1 - light) * _WHOLE)
    return Tone(source, mod, round((high - light * mod / _WHOLE) * _WHOLE))


def _hls(color: Color) -> tuple[float, float, float]:
    red, green, blue = (int(color.hex[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return colorsys.rgb_to_hls(red, green, blue)


def _rgb(hue: float, light: float, saturation: float) -> Color:
    return Color("".join(f"{round(c * 255):02X}" for c in colorsys.hls_to_rgb(hue, light, saturation)))


def _lightness(color: Color) -> float:
    return _l_star(color.luminance)


def _l_star(luminance: float) -> float:
    """CIE 1976 L* of a relative luminance (CIE 15:2004, 8.2.1)."""
    return 116 * luminance ** (1 / 3) - 16 if luminance > 216 / 24389 else luminance * 24389 / 27
