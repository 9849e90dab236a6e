"""Faces for scripts that the shipped families lack, as a person would give them: by package and by path."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.faces import ScriptFaces
from pipeline.problems import Place
from pipeline.theme import Theme
from tests.fit.desk import theme

PLACE = Place("content/publication.yaml", 3, 3)
NOTO = "manimgx_fonts"


def faces(
    script: str,
    family: str,
    regular: str,
    package: str | None = NOTO,
    *,
    bold: str | None = None,
    italic: str | None = None,
    folder: str = "content",
) -> ScriptFaces:
    """The faces of ``script``; ``folder`` counts where no package is meant."""
    return ScriptFaces(script, family, regular, bold, italic, None, package, Path(folder), PLACE)


JAPANESE = faces("Jpan", "Noto Sans JP", "NotoSansJP-Regular.otf", "pylopdf_fonts_jp")
ARABIC = faces("Arab", "Noto Sans Arabic", "NotoSansArabic[wght].ttf")
HEBREW = faces("Hebr", "Noto Sans Hebrew Light", "NotoSansHebrew[wght].ttf")
THAI = faces("Thai", "Noto Sans Thai", "NotoSansThai[wght].ttf")
DEVANAGARI = faces("Deva", "Noto Sans Devanagari", "NotoSansDevanagari[wght].ttf")
CYRILLIC = faces("Cyrl", "Noto Sans", "NotoSans[wght].ttf", italic="NotoSans-Italic[wght].ttf")
GREEK = faces("Grek", "Noto Sans", "NotoSans[wght].ttf", italic="NotoSans-Italic[wght].ttf")
EMOJI = faces("Zsye", "Noto Emoji", "NotoEmoji[wght].ttf")
ALL = (JAPANESE, ARABIC, HEBREW, THAI, DEVANAGARI, CYRILLIC, GREEK, EMOJI)


@cache
def worn(lang: str = "en") -> Theme:
    """The shipped theme with all of them, as an essay in ``lang`` wears it."""
    return theme().worn(ALL, lang)
