"""Setting: entries and citations through the processor (citeproc-py), with what it leaves to whoever calls it.

That is: works of one author and year are told apart by letters, and people of one name by their initials (CSL 1.0.2,
*Disambiguation*); a work's author stands in the sentence, or is left out.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.bibliography import marks
from pipeline.bibliography.entries import Day, Entry, Name
from pipeline.bibliography.marks import AS_IT_IS, BOLD, ITALIC, NAMES, QUIET, RAISED
from pipeline.bibliography.style import Style

_JOINT = re.compile(r"^[\s,.:;]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One work of a citation, ready to be set. ``bare`` leaves its author out."""

    key: str
    before: str = ""
    label: str = ""
    locator: str = ""
    behind: str = ""
    bare: bool = False


class Format:
    """What the processor calls for italics and the like: marks instead of a markup."""

    Italic = Oblique = staticmethod(lambda text: ITALIC.around(str(text)))
    Bold = staticmethod(lambda text: BOLD.around(str(text)))
    Superscript = staticmethod(lambda text: RAISED.around(str(text)))
    Light = Underline = Subscript = SmallCaps = staticmethod(lambda text: QUIET.around(str(text)))

    @staticmethod
    def preformat(text: object) -> str:
        """``text`` as it is: nothing needs escaping between marks."""
        return str(text)


