"""What makes typesetting quick changes nothing of what is typeset: each short cut is tried against the plain way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.pdf import beside, borders, shortcuts, styles
from pipeline.pdf.startup import weasyprint
from tests.pdf import setting

NOTE = '<span class="aside"><b>A note</b> beside its line</span>'
STYLE = """
:root { --tone: #345; --room: 4pt; direction: ltr }
p { margin-block-start: 2pt; padding-inline-start: calc(var(--room) + 1%); text-indent: calc(1em + 2%) }
.aside { float: left; clear: left; width: 40pt; margin-left: -10pt; color: var(--tone) }
.aside b { display: block }
.round { border: 1pt solid var(--tone); border-radius: 3pt; background: #eee }
.line { border-bottom: .6pt dotted currentColor } .corner { border-radius: 2pt 0 }
.shade { box-shadow: 1pt 1pt 2pt red } .image { background: linear-gradient(red, blue) }
.framed { border: 3pt solid; border-image: linear-gradient(red, blue) 1 } .hidden { visibility: hidden }
.columns { columns: 2; column-rule: 1pt solid green } .out { position: absolute; right: 0; top: 10% }
.moved { position: relative; left: 5%; border-inline-end: 2pt solid red } .tall { line-height: 2 }
.run { position: running(head) } s { text-decoration-color: blue } td { border-inline-start-width: 3pt }
[dir=rtl] { direction: rtl } .small { min-width: 30%; max-width: 60%; box-sizing: border-box }
li::marker { color: red } p::before { content: attr(data-x) } .first::first-line { font-weight: bold }
"""
BODY = f"""
<h1 class=line>A head</h1><p class=run>Running</p><p data-x=1>{setting.SENTENCE * 3}{NOTE} {setting.SENTENCE * 4}</p>
<p class="round small">{setting.SENTENCE}</p><p class=corner>{setting.SENTENCE}</p><div class=shade>Shade</div>
<div class=image>Image</div><p class=framed>Framed <s>gone</s></p><p class=hidden>Hidden</p>
<div class=columns>{setting.SENTENCE * 3}</div><p class=moved>Moved <em>{setting.SENTENCE}</em><i class=out>Out</i></p>
<ul><li class=tall>One<li>Two<span class=note>Below: {setting.SENTENCE}</span></ul>
<table><tr><th>A<td>B<tr><td class=line>C<td>D</table>
<div dir=rtl><p>{NOTE} אבג {setting.SENTENCE * 2}</p></div><p class=first>{setting.SENTENCE * 2}</p>
<p>{NOTE}{NOTE} {setting.SENTENCE * 6}</p><p>{setting.SENTENCE * 4}</p>
"""


_ADDRESS = re.compile(" at 0x[0-9a-f]+")  # of a gradient, say, in memory


def whole() -> list[tuple[Any, str, Any]]:
    """Where WeasyPrint is reached into for speed: the thing, the name in it, and what stands there by itself."""
    weasyprint()
    from weasyprint import css, draw  # type: ignore[import-untyped]  # carries no types
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # carries no types
    from weasyprint.layout import background, inline, percent  # type: ignore[import-untyped]  # carries no types

    for part in (beside, borders, shortcuts, styles):
        assert part.mend(weasyprint().__version__)
    reached = [
        (css.ComputedStyle, "__missing__"),
        (inline, "inline_min_content_width"),
        (inline, "strut"),
        (percent, "resolve_one_percentage"),
        (background, "layout_box_backgrounds"),
        (boxes.Box, "is_in_normal_flow"),
        (draw, "draw_border"),
    ]
    return [(home, name, _plain(getattr(home, name))) for home, name in reached]


def _plain(quick: Callable[..., Any]) -> Callable[..., Any]:
    names = quick.__code__.co_freevars
    found: Callable[..., Any] = (quick.__closure__ or ())[names.index("plain")].cell_contents
    return found


def _one(name: str) -> tuple[Any, str, Any]:
    return next(one for one in whole() if one[1] == name)


NAMES = (
    *("__missing__", "inline_min_content_width", "strut", "resolve_one_percentage", "layout_box_backgrounds"),
    *("is_in_normal_flow", "draw_border"),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_all_kinds_is_the_same_the_plain_way(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    home, _, plain = _one(name)
    asked: list[object] = []

    def counted(*given: Any, **named: Any) -> Any:
        asked.append(name)
        return plain(*given, **named)

    # A dotted border is drawn as one line in any case (test_borders): there, only the borders that are none count.
    style = STYLE.replace("dotted", "solid") if name == "draw_border" else STYLE
    quick = setting.typeset(BODY, style)
    monkeypatch.setattr(home, name, counted)
    assert setting.typeset(BODY, style) == quick
    assert asked, "the plain way was not gone"


def test_every_value_of_every_style_is_the_same_the_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    home, name, plain = _one("__missing__")

    def values() -> list[dict[str, str]]:
        from weasyprint import css

        made = weasyprint().HTML(string=f"<html lang=en><style>{STYLE}</style>{BODY}")
        computed = css.get_all_computed_styles(made).get_computed_styles().values()
        return [{key: _ADDRESS.sub("", repr(style[key])) for key in css.INITIAL_VALUES} for style in computed]

    quick = values()
    monkeypatch.setattr(home, name, plain)
    assert quick == values()
    assert len(quick) > 50


def test_most_lines_are_not_measured_where_notes_stand_above_them(monkeypatch: pytest.MonkeyPatch) -> None:
    home, name, plain = _one("inline_min_content_width")
    quick = getattr(home, name)
    measured: list[object] = []

    def counted(*given: Any, **named: Any) -> Any:
        measured.append(given)
        return plain(*given, **named)

    body = f"<p>{NOTE} {setting.SENTENCE * 12}"
    monkeypatch.setattr(quick.__closure__[quick.__code__.co_freevars.index("plain")], "cell_contents", counted)
    made = setting.typeset(body, STYLE)
    few = len(measured)
    monkeypatch.setattr(home, name, counted)
    assert setting.typeset(body, STYLE) == made
    assert 0 < few < (len(measured) - few) / 2


@pytest.mark.parametrize("part", [beside, shortcuts, styles])
def test_another_version_is_left_alone(part: Any) -> None:
    assert not part.mend("70.1")
