"""Text bodies (``p:txBody``, ECMA-376 Part 1, 19.3.1.51 and 21.1.2): paragraphs, runs, bullets, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pipeline.deck.drafts import Relations, RelationType
from pipeline.deck.faces import NamedFaces
from pipeline.deck.foreign import Guise
from pipeline.deck.foreign import properties as foreign_properties
from pipeline.deck.styles import Level, bullet_xml, indents
from pipeline.deck.theme_part import fill
from pipeline.deck.xml import NOTHING, Attributes, Xml, element, text
from pipeline.fitted import Bullet, Run, TextParagraph
from pipeline.layouts import Color
from pipeline.units import Length

# What proofing needs to choose a dictionary: `lang` with the region that Office takes for granted.
_REGIONS: Final = {
    "ar": "SA", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "en": "US", "es": "ES", "fi": "FI", "fr": "FR",
    "he": "IL", "hi": "IN", "hu": "HU", "it": "IT", "ja": "JP", "ko": "KR", "nb": "NO", "nl": "NL", "pl": "PL",
    "pt": "PT", "ro": "RO", "ru": "RU", "sv": "SE", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN", "zh": "CN",
    "am": "ET", "bg": "BG", "bn": "IN", "fa": "IR", "gu": "IN", "hy": "AM", "ka": "GE", "km": "KH", "kn": "IN",
    "lo": "LA", "ml": "IN", "mr": "IN", "my": "MM", "ne": "NP", "pa": "IN", "si": "LK", "sr": "RS", "ta": "IN",
    "te": "IN", "ur": "PK", "zh-hans": "CN", "zh-hant": "TW",
}  # fmt: skip
_UNSAFE = re.compile(r'[\x00-\x20\x7f"<>\\^`{|}]')


# Exponents and indices (21.1.2.3.9, @baseline), in thousandths of a percent of the type size.
_BASELINES: Final = {1: 30_000, -1: -25_000}


def language(lang: str) -> str:
    """``lang`` (BCP 47) as Office writes it: with a region where there is a usual one."""
    region = _REGIONS.get(lang.lower())
    return f"{lang.lower().partition('-')[0]}-{region}" if region else lang


def address(url: str) -> str | None:
    """``url`` as a relationship may hold it, blanks and brackets escaped; None where it is no address at all."""
    kept = _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url.strip())
    try:
        parts = urlsplit(kept)
        parts.port  # noqa: B018 (raises where the port is no number)
    except ValueError:
        return None
    return kept if parts.scheme and (parts.netloc or parts.path) else None


# The extension by which a link takes the colour of its run; PowerPoint 2019 and later read it.
_OWN_COLOR = element(
    "a:extLst",
    None,
    element(
        "a:ext",
        {"uri": "{A12FA001-AC4F-418D-AE19-62706E023703}"},
        Xml(
            '<ahyp:hlinkClr xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/>',
        ),
    ),
)
_LINK_COLOR = element("a:solidFill", None, element("a:schemeClr", {"val": "hlink"}))


@dataclass(frozen=True, slots=True)
class Voice:
    """What the runs of one part have in common: its language, its relationships, the slides that links may lead to.

    ``faces`` are those that the theme's fonts cannot name. ``slides`` are part names by slide id; empty in notes,
    which PowerPoint cannot jump from.
    """

    lang: str
    relations: Relations
    slides: Mapping[str, str]
    faces: NamedFaces

    def paragraphs(
        self,
        paragraphs: Iterable[TextParagraph],
        levels: tuple[Level, ...],
        step: Length,
        size: Length | None = None,
        *,
        mono: bool = False,
        own: bool = False,
        guise: Guise | None = None,
        align: str | None = None,
    ) -> Xml:
        """The paragraphs as ``a:p``.

        ``levels`` is what the place they stand in has for each outline level; only what differs is written.
        ``step`` is what a level moves in by. ``size`` is written on each run where it is not the place's own;
        ``mono`` says that the place is monospaced.
        ``own`` asks for all properties, for a place that has none of its own. ``guise`` is how a place of a person's
        own template looks. ``align`` is how they stand where that is not as the place has them.
        """
        found = tuple(paragraphs)
        starts = _starts(found)
        if guise is not None:
            return self._guised(found, starts, size or guise.size, guise)
        return Xml(
            "".join(
                element(
                    "a:p",
                    None,
                    _properties(paragraph, levels, step, start, own=own, align=align),
                    *self._runs(paragraph, size, levels[0], mono=mono),
                    # Without words it is this that says how high its line is.
                    *([] if written(paragraph) else [element("a:endParaRPr", self._attributes(None, size))]),
                )
                for paragraph, start in zip(found, starts, strict=True)
            )
        )

    def _guised(self, paragraphs: tuple[TextParagraph, ...], starts: list[int], size: Length, guise: Guise) -> Xml:
        """The paragraphs in a placeholder of a person's own template: its size is written where it is another."""
        nested = any(paragraph.level for paragraph in paragraphs)  # deeper levels are smaller there: all are alike here
        told = size if guise.dress.explicit or nested or size != guise.size else None
        made = []
        for paragraph, start in zip(paragraphs, starts, strict=True):
            runs: list[Xml] = []
            for run in paragraph.runs:
                face = self.faces.of(run.script, mono=run.mono, within=False) or guise.face
                attributes = {**guise.attributes(size), **_written(self._attributes(run, told))}
                runs += self._pieces(run, attributes, guise, face)
            if not written(paragraph):
                runs.append(element("a:endParaRPr", self._attributes(None, told)))
            made.append(element("a:p", None, foreign_properties(paragraph, guise, size, start), *runs))
        return Xml("".join(made))

    def _pieces(self, run: Run, attributes: Attributes, guise: Guise, face: Xml) -> Iterable[Xml]:
        link = self._link(run, Color.INK if guise.links else Color.ACCENT)
        color = guise.color if not link else guise.links or _LINK_COLOR
        return _broken(run.text, attributes, Xml(color + face + link), face)

    def field(self, kind: str, id: str, shown: str) -> Xml:
        """A paragraph that holds one field (``a:fld``), ``slidenum``."""
        return element(
            "a:p",
            None,
            element(
                "a:fld",
                {"id": id, "type": kind},
                element("a:rPr", self._attributes(None, None)),
                element("a:t", None, text(shown)),
            ),
        )

    def _attributes(self, run: Run | None, size: Length | None) -> dict[str, str | int | None]:
        return {
            "lang": language((run and run.lang) or self.lang),
            "sz": None if size is None else hundredths(size),
            "b": 1 if run and run.bold else None,
            "i": 1 if run and run.italic else None,
            "strike": "sngStrike" if run and run.strike else None,
            "baseline": _BASELINES.get(run.shift) if run else None,
            "noProof": 1 if run and run.mono else None,
        }

    def _runs(self, paragraph: TextParagraph, size: Length | None, place: Level, *, mono: bool) -> Iterable[Xml]:
        family = self.faces.family(paragraph, heading=place.heading)
        for run in paragraph.runs:
            face = self.faces.of(run.script, mono=run.mono, within=mono)
            yield from self._run(run, size, place.mark, face or (NOTHING if mono or run.script else family))

    def _run(self, run: Run, size: Length | None, mark: Color, face: Xml) -> Iterable[Xml]:
        attributes = self._attributes(run, size)
        link = self._link(run, mark)
        # PowerPoint takes a link's colour from the theme whatever is written; LibreOffice at times needs to be told.
        color = fill(Color(run.tone)) if run.tone else NOTHING
        if link:
            color = _LINK_COLOR if mark is Color.ACCENT else fill(mark)
        yield from _broken(run.text, attributes, Xml(color + face + link), face)

    def _link(self, run: Run, mark: Color) -> Xml:
        """The link of a run, where it has one."""
        return NOTHING if run.link is None else self.click(run.link, run.link_name, mark)

    def click(self, link: str, name: str | None, mark: Color = Color.ACCENT) -> Xml:
        """``a:hlinkClick`` to an address or to ``#slide-id``; its tooltip says where. Nothing if it cannot lead.

        Where ``mark`` is not the accent, the extension says that the run's own colour holds instead of the theme's;
        older versions of PowerPoint go by the slide's colour map.
        """
        if link.startswith("#"):
            slide = self.slides.get(link[1:])
            if slide is None:
                return NOTHING
            relation = self.relations.to(RelationType.SLIDE, slide)
            action = "ppaction://hlinksldjump"
        else:
            url = address(link)
            if url is None:
                return NOTHING
            relation = self.relations.to(RelationType.HYPERLINK, url, external=True)
            action = None
        own = NOTHING if mark is Color.ACCENT else _OWN_COLOR
        return element("a:hlinkClick", {"r:id": relation, "action": action, "tooltip": name}, own)


