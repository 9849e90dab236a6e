"""Native charts: the frame on a slide (``p:graphicFrame``), the part behind it, its workbook (ECMA-376-1, 14.2.1)."""

from __future__ import annotations

from datetime import datetime

from pipeline.charts.design import design
from pipeline.deck.chart_space import chart_space
from pipeline.deck.drafts import ContentType, Draft, Relations, RelationType
from pipeline.deck.shapes import graphic_frame, properties, shape_name
from pipeline.deck.text import language
from pipeline.deck.workbook import workbook
from pipeline.deck.xml import Xml, element
from pipeline.fitted import ChartBox
from pipeline.layouts import Placeholder
from pipeline.openxml import NAMESPACES
from pipeline.theme import Theme

_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def parts(n: int, box: ChartBox, theme: Theme, lang: str, moment: datetime) -> tuple[Draft, Draft]:
    """The ``n``-th chart of a deck in ``lang``, from 1: its part, and its workbook, dated ``moment``."""
    made = design(box.plot, theme.slides, lang, (box.box.width.pt, box.box.height.pt), box.size.pt)
    book = f"/ppt/embeddings/Microsoft_Excel_Sheet{n}.xlsx"
    relations = Relations()
    space = chart_space(made, language(lang), relations.to(RelationType.PACKAGE, book))
    return (
        Draft(f"/ppt/charts/chart{n}.xml", ContentType.CHART, space, relations.all()),
        Draft(book, ContentType.WORKBOOK, workbook(box.plot, made.wording.format(box.plot.decimals), moment)),
    )


def chart(id: int, box: ChartBox, place: Placeholder | None, relation: str) -> Xml:
    """``p:graphicFrame`` with the chart behind ``relation``; what it shows is its alternative text."""
    shown = element("c:chart", {"xmlns:c": NAMESPACES["c"], "r:id": relation})
    named = properties(id, shape_name("chart"), description=box.description)
    return graphic_frame(named, place, box.box, _URI, shown)
