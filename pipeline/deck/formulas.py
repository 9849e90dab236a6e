"""Formulas on slides: Office MathML for PowerPoint, which sets and edits it, and a picture for all other programs.

``mc:AlternateContent`` (ECMA-376 Part 3, 9.3) holds both: the choice is for who knows DrawingML's ``a14:m``
(MS-ODRAWXML 2.2.1), PowerPoint 2010 and later.
"""

from __future__ import annotations

from pipeline.deck.pictures import SHARP, Media, blip
from pipeline.deck.shapes import RECTANGLE, properties, text_box, transform
from pipeline.deck.text import Voice, hundredths, language
from pipeline.deck.xml import Xml, element
from pipeline.fitted import FormulaBox
from pipeline.openxml import NAMESPACES
from pipeline.pictures.drawings import drawing
from pipeline.theme import Theme

_NAME = "Formula"
# The prefix of that namespace, which any would do for. LibreOffice knows it as `a14` without looking where it leads,
# takes the choice, and shows nothing; by this one it takes the picture.
_OWN = "math14"
# The box is as large as the formula: nothing is broken in it and nothing shrinks.
_BODY = element(
    "a:bodyPr",
    {"wrap": "none", "lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0, "rtlCol": 0, "anchor": "ctr"},
    element("a:noAutofit"),
)


def formula(id: int, box: FormulaBox, media: Media, theme: Theme, voice: Voice) -> Xml:
    """``box`` as a shape of its own, told by how it is read aloud."""
    drawn = drawing(box.svg.replace("currentColor", theme.slides.ink.css).encode())
    shown = media.drawn(drawn, max(1, round(box.box.width.inches * SHARP)))
    choice = element("mc:Choice", {f"xmlns:{_OWN}": NAMESPACES["a14"], "Requires": _OWN}, _native(id, box, voice))
    fallback = element("mc:Fallback", None, _picture(id, box, blip(shown, voice.relations)))
    return element("mc:AlternateContent", {"xmlns:mc": NAMESPACES["mc"]}, choice, fallback)


def _native(id: int, box: FormulaBox, voice: Voice) -> Xml:
    """A text box with nothing but the formula, which takes its size and ink from the box's style."""
    size = hundredths(box.size)
    ink = element("a:solidFill", None, element("a:schemeClr", {"val": "tx1"}))
    style = element("a:lvl1pPr", {"algn": "ctr"}, element("a:buNone"), element("a:defRPr", {"sz": size}, ink))
    math = element(f"{_OWN}:m", {"xmlns:m": NAMESPACES["m"]}, Xml(box.omml))
    ending = element("a:endParaRPr", {"lang": language(voice.lang), "sz": size})
    body = element(
        "p:txBody",
        None,
        _BODY,
        element("a:lstStyle", None, style),
        element("a:p", None, math, ending),
    )
    return text_box(properties(id, _NAME, description=box.name), box.box, body)


def _picture(id: int, box: FormulaBox, image: Xml) -> Xml:
    return element(
        "p:pic",
        None,
        element(
            "p:nvPicPr",
            None,
            properties(id, _NAME, description=box.name),
            element("p:cNvPicPr", None, element("a:picLocks", {"noChangeAspect": 1})),
            element("p:nvPr"),
        ),
        element("p:blipFill", None, image, element("a:stretch", None, element("a:fillRect"))),
        element("p:spPr", None, transform(box.box), RECTANGLE),
    )
