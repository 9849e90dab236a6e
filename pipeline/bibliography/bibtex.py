"""``references.bib``: BibTeX and BibLaTeX (its manual, 2.1 and 2.2) as entries."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field

from bibtexparser.library import Library
from bibtexparser.middlewares import names as persons
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as Block
from bibtexparser.splitter import Splitter

from pipeline.bibliography import latex
from pipeline.bibliography.entries import Day, Entry, Found, Name
from pipeline.problems import Place, Problem, Problems, warning

_KINDS = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "reference", "mvreference", "manual"), "book"),
    **dict.fromkeys(("proceedings", "mvproceedings"), "book"),
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "suppbook", "suppcollection"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    **dict.fromkeys(("movie", "video"), "motion_picture"),
    **dict.fromkeys(("audio", "music"), "song"),
    **dict.fromkeys(("artwork", "image"), "graphic"),
    "inreference": "entry-encyclopedia",
    "booklet": "pamphlet",
    "unpublished": "manuscript",
    "patent": "patent",
    "letter": "personal_communication",
    "dataset": "dataset",
    "software": "software",
    "periodical": "periodical",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "performance": "performance",
    "standard": "standard",
}
_DEGREES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
# A variable of CSL, and the fields that it may stand in, the first that is there.
_TEXTS = {
    "title-short": ("shorttitle",),
    "collection-title": ("series",),
    "volume": ("volume",),
    "page": ("pages",),
    "publisher": ("publisher", "school", "institution", "organization"),
    "publisher-place": ("address", "location"),
    "edition": ("edition",),
    "genre": ("type",),
    "note": ("note", "addendum"),
    "version": ("version",),
    "chapter-number": ("chapter",),
    "event": ("eventtitle",),
    "event-place": ("venue",),
    "number-of-volumes": ("volumes",),
    "number-of-pages": ("pagetotal",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {
    **dict.fromkeys(("english", "american", "british", "usenglish", "ukenglish"), "en"),
    **dict.fromkeys(("german", "ngerman", "austrian", "naustrian", "deutsch"), "de"),
    **dict.fromkeys(("french", "francais", "français"), "fr"),
    "spanish": "es",
    "italian": "it",
    "dutch": "nl",
    "portuguese": "pt",
    "polish": "pl",
    "japanese": "ja",
}
_ORDINALS = {
    name: str(number) for number, name in enumerate(["first", "second", "third", "fourth", "fifth", "sixth"], 1)
}
_DATE = re.compile(r"(-?\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?([~?%]?)$")
_BESIDE_TITLE = ("title", "subtitle")
_DEEPEST = 20  # entries that inherit from one another


def read(text: str, shown: str, wanted: Container[str]) -> tuple[Found, Problems]:
    """The keys of ``text``, a file called ``shown``, and the entries that are ``wanted``.

    What cannot be read is told at its line and left out.
    """
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it is told below, with its line
    library = Splitter(text).split()
    found: list[tuple[int, Block]] = []
    problems: list[Problem] = []
    for block in library.blocks:
        line = block.start_line + 1 if block.start_line is not None else 1
        match block:
            case Block():
                found.append((line, block))
            case DuplicateBlockKeyBlock():
                what = f"the key `{block.key}` stands twice; the first entry is taken"
                problems.append(_told(shown, line, "bibliography-duplicate", what, "give one of them another key"))
            case DuplicateFieldKeyBlock(ignore_error_block=Block() as entry):
                what = f"a field of `{entry.key}` stands twice: {', '.join(sorted(block.duplicate_keys))}"
                problems.append(_told(shown, line, "bibliography-duplicate", what, "keep one"))
                found.append((line, entry))
            case ParsingFailedBlock():
                what = "this entry cannot be read, and is left out"
                hint = "look for a brace, a comma or a quotation mark that is missing in it"
                problems.append(_told(shown, line, "bibliography-broken", what, hint))
            case _:
                pass
    values = _Values(library)
    blocks = {block.key: block for _, block in found}
    readers = [_Reader(block, shown, line, blocks, values) for line, block in found if block.key in wanted]
    entries = tuple(reader.entry() for reader in readers)
    problems += [problem for reader in readers for problem in reader.problems]
    for name in sorted(values.unknown):
        what = f"the abbreviation `{name}` is not defined before it is used; it stands as its name"
        hint = f"define it above, @string{{{name} = {{…}}}}, or put the words in braces"
        problems.append(_told(shown, _line_of(text, name), "bibliography-abbreviation", what, hint))
    return Found(tuple(blocks), entries), tuple(problems)


def _told(shown: str, line: int, code: str, what: str, hint: str) -> Problem:
    return warning(Place(shown, line), code, what, hint)


def _line_of(text: str, name: str) -> int:
    found = re.search(rf"=\s*(?:[^,\n]*#\s*)?{re.escape(name)}\b", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


# --- Values --------------------------------------------------------------------------------------


class _Values:
    """Reads values by the abbreviations that a file defines; those of months are BibTeX's own."""

    def __init__(self, library: Library) -> None:
        self.unknown: set[str] = set()
        self._strings = {month: month for month in _MONTHS}
        for string in library.strings:
            self._strings[string.key.lower()] = self._value(str(string.value))

    def fields(self, block: Block) -> dict[str, str]:
        """The fields of ``block`` by their names in small letters."""
        fields: dict[str, str] = {}
        for one in block.fields:
            fields.setdefault(one.key.lower(), self._value(str(one.value)))
        return fields

    def _value(self, written: str) -> str:
        """A value, its parts joined: ``{braced}``, ``"quoted"``, a number, an abbreviation."""
        said: list[str] = []
        for part in _parts(written.strip()):
            if part[:1] in ("{", '"'):
                said.append(part[1:-1])
            elif part.isdigit() or not part:
                said.append(part)
            else:
                if part.lower() not in self._strings:
                    self.unknown.add(part)
                said.append(self._strings.get(part.lower(), part))
        return "".join(said)


