"""Which faces measure a template's families: the theme's own, one of the same widths, else another with a reserve."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.faces import Faces
from pipeline.theme import Family, Theme


def _faces(family: str, names: str, *, package: str | None = None) -> Faces:
    """The four faces of ``family``, by the names of their files: in ``package``, else among the shared theme's."""
    regular, bold, italic, bold_italic = names.split()
    theme = "base" if package is None else None
    return Faces(family, regular, bold, italic, bold_italic, package, theme)


def _four(stem: str, italic: str = "Italic") -> str:
    return " ".join(f"{stem}-{style}.ttf" for style in ("Regular", "Bold", italic, f"Bold{italic}"))


_SANS = _faces("Liberation Sans", _four("LiberationSans"))
_MONO = _faces("Liberation Mono", " ".join(("LiberationMono-Regular.ttf", "LiberationMono-Bold.ttf") * 2))
_CARLITO = _faces("Carlito", _four("Carlito"))
_CALADEA = _faces("Caladea", _four("Caladea"), package="font_caladea")
_SERIF = _faces("Source Serif Pro", _four("SourceSerifPro", "It"), package="font_source_serif_pro")
_SOURCE = _faces("Source Sans Pro", _four("SourceSansPro", "It"), package="font_source_sans_pro")
# What was drawn to have the widths of another, and families that we have.
_SAME = {
    "arial": _SANS, "helvetica": _SANS, "liberation sans": _SANS, "arimo": _SANS,
    "calibri": _CARLITO, "calibri light": _CARLITO, "carlito": _CARLITO,
    "cambria": _CALADEA, "caladea": _CALADEA,
    "courier new": _MONO, "courier": _MONO, "liberation mono": _MONO, "cousine": _MONO,
    "source serif pro": _SERIF, "source serif 4": _SERIF, "source sans pro": _SOURCE, "source sans 3": _SOURCE,
}  # fmt: skip
# Families that are set wider than others; what is not listed is no wider than a tenth over Arial or Source Serif.
_WIDE = {"verdana": 1.25, "century gothic": 1.2, "lucida sans": 1.15, "lucida sans unicode": 1.15, "dejavu sans": 1.2,
         "arial black": 1.35, "bookman old style": 1.2, "poppins": 1.2, "montserrat": 1.22, "georgia": 1.12,
         "rockwell": 1.12, "impact": 1.0, "times new roman": 1.0, "garamond": 1.0, "arial narrow": 1.0}  # fmt: skip
_RESERVE = 1.1
_SERIFS = ("serif", "times", "georgia", "garamond", "roman", "palatino", "book", "minion", "baskerville", "bodoni",
           "century", "rockwell", "didot", "caslon", "antiqua", "constantia", "slab")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands for a template's family: how, in a person's words, and whether its widths are the same."""

    family: Family
    how: str
    same: bool


def stand(typeface: str, theme: Theme) -> Stand:
    """What measures ``typeface``: the face of the theme that has its name, one of the same widths, or a guess."""
    asked = typeface.casefold().strip()
    for own in theme.families.values():
        for faces, name in ((own.faces, own.faces.family), (own.fallback, own.office)):
            if name.casefold() == asked:
                how = "the theme's own face" if faces.family.casefold() == asked else f"by {faces.family}, as wide"
                return Stand(Family(faces, typeface, faces, _mail(typeface, own.mail)), how, same=True)
    serif = any(word in asked for word in _SERIFS) and "sans" not in asked and asked != "century gothic"
    generic = "Georgia, serif" if serif else "Arial, sans-serif"
    same = _SAME.get(asked)
    if same is not None:
        how = "itself" if same.family.casefold() == asked else f"by {same.family}, as wide"
        return Stand(Family(same, typeface, same, _mail(typeface, generic)), how, same=True)
    faces = _SERIF if serif else _SANS
    reserve = _WIDE.get(asked, _RESERVE)
    how = f"by {faces.family} and {reserve - 1:.0%} to spare" if reserve > 1 else f"by {faces.family}, which is wider"
    return Stand(Family(faces, typeface, faces, _mail(typeface, generic), reserve), how, same=False)


def _mail(typeface: str, rest: str) -> str:
    """A stack of CSS that begins with ``typeface``."""
    plain = "".join(c for c in typeface if c.isalnum() or c in " -")
    named = f"'{plain}'" if " " in plain else plain
    return rest if rest.replace("'", "").startswith(plain) else f"{named}, {rest}"
