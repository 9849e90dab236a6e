"""What becomes of a template, as text: which layout serves which of ours, what it holds, what it lacks, its faults."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pipeline.layouts import ALONE, LayoutSpec, Placeholder
from pipeline.layouts.foreign import Side, of_level
from pipeline.slides import Layout
from pipeline.template.faults import faults
from pipeline.template.lacking import Sheet
from pipeline.template.roles import picture
from pipeline.template.wearing import Worn, covered, sheet_of, specs_of
from pipeline.theme import Theme
from pipeline.units import Length

_BY = {
    "map": "deck.layouts",
    "type": "its type",
    "placeholders": "its placeholders",
    "name": "its name",
}
_SAID = {
    "number-of-slide": "slide number",
    "object": "evidence",
    "qr": "QR code",
}
_WIDE = 118


def report(worn: Worn, theme: Theme) -> str:
    """All that is to be told of ``worn`` under ``theme``."""
    specs, sheet = specs_of(worn, theme), sheet_of(worn, theme)
    return (
        "\n".join((*_head(worn), *_table(worn, specs), *_instead(worn, specs), *_wrong(worn, specs, sheet), *_drawn()))
        + "\n"
    )


def _head(worn: Worn) -> Iterator[str]:
    width, height = worn.reading.width, worn.reading.height
    yield f"{worn.path}: slides of {width.pt:g} × {height.pt:g} pt, {len(worn.reading.designs)} layouts"
    for what, one in (("headings", worn.heading), ("text", worn.body)):
        yield f"  {what}: {one.family.office}, measured {one.how}"
    if worn.package.macros:
        yield "  its macros are left out"
    yield ""


def _table(worn: Worn, specs: tuple[LayoutSpec, ...]) -> Iterator[str]:
    wide = max(len(choice.design.name) for choice in worn.choices.values())
    held = "what it holds at its size (and at the least)"
    yield f"{'our layout':<15}{'the template’s':<{wide + 3}}{'found by':<18}{held}"
    for layout, choice in worn.choices.items():
        spec = next(one for one in specs if one.id is layout and not one.design)
        held = ", ".join(_holds(p) for p in spec.placeholders if _counts(p))
        start = f"{layout.value:<15}{choice.design.name:<{wide + 3}}{_BY[choice.by]:<18}"
        yield from textwrap.wrap(start + held, _WIDE + 20, subsequent_indent=" " * len(start), drop_whitespace=True)
    names = {choice.design.name for choice in worn.choices.values()}
    rest = [f"`{design.name}`" for design in worn.reading.designs if design.name not in names]
    if rest:
        yield ""
        yield from textwrap.wrap(f'by name alone, {{layout="…"}}: {", ".join(rest)}', _WIDE)
    yield ""


def _counts(p: Placeholder) -> bool:
    return p.carved is None and p.slot not in ("footer", "number-of-slide")


def _holds(p: Placeholder) -> str:
    """How many lines a placeholder holds; how large one for the cover is."""
    if p.slot == "cover":
        return f"cover {p.box.width.pt:.0f} × {p.box.height.pt:.0f} pt"
    many, most = lines(p, p.size), lines(p, p.minimum)
    more = f" ({most} at {p.minimum.pt:.3g})" if p.minimum != p.size else ""
    return f"{_SAID.get(p.slot, p.slot)} {many} × {p.size.pt:.3g} pt{more}"


def lines(p: Placeholder, size: Length) -> int:
    """How many lines of ``size`` the box of ``p`` holds."""
    manner = of_level(p.manner, 0)
    each = manner.height(size, 1)
    return max(0, int(p.inner.height // each)) if each else 0


def _instead(worn: Worn, specs: tuple[LayoutSpec, ...]) -> Iterator[str]:
    """What the template has no place for, and what is done instead, each once with the layouts that it holds for."""
    told: dict[str, list[str]] = {sentence: [Layout.TITLE.value] for sentence in _cover(worn)}
    for spec in specs:
        if spec.design in ("", ALONE):
            for sentence in _lacking(spec):
                told.setdefault(sentence, []).append(spec.id.value)
    if told:
        yield "what is missing, and what is done instead"
    for sentence, layouts in told.items():
        yield from textwrap.wrap(
            f"{', '.join(dict.fromkeys(layouts))}: {sentence}", _WIDE, initial_indent="  ", subsequent_indent="    "
        )
    if told:
        yield ""


def _cover(worn: Worn) -> Iterator[str]:
    """Where an essay's cover stands, if not on the title slide of all."""
    plain, design = worn.choices[Layout.TITLE].design, covered(worn).choices[Layout.TITLE].design
    if design is not plain:
        yield f"an essay that has a cover takes `{design.name}`"
    elif picture(plain, worn.slide) is None:
        yield "no placeholder for a picture beside the title: a cover stands in handout and newsletter alone"


def _lacking(spec: LayoutSpec) -> Iterator[str]:
    origin = spec.origin
    if origin is None:
        return
    for slot in origin.unsaid:
        yield f"no room for the {slot}: it stands in the notes, and a hint says so"
    if origin.merged:
        yield "author and event stand below the subtitle, in its box"
    if spec.design == ALONE:
        yield "a claim with nothing below it takes the field, its term the title's place"
        return
    for p in spec.placeholders:
        said = _SAID.get(p.slot, p.slot)
        if p.carved is not None:
            where = {Side.TOP: "the top", Side.BOTTOM: "the foot", Side.RIGHT: "the right"}[p.carved.side]
            of = " and ".join(_SAID.get(one, one) for one in p.carved.of if one != "claim")
            yield f"no placeholder for the {said}: a text box at {where} of the {of}"
        elif p.own:
            yield f"no placeholder of its own for the {said}: a text box in its place"
        elif p.moved:
            yield f"the {said} takes what is free: the template's box is too small, halved or not there"
    for slot, said in (("footer", "footer"), ("number-of-slide", "slide number")):
        if spec.id is not Layout.TITLE and spec.placeholder(slot) is None:
            yield f"no placeholder for the {said}: it is left out"


def _wrong(worn: Worn, specs: tuple[LayoutSpec, ...], sheet: Sheet) -> Iterator[str]:
    found = faults(specs, worn.reading.designs, sheet)
    yield "faults of the template" if found else "no faults found in the layouts that are used"
    for fault in found:
        yield from textwrap.wrap(
            f"`{fault.design}`: {fault.says}: {fault.mend}", _WIDE, initial_indent="  ", subsequent_indent="    "
        )
    yield ""


def _drawn() -> Iterator[str]:
    yield "What fits these boxes at no size stands in larger ones on the same layout, and a warning names its line."
    yield "deck.html, deck.pdf and the handout show grounds, shapes, pictures and the words that layouts hold"
    yield "themselves. They leave out effects, EMF and WMF, turned words, the rarest shapes. deck.pptx has all of it."
