from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.meta import Body, Service
from pipeline.newsletter import Mail
from pipeline.newsletter.check.clients import DATA, Datum, Waiver, client_rules, load_data, load_waivers
from pipeline.newsletter.check.reading import read
from pipeline.newsletter.check.trim import CLIENTS, trimmed
from pipeline.newsletter.check.used import used
from pipeline.newsletter.check.where import Where
from pipeline.problems import Place
from tests.conftest import ROOT
from tests.newsletter.made import made, part, theme
from tests.newsletter.sample import FULL, MAILING

DAY = datetime.date(2026, 1, 2)
PLACE = Place("themes/own/newsletter/waivers.yaml", 3)


def features(html: str, known: tuple[str, ...] = ()) -> set[str]:
    return {use.feature for use in used(html, read(html), lambda feature: feature in known)}


def datum(*none: str, partly: tuple[str, ...] = (), tested: datetime.date = DAY) -> Datum:
    return Datum("a feature", tested, none, partly, ("A note.",) if none or partly else ())


def found(html: str, data: dict[str, Datum], *waivers: Waiver) -> list[tuple[str, str]]:
    listed = {waiver.feature: waiver for waiver in waivers}
    problems = client_rules(html, read(html), Where(Place("x.eml")), data, listed)
    return [(problem.code, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("html", "feature"),
    [
        ("<h3>x</h3>", "html-h1-h6"),
        ("<section>x</section>", "html-semantics"),
        ('<p style="padding-left: 3px">x</p>', "css-padding"),
        ('<p style="padding-left: 3vw">x</p>', "css-unit-vw"),
        ('<p style="width: calc(100% - 3px)">x</p>', "css-unit-calc"),
        ('<p style="width: calc(100% - 3px)">x</p>', "css-unit-percent"),
        ('<p style="color: rgba(0, 0, 0, 0.5)">x</p>', "css-rgba"),
        ('<p style="display: flex">x</p>', "css-display-flex"),
        ('<p style="font-family: system-ui">x</p>', "css-sytem-ui"),
        ('<p style="color: red !important">x</p>', "css-important"),
        ('<p style="--x: 1">x</p>', "css-variables"),
        ('<a href="#x">x</a>', "html-anchor-links"),
        ('<a href="mailto:a@b.example">x</a>', "html-mailto-links"),
        ('<img src="https://a.example/x.JPEG?y=1">', "image-jpg"),
        ('<img src="cid:0123.png@figure.invalid">', "image-png"),
        ('<img src="data:image/png;base64,AA">', "image-base64"),
        (
            "<style>@media (prefers-color-scheme: dark) { p { color: red } }</style>",
            "css-at-media-prefers-color-scheme",
        ),
        ("<style>@font-face { font-family: x }</style>", "css-at-font-face"),
        ("<style>@import url(x.css);</style>", "css-at-import"),
        ("<style>a:hover { color: red }</style>", "css-pseudo-class-hover"),
        ("<style>a::before { color: red }</style>", "css-pseudo-element-before"),
        ("<style>a > b { color: red }</style>", "css-selector-child"),
        ("<style>a b { color: red }</style>", "css-selector-descendant"),
        ("<style>a.b { color: red }</style>", "css-selector-chaining"),
        ("<style>[x] { color: red }</style>", "css-selector-attribute"),
        ("<style>/* x */ a { color: red }</style>", "css-comments"),
    ],
)
def test_what_is_used_is_seen(html: str, feature: str) -> None:
    assert feature in features(html, ("css-padding",))


def test_a_property_has_the_datum_of_its_shorthand_but_font_has_not() -> None:
    html = '<p style="border-top-width: 1px; border-collapse: collapse; font-family: x">x</p>'
    seen = features(html, ("css-border", "css-border-collapse", "css-font"))
    assert {"css-border", "css-border-collapse", "css-font-family"} <= seen
    assert "css-font" not in seen


def test_what_does_nothing_somewhere_is_a_warning_with_the_clients_and_the_date() -> None:
    data = {"html-p": datum("Yahoo (web)", partly=("Gmail (iOS)",)), "html-b": datum(partly=("Gmail (iOS)",))}
    assert found("<p>x</p><b>y</b>", data) == [
        ("mail-client", "`<p>` does nothing in Yahoo (web) (tested 2026-01-02)"),
        ("mail-client-partly", "`<b>` works in part in Gmail (iOS) (tested 2026-01-02)"),
    ]


def test_a_client_that_does_not_read_a_media_query_misses_nothing_in_it() -> None:
    data = {
        "html-style": datum(),
        "css-at-media": datum("Thunderbird"),
        "css-display": datum("Thunderbird", "Gmail (web)"),
        "css-display-flex": datum("Thunderbird"),
        "css-selector-type": datum("Thunderbird"),
    }
    html = "<style>@media (max-width: 480px) { p { display: flex } }</style>"
    assert [message.partition(" (tested")[0] for _, message in found(html, data)] == [
        "`@media` does nothing in Thunderbird",
        "`display` does nothing in Gmail (web)",
    ]
    outside = html.replace("</style>", "p { display: flex }</style>")
    assert [message.partition(" (tested")[0] for _, message in found(outside, data)] == [
        "`@media` does nothing in Thunderbird",
        "`a type selector` does nothing in Thunderbird",
        "`display` does nothing in Thunderbird, Gmail (web)",
        "`display: flex` does nothing in Thunderbird",
    ]


def test_a_waiver_silences_its_feature_until_it_is_tested_again() -> None:
    data = {"html-p": datum("Yahoo (web)")}
    waiver = Waiver("html-p", DAY, "so", PLACE)
    assert found("<p>x</p>", data, waiver) == []
    again = found("<p>x</p>", data, replace(waiver, tested=datetime.date(2020, 1, 2)))
    assert again == [("mail-waiver", "`html-p` was tested again, on 2026-01-02")]


def test_a_waiver_that_is_no_longer_needed_is_told() -> None:
    waiver = Waiver("html-p", DAY, "so", PLACE)
    assert found("<p>x</p>", {"html-p": datum()}, waiver) == [("mail-waiver", "every client supports `html-p` now")]
    assert found("", {}, waiver) == [("mail-waiver", "the data have no `html-p`")]
    assert found("<p>x</p>", {}, replace(waiver, tested=None)) == []


def test_a_mistake_in_the_waivers_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "newsletter").mkdir()
    (tmp_path / "newsletter" / "waivers.yaml").write_text(
        "html-p: {tested: 2026-01-02, why: so}\nhtml-b: {tested: someday, why: so}\nhtml-i: {reason: so}\nhtml-u: 3\n"
    )
    waivers, problems = load_waivers(replace(theme(), folder=tmp_path), Files(ROOT))
    assert waivers["html-p"].place.line == 1
    assert [(p.code, p.place.line) for p in problems] == [("wrong-type", 2), ("wrong-type", 3), ("wrong-type", 4)]


