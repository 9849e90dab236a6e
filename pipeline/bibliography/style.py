"""The style (CSL 1.0.2): read, looked at, and opened for the processor. Without one of the author's it is Harvard's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.bibliography.marks import NAMES
from pipeline.problems import Place, Problem, error

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 1024 * 1024  # bytes: the largest style in use has a fifth of it
_CSL = "{http://purl.org/net/xbiblio/csl}"
_WHERE = "styles are at https://www.zotero.org/styles: save the .csl file beside essay.md"


@dataclass(frozen=True, slots=True)
class Style:
    """A style ready for use: ``processed`` is what the processor makes of it, names marked.

    It writes ``notes``, or ``numbers``, these as ``ranges`` where they can be; else it cites by author. ``names`` and
    ``suffixes`` say by what it tells works apart, ``listed`` whether it has a list. ``quotes_inside`` has a comma or
    full stop stand before the closing quotation mark.
    """

    processed: Any
    notes: bool
    numbers: bool
    ranges: bool
    names: bool
    suffixes: bool
    listed: bool
    quotes_inside: bool


def usual() -> bytes:
    """The style that the library carries: Harvard, Cite Them Right."""
    from citeproc import STYLES_PATH  # type: ignore[import-untyped]  # carries no types

    return (Path(STYLES_PATH) / "harvard-cite-them-right.csl").read_bytes()


def opened(data: bytes, lang: str, place: Place) -> Style | Problem:
    """The style in ``data`` for a text in ``lang`` (BCP 47), or why there is none."""
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        at = Place(place.path, fault.lineno, None) if place.path.endswith(".csl") else place
        return error(at, "citation-style", f"the style is no XML: {fault.msg}", _WHERE)
    why = _wrong(root)
    if why:
        return error(place, "citation-style", why, _WHERE)
    citation = root.find(f"{_CSL}citation")
    for names in root.iter(f"{_CSL}names"):
        if not any(True for _ in names.iterancestors(f"{_CSL}substitute")):
            names.set("prefix", NAMES.opens + names.get("prefix", ""))
            names.set("suffix", names.get("suffix", "") + NAMES.closes)
    numbers = any(text.get("variable") == "citation-number" for text in root.iter(f"{_CSL}text"))
    try:
        processor = _processor(etree.tostring(root), _locale(lang))
        return Style(
            processed=processor,
            notes=root.get("class") == "note",
            numbers=numbers,
            ranges=numbers and citation is not None and citation.get("collapse") == "citation-number",
            names=citation is not None and citation.get("disambiguate-add-givenname") == "true",
            suffixes=citation is not None and citation.get("disambiguate-add-year-suffix") == "true",
            listed=processor.has_bibliography(),
            quotes_inside=str(processor.root.get_locale_option("punctuation-in-quote")).lower() == "true",
        )
    except Exception as fault:  # noqa: BLE001  the processor raises what comes along where a style is not one
        return error(place, "citation-style", f"the style cannot be used ({type(fault).__name__})", _WHERE)


def _processor(data: bytes, locale: str) -> Any:
    from citeproc import CitationStylesStyle

    made = CitationStylesStyle(io.BytesIO(data), locale=locale, validate=False)
    _remember(made.root)
    return made


def _remember(root: Any) -> None:
    """Has the processor find the macros of a style without searching it anew for each: most of its time went there."""
    from citeproc.model import CitationStylesElement  # type: ignore[import-untyped]  # carries no types

    _macros[id(root)] = (root, {macro.get("name"): macro for macro in root.iter(f"{_CSL}macro")})

    def found(self: Any, name: str) -> Any:
        return _macros[id(self.get_root())][1][name]

    CitationStylesElement.get_macro = found


_macros: dict[int, tuple[Any, dict[str, Any]]] = {}  # the roots too, so that no other comes to have their ids


def _locale(lang: str) -> str:
    """The locale of CSL for ``lang``; English where it has none."""
    from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS

    if lang in LANGUAGE_NAMES:
        return lang
    return str(PRIMARY_DIALECTS.get(lang.lower().split("-")[0], "en-US"))


def _wrong(root: _Element) -> str | None:
    if root.tag != f"{_CSL}style":
        return "it is no CSL style"
    if root.find(f"{_CSL}citation/{_CSL}layout") is None:
        parent = next((link.get("href") for link in root.iter(f"{_CSL}link") if "parent" in link.get("rel", "")), None)
        return f"the style only refers to another, {parent}" if parent else "the style does not say how to cite"
    macros = {macro.get("name") or "": set(_called(macro)) for macro in root.iter(f"{_CSL}macro")}
    for name in {name for called in (*macros.values(), set(_called(root))) for name in called} - set(macros):
        return f"the style calls a macro that it does not have, `{name}`"
    return _circle(macros)


def _called(element: _Element) -> Iterator[str]:
    for inner in element.iter(f"{_CSL}text", f"{_CSL}key"):
        name = inner.get("macro")
        if name:
            yield name


def _circle(macros: dict[str, set[str]]) -> str | None:
    """A macro that calls itself, by others or at once, would never end."""
    left = dict(macros)
    while left:
        ends = {name for name, called in left.items() if not called & set(left)}
        if not ends:
            return f"the style's macros call one another in a circle: {', '.join(sorted(left)[:3])}"
        left = {name: called for name, called in left.items() if name not in ends}
    return None