class Setting:
    """The works of one essay in one style. ``order`` are their keys as the list has them."""

    def __init__(self, style: Style, entries: Sequence[Entry], et_al: str, conjunction: str) -> None:
        self._style = style
        self._words = (et_al, conjunction)
        self._entries = {entry.key: entry for entry in entries}
        self._ids = {entry.key: f"w{number}" for number, entry in enumerate(entries)}
        self._keys = {id_: key for key, id_ in self._ids.items()}
        self._known: dict[tuple[Part, ...], str] = {}
        self._implied: dict[str, str] = {}  # letters of years that the style does not say where to put
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of variables that the processor does not know
            self.order = self._sorted(self._processor(style.processed, self._entries.values()))
            self._tell_apart()

    # --- The list -----------------------------------------------------------------------------------

    def listed(self) -> Iterator[tuple[str, str, str]]:
        """Each work's key, its label (``[3]``) and its entry, in the order of the list."""
        if not self._style.listed:
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            processor = self._processor(self._style.processed, (self._entries[key] for key in self.order))
            for item in list(processor.items):
                key = self._keys[item.key]
                processor.items = [item]
                made = "".join(str(text) for text in processor.bibliography())
                label, text = self._labelled(made, item.number)
                text = self._once(self._dated(text, key), self._entries[key])
                yield key, label, self._dressed(text) if text.strip() else self._plainly(self._entries[key])

    def _labelled(self, text: str, number: int) -> tuple[str, str]:
        found = re.match(rf"([\[(]?{number}[\])]?\.?)\s*", text) if self._style.numbers else None
        return (found[1], text[found.end() :]) if found else ("", text)

    def _once(self, text: str, entry: Entry) -> str:
        """``text`` with the title once, where nobody's name is known and it stands in the name's place."""
        named = None if any(entry.names.values()) else marks.within(text, NAMES)
        title = _words(named[1]) if named else ""
        if named is None or not title:
            return text
        again = re.search(rf"[\ue000-\ue0ff“„«‘‚\"']*{re.escape(title)}[\ue000-\ue0ff”“»’‘\"'.,]*", named[2])
        rest = named[2][: again.start()].rstrip() + named[2][again.end() :] if again else named[2]
        return f"{named[0]}{NAMES.around(named[1])}{rest}".rstrip()

    def _plainly(self, entry: Entry) -> str:
        """What there is to say of a work of which the style says nothing."""
        day = entry.days.get("issued", Day())
        year = day.literal or "–".join(dict.fromkeys(str(parts[0]) for parts in day.parts))
        told = (entry.texts.get(key) for key in ("title", "container-title", "publisher", "URL"))
        facts = (self._author(entry), *told, year)
        return ". ".join(dict.fromkeys(fact for fact in facts if fact)) + "."

    # --- Citations ----------------------------------------------------------------------------------

    def citation(self, parts: Sequence[Part]) -> str:
        """A citation of ``parts``, each within :func:`marks.work` of its number.

        It is in full wherever it stands, never "ibid.": what stands before it in one output may be left out of another.
        """
        text = self._cited(parts)
        for number, part in enumerate(parts):
            text = self._finished(text, number, part)
        return self._dressed(self._ranged(text, parts) if self._style.ranges else text)

    def narrative(self, part: Part) -> str:
        """A work whose author stands in the sentence: "Smith (2020, p. 12)"; the whole is the work's."""
        text = self._cited((part,))
        found = marks.within(text, marks.work(0))
        named = marks.within(found[1], NAMES) if found else None
        if found is None or named is None:
            author = self._author(self._entries[part.key])
            whole = self._finished(text, 0, part)
            rest = _unmarked(whole)
            gap = "" if rest.startswith(RAISED.opens) else " "
            return marks.work(0).around(self._dressed(f"{author}{gap}{rest}".strip()))
        bare = self._finished(text, 0, replace(part, bare=True))
        rest = self._dressed(_unmarked(bare))
        return marks.work(0).around(self._dressed(named[1]) + (f" {rest}" if rest.strip("()[] ") else ""))

    def author(self, part: Part) -> str:
        """Who wrote a work, as a sentence names them."""
        return self._author(self._entries[part.key])

    def _finished(self, text: str, number: int, part: Part) -> str:
        """``text`` with the letter of the part's year, and without its author where it is cited bare."""
        mark = marks.work(number)
        found = marks.within(text, mark)
        if found is None:
            return text
        before, inner, behind = found
        inner = self._once(self._dated(inner, part.key), self._entries[part.key])
        named = marks.within(inner, NAMES) if part.bare else None
        if named:
            inner = named[0] + _JOINT.sub("", named[2])
        return before + mark.around(inner) + behind

    def _ranged(self, text: str, parts: Sequence[Part]) -> str:
        """``text`` with three numbers in a row or more as the first and the last: ``[1]–[3]`` (CSL, *Cite Collapsing*).

        A number with words or a place of its own stands by itself.
        """
        runs: list[list[int]] = []
        for number in sorted(range(len(parts)), key=lambda n: text.find(marks.work(n).opens)):
            alone = parts[number] != Part(parts[number].key)
            before = parts[runs[-1][-1]] if runs else None
            follows = before and before == Part(before.key) and self._place(parts[number]) == self._place(before) + 1
            if follows and not alone:
                runs[-1].append(number)
            else:
                runs.append([number])
        for first, *_, last in (run for run in runs if len(run) > 2):
            mark = marks.work(first)
            end = text.index(mark.closes, text.index(mark.opens)) + 1
            text = f"{text[:end]}–{text[text.index(marks.work(last).opens) :]}"
        return text

    def _place(self, part: Part) -> int:
        """Where a work stands in the list."""
        return self.order.index(part.key)

    def _dated(self, text: str, key: str) -> str:
        letter, day = self._implied.get(key), self._entries[key].days.get("issued")
        if not letter or not day or not day.parts:
            return text
        return re.sub(rf"(?<!\d){day.parts[0][0]}(?!\d)", rf"\g<0>{letter}", text, count=1)

    def _dressed(self, text: str) -> str:
        text = text.replace("\u2011", "-")  # which few faces have
        if self._style.quotes_inside:
            text = re.sub(r"([’”]+)([\ue000-\ue0ff]*)([.,])", r"\3\1\2", text)
            text = re.sub(r"([.,!?])[.,]([’”])", r"\1\2", text)
        return re.sub(r",([’”»]?)(?=[)\]])", r"\1", marks.mended(text))

    def _author(self, entry: Entry) -> str:
        et_al, conjunction = self._words
        people = next((entry.names[role] for role in ("author", "editor", "translator") if entry.names.get(role)), ())
        names = [f"{name.particle} {name.family}".strip() for name in people]
        if not names:
            return entry.texts.get("title-short") or entry.texts.get("title") or entry.key
        return f"{names[0]} {et_al}" if len(names) > 2 else f" {conjunction} ".join(names)

    # --- Telling apart ------------------------------------------------------------------------------

    def _tell_apart(self) -> None:
        shown = dict(self._entries)  # as citations name them
        self._cites = self._processor(self._style.processed, (shown[key] for key in self.order))
        if not self._style.names and not self._style.suffixes:
            return
        alike = self._alike(self.order)
        if self._style.names:
            for keys in alike:
                people = {key: shown[key].names.get("author", ()) for key in keys}
                if len(set(people.values())) > 1:
                    shown.update((key, _initialled(shown[key])) for key in keys)
            self._cites = self._processor(self._style.processed, (shown[key] for key in self.order))
            alike = [same for keys in alike for same in self._alike(keys)]
        letters = {key: _letter(number) for keys in alike for number, key in enumerate(keys)}
        if not letters or not self._style.suffixes:
            return
        before = {key: self._bare(key) for key in letters}
        self._entries.update((key, self._entries[key].suffixed(letter)) for key, letter in letters.items())
        shown.update((key, shown[key].suffixed(letter)) for key, letter in letters.items())
        self._cites = self._processor(self._style.processed, (shown[key] for key in self.order))
        self._implied = {key: letter for key, letter in letters.items() if self._bare(key) == before[key]}

    def _alike(self, keys: Sequence[str]) -> list[list[str]]:
        """Those of ``keys`` whose citations read alike, in the order of the list."""
        groups: dict[str, list[str]] = {}
        for key in keys:
            groups.setdefault(self._bare(key), []).append(key)
        return [keys for keys in groups.values() if len(keys) > 1]

    def _bare(self, key: str) -> str:
        """A first citation of a work, and of no place in it."""
        self._known.clear()  # works are still being told apart
        return self._cited((Part(key),))

    # --- The processor ------------------------------------------------------------------------------

    def _processor(self, style: Any, entries: Any) -> Any:
        from citeproc import Citation, CitationItem, CitationStylesBibliography  # type: ignore[import-untyped]  # carries no types

        found = tuple(entries)
        processor = CitationStylesBibliography(style, self._source(found), Format)
        for entry in found:
            processor.register(Citation([CitationItem(self._ids[entry.key])]))
        return processor

    def _sorted(self, processor: Any) -> list[str]:
        if self._style.listed:
            processor.sort()
        return [self._keys[key] for key in processor.keys]

    def _cited(self, parts: Sequence[Part]) -> str:
        made = self._known.get(tuple(parts))
        if made is None:
            made = self._known[tuple(parts)] = self._processed(parts)
        return made

    def _processed(self, parts: Sequence[Part]) -> str:
        from citeproc import Citation, CitationItem, Locator

        items = []
        for number, part in enumerate(parts):
            mark = marks.work(number)
            more = {"locator": Locator(part.label, part.locator)} if part.label else {}
            items.append(
                CitationItem(
                    self._ids[part.key], prefix=part.before + mark.opens, suffix=mark.closes + part.behind, **more
                )
            )
        citation = Citation(items)
        citation.bibliography = self._cites
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return str(self._style.processed.render_citation(citation, [], _unknown))

    def _source(self, entries: Sequence[Entry]) -> Any:
        from citeproc.source import BibliographySource  # type: ignore[import-untyped]  # carries no types

        source = BibliographySource()
        for entry in entries:
            source.add(reference(self._ids[entry.key], entry))
        return source


