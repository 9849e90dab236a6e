"""Slugs: names in small ASCII letters, digits and hyphens, made from any title."""

from __future__ import annotations

import re
import unicodedata

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
LONGEST = 80

# What Unicode does not take apart into a letter and its accents.
_PAIRS = (
    "ß=ss æ=ae œ=oe ø=o đ=d ð=d þ=th ł=l ı=i ħ=h ŋ=ng ĸ=k ŧ=t ə=e "
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch "
    "ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya є=ye і=i ґ=g ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz "
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"
)
_LETTERS = dict(pair.split("=") for pair in _PAIRS.split())
_BEFORE = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "й": "i", "ё": "yo", "ї": "yi", "&": " and ", "'": "", "’": ""}


def slug(text: str) -> str:
    """``text`` as a slug: "Für & wider" is ``fuer-and-wider``. Empty where no letter of it can be written so."""
    text = "".join(_BEFORE.get(c, c) for c in unicodedata.normalize("NFC", text).lower())
    parts = unicodedata.normalize("NFKD", text)
    plain = "".join(_LETTERS.get(c, c) for c in parts if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= LONGEST else words[:LONGEST].rpartition("-")[0] or words[:LONGEST]
