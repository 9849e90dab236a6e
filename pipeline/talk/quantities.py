"""Quantities: whether marked words are a number with its unit, which a slide can show as large as it deserves.

Numbers are read as people write them in any language (1,000 · 1.000 · 1 000 · 1’000 · 1,5 · ½ · ٤٢), the sign or the
currency on either side, ranges and "3 of 4" included. A number alone is none: nobody can tell what it counts.
"""

from __future__ import annotations

import re

_SPACE = r"[ \u00a0\u202f\u2009]"
_DIGITS = rf"\d+(?:(?:[.,'’٫٬]|{_SPACE}(?=\d{{3}}\b))\d+)*[½⅓⅔¼¾⅛]?|[½⅓⅔¼¾⅛]"
_NUMBER = rf"(?:{_DIGITS})(?:{_SPACE}?[–—-]{_SPACE}?(?:{_DIGITS}))?"
_CURRENCY = r"[$€£¥¢₩₪₫₱₹₺₽₿฿]|[A-Z]{2,3}\$|[A-Z]{3}|kr\.?|Fr\.|zł|Kč|Ft"
_SIGN = rf"[%‰‱٪°′″×x]|°[CF]|{_CURRENCY}"
_SCALE = (
    r"k|K|m|M|bn|tn|mn|mln|mld|mrd|thousand|millions?|billions?|trillions?|hundred|dozen"
    r"|Tsd\.?|Mio\.?|Mrd\.?|Bio\.?|Tausend|Million(?:en)?|Milliarden?|Billion(?:en)?"
    r"|mille|milliers?|milliards?|mil|mill(?:ón|ones|ion)|mila|milion[iy]?|miliard[iy]?|milhões|milhão|bilhões|bilhão"
    r"|miljoen|miljoner|miljard(?:er)?|тыс\.|млн|млрд"
)
_SHARE = r"per ?cent|Prozent(?:punkte?)?|pour cent|por ciento|por cento|per cento|percentage points?"
_WORD = r"[^\W\d_][\w.²³µ]*(?:[/·⋅-][^\W\d_][\w.²³]*)*"
_SOLID = r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{1,5}"
_RATE = rf"(?:{_SPACE}(?:an?|per|each|every|pro|je|im|am|par|por|al?|på|в){_SPACE}{_WORD})?"
_UNIT = (
    rf"(?:{_SPACE}?(?:{_SCALE})(?!\w))?"
    rf"(?:{_SPACE}?(?:{_SIGN}|{_SHARE})(?!\w)|{_SPACE}?{_SOLID}|{_SPACE}(?:d[’'])?{_WORD}{_RATE}"
    r"|[^\W\d_][\w²³/]{0,4})?"
)
_LEAD = rf"[~≈≃±<>≤≥+−-]?{_SPACE}?"
_OF = r"of|in|out of|von|aus|sur|de|di|van|av|av|su|z|из"
_QUANTITY = re.compile(
    rf"{_LEAD}(?:(?P<before>(?:{_SIGN})){_SPACE}?)?(?P<number>{_NUMBER})(?P<unit>{_UNIT})"
    rf"|{_LEAD}{_NUMBER}{_SPACE}(?:{_OF}){_SPACE}{_NUMBER}|\d+{_SPACE}?[:/∶]{_SPACE}?\d+"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
LONGEST = 24  # signs: what one line holds at the size of such a number


def quantity(text: str) -> bool:
    """Whether ``text`` is a number with a unit or a sign, and nothing more."""
    words = text.strip().rstrip(".,;:!")
    found = _QUANTITY.fullmatch(words) if len(words) <= LONGEST else None
    if found is None:
        return False
    number, unit = found["number"], found["unit"]
    if number is None:
        return True
    if not (unit or found["before"]):
        return False
    # "2023 election" counts nothing; "2,023 elections" would.
    return not (_YEAR.fullmatch(number) and unit and unit[0].isspace() and len(unit) > 3 and not found["before"])