def _parts(written: str) -> Iterator[str]:
    """``written`` cut at the ``#`` that stand in no braces and quotation marks."""
    depth, quoted, start = 0, False, 0
    for at, sign in enumerate(written):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == '"' and not depth:
            quoted = not quoted
        elif sign == "#" and not depth and not quoted:
            yield written[start:at].strip()
            start = at + 1
    yield written[start:].strip()


# --- Entries -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reader:
    """One block, and all of its file, from which it may inherit (``crossref``, ``xdata``).

    ``inherited`` are the fields of others, each read once, however many take from them.
    """

    block: Block
    shown: str
    line: int
    all: Mapping[str, Block]
    values: _Values
    problems: list[Problem] = field(default_factory=list)
    inherited: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def entry(self) -> Entry:
        written = self.block.entry_type.lower()
        fields = self._inherited(self.block, ())
        texts = dict(self._texts(written, fields))
        kind = _KINDS.get(written, "webpage" if "URL" in texts and "publisher" not in texts else "document")
        if kind == "article-journal" and fields.get("entrysubtype", "").lower() in ("magazine", "newspaper"):
            kind = f"article-{fields['entrysubtype'].lower()}"
        names = {own: _people(fields[key]) for own, key in _NAMES.items() if fields.get(key, "").strip()}
        if "editor" in names and "author" not in names and kind == "document":
            kind = "book"
        return Entry(self.block.key, kind, self.shown, self.line, texts, names, dict(_days(fields)))

    def _inherited(self, block: Block, below: tuple[str, ...]) -> Mapping[str, str]:
        """The fields of ``block`` with what it takes from others; ``below`` are the keys of those that take from it."""
        fields = self.values.fields(block)
        for key in fields.get("xdata", "").split(","):
            fields = {**self._parent(key.strip(), block, below), **fields}
        parent = self._parent(fields.get("crossref", "").strip(), block, below)
        title = ": ".join(parent[key] for key in _BESIDE_TITLE if parent.get(key))
        above = {key: value for key, value in parent.items() if key not in _BESIDE_TITLE}
        return {**above, **({"booktitle": title} if title else {}), **fields}

    def _parent(self, key: str, block: Block, below: tuple[str, ...]) -> Mapping[str, str]:
        """The fields of the entry ``key``, from which ``block`` inherits; nothing where there is none, or no end."""
        if not key:
            return {}
        if key in (block.key, *below):
            what = f"`{block.key}` inherits from `{key}`, which inherits from it"
            what = what if key != block.key else f"`{key}` inherits from itself"
        elif len(below) > _DEEPEST:
            what = f"`{block.key}` inherits through over {_DEEPEST} others"
        elif key not in self.all:
            what = f"`{block.key}` inherits from `{key}`, and there is no such entry"
        else:
            if key not in self.inherited:
                found = self._inherited(self.all[key], (*below, block.key))
                self.inherited[key] = {own: said for own, said in found.items() if own not in ("crossref", "xdata")}
            return self.inherited[key]
        hint = "correct its `crossref` or `xdata`, or take it out"
        self.problems.append(_told(self.shown, self.line, "bibliography-crossref", what, hint))
        return {}

    def _texts(self, written: str, fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        def said(*keys: str, read: Callable[[str], str] = latex.text) -> str:
            return next((made for key in keys if (made := read(fields.get(key, "")))), "")

        title = ": ".join(made for key in _BESIDE_TITLE if (made := said(key)))
        within = said("journaltitle", "journal", "booktitle", "maintitle")
        series = {"collection-number": said("number")} if said("series") and written != "article" else {}
        issue = said("issue") or ("" if series else said("number"))
        texts = {own: said(*keys) for own, keys in _TEXTS.items()}
        texts |= {"title": title, "container-title": within, **series}
        texts |= {"genre": texts["genre"] or _DEGREES.get(written, ""), "page": texts["page"].replace("–", "-")}
        texts["issue" if written in ("article", "periodical", "suppperiodical") else "number"] = issue
        texts["edition"] = _ORDINALS.get(texts["edition"].lower(), texts["edition"])
        texts["DOI"] = re.sub(
            r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", said("doi", read=latex.address), flags=re.IGNORECASE
        )
        texts["URL"] = said("url", read=latex.address) or _found(fields)
        tongue = (said("langid") or said("language")).lower()
        texts["language"] = _LANGUAGES.get(tongue, tongue if re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", tongue) else "")
        yield from ((own, value) for own, value in texts.items() if value)


def _found(fields: Mapping[str, str]) -> str:
    """A web address where older files have it: in ``howpublished``, or as the number of a preprint."""
    held = re.search(r"https?://[^\s{}]+", latex.address(fields.get("howpublished", "")))
    number = fields.get("eprint", "").strip()
    kind = fields.get("eprinttype", fields.get("archiveprefix", "")).lower()
    return held[0] if held else f"https://arxiv.org/abs/{number}" if number and kind in ("arxiv", "") else ""


def _people(written: str) -> tuple[Name, ...]:
    return tuple(_person(one) for one in persons.split_multiple_persons_names(" ".join(written.split())) if one)


def _person(written: str) -> Name:
    """A name: "Family, Given", "Given von Family"; whatever stands in braces as a whole is one."""
    if written == "others":
        return Name("others", whole=True)
    if re.fullmatch(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", written) and not written.startswith("{\\"):
        return Name(latex.plain(written[1:-1]), whole=True)
    try:
        parts = persons.parse_single_name_into_parts(written, strict=False)
    except persons.InvalidNameError:
        return Name(latex.plain(written), whole=True)
    family, given, particle, suffix = (
        latex.plain(" ".join(words)) for words in (parts.last, parts.first, parts.von, parts.jr)
    )
    return Name(family, given, particle, suffix, whole=not family) if family else Name(latex.plain(written), whole=True)


def _days(fields: Mapping[str, str]) -> Iterator[tuple[str, Day]]:
    day = _day(fields.get("date", "")) if fields.get("date") else _year(fields)
    for own, made in (("issued", day), ("accessed", _day(fields.get("urldate", "")))):
        if made:
            yield own, made
    if origin := _day(fields.get("origdate", "")):
        yield "original-date", origin


def _year(fields: Mapping[str, str]) -> Day | None:
    year = latex.plain(fields.get("year", ""))
    month = latex.plain(fields.get("month", "")).lower()
    if not re.fullmatch(r"-?\d{1,4}", year):
        return _day(year)
    number = int(month) if month.isdigit() else next((n for n, m in enumerate(_MONTHS, 1) if month.startswith(m)), 0)
    day = latex.plain(fields.get("day", ""))
    if not 1 <= number <= 12:
        return Day(((int(year),),))
    return Day(((int(year), number, int(day)),)) if day.isdigit() else Day(((int(year), number),))


def _day(written: str) -> Day | None:
    """A date as ISO 8601 has it, two with a slash between, or words."""
    bare = written.strip().strip("{}")
    written = bare if _DATE.match(bare) else latex.plain(written)  # in a date, `~` is no blank but "about"
    if not written:
        return None
    ends = [_DATE.match(end) for end in written.split("/")[:2] if end not in ("", "..")]
    found = [end for end in ends if end]
    if not found or len(found) != len(ends):
        return Day(literal=written)
    parts = tuple(tuple(int(part) for part in end.groups()[:3] if part) for end in found)
    return Day(parts, about=any(end[4] for end in found))
