"""What mail clients make of the HTML and CSS that a mail uses: the caniemail data, and what is knowingly used anyway.

``data/caniemail.json`` is made by ``make/caniemail.sh``. The waivers stand in ``newsletter/waivers.yaml`` of the shared
theme and of a theme of one's own, because they go with templates and styles: each names a feature, the date of the test
that it was judged by, and why the mail is right without.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.files import Files
from pipeline.newsletter.check.reading import Page
from pipeline.newsletter.check.used import Use, used
from pipeline.newsletter.check.where import Where
from pipeline.problems import Place, Problem, Problems, advice, warning
from pipeline.theme import Theme
from pipeline.yamltree import Fields, parse
from pipeline.yamltree import Mapping as Tree

DATA = Path(__file__).parent / "data" / "caniemail.json"
WAIVERS = "newsletter/waivers.yaml"


@dataclass(frozen=True, slots=True)
class Datum:
    """What the newest test of a feature found: which clients lack it, which have a part of it, and in what way."""

    title: str
    tested: datetime.date
    none: tuple[str, ...]
    partly: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A feature that is knowingly used. ``tested`` is the date of the datum then; None where there was no datum."""

    feature: str
    tested: datetime.date | None
    why: str
    place: Place


def load_data() -> Mapping[str, Datum]:
    """The data by the features' names."""
    found = json.loads(DATA.read_text(encoding="utf-8"))["features"]
    return {name: _datum(entry) for name, entry in found.items()}


def _datum(entry: Mapping[str, Any]) -> Datum:
    none, partly, notes = (tuple(entry.get(key, ())) for key in ("none", "partly", "notes"))
    return Datum(entry["title"], datetime.date.fromisoformat(entry["tested"]), none, partly, notes)


def load_waivers(theme: Theme, files: Files) -> tuple[Mapping[str, Waiver], Problems]:
    """The waivers of the shared templates and the theme's own, by feature; the theme's beat the shared."""
    waivers: dict[str, Waiver] = {}
    problems: list[Problem] = []
    for folder in dict.fromkeys((theme.base, theme.folder)):
        path = folder / WAIVERS
        text = files.text(path)
        tree, found = parse(text, files.shown(path)) if text is not None else (None, ())
        problems += found
        if not isinstance(tree, Tree):
            continue
        top = Fields(tree, problems)
        features = top.keys()
        for feature in features:
            below = top.mapping(feature)
            if below is None:
                continue
            tested, why = below.date("tested"), below.text("why")
            if why is None:
                below.wrong("why", "the reason why the mail is right without it")
                continue
            below.finish()
            waivers[feature] = Waiver(feature, tested, why, top.where(feature))
        top.finish()
    return waivers, tuple(problems)


def client_rules(
    html: str, page: Page, where: Where, data: Mapping[str, Datum], waivers: Mapping[str, Waiver]
) -> list[Problem]:
    """What some client does not make of ``page``, unless it is waived; and the waivers that are out of date."""
    problems = []
    for use in used(html, page, lambda feature: feature in data):
        datum = data.get(use.feature)
        if datum is not None:
            problems += _wanting(use, datum, where, data) if use.feature not in waivers else []
        elif use.needed and use.feature not in waivers:
            hint = f"try it in the clients that you care for, then note `{use.feature}` in {WAIVERS}"
            message = f"`{use.shown}` is not in the data on mail clients"
            problems.append(advice(where.use(use), "mail-client-unknown", message, hint))
    return [*problems, *(problem for waiver in waivers.values() for problem in _outdated(waiver, data))]


def _wanting(use: Use, datum: Datum, where: Where, data: Mapping[str, Datum]) -> list[Problem]:
    """The clients that see the feature and lack it, and those that have a part of it."""
    blind = {client for feature in use.within - {use.feature} if feature in data for client in data[feature].none}
    none = [client for client in datum.none if client not in blind]
    partly = [client for client in datum.partly if client not in blind]
    tested = f"tested {datum.tested}"
    said = " ".join(datum.notes) or "see https://www.caniemail.com"
    waive = f"do without, or note `{use.feature}` in {WAIVERS} with why the mail is right without it"
    if none:
        message = f"`{use.shown}` does nothing in {', '.join(none)} ({tested})"
        return [warning(where.use(use), "mail-client", message, f"{waive}. {said}" if datum.notes else waive)]
    if partly:
        message = f"`{use.shown}` works in part in {', '.join(partly)} ({tested})"
        return [advice(where.use(use), "mail-client-partly", message, f"{said} Or note `{use.feature}` in {WAIVERS}")]
    return []


def _outdated(waiver: Waiver, data: Mapping[str, Datum]) -> list[Problem]:
    datum = data.get(waiver.feature)
    if datum is None and waiver.tested is None:
        return []
    if datum is None:
        message, hint = f"the data have no `{waiver.feature}`", "take the waiver out"
    elif not datum.none and not datum.partly:
        message, hint = f"every client supports `{waiver.feature}` now", "take the waiver out"
    elif datum.tested != waiver.tested:
        message = f"`{waiver.feature}` was tested again, on {datum.tested}"
        hint = f"see whether the reason still holds, then write `tested: {datum.tested}`"
    else:
        return []
    return [warning(waiver.place, "mail-waiver", message, hint)]
