"""Citing: an essay's citations set by a style, each leading to its work in the list, each work to where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.bibliography import marks
from pipeline.bibliography.entries import Entry
from pipeline.bibliography.locators import located
from pipeline.bibliography.setting import Part, Setting
from pipeline.bibliography.style import Style
from pipeline.document import Emphasis, Inline, Inlines, Link, Strong, Text, Work
from pipeline.problems import Place, Problem, Problems, error
from pipeline.prose import plain

MOST = 200  # works in one citation
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)\]}'\"”’»]")


@dataclass(frozen=True, slots=True)
class Cite:
    """One work within a citation: its key, the words before and behind it. ``bare`` leaves its author out."""

    key: str
    before: str = ""
    behind: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """A citation as it is written: of several works in brackets, or ``narrative``, of one in a sentence."""

    cites: tuple[Cite, ...]
    narrative: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as its style sets it, and the ids of its works; a ``note`` stands behind ``author`` as a footnote."""

    inlines: Inlines
    works: tuple[str, ...]
    narrative: bool
    note: bool = False
    author: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The works that an essay cites, in the order of the list, and all its citations, in its own order."""

    works: tuple[Work, ...] = ()
    cited: tuple[Cited | None, ...] = ()


def bibliography(
    entries: Sequence[Entry], clusters: Sequence[Cluster], style: Style, et_al: str, conjunction: str
) -> tuple[Bibliography, Problems]:
    """``clusters`` and the works they cite, by ``style``. ``entries`` are these works as they are first cited."""
    names = _ids(entries)
    first = {cite.key: cluster.place.line or 1 for cluster in reversed(clusters) for cite in cluster.cites}
    try:
        setting = Setting(style, entries, et_al, conjunction)
        listed = tuple(setting.listed())
    except Exception as fault:  # noqa: BLE001  the processor raises what comes along; a bug of ours shows in the tests
        return Bibliography((), (None,) * len(clusters)), (_unset(clusters[0].place, f"the works ({fault!r})"),)
    places = {entry.key: replace(entry, line=first.get(entry.key, 1)) for entry in entries}
    works = tuple(
        Work(names[key], key, marks.clean(label), _led(marks.inlines(text), places[key]), first.get(key, 1))
        for key, label, text in listed
    )
    anchors = {work.key: work.id for work in works}
    problems: list[Problem] = []
    cited: list[Cited | None] = []
    for cluster in clusters:
        made: Cited | None = None
        if len(cluster.cites) > MOST:
            problems.append(_unset(cluster.place, f"{len(cluster.cites)} works in one citation; at most {MOST}"))
            cited.append(None)
            continue
        try:
            made = _cited(cluster, setting, style, anchors, places)
        except Exception as fault:  # noqa: BLE001  as above
            problems.append(_unset(cluster.place, f"this citation ({fault!r})"))
        else:
            if not any(sign.isalnum() for sign in plain(made.inlines)):
                problems.append(_unset(cluster.place, "this citation: nothing is left of it"))
        cited.append(made)
    return Bibliography(works, tuple(cited)), tuple(problems)


def _unset(place: Place, what: str) -> Problem:
    hint = "try another style: those by author and year, and those with numbers, can be set"
    return error(place, "citation-not-set", f"the style cannot set {what}", hint)


def _ids(entries: Iterable[Entry]) -> Mapping[str, str]:
    """An id for each key, in letters that every reader of links takes."""
    ids: dict[str, str] = {}
    for entry in entries:
        base = made = "work-" + (re.sub(r"[^A-Za-z0-9_-]+", "-", entry.key).strip("-") or "x")
        number = 2
        while made in ids.values():
            made, number = f"{base}-{number}", number + 1
        ids[entry.key] = made
    return ids


def _cited(
    cluster: Cluster, setting: Setting, style: Style, anchors: Mapping[str, str], entries: Mapping[str, Entry]
) -> Cited:
    parts = tuple(_part(cite) for cite in cluster.cites)
    works = tuple(dict.fromkeys(anchors[part.key] for part in parts if part.key in anchors))

    def linked(number: int, inner: Inlines) -> Inline:
        target = anchors.get(parts[number].key)
        title = marks.clean(entries[parts[number].key].texts.get("title", "")) or None
        return Link(inner, f"#{target}", title, cluster.place.line or 1) if target else Emphasis(inner)

    if style.notes:
        author = setting.author(parts[0]) if cluster.narrative else ""
        said = _read(setting.citation(parts), linked, anchors)
        return Cited(said, works, cluster.narrative, note=True, author=author)
    text = setting.narrative(parts[0]) if cluster.narrative else setting.citation(parts)
    return Cited(_read(text, linked, anchors), works, cluster.narrative)


def _read(text: str, linked: marks.Linked, anchors: Mapping[str, str]) -> Inlines:
    return marks.inlines(text, linked if anchors else None)


def _part(cite: Cite) -> Part:
    label, locator, behind = located(marks.clean(cite.behind))
    before = marks.clean(cite.before).lstrip()
    return Part(cite.key, f"{before.rstrip()} " if before.strip() else "", label, locator, behind.rstrip(), cite.bare)


# --- Where a work is -----------------------------------------------------------------------------


def _led(inlines: Inlines, entry: Entry) -> Inlines:
    """``inlines``, every address in them a link; where the entry has one and it is not shown, the title is the link."""
    made = tuple(part for inline in inlines for part in _links(inline, entry))
    if entry.address is None or any(isinstance(part, Link) for part in _flat(made)):
        return made
    title = marks.clean(entry.texts.get("title", ""))
    return _titled(made, title, entry) if title else made


def _links(inline: Inline, entry: Entry) -> tuple[Inline, ...]:
    match inline:
        case Text(text):
            doi = entry.texts.get("DOI")
            found = _ADDRESS.search(text)
            if found:
                return _cut(text, found.start(), found.end(), found[0], entry)
            if doi and doi in text:
                at = text.index(doi)
                return _cut(text, at, at + len(doi), f"https://doi.org/{doi}", entry)
            return (inline,)
        case Emphasis(children) | Strong(children):
            return (type(inline)(tuple(part for child in children for part in _links(child, entry))),)
        case _:
            return (inline,)


def _cut(text: str, start: int, end: int, url: str, entry: Entry) -> tuple[Inline, ...]:
    link = Link((Text(text[start:end]),), url, marks.clean(entry.texts.get("title", "")) or None, entry.line)
    behind = _links(Text(text[end:]), entry) if text[end:] else ()
    return (Text(text[:start]), link, *behind) if start else (link, *behind)


def _titled(inlines: Inlines, title: str, entry: Entry) -> Inlines:
    made: list[Inline] = []
    said = [plain((inline,)).strip() for inline in inlines]
    if not any(title.casefold() in text.casefold() for text in said):  # it is in several faces: its first words lead
        title = next((text for text in said if text and title.casefold().startswith(text.casefold())), title)
    for number, inline in enumerate(inlines):
        text = plain((inline,))
        at = text.casefold().find(title.casefold())
        if at < 0:
            made.append(inline)
            continue
        if isinstance(inline, Text):
            link = Link((Text(text[at : at + len(title)]),), entry.address or "", None, entry.line)
            cut = (Text(text[:at]), link, Text(text[at + len(title) :]))
            made.extend(part for part in cut if part != Text(""))
        else:
            made.append(Link((inline,), entry.address or "", None, entry.line))
        return (*made, *inlines[number + 1 :])
    return tuple(made)


def _flat(inlines: Inlines) -> Iterable[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, Emphasis | Strong):
            yield from _flat(inline.children)
