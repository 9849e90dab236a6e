"""Slides (``p:sld``, ECMA-376 Part 1, 19.3.1.38): fitted shapes in the placeholders of their layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from pipeline.deck.codes import code
from pipeline.deck.drafts import ContentType, Draft, Relations, RelationType
from pipeline.deck.faces import NamedFaces
from pipeline.deck.foreign import guise
from pipeline.deck.master import SLIDE_NUMBER_FIELD, layout_name
from pipeline.deck.notes import notes_name
from pipeline.deck.pictures import Media, blip, picture
from pipeline.deck.presentation import slide_name
from pipeline.deck.shapes import (
    body_properties,
    placed,
    placeholder_xml,
    properties,
    shape_name,
    text_box,
    transform,
    tree,
)
from pipeline.deck.styles import Level, indents, levels
from pipeline.deck.tables import table
from pipeline.deck.text import Voice
from pipeline.deck.theme_part import color_map_override, is_dark
from pipeline.deck.timing import Steps, steps, timing
from pipeline.deck.xml import NOTHING, Xml, document, element
from pipeline.document import Essay
from pipeline.fitted import (
    Bullet,
    ChartBox,
    CodeBox,
    FittedDeck,
    FittedShape,
    FittedSlide,
    FormulaBox,
    PictureBox,
    QrBox,
    Run,
    TableBox,
    TextBox,
    TextParagraph,
)
from pipeline.layouts import Color, Family, LayoutSpec, Placeholder, PlaceholderType, spec_key
from pipeline.problems import Place, Problem, error
from pipeline.slides import Layout
from pipeline.theme import Theme
from pipeline.units import Length, pt

_STEP = pt(18)
_OWN = tuple(Level(*indents(n, Bullet.NONE, _STEP), Bullet.NONE, Length(0), "l") for n in range(9))


@dataclass(slots=True)
class Desk:
    """What writing the slides of one deck needs; ``problems`` grows, and so do the parts of its ``charts``."""

    fitted: FittedDeck
    essay: Essay
    theme: Theme
    specs: Mapping[str, tuple[int, LayoutSpec]]
    parts: Mapping[str, str]
    media: Media
    faces: NamedFaces
    problems: list[Problem]
    moment: datetime
    charts: list[Draft] = field(default_factory=list)

    @property
    def lang(self) -> str:
        """The language of the essay."""
        return self.essay.meta.lang

    def slide(self, n: int, slide: FittedSlide) -> Draft:
        """The ``n``-th slide, from 1."""
        number, spec = self.specs[spec_key(slide.layout, slide.design)]
        relations = Relations()
        relations.to(RelationType.LAYOUT, spec.origin.part if spec.origin else layout_name(number))
        relations.to(RelationType.NOTES_SLIDE, notes_name(n))
        voice = Voice(self.lang, relations, self.parts, self.faces)
        built: list[tuple[int, Steps]] = []
        data = document(
            "p:sld",
            "a r p",
            {},
            tree(self._shapes(slide, spec, voice, built)),
            self._color_map(spec),
            timing(built),
        )
        return Draft(slide_name(n), ContentType.SLIDE, data, relations.all())

    def _color_map(self, spec: LayoutSpec) -> Xml:
        """``p:clrMapOvr``: a template's layout that has its own keeps it."""
        if spec.origin and spec.origin.color_map:
            return Xml(spec.origin.color_map)
        return color_map_override(spec.background, dark=is_dark(self.theme.slides))

    def _shapes(
        self, slide: FittedSlide, spec: LayoutSpec, voice: Voice, built: list[tuple[int, Steps]]
    ) -> Iterator[Xml]:
        """The shapes in reading order; those that come up step by step are added to ``built`` with their ids."""
        free = {place.slot: place for place in spec.placeholders}
        taken = 1  # by the tree itself
        for shape in slide.shapes:
            drawn = self._shape(taken + 1, shape, free.pop(shape.slot, None), slide, voice)
            yield from drawn
            clicks = steps(shape, slide.layout) if self.essay.meta.deck.builds and isinstance(shape, TextBox) else ()
            if clicks:
                built.append((taken + 1, clicks))
            taken += len(drawn)
        for place, words in self._foot(slide, free.values(), voice):
            taken += 1
            yield _filled(taken, place, words)

    def _foot(self, slide: FittedSlide, free: Iterable[Placeholder], voice: Voice) -> Iterator[tuple[Placeholder, Xml]]:
        """Footer and slide number, where the slide shows them: a title slide needs neither."""
        if slide.layout == Layout.TITLE or slide.bare:
            return
        for place in free:
            if place.type is PlaceholderType.FOOTER and self.fitted.footer:
                worn = levels(place, Layout(slide.layout))
                yield place, voice.paragraphs((self._footer(),), worn, _STEP, guise=guise(place))
            elif place.type is PlaceholderType.SLIDE_NUMBER and slide.number is not None:
                yield place, voice.field("slidenum", SLIDE_NUMBER_FIELD, str(slide.number))

    def _footer(self) -> TextParagraph:
        runs = self.fitted.footer_runs or (Run(self.fitted.footer),)
        return TextParagraph(runs, rtl=self.theme.right_to_left)

    def _shape(
        self, id: int, shape: FittedShape, place: Placeholder | None, slide: FittedSlide, voice: Voice
    ) -> tuple[Xml, ...]:
        """The drawing of ``shape``, its ids from ``id`` on; nothing where a problem was found."""
        if not isinstance(shape, TextBox):
            place = _holding(shape, place)
        match shape:
            case TextBox():
                return (_text(id, shape, place, Layout(slide.layout), voice),)
            case TableBox():
                return (table(id, shape, place, voice, right_to_left=self.theme.right_to_left),)
            case CodeBox():
                from pipeline.deck.listing import listing  # most decks show no code

                return listing(id, shape, place, voice)
            case ChartBox():
                from pipeline.deck.charts import chart, parts  # most decks have no chart

                space, book = parts(len(self.charts) // 2 + 1, shape, self.theme, self.lang, self.moment)
                self.charts += (space, book)
                return (chart(id, shape, place, voice.relations.to(RelationType.CHART, space.name)),)
            case FormulaBox():
                from pipeline.deck.formulas import formula  # most decks have none

                return (formula(id, shape, self.media, self.theme, voice),)
            case QrBox():
                return code(id, shape, voice)
            case PictureBox():
                shown = self.media.shown(shape.path)
                if shown is None:
                    where = Place(self.essay.path, slide.line)
                    hint = "PNG, JPEG, GIF, WebP and SVG can be shown"
                    self.problems.append(error(where, "deck-picture", f"`{shape.path}` cannot be shown", hint))
                    return ()
                image = blip(shown, voice.relations)
                ground = self.specs[spec_key(slide.layout, slide.design)][1].background
                dark = is_dark(self.theme.slides) or ground is Color.ACCENT
                return (picture(id, shape, place, image, described(shape, slide), dark=dark),)
            case _:
                assert_never(shape)


def _holding(shape: FittedShape, place: Placeholder | None) -> Placeholder | None:
    """The placeholder that ``shape`` fills: none where that is a text box, or a template's, whose lists code is not."""
    if place is not None and (place.own or (place.manner and isinstance(shape, CodeBox))):
        return None
    return place


def described(shape: PictureBox, slide: FittedSlide) -> str | None:
    """What a screen reader says of the picture: its alternative text, else its caption, never its file's name."""
    if shape.alt is not None:
        return shape.alt
    captions = (other for other in slide.shapes if isinstance(other, TextBox) and other.slot == "caption")
    return next((plain(caption) for caption in captions), None)


def plain(box: TextBox) -> str:
    """The text of ``box``, paragraphs and line breaks as blanks."""
    words = " ".join("".join(run.plain for run in paragraph.runs) for paragraph in box.paragraphs)
    return words.replace("\v", " ").strip()


def _text(id: int, box: TextBox, place: Placeholder | None, layout: Layout, voice: Voice) -> Xml:
    if place is None or place.own:
        return _own_text(id, box, place, voice)
    worn = guise(place)
    size = box.size if worn or box.size != place.size else None
    anchor = box.anchor if worn or box.anchor is not place.anchor else None
    body = element(
        "p:txBody",
        None,
        body_properties(
            anchor,
            columns=box.columns,
            gutter=box.gutter,
            right_to_left=place.right_to_left and box.columns > 1,
            foreign=worn is not None,
        ),
        element("a:lstStyle"),
        voice.paragraphs(
            box.paragraphs,
            levels(place, layout),
            box.indent,
            size,
            mono=place.family is Family.MONO,
            guise=worn,
            align=place.align.other if box.turned else None,
        )
        or element("a:p"),
    )
    looks = transform(box.box) if box.box != place.box or place.moved else NOTHING
    return _placed(id, place, looks, body)


def _placed(id: int, place: Placeholder, looks: Xml, body: Xml) -> Xml:
    return placed(properties(id, shape_name(place.slot)), placeholder_xml(place), looks, body)


def _filled(id: int, place: Placeholder, paragraphs: Xml) -> Xml:
    """A footer or slide number, just as its layout has it."""
    body = element(
        "p:txBody", None, body_properties(None, foreign=bool(place.manner)), element("a:lstStyle"), paragraphs
    )
    return _placed(id, place, NOTHING, body)


def _own_text(id: int, box: TextBox, place: Placeholder | None, voice: Voice) -> Xml:
    """A text box that no placeholder stands for; in a template, in the look of its neighbours (``place``)."""
    inner = place.insets.within(box.box) if place else box.box
    body = element(
        "p:txBody",
        None,
        body_properties(box.anchor, columns=box.columns, gutter=box.gutter, insets=True),
        element("a:lstStyle"),
        voice.paragraphs(box.paragraphs, _OWN, box.indent, box.size, own=True, guise=guise(place)) or element("a:p"),
    )
    return text_box(properties(id, shape_name(box.slot)), inner, body)
