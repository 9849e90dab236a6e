"""Drawing: fitted slides as HTML and CSS, for whatever shows a page: a browser, a PDF, a handout.

One drawing serves them all. It decides nothing: text, sizes and places are the fitted slides', grounds and ornaments
the layouts', colours and families the theme's. It is kept to what browsers and WeasyPrint understand alike: absolute
boxes in points, lines of 1.2 times the type size, real headings, lists, tables and links in reading order.
"""

from __future__ import annotations

from pipeline.drawing.charts import charts
from pipeline.drawing.slides import Drawing, Frame, drawing

__all__ = ["Drawing", "Frame", "charts", "drawing"]