def _broken(said: str, attributes: Attributes, looks: Xml, face: Xml) -> Iterable[Xml]:
    """``said`` as runs with line breaks between them."""
    properties = element("a:rPr", attributes, looks)
    for place, piece in enumerate(said.split("\v")):
        if place:
            yield element("a:br", None, element("a:rPr", attributes, face))
        if piece:
            yield element("a:r", None, properties, element("a:t", None, text(piece)))


def _written(attributes: Attributes) -> Attributes:
    """Those that say something."""
    return {key: value for key, value in attributes.items() if value is not None}


def written(paragraph: TextParagraph) -> bool:
    """Whether ``paragraph`` has words: a line of code may have none, or runs that are empty."""
    return any(run.text for run in paragraph.runs)


def hundredths(size: Length) -> int:
    """``size`` as ``ST_TextFontSize``: hundredths of a point."""
    return round(size.pt * 100)


def _starts(paragraphs: tuple[TextParagraph, ...]) -> list[int]:
    """The number with which each paragraph's list begins (``a:buAutoNum/@startAt``), 0 where it has none.

    Items that follow one another share it, so that PowerPoint counts on when a person adds one.
    """
    starts: list[int] = []
    running: dict[int, tuple[int, int]] = {}  # level → (its list's first number, the next one)
    for paragraph in paragraphs:
        level = paragraph.level
        running = {at: value for at, value in running.items() if at <= level}
        if paragraph.bullet is not Bullet.NUMBER:
            running.pop(level, None)
            starts.append(0)
            continue
        first, following = running.get(level, (paragraph.number, paragraph.number))
        if following != paragraph.number:
            first = paragraph.number
        running[level] = (first, paragraph.number + 1)
        starts.append(first)
    return starts


