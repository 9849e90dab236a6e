"""The whole deck: sheets fitted one by one, numbered, and the problems of what fits nowhere."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fit.context import Context
from pipeline.fit.mirror import mirrored
from pipeline.fit.objects import nodes
from pipeline.fit.prose import paragraph
from pipeline.fit.reading import Sheet, sheets
from pipeline.fit.slide import Fitter
from pipeline.fit.text import Setter
from pipeline.fit.voices import Voices
from pipeline.fitted import FittedDeck, FittedSlide, Run
from pipeline.fonts import Measure
from pipeline.layouts import Placeholder, layouts, line_height
from pipeline.problems import Place, Problem, Problems, warning
from pipeline.prose import anchored
from pipeline.scripts import Script, asked
from pipeline.theme import Theme
from pipeline.units import Length


def fitted(html: str, essay: Essay, theme: Theme, files: Files, measure: Measure) -> tuple[FittedDeck, Problems]:
    """All slides of ``html``."""
    read, found = sheets(html, essay.path, dict(anchored(essay)))
    problems = list(found)
    specs = {spec.key: spec for spec in layouts(replace(theme, right_to_left=False))}
    setter = Setter(theme, measure)
    context = Context(specs, setter, essay, files, nodes(essay), read.lang, problems, theme.deck)
    fitter = Fitter(context)
    slides: list[FittedSlide] = []
    number = 0
    for sheet in read.sheets:
        known = set(measure.unknown)
        for slide in fitter.slides(sheet):
            if not sheet.appendix:
                number += 1
            slides.append(slide if sheet.appendix else replace(slide, number=number))
        problems.extend(_unknown(measure, known, sheet, theme, essay))
    deck = FittedDeck(tuple(slides), tuple(read.sections), _footer(read.footer, context))
    voices = Voices(measure, setter.families, specs, essay.meta.lang)
    deck = voices.deck(deck)
    turned = theme.right_to_left and theme.template is None  # a template stands as it was made
    return mirrored(deck, theme.deck.width) if turned else deck, tuple(dict.fromkeys(problems))


def _unknown(measure: Measure, known: set[str], sheet: Sheet, theme: Theme, essay: Essay) -> list[Problem]:
    """A warning for each script that first turned up on this slide and that no face at hand has."""
    return [
        warning(
            Place(essay.path, sheet.line),
            "script-unknown",
            f"the theme `{theme.id}` has no glyphs for {asked(script, essay.meta.lang).name} (the first is {char}); "
            "the viewer's machine will choose a face, and the room kept for it is a guess",
            _remedy(asked(script, essay.meta.lang)),
        )
        for script, char in measure.unknown.items()
        if script not in known
    ]


def _remedy(script: Script) -> str:
    """The lines that give a face for ``script``."""
    file = script.free.replace(" ", "") + "-Regular.ttf"
    return (
        f"give it a face: put a font that has it (the free {script.free}, say) into content/fonts/ and write in "
        f"content/publication.yaml `fonts: {{{script.code}: {{family: {script.free}, "
        f"faces: {{regular: fonts/{file}}}}}}}`"
    )


def _footer(footer: str, context: Context) -> str:
    """The footer as slides show it; an error where it takes more than its line."""
    spec = next(iter(context.specs.values()))
    if spec.origin is not None:
        return _hosted(footer, context)
    place = spec.placeholder("footer")
    if footer and place is not None and _footer_lines(footer, place, place.minimum, context) > 1:
        message = "the footer takes more than one line at the theme's smallest size"
        context.wrong(_titled(context), "text-overflows", message, _SHORTER)
    return footer


_SHORTER = "give the essay a `short_title` in its front matter"


def _hosted(footer: str, context: Context) -> str:
    """The footer in a template's boxes, at their size: where it is too long, without the names, else none."""
    places = [p for spec in context.specs.values() if (p := spec.placeholder("footer"))]
    for said in dict.fromkeys((footer, footer.rpartition(" · ")[0], "")):
        tall = (_footer_lines(said, p, p.size, context) * line_height(p.size) - p.inner.height for p in places)
        if not said or all(over <= 0 for over in tall):
            if said != footer and places:
                message = f"the footer is too long for the template's box: it is “{said}”" if said else _FOOTLESS
                context.advise(_titled(context), "template-footer", message, _SHORTER)
            return said
    return footer


_FOOTLESS = "the footer is too long for the template's box: it is left out"


def _footer_lines(footer: str, place: Placeholder, size: Length, context: Context) -> int:
    text = context.setter.measured((paragraph((Run(footer),)),), place)
    return context.setter.set(text, size, place.inner.width).lines


def _titled(context: Context) -> int:
    """The line of the essay that the footer comes from."""
    meta = context.essay.meta
    return meta.line("short_title" if meta.short_title else "title", context.essay.path)
