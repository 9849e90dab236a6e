"""The essay's bibliography: its files found and read, its citations taken from the tokens and set by a style."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it.token import Token

from pipeline.files import inside
from pipeline.problems import Place, Problem, error, failed, warning
from pipeline.source.opening import opened
from pipeline.source.reading import Reading, usual
from pipeline.words import words

if TYPE_CHECKING:  # most essays have no bibliography
    from pipeline.bibliography.citing import Bibliography, Cite, Cluster
    from pipeline.bibliography.entries import Entry
    from pipeline.bibliography.style import Style
    from pipeline.source.references import Keyed

LARGEST = 16 * 1024 * 1024  # bytes of one file: some twenty thousand works


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The works that an essay can cite, by their ``keys``, in the files ``shown``; and those that it does cite."""

    shown: str
    keys: frozenset[str]
    bibliography: Bibliography
    broken: bool = False  # a file could not be read: its keys are not known
    numbers: dict[int, int] = field(default_factory=dict)  # of citations, by the identity of what opens them

    def hint(self, key: str) -> str:
        """What helps where no work has ``key``."""
        near = difflib.get_close_matches(key, sorted(self.keys), n=1)
        if not near:
            near = [other for other in sorted(self.keys) if other.casefold() == key.casefold()]
        if near:
            return f"did you mean `@{near[0]}`?"
        return "mend the bibliography first" if self.broken else f"the keys are those of {self.shown}; look there"


def catalogue(clusters: Sequence[Keyed], reading: Reading) -> Catalogue | None:
    """The bibliography of an essay with these citations; None where there is none, or nobody cites it."""
    paths = _paths(reading)
    if not paths:
        return None
    shown = " and ".join(reading.files.shown(path) for path in paths)
    asked = frozenset(key for cluster in clusters for key in cluster.keys)
    if not asked:
        reading.problems.append(_unused(reading, paths[0]))
        return None
    from pipeline.bibliography import citing

    keys, entries, whole = _read(paths, asked, reading)
    found = Catalogue(shown, keys, citing.Bibliography(), broken=not whole)
    known = tuple(cluster for cluster in clusters if keys.issuperset(cluster.keys))
    if not known:
        if whole and all(cluster.opening.meta["narrative"] for cluster in clusters):  # handles of people, it seems
            reading.problems.append(_unused(reading, paths[0]))
        return found
    return _set(known, entries, found, reading)


def _set(known: Sequence[Keyed], entries: dict[str, Entry], found: Catalogue, reading: Reading) -> Catalogue:
    """``found`` with the citations ``known`` set."""
    from pipeline.bibliography.citing import bibliography

    style = _style(reading)
    if style is None:
        return found
    cited = list(dict.fromkeys(key for cluster in known for key in cluster.keys))
    said = words(reading.meta.lang)
    made, problems = bibliography(
        tuple(entries[key] for key in cited), [_cluster(one, reading) for one in known], style, "et al.", said.and_
    )
    reading.problems += problems
    numbers = {id(cluster.opening): number for number, cluster in enumerate(known)}
    return replace(found, bibliography=made, numbers=numbers)


# --- Files ---------------------------------------------------------------------------------------


def _paths(reading: Reading) -> tuple[Path, ...]:
    """The files: those that the front matter names, else the usual ones that are there."""
    named = reading.meta.bibliography
    if not named:
        return usual(reading)
    found = (_named(name, "bibliography", number, reading) for number, name in enumerate(named))
    return tuple(path for path in found if path)


def _named(name: str, key: str, number: int, reading: Reading) -> Path | None:
    """The file ``name`` beside the file that says so, or None with a problem."""
    place = reading.meta.places.get(f"{key}.{number}") or reading.meta.place(key, reading.path)
    folder = (reading.files.root / place.path).parent
    path = inside(folder, name)
    if path is None:
        what = f"`{name}` leads out of the folder"
        reading.problems.append(error(place, _CODES[key], what, "it lies beside the file that names it"))
        return None
    if reading.files.note(path):
        return path
    there = sorted(p.name for p in folder.iterdir() if p.suffix in _ENDINGS[key]) if folder.is_dir() else []
    near = difflib.get_close_matches(name, there, n=1) or there[:1]
    hint = f"did you mean `{near[0]}`?" if near else "save it beside the file that names it"
    reading.problems.append(error(place, _CODES[key], f"there is no file `{name}`", hint))
    return None


