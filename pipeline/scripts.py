"""Scripts: which one a character is written in (ISO 15924, Unicode 16's blocks), and what goes with it.

A script here is what a face is made for and a language is written in: ``Jpan`` is kana and the ideographs of Japanese.
"""

from __future__ import annotations

import enum
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace

COMMON = "Zyyy"  # blanks, digits, signs: of no script of their own
LATIN = "Latn"


class Slot(enum.StrEnum):
    """Which typeface of a run draws a script (ECMA-376 Part 1, 21.1.2.3): ``a:latin``, ``a:ea`` or ``a:cs``."""

    LATIN = "latin"
    EAST_ASIAN = "ea"
    COMPLEX = "cs"


@dataclass(frozen=True, slots=True)
class Script:
    """A script for which a face may be given.

    ``lang`` is what a passage in it is taken for (BCP 47) where nobody says; None where nothing can be said.
    ``free`` names a free family that has it.
    """

    code: str
    name: str
    slot: Slot
    lang: str | None
    free: str


def _listed(slot: Slot, rows: str) -> Iterator[Script]:
    for row in rows.strip().splitlines():
        code, lang, free, name = (cell.strip() for cell in row.split("|"))
        yield Script(code, name, slot, lang or None, free)


SCRIPTS = {
    script.code: script
    for script in (
        *_listed(
            Slot.LATIN,
            """
            Grek | el | Noto Sans          | Greek
            Cyrl | ru | Noto Sans          | Cyrillic
            Armn | hy | Noto Sans Armenian | Armenian
            Geor | ka | Noto Sans Georgian | Georgian
            Ethi | am | Noto Sans Ethiopic | Ethiopic
            Cher | chr| Noto Sans Cherokee | Cherokee
            Zsye |    | Noto Emoji         | emoji
            Zsym |    | Noto Sans Symbols  | symbols
            """,
        ),
        *_listed(
            Slot.EAST_ASIAN,
            """
            Jpan | ja    | Noto Sans JP | Japanese
            Hans | zh-CN | Noto Sans SC | Chinese
            Hant | zh-TW | Noto Sans TC | traditional Chinese
            Hang | ko    | Noto Sans KR | Korean
            """,
        ),
        *_listed(
            Slot.COMPLEX,
            """
            Hebr | he | Noto Sans Hebrew     | Hebrew
            Arab | ar | Noto Sans Arabic     | Arabic
            Syrc | syr| Noto Sans Syriac     | Syriac
            Thaa | dv | Noto Sans Thaana     | Thaana
            Deva | hi | Noto Sans Devanagari | Devanagari
            Beng | bn | Noto Sans Bengali    | Bengali
            Guru | pa | Noto Sans Gurmukhi   | Gurmukhi
            Gujr | gu | Noto Sans Gujarati   | Gujarati
            Orya | or | Noto Sans Oriya      | Odia
            Taml | ta | Noto Sans Tamil      | Tamil
            Telu | te | Noto Sans Telugu     | Telugu
            Knda | kn | Noto Sans Kannada    | Kannada
            Mlym | ml | Noto Sans Malayalam  | Malayalam
            Sinh | si | Noto Sans Sinhala    | Sinhala
            Thai | th | Noto Sans Thai       | Thai
            Laoo | lo | Noto Sans Lao        | Lao
            Tibt | bo | Noto Serif Tibetan   | Tibetan
            Mymr | my | Noto Sans Myanmar    | Burmese
            Khmr | km | Noto Sans Khmer      | Khmer
            Mong | mn | Noto Sans Mongolian  | Mongolian
            """,
        ),
    )
}
# What other tools call the same: ISO 15924 has two codes for Korean and one for ideographs alone.
ALIASES = {"Kore": "Hang", "Hani": "Hans", "Hrkt": "Jpan", "Hira": "Jpan", "Kana": "Jpan", "Zinh": "Zsym"}
IDEOGRAPHS = "Hani"  # what Japanese, Chinese and Korean share: whose they are the language says
_SHARED = {
    IDEOGRAPHS: ("Jpan", "Hans", "Hant", "Hang"),
    "Kana": ("Jpan", "Hans", "Hant", "Hang"),
    "Bopo": ("Hant", "Hans"),
    "Zsye": ("Zsye", "Zsym"),
    "Zsym": ("Zsym", "Zsye"),
    LATIN: (LATIN, "Zsym"),  # letters with signs on them, and those of mathematics
}
UNSPACED = frozenset(("Thai", "Laoo", "Khmr", "Mymr", "Tibt"))  # no blanks between words: only a dictionary knows them
RIGHT_TO_LEFT = frozenset(("Hebr", "Arab", "Syrc", "Thaa"))

