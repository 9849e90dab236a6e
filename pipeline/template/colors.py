"""Colours of DrawingML (ECMA-376 Part 1, 20.1.2.3): a theme's scheme, the map laid over it, transforms."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.openxml import every, find
from pipeline.template.package import whole
from pipeline.theme import Color

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WHITE, BLACK = Color("FFFFFF"), Color("000000")
# Of ST_PresetColorVal (20.1.10.48) those that PowerPoint itself writes.
_PRESET = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF",
           "yellow": "FFFF00", "gray": "808080", "grey": "808080", "orange": "FFA500"}  # fmt: skip
_SYSTEM = {"window": "FFFFFF", "windowText": "000000"}
_FILLS = ("solidFill", "gradFill", "blipFill", "pattFill", "noFill")


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour with how much of it covers what is behind (1: all)."""

    color: Color
    alpha: float = 1.0

    def over(self, ground: Color) -> Color:
        """What is seen where it lies on ``ground``."""
        return mixed(ground, self.color, self.alpha)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A theme's colours by slot (``dk1`` …), as the map of a master or layout names them (``tx1`` …)."""

    slots: Mapping[str, Color]
    map: Mapping[str, str]

    def named(self, slot: str) -> Color | None:
        """The colour that ``schemeClr/@val`` stands for."""
        return self.slots.get(self.map.get(slot, slot))

    def paint(self, holder: Element | None, standing: Color | None = None) -> Paint | None:
        """The colour within ``holder`` (``a:solidFill`` …); ``standing`` stands for ``phClr``."""
        for element in () if holder is None else holder:
            base = self._base(element, standing)
            if base is not None:
                return _transformed(base, element)
        return None

    def fills(self, holder: Element | None, standing: Color | None = None) -> tuple[Paint, ...]:
        """The colours with which ``holder`` (``p:spPr``, ``p:bgPr``) is filled: several in a gradient."""
        for element in () if holder is None else holder:
            kind = str(element.tag).rpartition("}")[2]
            if kind == "solidFill":
                one = self.paint(element, standing)
                return () if one is None else (one,)
            if kind == "gradFill":
                stops = (self.paint(stop, standing) for stop in every(element, "a:gsLst/a:gs"))
                return tuple(one for one in stops if one is not None)
            if kind == "pattFill":
                pair = (self.paint(find(element, f"a:{side}Clr"), standing) for side in ("fg", "bg"))
                return tuple(one for one in pair if one is not None)
            if kind in _FILLS:
                return ()
        return ()

    def _base(self, element: Element, standing: Color | None) -> Color | None:
        kind, value = str(element.tag).rpartition("}")[2], element.get("val", "")
        match kind:
            case "srgbClr":
                return Color(value.upper()) if _is_hex(value) else None
            case "schemeClr":
                return standing if value == "phClr" else self.named(value)
            case "sysClr":
                last = element.get("lastClr") or _SYSTEM.get(value, "000000")
                return Color(last.upper()) if _is_hex(last) else None
            case "prstClr":
                return Color(_PRESET.get(value, "808080"))
            case "scrgbClr":
                shares = (whole(element.get(key)) / 100_000 for key in "rgb")
                return _color(*(_gamma(share) for share in shares))
            case "hslClr":
                hue, sat = whole(element.get("hue")) / 21_600_000, whole(element.get("sat")) / 100_000
                return _color(*colorsys.hls_to_rgb(hue, whole(element.get("lum")) / 100_000, sat))
            case _:
                return None

    def over(self, override: Element | None, theme: Element | None = None) -> Scheme:
        """The scheme under a layout's ``p:clrMapOvr``, and under its theme override (``a:themeOverride``)."""
        held = find(override, "a:overrideClrMapping")
        slots = {**self.slots, **_slots(find(theme, "a:clrScheme"))}
        return Scheme(slots, self.map if held is None else {str(k): str(v) for k, v in held.items()})


def scheme(theme: Element | None, mapped: Element | None) -> Scheme:
    """The scheme of a theme part, named by a master's ``p:clrMap``."""
    slots = {"dk1": BLACK, "lt1": WHITE, **_slots(find(theme, "a:themeElements/a:clrScheme"))}
    named = {} if mapped is None else {str(k): str(v) for k, v in mapped.items()}
    return Scheme(slots, {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", **named})


def _slots(held: Element | None) -> dict[str, Color]:
    """The colours of an ``a:clrScheme`` by slot."""
    bare = Scheme({}, {})
    found = {str(slot.tag).rpartition("}")[2]: bare.paint(slot) for slot in (() if held is None else held)}
    return {slot: one.color for slot, one in found.items() if one is not None}


def mixed(color: Color, other: Color, share: float) -> Color:
    """``share`` of ``other`` in ``color``, channel by channel."""
    return _color(*(one + (two - one) * share for one, two in zip(_channels(color), _channels(other), strict=True)))


def _transformed(color: Color, element: Element) -> Paint:
    """``color`` under the transforms within ``element``, in their order (20.1.2.3)."""
    alpha = 1.0
    channels = _channels(color)
    for change in element:
        kind, value = str(change.tag).rpartition("}")[2], _share(change.get("val", ""))
        if kind == "alpha":
            alpha = min(1.0, max(0.0, value))
        elif kind in ("tint", "shade"):
            linear = (_linear(one) for one in channels)
            channels = tuple(_gamma(one * value + (1 - value if kind == "tint" else 0)) for one in linear)
        elif kind in ("lumMod", "lumOff", "satMod", "satOff", "hueMod", "hueOff"):
            hue, lum, sat = colorsys.rgb_to_hls(*channels)
            lum = _bounded(lum * value if kind == "lumMod" else lum + value if kind == "lumOff" else lum)
            sat = _bounded(sat * value if kind == "satMod" else sat + value if kind == "satOff" else sat)
            # an angle in 60,000ths of a degree, where all else is in 1,000ths of a percent
            hue = (hue * value if kind == "hueMod" else hue + value / 216 if kind == "hueOff" else hue) % 1
            channels = colorsys.hls_to_rgb(hue, lum, sat)
        elif kind == "inv":
            channels = tuple(1 - one for one in channels)
        elif kind == "gray":
            channels = (sum(w * c for w, c in zip((0.299, 0.587, 0.114), channels, strict=True)),) * 3
    return Paint(_color(*channels), alpha)


def _share(value: str) -> float:
    try:
        return float(value.removesuffix("%")) / (100 if value.endswith("%") else 100_000)
    except ValueError:
        return 1.0


def _is_hex(value: str) -> bool:
    return len(value) == 6 and all(c in "0123456789abcdefABCDEF" for c in value)


def _bounded(value: float) -> float:
    return min(1.0, max(0.0, value))


def _channels(color: Color) -> tuple[float, ...]:
    return tuple(int(color.hex[at : at + 2], 16) / 255 for at in (0, 2, 4))


def _color(*channels: float) -> Color:
    return Color("".join(f"{round(_bounded(one) * 255):02X}" for one in channels))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    channel = _bounded(channel)
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
