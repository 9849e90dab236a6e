"""Sentences: where the first one ends, by language. In doubt it goes on: a machine never cuts a sentence.

A sentence ends at a stop (after the quotes and brackets that close behind it) when a blank follows and no
lower-case letter after that. An ideographic stop needs no blank (W3C, Requirements for Japanese Text Layout, 3.1).
No sentence ends within open brackets or quotation marks, after an abbreviation, an initial or an ordinal.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import assert_never

from pipeline.document import (
    BibliographicCitation,
    Citation,
    Code,
    Emphasis,
    FootnoteReference,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mark,
    Math,
    Span,
    Strike,
    Strong,
    Text,
)

# What stands before a name or more of the sentence, and so never ends one, without its last stop. An entry with a
# capital counts only so: "Sun." is a day, "the sun." ends a sentence.
_ABBREVIATIONS = {
    "en": "mr mrs ms dr prof rev hon st gen col sgt lt capt gov sen rep pres sr jr vs v cf ca approx ed eds trans e.g "
    "i.e viz al Inc Ltd Co Corp dept est Mt Ft Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed "
    "Thu Thurs Fri Sat Sun",
    "de": "z.b d.h u.a o.ä u.ä i.d.r s.o s.u v.a z.t bzw ca dr prof Hr Fr vgl evtl ggf inkl exkl sog St str Tel allg "
    "bspw geb gest jh jhd Hrsg abs zit Ing Dipl Mag Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez",
    "fr": "M mm mme mmes mlle mlles Dr Pr Me st ste éd cf env av apr j.-c al p.ex janv févr avr juil sept oct nov déc",
    "es": "sr sra sres sras srta dr dra d dña ud uds vd vds prof ed av cía p.ej aprox ca cf",
    "it": "sig sigg sig.ra dott dott.ssa prof prof.ssa ing avv ed ca cfr es p.es",
    "nl": "dhr mevr mw dr drs prof ir mr st vgl bijv bv d.w.z m.b.t o.a i.p.v ca",
    "pt": "sr sra srs sras dr dra prof profa d ed av p.ex aprox ca cf",
}
_KNOWN = {lang: frozenset(words.split()) for lang, words in _ABBREVIATIONS.items()}
_ELSE = frozenset({"Dr", "Prof", "St", "vs", "cf", "ca", "e.g", "i.e", "al"})

# What stands before a number, in any of these languages: "No. 5", "Abb. 3", "vol. II".
_BEFORE_NUMBERS = frozenset({"no", "nos", "nr", "nrn", "n", "num", "núm", "núms", "fig", "figs", "abb", "afb", "tab"})
_BEFORE_NUMBERS |= {
    "p",
    "pp",
    "s",
    "pág",
    "págs",
    "pag",
    "pagg",
    "blz",
    "vol",
    "vols",
    "bd",
    "bde",
    "ch",
    "chap",
    "cap",
}
_BEFORE_NUMBERS |= {"kap", "hfst", "eq", "eqs", "sec", "art", "aufl"}
_NUMBER = re.compile(r"\s*(?:\d|[IVXLC]+\b|[A-Z]\b)")

# Languages that write ordinals with a stop: "am 3. Oktober".
_ORDINALS = frozenset({"bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lb", "lv", "nb", "nn", "no", "pl"})
_ORDINALS |= {"sk", "sl", "sr", "tr"}

_STOPS = ".!?…؟۔।॥።"
_IDEOGRAPHIC = "。！？｡．"
_CLOSERS = "\"'”’»)]}」』）】〉》›“‹«"
_PAIRS = {"(": ")", "[": "]", "{": "}", "「": "」", "『": "』", "（": "）", "【": "】", "〈": "〉", "《": "》"}
_GREEK_QUESTION = ";\u037e"
_OPAQUE = "\ufffc"  # stands for what is no running text: code, formulas, pictures


def sentences(text: str, lang: str) -> tuple[str, ...]:
    """The sentences of ``text``, without the blanks between them."""
    found: list[str] = []
    rest = text.strip()
    while rest:
        end = first_end(rest, lang)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return tuple(found)


def first_end(text: str, lang: str) -> int:
    """Where the first sentence of ``text`` ends (the index behind its stop and what closes after it)."""
    return _end(text, lang, nesting=True) or _end(text, lang, nesting=False) or len(text)


def abbreviated(text: str, lang: str) -> bool:
    """Whether the stop that ``text`` ends with belongs to an abbreviation, an initial or an ellipsis."""
    return text.endswith(("...", "…")) or (text.endswith(".") and _abbreviation(text, len(text) - 1, lang))


def _end(text: str, lang: str, *, nesting: bool) -> int | None:
    """The first end; with ``nesting`` outside brackets and quotation marks only. None: there is none.

    Brackets that never close hold nothing: then the caller looks again without them.
    """
    primary = lang.lower().split("-")[0]
    stops = _STOPS + (_GREEK_QUESTION if primary == "el" else "")
    open_: list[str] = []
    at = 0
    while at < len(text):
        c = text[at]
        if nesting and c not in stops + _IDEOGRAPHIC:
            _nest(open_, c)
        elif c in stops or c in _IDEOGRAPHIC:
            end = at + 1
            while end < len(text) and text[end] in stops + _IDEOGRAPHIC:
                end += 1
            inner = len(open_)
            while (closer := _closer(text, end)) is not None and (not nesting or _closes(open_, text[closer])):
                if nesting:
                    _nest(open_, text[closer])
                end = closer + 1
            if not open_ and _ends(text, at, end, primary, quoted=inner > 0):
                return end
            at = end
            continue
        at += 1
    return None if open_ else len(text)


def _closer(text: str, at: int) -> int | None:
    """Where a closing sign stands at ``at``, or behind the blank that French sets before its guillemet."""
    spaced = at + 1 < len(text) and text[at].isspace() and text[at + 1] == "»"
    at += spaced
    return at if at < len(text) and text[at] in _CLOSERS else None


def _closes(open_: list[str], c: str) -> bool:
    """Whether ``c`` closes what is open; an apostrophe may always stand there."""
    return c in "'’›‹" or bool(open_ and _fits(open_[-1], c))


def _fits(opener: str, c: str) -> bool:
    if opener in _PAIRS:
        return _PAIRS[opener] == c
    return (opener, c) in {("“", "”"), ("„", "“"), ("„", "”"), ("”", "”"), ("«", "»"), ("»", "«"), ('"', '"')}


def _nest(open_: list[str], c: str) -> None:
    """Opens or closes a bracket or a quotation mark. Which mark opens is the language's: „so“, “so”, «so», »so«."""
    if open_ and _fits(open_[-1], c):
        open_.pop()
    elif c in _PAIRS or c in '“„«»"':
        open_.append(c)


