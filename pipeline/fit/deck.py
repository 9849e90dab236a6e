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
from pipeline.layouts import layouts
from pipeline.problems import Place, Problem, Problems, warning
from pipeline.prose import anchored
from pipeline.scripts import Script, asked
from pipeline.theme import Theme


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
    _footer(read.footer, context)
    deck = FittedDeck(tuple(slides), tuple(read.sections), read.footer)
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


def _footer(footer: str, context: Context) -> None:
    """Notes an error where the footer takes more than its line."""
    place = next(iter(context.specs.values())).placeholder("footer")
    if not footer or place is None:
        return
    text = context.setter.measured((paragraph((Run(footer),)),), place)
    if context.setter.set(text, place.minimum, place.box.width).lines > 1:
        message = "the footer takes more than one line at the theme's smallest size"
        meta = context.essay.meta
        line = meta.line("short_title" if meta.short_title else "title", context.essay.path)
        context.wrong(line, "text-overflows", message, "give the essay a `short_title` in its front matter")
