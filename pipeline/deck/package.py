"""The package put together: what all decks share is opened by python-pptx, slides are added, all written as one zip."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from pptx import Presentation

from pipeline.deck.archive import Entry, archived, content_types, size
from pipeline.deck.drafts import ContentType, Draft, Relations, RelationType, relationships
from pipeline.deck.embedding import FOLDER, Embedded, chosen, told
from pipeline.deck.faces import named_faces
from pipeline.deck.master import THEME, Wording, masters
from pipeline.deck.notes import INDEXES, notes_master, notes_slide
from pipeline.deck.pictures import Media
from pipeline.deck.presentation import PRESENTATION, presentation, slide_name
from pipeline.deck.properties import APP, CORE, app, core, describe
from pipeline.deck.slides import Desk
from pipeline.deck.text import language
from pipeline.deck.theme_part import mono_face, theme_part
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.layouts import Template, layouts, master
from pipeline.openxml import rels_name
from pipeline.problems import Place, Problem, Problems, failed
from pipeline.theme import Theme


def assembled(
    fitted: FittedDeck, essay: Essay, theme: Theme, files: Files, moment: datetime
) -> tuple[bytes | None, Problems]:
    """The deck's bytes: see :func:`pipeline.deck.build`."""
    template = theme.template
    if isinstance(template, Template):
        from pipeline.deck.guest import Guest, assembled_in  # most decks are in layouts of ours

        theme = theme.in_office
        slides = partial(added, fitted, essay, theme, files, moment=moment)
        return assembled_in(template, Guest(fitted, essay, theme, slides, moment))
    problems: list[Problem] = []
    fonts = chosen(fitted, theme, files, problems) if essay.meta.deck.embed_fonts else ()
    theme = theme if essay.meta.deck.embed_fonts else theme.in_office
    base = tuple(_base(fitted, essay, theme, fonts))
    embedded = (part for font in fonts for part in font.parts.values())
    own = (*added(fitted, essay, theme, files, problems, moment=moment), *embedded)
    if failed(problems):
        return None, tuple(problems)
    held = Presentation(io.BytesIO(_zipped(base, moment)))
    describe(held.core_properties, essay, moment)
    described = Draft(CORE, ContentType.CORE_PROPERTIES, held.core_properties.blob)
    # python-pptx opens what all decks share; slides it would parse only to write them again as they are.
    data = _zipped((*(described if draft.name == CORE else draft for draft in base), *own), moment, level=6)
    problems += told(size(data, FOLDER) if fonts else 0, Place(essay.path))
    return data, tuple(problems)


def _base(fitted: FittedDeck, essay: Essay, theme: Theme, fonts: tuple[Embedded, ...]) -> Iterator[Draft]:
    """All parts but slides, notes and pictures."""
    lang = language(essay.meta.lang)
    yield from presentation(fitted, theme, lang, essay.meta.short_title or essay.meta.title, fonts)
    wording = Wording(mono_face(theme), "en-US", fitted.footer, lang)  # the prompts are English
    yield from masters(theme, master(theme), layouts(theme), wording)
    yield Draft(THEME, ContentType.THEME, theme_part(theme, theme.slides))
    yield from notes_master(theme, lang)
    yield core()
    yield app(len(fitted.slides))


def added(
    fitted: FittedDeck,
    essay: Essay,
    theme: Theme,
    files: Files,
    problems: list[Problem],
    *,
    moment: datetime,
    indexes: Mapping[str, int] = INDEXES,
) -> Iterator[Draft]:
    """Slides, their notes, and the charts and pictures they show; ``indexes`` are the notes master's placeholders'."""
    media = Media(files, Path(essay.path).parent, theme, fitted.pictures)
    specs = {spec.key: (n, spec) for n, spec in enumerate(layouts(theme), 1)}
    names = {slide.id: slide_name(n) for n, slide in enumerate(fitted.slides, 1)}
    faces = named_faces(theme)
    desk = Desk(fitted, essay, theme, specs, names, media, faces, problems, moment)
    for n, slide in enumerate(fitted.slides, 1):
        yield desk.slide(n, slide)
        yield notes_slide(n, slide, slide_name(n), faces, essay.meta.lang, indexes=indexes)
    yield from desk.charts
    yield from media.found.values()


def _root_relationships() -> bytes:
    relations = Relations()
    relations.to(RelationType.PRESENTATION, PRESENTATION)
    relations.to(RelationType.CORE_PROPERTIES, CORE)
    relations.to(RelationType.EXTENDED_PROPERTIES, APP)
    return relationships("/", relations.all())


def _zipped(drafts: Iterable[Draft], moment: datetime, *, level: int = 0) -> bytes:
    """``drafts`` as a package."""
    found = tuple(drafts)
    entries: list[Entry] = [
        ("/[Content_Types].xml", content_types((draft.name, draft.type) for draft in found)),
        (rels_name("/"), _root_relationships()),
    ]
    for draft in found:
        entries.append((draft.name, draft.data))
        if draft.relations:
            entries.append((rels_name(draft.name), relationships(draft.name, draft.relations)))
    return archived(entries, moment, level=level)
