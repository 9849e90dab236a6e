"""Document properties (ECMA-376 Part 2, 11; Part 1, 22.2): the essay's own, nobody else's."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pipeline.deck.drafts import ContentType, Draft
from pipeline.deck.xml import document, element, text
from pipeline.document import Essay

if TYPE_CHECKING:
    from pptx.parts.coreprops import CorePropertiesPart

APP = "/docProps/app.xml"
CORE = "/docProps/core.xml"
_LONGEST = 255  # what python-pptx, after Word, takes for one property


def app(slides: int) -> Draft:
    """``docProps/app.xml``: how many slides and notes there are."""
    data = document(
        "Properties",
        "",
        {},
        element("TotalTime", None, text("0")),
        element("PresentationFormat", None, text("Widescreen")),
        element("Slides", None, text(str(slides))),
        element("Notes", None, text(str(slides))),
        element("HiddenSlides", None, text("0")),
        default="ep",
    )
    return Draft(APP, ContentType.EXTENDED_PROPERTIES, data)


def core() -> Draft:
    """``docProps/core.xml``, empty: python-pptx fills it."""
    names = {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    declared = {f"xmlns:{prefix}": name for prefix, name in names.items()}
    return Draft(CORE, ContentType.CORE_PROPERTIES, document("cp:coreProperties", "", declared))


def describe(held: CorePropertiesPart, essay: Essay, moment: datetime.datetime) -> None:
    """Says what the deck is about, who wrote it and when; ``moment`` is both its making and its last change."""
    meta = essay.meta
    when = moment.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
    authors = "; ".join(author.name for author in meta.authors)
    held.title = _kept(meta.title)
    held.author = _kept(authors)
    held.last_modified_by = _kept(authors)
    held.subject = _kept(meta.subtitle or "")
    held.keywords = _kept(", ".join(meta.tags))
    held.comments = _kept(meta.summary or "")
    held.language = meta.lang
    held.created = held.modified = when
    held.revision = 1


def _kept(value: str) -> str:
    """``value`` within what a property may hold, cut at a word."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    if len(clean) <= _LONGEST:
        return clean
    return clean[: _LONGEST - 1].rpartition(" ")[0] + "…"