def _turned(place: Level) -> str | None:
    """How a paragraph stands that runs against its place, where that is not as the place has it.

    What reads from the right in a text from the left stands at the right; the reverse keeps its place, as names and
    addresses on an Arabic slide do.
    """
    return "r" if place.align == "l" and not place.right_to_left and not place.aligned else None


def _properties(
    paragraph: TextParagraph, levels: tuple[Level, ...], step: Length, start: int, *, own: bool, align: str | None
) -> Xml:
    place = levels[min(paragraph.level, len(levels) - 1)]
    margin, hanging = indents(paragraph.level, paragraph.bullet, step)
    moved = own or (margin, hanging) != (place.margin, place.hanging)
    other = paragraph.rtl is not place.right_to_left
    attributes = {
        "marL": margin if moved else None,
        "lvl": paragraph.level or None,
        "indent": hanging if moved else None,
        "algn": align or (_turned(place) if other else None) or (place.align if own else None),
        "rtl": int(paragraph.rtl) if other or (own and paragraph.rtl) else None,
    }
    space = (
        element("a:spcBef", None, element("a:spcPts", {"val": hundredths(paragraph.space_before)}))
        if own or paragraph.space_before != place.space
        else NOTHING
    )
    # LibreOffice does not inherit a bullet's colour: bullets are written even where the layout has the same.
    bulleted = own or paragraph.bullet is not Bullet.NONE or place.bullet is not Bullet.NONE
    bullet = bullet_xml(paragraph.bullet, start, place.mark) if bulleted else NOTHING
    if not (space or bullet) and not any(value is not None for value in attributes.values()):
        return NOTHING
    return element("a:pPr", attributes, space, bullet)