_CODES = {"bibliography": "bibliography-missing", "csl": "citation-style-missing"}
_ENDINGS = {"bibliography": (".bib", ".json"), "csl": (".csl",)}


def _read(
    paths: Sequence[Path], asked: frozenset[str], reading: Reading
) -> tuple[frozenset[str], dict[str, Entry], bool]:
    """All keys of the files, the entries that are asked for, and whether every file could be read."""
    from pipeline.bibliography import bibtex, csljson

    keys: set[str] = set()
    entries: dict[str, Entry] = {}
    whole = True
    for path in paths:
        if path.stat().st_size > LARGEST:
            what = f"{path.stat().st_size / 2**20:.0f} MiB; at most {LARGEST // 2**20} can be read"
            hint = "export the works of this essay alone"
            reading.problems.append(error(Place(reading.files.shown(path)), "bibliography-too-large", what, hint))
            whole = False
            continue
        text, faults = opened(path, reading.files, largest=LARGEST)
        reading.problems += faults
        if text is None:
            whole = False
            continue
        read = csljson.read if path.suffix.lower() == ".json" else bibtex.read
        found, told = read("\n".join(text.lines), reading.files.shown(path), asked)
        whole = whole and not any(problem.code == "bibliography-broken" for problem in told)
        reading.problems += told
        keys.update(found.keys)
        for entry in found.entries:
            entries.setdefault(entry.key, entry)
        whole = whole and not failed(told)
    return frozenset(keys), entries, whole


def _unused(reading: Reading, path: Path) -> Problem:
    what = "no text cites a work of this file"
    hint = "cite one, [@key], or take the file away"
    return warning(Place(reading.files.shown(path)), "bibliography-unused", what, hint)


def _style(reading: Reading) -> Style | None:
    """The style that the front matter names, else the usual one."""
    from pipeline.bibliography import style

    name = reading.meta.csl
    if name is None:
        place = Place(reading.path, 1)
        made = style.opened(style.usual(), reading.meta.lang, place)
    else:
        path = _named(name, "csl", 0, reading)
        if path is None:
            return None
        place = Place(reading.files.shown(path))
        data = reading.files.bytes(path) or b""
        if len(data) > style.LARGEST:
            reading.problems.append(error(place, "citation-style", "the style is over a megabyte", "take another"))
            return None
        made = style.opened(data, reading.meta.lang, place)
    if isinstance(made, style.Style):
        return made
    reading.problems.append(made)
    return None


# --- Citations -----------------------------------------------------------------------------------


def _cluster(keyed: Keyed, reading: Reading) -> Cluster:
    """A citation's tokens as what it says: keys, and the words before and behind each."""
    from pipeline.bibliography.citing import Cite, Cluster

    cites: list[Cite] = []
    before = behind = ""
    key: Token | None = None

    def close() -> None:
        nonlocal before, behind, key
        if key is not None:
            cites.append(Cite(key.info, before, behind, bare=bool(key.meta["bare"])))
        elif cites:  # words after a semicolon that cite nothing belong to what is before them
            last = cites.pop()
            cites.append(Cite(last.key, last.before, f"{last.behind};{before}", bare=last.bare))
        before = behind = ""
        key = None

    narrative = bool(keyed.opening.meta["narrative"])
    for token in keyed.inner:
        if token.type == "cite_key":
            if key is not None:  # two keys with no semicolon between
                close()
            key = token
            continue
        text = " " if token.type == "softbreak" else token.content
        for number, piece in enumerate((text.strip(" []"),) if narrative else text.split(";")):
            if number:
                close()
            if key is None:
                before += piece
            else:
                behind += piece
    close()
    return Cluster(tuple(cites), narrative, Place(reading.path, keyed.line))