def _unknown(item: object) -> str:
    raise LookupError(item)  # a bug: only works that are there are cited


def _unmarked(text: str) -> str:
    """``text`` without the marks of works: within another's they would have no end."""
    return re.sub("[\ue00f\ue100-\uf8ff]", "", text)


def _words(text: str) -> str:
    """``text`` without the signs around it."""
    return marks.clean(text).strip(" “”„‘’‚«»\"'.,")


def _letter(number: int) -> str:
    """``a`` to ``z``, then ``aa``."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("a") + number % 26)


def _initialled(entry: Entry) -> Entry:
    """``entry`` with its first author's initials before the family name."""
    first, *others = entry.names["author"] if entry.names.get("author") else (Name(""),)
    initials = " ".join(f"{word[0]}." for word in re.split(r"[\s-]+", first.given) if word)
    if not initials or first.whole:
        return entry
    named = replace(first, family=f"{initials} {first.family}")
    return replace(entry, names={**entry.names, "author": (named, *others)})


def reference(id_: str, entry: Entry) -> Any:
    """``entry`` as the processor holds one."""
    from citeproc.source import Reference

    values: Mapping[str, Any] = {
        **{key.replace("-", "_"): _string(text) for key, text in entry.texts.items()},
        **{key.replace("-", "_"): [_name(name) for name in names] for key, names in entry.names.items()},
        **{key.replace("-", "_"): _date(day) for key, day in entry.days.items()},
    }
    known = {key: value for key, value in values.items() if key not in ("key", "type")}
    return Reference(id_, entry.kind, **known)


def _string(text: str) -> Any:
    """Text whose marked words keep their capitals."""
    from citeproc.string import MixedString, NoCase, String  # type: ignore[import-untyped]  # carries no types

    parts: list[Any] = []
    for number, part in enumerate(re.split(f"[{AS_IT_IS.opens}{AS_IT_IS.closes}]", text)):
        if part:
            parts.append(NoCase(part) if number % 2 else String(part))
    return MixedString(parts)


def _name(name: Name) -> Any:
    from citeproc.source import Name as Person

    if name.whole:
        return Person(literal=name.family)
    parts = {"given": name.given, "non-dropping-particle": name.particle, "suffix": name.suffix}
    return Person(family=name.family, **{key: part for key, part in parts.items() if part})


def _date(day: Day) -> Any:
    from citeproc.source import Date, DateRange, LiteralDate

    years = [parts[0] for parts in day.parts]
    if not years:
        return LiteralDate(day.literal)
    if len(set(years)) > 1:  # the processor loses the parts that two ends have in common
        return DateRange(begin=Date(year=years[0]), end=Date(year=years[-1]), circa=day.about)
    parts = day.parts[0][: 3 if len(day.parts) == 1 else 1]
    return Date(**dict(zip(("year", "month", "day"), parts, strict=False)), circa=day.about)
