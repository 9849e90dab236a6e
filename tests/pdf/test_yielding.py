"""What does not fit on the rest of a page: a picture gets a little smaller, code and tables break, else they go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.pdf import yielding
from pipeline.pdf.startup import weasyprint
from pipeline.pdf.tested import VERSIONS

STYLE = """@page{size:100px 220px;margin:10px} html{font:10px/10px serif;orphans:1;widows:1} body,p,pre,figure{margin:0}
 img{display:block;width:50px;height:100px;--shrinks:.8}
 figure{break-inside:avoid} pre{break-inside:avoid;--breaks:25%}"""
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 50 100'/>".replace("<", "%3C").replace(">", "%3E")
FIGURE = f'<figure><img src="data:image/svg+xml,{PICTURE}"><figcaption>Below</figcaption></figure>'


def pages(body: str, style: str = "") -> list[list[tuple[str, float, float]]]:
    """What stands on each page: pictures and blocks of code, by name, with their width and height."""
    assert yielding.mend(weasyprint().__version__)
    document = weasyprint().HTML(string=f"<html lang=en><style>{STYLE}{style}</style>{body}").render()
    return [[*_found(page._page_box)] for page in document.pages]


def _found(box: Any) -> Iterator[tuple[str, float, float]]:
    for one in box.descendants():
        if one.element_tag in ("img", "pre") and not hasattr(one, "text") and one.style["display"][0] == "block":
            yield one.element_tag, round(one.width, 1), round(one.height, 1)


def test_a_picture_that_nearly_fits_gets_smaller() -> None:
    """Of 200 pixels 100 are left, and the picture with its caption takes 110."""
    assert pages("<p style='height:100px'></p>" + FIGURE) == [[("img", 45.0, 90.0)]]


def test_a_picture_that_would_get_too_small_goes_on_as_large_as_it_was() -> None:
    assert pages("<p style='height:111px'></p>" + FIGURE) == [[], [("img", 50.0, 100.0)]]
    assert pages("<p style='height:100px'></p>" + FIGURE, "img{--shrinks:1}") == [[], [("img", 50.0, 100.0)]]


def test_a_picture_that_fits_stays_as_it_is() -> None:
    assert pages("<p style='height:80px'></p>" + FIGURE) == [[("img", 50.0, 100.0)]]


@pytest.mark.parametrize(("above", "left"), [(140, [60, 40]), (150, [50, 50]), (155, [100])])
def test_what_is_kept_together_breaks_where_a_quarter_of_the_page_would_stay_blank(above: int, left: list[int]) -> None:
    found = pages(f"<p style='height:{above}px'></p><pre>{'row<br>' * 10}</pre>")
    assert [high for page in found for _, _, high in page] == left


def test_another_weasyprint_is_left_as_it_is() -> None:
    assert not yielding.mend("0.0")
    assert yielding.mend(next(iter(VERSIONS)))
