"""The presentation part and the small parts beside it (ECMA-376 Part 1, 19.2.1.26): slides, sizes, sections."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator

from pipeline.deck.drafts import ContentType, Draft, Relations, RelationType
from pipeline.deck.embedding import Embedded, font_list
from pipeline.deck.master import MASTER
from pipeline.deck.notes import NOTES_MASTER
from pipeline.deck.tables import table_styles
from pipeline.deck.xml import Xml, document, element
from pipeline.fitted import FittedDeck, FittedSlide
from pipeline.theme import Theme

PRESENTATION = "/ppt/presentation.xml"
FIRST_SLIDE_ID = 256  # ST_SlideId's least value
_MASTER_ID = 2_147_483_648  # ST_SlideMasterId's least value
_NOTES_SIZE = (6_858_000, 9_144_000)  # EMU: 7.5 by 10 inches, PowerPoint's own
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # MS-PPTX 2.2.3, sectionLst


def slide_name(n: int) -> str:
    """The part name of the ``n``-th slide, from 1."""
    return f"/ppt/slides/slide{n}.xml"


def presentation(
    fitted: FittedDeck, theme: Theme, lang: str, untitled: str, fonts: tuple[Embedded, ...] = ()
) -> Iterator[Draft]:
    """The presentation part, its properties, the view's and the table styles.

    ``untitled`` names a nameless section; ``fonts`` are embedded.
    """
    relations = Relations()
    master = relations.to(RelationType.MASTER, MASTER)
    notes = relations.to(RelationType.NOTES_MASTER, NOTES_MASTER)
    small = (
        (
            RelationType.PRESENTATION_PROPERTIES,
            ContentType.PRESENTATION_PROPERTIES,
            "presProps",
            settings("p:presentationPr"),
        ),
        (RelationType.VIEW_PROPERTIES, ContentType.VIEW_PROPERTIES, "viewProps", settings("p:viewPr")),
        (RelationType.TABLE_STYLES, ContentType.TABLE_STYLES, "tableStyles", table_styles(theme)),
    )
    for relation, content, name, data in small:
        relations.to(relation, f"/ppt/{name}.xml")
        yield Draft(f"/ppt/{name}.xml", content, data)
    slides = [relations.to(RelationType.SLIDE, slide_name(n)) for n in range(1, len(fitted.slides) + 1)]
    listed = (element("p:sldId", {"id": n, "r:id": relation}) for n, relation in enumerate(slides, FIRST_SLIDE_ID))
    first = next((slide.number - n for n, slide in enumerate(fitted.slides) if slide.number is not None), 1)
    data = document(
        "p:presentation",
        "a r p p14",
        {
            "firstSlideNum": max(first, 0) if first != 1 else None,
            "showSpecialPlsOnTitleSld": 0,
            "embedTrueTypeFonts": 1 if fonts else None,
            "saveSubsetFonts": 1,
            "autoCompressPictures": 0,
        },
        element("p:sldMasterIdLst", None, element("p:sldMasterId", {"id": _MASTER_ID, "r:id": master})),
        element("p:notesMasterIdLst", None, element("p:notesMasterId", {"r:id": notes})),
        element("p:sldIdLst", None, *listed),
        element("p:sldSz", {"cx": theme.deck.width, "cy": theme.deck.height}),
        element("p:notesSz", {"cx": _NOTES_SIZE[0], "cy": _NOTES_SIZE[1]}),
        font_list(fonts, relations),
        _default_text(lang),
        element("p:extLst", None, element("p:ext", {"uri": _SECTIONS}, sections(fitted, untitled))),
    )
    yield Draft(PRESENTATION, ContentType.PRESENTATION, data, relations.all())


def sections(fitted: FittedDeck, untitled: str) -> Xml:
    """``p14:sectionLst``: runs of slides that belong to one section of the essay, each slide in just one."""
    titles = {section.id: section.title for section in fitted.sections}
    numbered = enumerate(fitted.slides, FIRST_SLIDE_ID)
    groups = itertools.groupby(numbered, key=lambda pair: pair[1].section)
    return element(
        "p14:sectionLst",
        None,
        *(_section(n, key, titles.get(key) or untitled, held) for n, (key, held) in enumerate(groups)),
    )


def _section(n: int, key: str, title: str, held: Iterable[tuple[int, FittedSlide]]) -> Xml:
    ids = [element("p14:sldId", {"id": slide}) for slide, _ in held]
    return element("p14:section", {"name": title, "id": guid(f"{n} {key}")}, element("p14:sldIdLst", None, *ids))


def guid(seed: str) -> str:
    """A ``ST_Guid`` that is the same for the same ``seed``."""
    digits = hashlib.sha256(seed.encode()).hexdigest().upper()
    return "{" + "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32])) + "}"


def settings(name: str) -> bytes:
    """An empty part: ``p:presentationPr``, ``p:viewPr``."""
    return document(name, "a r p", {})


def _default_text(lang: str) -> Xml:
    """``p:defaultTextStyle``: text that stands in no placeholder, in the theme's body font."""
    levels = []
    for n in range(1, 10):
        face = [
            element(f"a:{script}", {"typeface": f"+mn-{short}"})
            for script, short in (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
        ]
        color = element("a:solidFill", None, element("a:schemeClr", {"val": "tx1"}))
        run = element("a:defRPr", {"lang": lang, "sz": 1800, "kern": 1200}, color, *face)
        levels.append(
            element(
                f"a:lvl{n}pPr",
                {"marL": (n - 1) * 457_200, "algn": "l", "defTabSz": 914_400, "rtl": 0, "eaLnBrk": 1},
                run,
            )
        )
    return element("p:defaultTextStyle", None, *levels)
