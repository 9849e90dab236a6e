"""``references.json``: CSL-JSON (its schema ``csl-data.json`` 1.0.2) as entries."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence

from pipeline.bibliography.entries import NOTHING, Day, Entry, Found, Name
from pipeline.bibliography.marks import AS_IT_IS, BOLD, ITALIC, QUIET, RAISED, Mark, clean
from pipeline.problems import Place, Problem, Problems, error, warning

_TAG = re.compile(r"<(/?)(i|b|em|strong|sup|sub|sc|span)\b([^<>]*)>", re.IGNORECASE)
_MARKS = {"i": ITALIC, "em": ITALIC, "b": BOLD, "strong": BOLD, "sup": RAISED, "sub": QUIET, "sc": QUIET}
_NAMES = frozenset(
    (
        *("author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator"),
        *("director", "editor", "editorial-director", "executive-producer", "guest", "host", "illustrator"),
        *("interviewer", "narrator", "organizer", "original-author", "performer", "producer", "recipient"),
        *("reviewed-author", "script-writer", "series-creator", "translator"),
    )
)
_DAYS = frozenset(["accessed", "available-date", "event-date", "issued", "original-date", "submitted"])
_IDENTITY = frozenset(["id", "type", "citation-key", "categories", "custom"])


def read(text: str, shown: str, wanted: Container[str]) -> tuple[Found, Problems]:
    """The keys of ``text``, a file called ``shown``, and the entries that are ``wanted``.

    What cannot be read is told and left out.
    """
    try:
        told: object = json.loads(text)
    except json.JSONDecodeError as fault:
        place = Place(shown, fault.lineno, fault.colno)
        return NOTHING, (
            error(place, "bibliography-broken", f"no JSON: {fault.msg}", "mend it there, or export it anew"),
        )
    except RecursionError:
        return NOTHING, (error(Place(shown, 1), "bibliography-broken", "brackets within brackets without end"),)
    if isinstance(told, Mapping):
        told = told.get("items", told.get("references", [told] if "id" in told else None))
    if not isinstance(told, list):
        what = "no list of works"
        return NOTHING, (error(Place(shown, 1), "bibliography-broken", what, "CSL-JSON is a list: [{id: …, type: …}]"),)
    lines = _Lines(text)
    entries: dict[str, Entry | None] = {}
    problems: list[Problem] = []
    for number, work in enumerate(told, 1):
        key = _word(work.get("citation-key") or work.get("id")) if isinstance(work, Mapping) else ""
        if not isinstance(work, Mapping) or not key:
            what = f"the work number {number} has no `id`, and is left out"
            problems.append(warning(Place(shown, 1), "bibliography-broken", what, "give it one: that is its key"))
            continue
        line = lines.of(_word(work.get("id")) or key) if key in wanted or key in entries else 1
        if key in entries:
            what = f"the key `{key}` stands twice; the first entry is taken"
            hint = "give one of them another id"
            problems.append(warning(Place(shown, line), "bibliography-duplicate", what, hint))
            continue
        entries[key] = _entry(key, work, shown, line) if key in wanted else None
    return Found(tuple(entries), tuple(entry for entry in entries.values() if entry)), tuple(problems)


class _Lines:
    """Where each id is written: what reads JSON does not tell."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._from: dict[str, int] = {}

    def of(self, key: str) -> int:
        """The line of the next work with that id."""
        found = re.compile(rf'"id"\s*:\s*"?{re.escape(json.dumps(key)[1:-1])}\b').search(
            self._text, self._from.get(key, 0)
        )
        if found is None:
            return 1
        self._from[key] = found.end()
        return self._text.count("\n", 0, found.start()) + 1


def _entry(key: str, work: Mapping[str, object], shown: str, line: int) -> Entry:
    texts: dict[str, str] = {}
    names: dict[str, tuple[Name, ...]] = {}
    days: dict[str, Day] = {}
    for variable, value in work.items():
        if variable in _NAMES:
            people = tuple(_people(value))
            names.update({variable: people} if people else {})
        elif variable in _DAYS:
            day = _day(value)
            days.update({variable: day} if day else {})
        elif variable not in _IDENTITY and (said := _text(value)):
            texts["title-short" if variable == "shortTitle" else variable] = said
    texts["page"] = texts.get("page", "").replace("–", "-")
    return Entry(
        key, _word(work.get("type")) or "document", shown, line, {k: v for k, v in texts.items() if v}, names, days
    )


def _word(value: object) -> str:
    return clean(" ".join(str(value).split())) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _text(value: object) -> str:
    """A text; ``<i>``, ``<b>`` and their like are marks, and other tags are gone."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    opened: list[Mark] = []

    def mark(found: re.Match[str]) -> str:
        if found[1]:
            return opened.pop().closes if opened else ""
        kind = AS_IT_IS if "nocase" in found[3] else _MARKS.get(found[2].lower(), QUIET)
        opened.append(kind)
        return kind.opens

    made = _TAG.sub(mark, clean(" ".join(str(value).split())))
    return html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", made)) + "".join(one.closes for one in reversed(opened))


def _people(value: object) -> Iterator[Name]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, str) and one.strip():
            yield Name(_word(one), whole=True)
        elif isinstance(one, Mapping):
            said = {key: _word(part) for key, part in one.items()}
            family, given = said.get("family", ""), said.get("given", "")
            if whole := said.get("literal", "") or ("" if family else given):
                yield Name(whole, whole=True)
            elif family:
                particle = said.get("non-dropping-particle") or said.get("dropping-particle", "")
                yield Name(family, given, particle, said.get("suffix", ""))


def _day(value: object) -> Day | None:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return _raw(_word(value))
    if not isinstance(value, Mapping):
        return None
    about = bool(value.get("circa"))
    listed = value.get("date-parts")
    parts = tuple(made for one in listed if (made := _parts(one))) if isinstance(listed, list) else ()
    if parts:
        return Day(parts[:2], about=about)
    said = _word(value.get("literal")) or _word(value.get("raw"))
    return _raw(said) if said else None


def _parts(value: object) -> tuple[int, ...]:
    """Year, month and day, as many as are numbers that they may be."""
    made: list[int] = []
    for part, (least, most) in zip(value if isinstance(value, Sequence) else (), _BOUNDS, strict=False):
        said = _word(part)
        if not re.fullmatch(r"-?\d{1,5}", said) or not least <= int(said) <= most:
            break
        made.append(int(said))
    return tuple(made)


_BOUNDS = ((-9999, 9999), (1, 12), (1, 31))


def _raw(said: str) -> Day | None:
    found = re.fullmatch(r"(-?\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", said)
    parts = _parts([part for part in found.groups() if part]) if found else ()
    return Day((parts,)) if parts else Day(literal=said) if said else None