def _ends(text: str, at: int, end: int, lang: str, *, quoted: bool) -> bool:
    """Whether the stop at ``at``, closed at ``end``, ends a sentence."""
    rest = text[end:]
    if not rest.strip():
        return True
    following = rest.lstrip()
    if text[at] in _IDEOGRAPHIC:
        return not quoted or rest[0].isspace() or rest[0] in _PAIRS
    if not rest[0].isspace():
        return False
    first = next((c for c in following if c.isalnum() or c == _OPAQUE), "")
    if first.islower():
        return False
    return text[at] != "." or text[at : at + 2] == ".." or not _abbreviation(text, at, lang)


_LETTER_AFTER = re.compile(r"\s?[^\W\d_]\.")  # the "B." of "z. B."
_LETTER_BEFORE = re.compile(r"(?<!\w)[^\W\d_]\.\s?[^\W\d_]$")  # the "d. h" of "d. h."
_WORD = re.compile(r"[^\s(\[{“„«»\"'‘’—–/]+$")


def _abbreviation(text: str, at: int, lang: str) -> bool:
    """Whether the stop at ``at`` belongs to its word: an abbreviation, an initial, a number in a list or an ordinal."""
    found = _WORD.search(text[max(0, at - 40) : at])
    word = found.group() if found else ""
    if not word:
        return False
    if word.isdigit():
        return not text[: at - len(word)].strip() or (len(word) <= 2 and lang in _ORDINALS)
    if len(word) == 1 and (_LETTER_AFTER.match(text, at + 1) or _LETTER_BEFORE.search(text[max(0, at - 6) : at])):
        return True
    letters = word.split(".")
    if all(len(letter) == 1 and letter.isalpha() for letter in letters) and (len(letters) > 1 or word.isupper()):
        return True
    if word.lower() in _BEFORE_NUMBERS and _NUMBER.match(text, at + 1):
        return True
    known = _KNOWN.get(lang, _ELSE)
    return word in known or word[0].lower() + word[1:] in known