# First characters of runs of blocks, each with its script; blocks of signs and unassigned ones are common.
_BLOCKS = """
0000 Zyyy 0041 Latn 005B Zyyy 0061 Latn 007B Zyyy 00AA Latn 00AB Zyyy 00BA Latn 00BB Zyyy 00C0 Latn 02B0 Zyyy
0370 Grek 0400 Cyrl 0530 Armn 0590 Hebr 0600 Arab 0700 Syrc 0750 Arab 0780 Thaa 07C0 Zyyy 0860 Syrc 0870 Arab
0900 Deva 0980 Beng 0A00 Guru 0A80 Gujr 0B00 Orya 0B80 Taml 0C00 Telu 0C80 Knda 0D00 Mlym 0D80 Sinh 0E00 Thai
0E80 Laoo 0F00 Tibt 1000 Mymr 10A0 Geor 1100 Hang 1200 Ethi 13A0 Cher 1400 Zyyy 1780 Khmr 1800 Mong 18B0 Zyyy
19E0 Khmr 1A00 Zyyy 1C80 Cyrl 1C90 Geor 1CC0 Zyyy 1D00 Latn 1D26 Grek 1D2B Cyrl 1D2C Latn 1DC0 Zyyy 1E00 Latn
1F00 Grek 2000 Zyyy 2190 Zsym 24B6 Zsym 2600 Zsye 27C0 Zsym 2B50 Zsye 2B5A Zsym 2C00 Zyyy 2C60 Latn 2C80 Zyyy
2D00 Geor 2D30 Zyyy 2D80 Ethi 2DE0 Cyrl 2E00 Zyyy 2E80 Hani 3040 Kana 3100 Bopo 3130 Hang 3190 Hani 31A0 Bopo
31C0 Hani 31F0 Kana 3200 Hani A000 Zyyy A640 Cyrl A6A0 Zyyy A720 Latn A800 Zyyy A8E0 Deva A900 Zyyy A960 Hang
A980 Zyyy A9E0 Mymr AA00 Zyyy AA60 Mymr AA80 Zyyy AB00 Ethi AB30 Latn AB70 Cher ABC0 Zyyy AC00 Hang D800 Zyyy
F900 Hani FB00 Latn FB13 Armn FB1D Hebr FB50 Arab FE00 Zyyy FE30 Hani FE70 Arab FEFF Zyyy FF00 Hani FFF0 Zyyy
1B000 Kana 1B170 Zyyy 1D400 Zsym 1D800 Zyyy 1E7E0 Ethi 1E800 Zyyy 1EE00 Arab 1EF00 Zsye 1FB00 Zsym 1FC00 Zyyy
20000 Hani 40000 Zyyy
""".split()  # noqa: SIM905 -- as a list it would fill four screens
_STARTS = [int(first, 16) for first in _BLOCKS[::2]]
_CODES = _BLOCKS[1::2]
_EMOJI_STYLE, _KEYCAP, _JOINER = "\ufe0f", "\u20e3", "\u200d"


def script_of(char: str) -> str:
    """The script of ``char``: a key of :data:`SCRIPTS`, ``Hani``, ``Kana`` or ``Bopo``, ``Latn``, or ``Zyyy``."""
    return _CODES[bisect(_STARTS, ord(char)) - 1]


