"""How a placeholder's text is set, through layout, master and the master's text styles (ECMA-376 Part 1, 19.3.1.51)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.layouts.foreign import NO_SPACE, Manner, Space
from pipeline.openxml import every, find
from pipeline.template.colors import BLACK, Scheme
from pipeline.template.model import TITLES, Style
from pipeline.template.package import whole
from pipeline.units import Length, pt

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LEVELS = 9
_DEFAULT = pt(18)  # what DrawingML takes where nobody says
_LEAST, _LARGEST = pt(4), pt(400)  # of a type size that is one (ST_TextFontSize has more)
_LINE = 1.2  # a line's height by the type size: what a percentage of space counts
_PAINT = '<a:{} val="{}"/>'


@dataclass(frozen=True, slots=True)
class _Level:
    """One level's properties, nearest first: those of paragraphs and those of their runs."""

    paragraphs: tuple[Element, ...]
    runs: tuple[Element, ...]

    def said(self, key: str) -> str | None:
        """The attribute ``key`` of the nearest paragraph properties that have it."""
        return next((one.get(key) for one in self.paragraphs if one.get(key) is not None), None)

    def run(self, key: str) -> str | None:
        """The attribute ``key`` of the nearest run properties that have it."""
        return next((one.get(key) for one in self.runs if one.get(key) is not None), None)

    def child(self, *names: str) -> Element | None:
        """The nearest child of paragraph properties that has one of ``names``."""
        for one in self.paragraphs:
            for name in names:
                found = find(one, name)
                if found is not None:
                    return found
        return None


def styles(type: str, bodies: tuple[Element | None, ...], texts: Element | None, scheme: Scheme) -> tuple[Style, ...]:
    """The levels of a placeholder of ``type``; titles and what stands at the foot have one.

    ``bodies`` are the text bodies (``p:txBody``) of the layout's placeholder and of the master's; ``texts`` is the
    master's ``p:txStyles``.
    """
    kind = "title" if type in TITLES else "other" if type in ("ftr", "sldNum", "dt") else "body"
    lists = [*(find(body, "a:lstStyle") for body in bodies), find(texts, f"p:{kind}Style")]
    found: list[Style] = []
    for n in range(1, (LEVELS if kind == "body" else 1) + 1):
        formal = [one for held in lists if (one := find(held, f"a:lvl{n}pPr")) is not None]
        runs = [one for held in formal if (one := find(held, "a:defRPr")) is not None]
        is_formal = any(one.get("sz") for one in runs)
        if not is_formal:
            prompts = [one for body in bodies for one in _prompts(body, n - 1)]
            formal += [one for one, _ in prompts if one is not None]
            runs += [run for _, run in prompts if run is not None]
        if not any(one.get("sz") for one in runs) and found:
            found.append(found[-1])
            continue
        found.append(_style(_Level(tuple(formal), tuple(runs)), scheme, formal=is_formal))
    return tuple(found)


def written(body: Element | None, defaults: Element | None, named: Element | None, scheme: Scheme) -> Style:
    """How the words of a shape that is no placeholder are set, by the first of them.

    ``defaults`` is the presentation's ``p:defaultTextStyle``, ``named`` the ``a:fontRef`` of the shape's style.
    """
    first = next((one for one in every(body, "a:p") if find(one, "a:r") is not None), None)
    lists = [one for holder in (find(body, "a:lstStyle"), defaults) if (one := find(holder, "a:lvl1pPr")) is not None]
    own = find(first, "a:pPr")
    runs = [find(first, "a:r/a:rPr"), *(find(one, "a:defRPr") for one in lists)]
    level = _Level((*([own] if own is not None else []), *lists), tuple(one for one in runs if one is not None))
    style = _style(level, scheme, formal=False)
    paint = scheme.paint(named)
    plain = paint is None or any(find(run, "a:solidFill") is not None for run in level.runs[:1])
    return style if plain or paint is None else replace(style, color=paint.color, paint=_written(named) or style.paint)


def _prompts(body: Element | None, level: int) -> Iterator[tuple[Element | None, Element | None]]:
    """The properties of the prompts of ``level``, and of their first run."""
    for paragraph in every(body, "a:p"):
        properties = find(paragraph, "a:pPr")
        if whole(properties.get("lvl") if properties is not None else None) == level:
            run = find(paragraph, "a:r/a:rPr")
            yield properties, run if run is not None else find(paragraph, "a:endParaRPr")
            return


def _style(level: _Level, scheme: Scheme, *, formal: bool) -> Style:
    size = Length(min(_LARGEST, max(_LEAST, pt(whole(level.run("sz"), 1800) / 100)))) if level.runs else _DEFAULT
    fills = (find(run, "a:solidFill") for run in level.runs)
    fill = next((one for one in fills if one is not None), None)
    paint = scheme.paint(fill)
    color = paint.color if paint else scheme.named("tx1") or BLACK
    latin = next((found for run in level.runs if (found := find(run, "a:latin")) is not None), None)
    bullet = level.child("a:buNone", "a:buChar", "a:buAutoNum", "a:buBlip")
    mark = "" if bullet is None else str(bullet.tag).rpartition("}")[2]
    manner = Manner(
        margin=Length(whole(level.said("marL"), 0)),
        hanging=Length(whole(level.said("indent"), 0)),
        bulleted=mark not in ("", "buNone"),
        numbered=mark == "buAutoNum",
        before=_space(level.child("a:spcBef")) or NO_SPACE,
        after=_space(level.child("a:spcAft")) or NO_SPACE,
        pitch=_space(level.child("a:lnSpc"), line=1.0) or Space(share=1.0),
        align={"ctr": "ctr", "r": "r"}.get(level.said("algn") or "", "l"),
        right_to_left=level.said("rtl") in ("1", "true"),
    )
    return Style(
        manner=manner,
        size=size,
        color=color,
        paint=_written(fill) or '<a:schemeClr val="tx1"/>',
        typeface="+mn-lt" if latin is None else latin.get("typeface", "+mn-lt"),
        bold=level.run("b") in ("1", "true"),
        capitals=level.run("cap") == "all",
        tracking=pt(whole(level.run("spc"), 0) / 100),
        formal=formal,
    )


def _space(held: Element | None, line: float = _LINE) -> Space | None:
    """``a:spcPts`` or ``a:spcPct`` within ``held``; ``line`` is what a whole of it is, by the type size."""
    points, share = find(held, "a:spcPts"), find(held, "a:spcPct")
    if points is not None:
        return Space(exact=pt(whole(points.get("val"), 0) / 100))
    if share is not None:
        value = share.get("val", "0")
        percent = whole(value[:-1]) * 1000 if value.endswith("%") else whole(value, 0)
        return Space(share=percent / 100_000 * line)
    return None


def _written(fill: Element | None) -> str:
    """The colour within ``fill`` as markup with the prefix ``a``, of the elements that are known here."""
    element = next(iter(fill), None) if fill is not None else None
    if element is None:
        return ""
    return _markup(element)


def _markup(element: Element) -> str:
    tag = f"a:{str(element.tag).rpartition('}')[2]}"
    held = "".join(f' {key}="{value}"' for key, value in element.items() if _is_plain(str(key), str(value)))
    inner = "".join(_markup(child) for child in element)
    return f"<{tag}{held}>{inner}</{tag}>" if inner else f"<{tag}{held}/>"


def _is_plain(key: str, value: str) -> bool:
    return key.isalpha() and all(c.isalnum() or c in "-.%" for c in value)