def shown() -> list[Mail]:
    """Mails that use all that our templates have."""
    short = replace(FULL, meta=replace(FULL.meta, newsletter=replace(MAILING, body=Body.SUMMARY)))
    return [made(FULL), made(short), made(pictured()), made(reckoned())]


def reckoned() -> Essay:
    """A formula in a line, in a mail that a service sends: it is letters and signs there."""
    from pipeline.document import Math, Section
    from tests.newsletter.sample import para

    meta = replace(FULL.meta, newsletter=replace(MAILING, service=Service.LISTMONK, unsubscribe_url=None))
    section = Section("n", 1, "a", None, (para("Say ", Math("x_i^2", 1), "."),))
    return replace(FULL, meta=meta, sections=(section,), footnotes=())


def pictured() -> Essay:
    from pipeline.document import Figure, Link, Section, Text
    from tests.newsletter.sample import para

    figure = Figure("n", 1, "tests/cases/whole-everything/trend.png", "A trend", None, ())
    mail = Link((Text("write to us"),), "mailto:a@example.org", None, 1)
    section = Section("n", 1, "a", None, (para("Do ", mail, "."), figure))
    return replace(FULL, path="essay.md", sections=(section,))


def test_every_waiver_of_ours_is_needed() -> None:
    data = load_data()
    waivers, problems = load_waivers(theme(), Files(ROOT))
    seen = set()
    for mail in shown():
        html = part(mail, "html")
        seen |= {use.feature for use in used(html, read(html), lambda feature: feature in data)}
    assert not problems
    assert sorted(set(waivers) - seen) == []


def test_the_data_are_whole_dated_and_licensed() -> None:
    raw = json.loads(DATA.read_text(encoding="utf-8"))
    assert datetime.date.fromisoformat(raw["updated"]).year >= 2026
    assert "MIT License" in (DATA.parent / "caniemail.LICENSE.txt").read_text(encoding="utf-8")
    data = load_data()
    assert len(data) > 300
    assert {client for one in data.values() for client in (*one.none, *one.partly)} == set(CLIENTS)
    assert "Outlook (classic, Windows)" in data["css-at-media"].none


def test_of_each_feature_the_newest_test_counts() -> None:
    feature = {
        "slug": "css-x",
        "title": "x",
        "last_test_date": "2024-05-1",
        "notes_by_num": {"1": "Only `a`, see [there](https://x.example/)."},
        "stats": {
            "gmail": {"ios": {"2019-01": "n", "2024-05": "y"}, "android": {"2019-01": "y", "2024-05": "a #1"}},
            "outlook": {"windows": {"2019": "n"}},
            "thunderbird": {"macos": {"60.3": "n"}, "windows": {"102.7": "u"}},
            "orange": {"ios": {"2019-01": "n"}},
        },
    }
    text = trimmed({"data": [feature], "last_update_date": "2026-05-13 14:45:41 +0000"}, "1.2.3")
    assert json.loads(text) == {
        "source": "caniemail 1.2.3 (npm), made by make/caniemail.sh",
        "licence": "MIT, see caniemail.LICENSE.txt",
        "updated": "2026-05-13",
        "features": {
            "css-x": {
                "title": "x",
                "tested": "2024-05-01",
                "none": ["Outlook (classic, Windows)"],
                "partly": ["Gmail (Android)"],
                "notes": ["Only a, see there."],
            }
        },
    }