# --- Inlines as text, and back -------------------------------------------------------------------


def masked(inlines: Inlines) -> str:
    """The words of ``inlines``, one sign for each of code, formulas and pictures; citations and notes have no width."""
    return "".join(_mask(inline) for inline in inlines)


def _mask(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text
        case Emphasis(children) | Strong(children) | Strike(children) | Mark(children):
            return masked(children)
        case Span(children=children) | Link(children=children):
            return masked(children)
        case Code() | Math() | Image():
            return _OPAQUE
        case LineBreak():
            return "\n"
        case BibliographicCitation(narrative=narrative):
            return _OPAQUE if narrative else ""
        case Citation() | FootnoteReference():
            return ""
        case _:
            assert_never(inline)


def prefix(inlines: Inlines, length: int) -> Inlines:
    """The first ``length`` signs of ``inlines`` (as :func:`masked` counts them) with their markup."""
    taken: list[Inline] = []
    for inline in inlines:
        width = len(_mask(inline))
        if width > length:
            if length:
                taken.append(_cut(inline, length))
            break
        taken.append(inline)
        length -= width
    return tuple(taken)


def suffix(inlines: Inlines, start: int) -> Inlines:
    """``inlines`` without their first ``start`` signs, with their markup."""
    kept: list[Inline] = []
    for inline in inlines:
        width = len(_mask(inline))
        if start <= 0:
            kept.append(inline)
        elif width > start:
            kept.append(_rest(inline, start))
        start -= width
    return tuple(kept)


def _rest(inline: Inline, start: int) -> Inline:
    match inline:
        case Text(text):
            return Text(text[start:])
        case Emphasis(children) | Strong(children) | Strike(children) | Mark(children):
            return type(inline)(suffix(children, start))
        case Span(children=children) | Link(children=children):
            return replace(inline, children=suffix(children, start))
        case Code() | Math() | Image() | LineBreak() | Citation() | BibliographicCitation() | FootnoteReference():
            return inline
        case _:
            assert_never(inline)


def _cut(inline: Inline, length: int) -> Inline:
    match inline:
        case Text(text):
            return Text(text[:length])
        case Emphasis(children) | Strong(children) | Strike(children) | Mark(children):
            return type(inline)(prefix(children, length))
        case Span(children=children) | Link(children=children):
            return replace(inline, children=prefix(children, length))
        case Code() | Math() | Image() | LineBreak() | Citation() | BibliographicCitation() | FootnoteReference():
            return inline
        case _:
            assert_never(inline)


def wide(text: str) -> int:
    """How many columns ``text`` takes in a fixed pitch: East Asian wide signs take two (UAX #11)."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


# Scripts without blanks between words (ideographs, kana, Thai, Lao, Khmer): about five signs to two words.
_SOLID = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SPOKEN = re.compile(r"[^\W_]+(?:['’.,:/-][^\W_]+)*")


def count(text: str) -> int:
    """The words of ``text``."""
    solid = len(_SOLID.findall(text))
    return len(_SPOKEN.findall(_SOLID.sub(" ", text) if solid else text)) + -(-solid * 2 // 5)
