"""A table whose columns do not fit a mail stands as a list of its cells: its labels are its header, none of them."""

from __future__ import annotations

from pipeline.coverage.html import page


def test_labels_that_are_seen_are_the_header_and_not_the_cells() -> None:
    html = (
        '<table><thead style="display: none"><tr><th>Town</th></tr></thead><tbody><tr>'
        '<td><span class="label" style="display: inline">Town: </span><a href="https://x.example">Bergen</a></td>'
        "</tr></tbody></table>"
    )
    held = page("newsletter.eml", html)
    assert {"Town", "Bergen"} <= {cell.strip() for cell in held.cells or ()}


def test_labels_that_only_a_phone_shows_are_none_of_it() -> None:
    html = '<table><tr><td><span class="label" style="display: none">Town: </span>Bergen</td></tr></table>'
    assert page("newsletter.eml", html).cells == ("Bergen",)