def cluster_script(cluster: str) -> str:
    """The script of a cluster: its base's, unless a selector makes an emoji of it (UTS #51, 1.4.3)."""
    if _EMOJI_STYLE in cluster or _KEYCAP in cluster:
        return "Zsye"
    return script_of(cluster[0])


def faces_for(script: str) -> tuple[str, ...]:
    """The codes under which a face for ``script`` may be given, the likeliest first."""
    return _SHARED.get(script, (script,))


def asked(script: str, lang: str) -> Script:
    """The script to give a face for, where ``script`` turned up in a text in ``lang``."""
    codes = [code for code in faces_for(script) if code in SCRIPTS] or ["Zsym"]
    own = languages_script(lang)
    if own not in codes and script == IDEOGRAPHS:
        return replace(SCRIPTS["Jpan"], name="Chinese or Japanese")
    return SCRIPTS[own if own in codes else codes[0]]


def languages_script(lang: str) -> str | None:
    """The script in which ``lang`` (BCP 47) is written where that is not Latin: ``Jpan`` of ``ja``."""
    tags = lang.replace("_", "-").split("-")
    for tag in tags[1:]:
        code = tag.title()
        code = ALIASES.get(code, code)
        if code in SCRIPTS or code == LATIN:
            return code if code != LATIN else None
    if tags[0].lower() == "zh":
        return "Hant" if {"tw", "hk", "mo"} & {tag.lower() for tag in tags[1:]} else "Hans"
    return _LANGUAGES.get(tags[0].lower())


_LANGUAGES = {script.lang: script.code for script in SCRIPTS.values() if script.lang and "-" not in script.lang} | {
    **dict.fromkeys(("uk", "bg", "sr", "be", "mk", "kk", "ky", "tg", "mn"), "Cyrl"),
    **dict.fromkeys(("fa", "ur", "ps", "ckb", "sd", "ug"), "Arab"),
    **dict.fromkeys(("yi", "iw"), "Hebr"),
    **dict.fromkeys(("mr", "ne", "sa"), "Deva"),
    "as": "Beng",
    "ti": "Ethi",
    "dz": "Tibt",
}


def right_to_left(lang: str) -> bool:
    """Whether ``lang`` is written from right to left."""
    return languages_script(lang) in RIGHT_TO_LEFT


def language_of(script: str, lang: str) -> str:
    """The language of a passage in ``script`` within a text in ``lang``: ``lang`` itself where that is written so."""
    own = languages_script(lang)
    if script in (COMMON, LATIN) or own in faces_for(script) or (own == "Hang" and script == IDEOGRAPHS):
        return lang
    held = SCRIPTS.get(faces_for(script)[0] if script != IDEOGRAPHS else "Hans")
    return held.lang if held and held.lang else lang


def clusters(text: str) -> Iterator[str]:
    """``text`` in what a reader takes for characters (UAX #29, extended grapheme clusters, as far as fonts go).

    Marks stay with their base, joined emoji, their skin tones, flags and keycaps are one each.
    """
    start = 0
    for at in range(1, len(text)):
        if not _goes_on(text, start, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _goes_on(text: str, start: int, at: int) -> bool:
    before, char = text[at - 1], text[at]
    if char < "\u0300":
        return False
    if before == _JOINER:
        return script_of(char) in ("Zsye", "Zsym") or _is_mark(char)
    if "\U0001f1e6" <= char <= "\U0001f1ff":  # regional indicators go in pairs
        return at - start == 1 and "\U0001f1e6" <= before <= "\U0001f1ff"
    if "\u1160" <= char <= "\u11ff":  # vowels and finals of Hangul written in parts
        return script_of(before) == "Hang"
    return _is_mark(char)


def _is_mark(char: str) -> bool:
    """Whether ``char`` extends the one before it: marks, joiners, selectors, skin tones, the tags of flags, vowels."""
    return (
        char in "\u200d\u200c\u0e33\u0eb3"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
    )
