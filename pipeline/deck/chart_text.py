"""What all parts of a chart share: values, places, looks of text (ECMA-376 Part 1, 21.2)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.deck.shapes import NO_LINE
from pipeline.deck.theme_part import fill
from pipeline.deck.xml import Xml, element, text
from pipeline.layouts import Color as Role
from pipeline.units import pt

# Sixty-thousandths of a degree (ST_Angle, 20.1.10.3): not to be seen, but LibreOffice breaks only names that are flat.
_HARDLY = 1


def value(name: str, held: str | float) -> Xml:
    """``c:name`` with its ``val``."""
    return element(f"c:{name}", {"val": held if isinstance(held, str | int) else f"{held:.12g}"})


def properties(*looks: Xml) -> Xml:
    """``c:spPr``."""
    return element("c:spPr", None, *looks)


def layout(x: float, y: float, wide: float | None = None, high: float | None = None, *, inner: bool = False) -> Xml:
    """``c:layout``: a place in shares of the chart's room; ``inner`` leaves the axes' words out of it."""
    parts = [value("layoutTarget", "inner")] if inner else []
    parts += [value("xMode", "edge"), value("yMode", "edge"), value("x", round(x, 5)), value("y", round(y, 5))]
    if wide is not None and high is not None:
        parts += [value("w", round(wide, 5)), value("h", round(high, 5))]
    return element("c:layout", None, element("c:manualLayout", None, *parts))


def _run(name: str, size: float, role: Role, lang: str | None = None, *, bold: bool = False) -> Xml:
    faces = (
        element(f"a:{script}", {"typeface": f"+mn-{code}"})
        for script, code in (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
    )
    return element(name, {"lang": lang, "sz": round(size * 100), "b": int(bold)}, fill(role), *faces)


def text_properties(size: float, lang: str, role: Role = Role.INK, *, flat: bool = True) -> Xml:
    """``c:txPr``: text of ``size`` points in the colour of ``role``; ``flat`` lets it break."""
    body = element("a:bodyPr", {"rot": 0 if flat else _HARDLY, "vert": "horz"})
    paragraph = element(
        "a:p", None, element("a:pPr", None, _run("a:defRPr", size, role)), element("a:endParaRPr", {"lang": lang})
    )
    return element("c:txPr", None, body, element("a:lstStyle"), paragraph)


def line(pieces: Sequence[tuple[str, Role, bool]], size: float, lang: str) -> Xml:
    """``a:p``: a line of text from the left, in pieces: words, their colour, whether they are bold."""
    runs = (
        element("a:r", None, _run("a:rPr", size, role, lang, bold=bold), element("a:t", None, text(words)))
        for words, role, bold in pieces
    )
    _, role, bold = pieces[0]
    return element("a:p", None, element("a:pPr", {"algn": "l"}, _run("a:defRPr", size, role, bold=bold)), *runs)


def rich(*lines: Xml) -> Xml:
    """``c:rich``: lines of text that are not turned."""
    body = element("a:bodyPr", {"rot": 0, "vert": "horz", "wrap": "none", "anchor": "t"})
    return element("c:rich", None, body, element("a:lstStyle"), *lines)


def said(*, value_: bool = False, category: bool = False, series: bool = False) -> tuple[Xml, ...]:
    """What a data label shows."""
    return (
        value("showLegendKey", 0),
        value("showVal", int(value_)),
        value("showCatName", int(category)),
        value("showSerName", int(series)),
        value("showPercent", 0),
        value("showBubbleSize", 0),
    )


HAIRLINE = pt(0.75)
UNDRAWN = properties(element("a:noFill"), NO_LINE)  # neither ground nor outline
