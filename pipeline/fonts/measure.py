"""Widths of text: each character in the face that draws it, shaped by HarfBuzz as the programs that draw it do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.files import Files
from pipeline.fonts.files import path, script_path
from pipeline.scripts import COMMON, IDEOGRAPHS, LATIN, SCRIPTS, Slot, cluster_script, clusters, faces_for, script_of
from pipeline.theme import Theme

if TYPE_CHECKING:
    import uharfbuzz  # type: ignore[import-untyped]  # carries no types

RESERVE = 1.0  # em: what a character takes whose glyph no face of ours has
EMOJI = 1.4  # and an emoji: Segoe UI Emoji's are 1.37 em wide, Noto Color Emoji's 1.28
STRANGER = 1.1  # how much wider another machine's face for a script may be; ideographs are as wide as high in all
_BOLDER = 0.02  # em: what emboldening by the program adds to each glyph where there is no bold face

# LibreOffice kerns and sets ligatures whatever is written, PowerPoint only where asked: the wider of both is measured.
_FEATURES: tuple[dict[str, bool], ...] = ({}, {"kern": False, "liga": False, "clig": False})
# Below, our families have what Latin needs; the marks of typography above it are theirs too.
_PLAIN = "\u0370"


class Style(NamedTuple):
    """What a run is set in: a family of the theme (``serif``, ``sans``, ``mono``), bold and italic or not."""

    family: str
    bold: bool = False
    italic: bool = False

    @property
    def name(self) -> str:
        """As the theme's tokens call it."""
        return ("bold-italic" if self.italic else "bold") if self.bold else ("italic" if self.italic else "regular")


class Span(NamedTuple):
    """A piece of text in one script: ``code`` names the entry of ``Theme.scripts`` that draws it, None the family."""

    text: str
    script: str
    code: str | None


@dataclass(slots=True)
class _Font:
    """A face opened. ``extra`` is added to each glyph's advance, in ems; ``also`` is another that may be drawn."""

    font: uharfbuzz.Font
    extra: float = 0.0
    also: _Font | None = None
    known: dict[str, bool] = field(default_factory=dict)

    def has(self, cluster: str) -> bool:
        """Whether it has a glyph for each character, but for those that show nothing (selectors, joiners)."""
        found = self.known.get(cluster)
        if found is None:
            shown = [c for c in cluster if not _unseen(c)]
            found = self.known[cluster] = all(self.font.get_nominal_glyph(ord(c)) for c in shown)
        return found

    @property
    def pitch(self) -> float:
        """From one line's baseline to the next, in ems."""
        extents = self.font.get_font_extents("ltr")
        height: int = extents.ascender - extents.descender + extents.line_gap
        em: int = self.font.face.upem
        return height / em

    def width(self, text: str) -> float | None:
        """The advance of ``text`` shaped as one run, in ems; None where a glyph is missing."""
        widest = 0.0
        for features in _FEATURES:
            width = self._shaped(text, features)
            if width is None:
                return None
            widest = max(widest, width)
        return max(widest, (self.also.width(text) or 0.0) if self.also else 0.0)

    def _shaped(self, text: str, features: dict[str, bool]) -> float | None:
        import uharfbuzz as harfbuzz

        buffer = harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        harfbuzz.shape(self.font, buffer, features)
        infos = buffer.glyph_infos or ()
        if any(not info.codepoint for info in infos):
            return None
        units: int = sum(position.x_advance for position in buffer.glyph_positions or ())
        em: int = self.font.face.upem
        return units / em + self.extra * len(infos)


def _unseen(char: str) -> bool:
    """Whether shaping leaves ``char`` out where a face has no glyph for it (Unicode's Default_Ignorable)."""
    return "\u200b" <= char <= "\u200f" or "\ufe00" <= char <= "\ufe0f" or "\U000e0000" <= char <= "\U000e01ef"


class Measure:
    """Widths of text in a theme's faces, in ems: the wider of the theme's own faces and of Office's in their stead.

    What a family lacks is measured in the face that the theme or the essay gives for its script. ``unknown`` grows
    with the scripts for which there is none, each with its first character.
    """

    def __init__(self, theme: Theme, files: Files) -> None:
        self.theme = theme
        self.files = files
        self.unknown: dict[str, str] = {}
        self._fonts: dict[Style, tuple[_Font, _Font]] = {}
        self._scripts: dict[tuple[str, str], _Font] = {}
        self._widths: dict[Style, dict[str, float]] = {}
        self._pitches: dict[tuple[Style, frozenset[str]], float] = {}
        # East Asian and complex scripts have a typeface of their own in a run, whatever the family has.
        self._claimed = frozenset(
            script
            for script in (*SCRIPTS, "Hani", "Kana", "Bopo")
            if any(code in theme.scripts and SCRIPTS[code].slot is not Slot.LATIN for code in faces_for(script))
        )

    def width(self, text: str, style: Style) -> float:
        """The advance width of ``text`` in ems."""
        cache = self._widths.setdefault(style, {})
        found = cache.get(text)
        if found is None:
            own, office = self._fonts.get(style) or self._open(style)
            plain = None if self._is_claimed(text) else own.width(text)
            width = self._pieced(text, style) if plain is None else _either(plain, office.width(text))
            found = cache[text] = width * self.theme.families[style.family].reserve
        return found

    def blank(self, style: Style, before: str) -> float:
        """The width of a blank after the character ``before``: programs set it in the face of what precedes it."""
        width = self.width(" ", style)
        if before < _PLAIN:
            return width
        code = next((span.code for span in self.spans(before, style)), None)
        return max(width, (self._script(code, style).width(" ") or 0.0) if code else 0.0)

    def pitch(self, text: str, style: Style) -> float:
        """A line's height by its type size as the faces of ``text`` have it (``hhea``): the tallest of them.

        PowerPoint takes 1.2 whatever the face; LibreOffice does not in tables, nor where a link is.
        """
        spans = self.spans(text, style) if any(char >= _PLAIN for char in text) else ()
        key = style, frozenset(span.code for span in spans if span.code)
        found = self._pitches.get(key)
        if found is None:
            fonts = (*(self._fonts.get(style) or self._open(style)), *(self._script(code, style) for code in key[1]))
            found = self._pitches[key] = max(font.pitch for font in fonts)
        return found

    def spans(self, text: str, style: Style) -> tuple[Span, ...]:
        """``text`` cut where the face changes. Blanks and signs between two pieces of one script belong to it."""
        made: list[Span] = []
        pending = ""
        kana = any(script_of(char) == "Kana" for char in text)
        for cluster in clusters(text):
            span = self._span(cluster, style, japanese=kana)
            last = made[-1] if made else None
            if span.script in (COMMON, LATIN) and span.code is None:
                if last and self._takes(last, cluster, style):
                    pending += cluster
                    continue
                made += [Span(pending, COMMON, None)] if pending else []
                if made and made[-1].code is None and made[-1].script in (COMMON, LATIN):
                    span = Span(made[-1].text + cluster, max(span.script, made[-1].script, key=_strength), None)
                    made.pop()
                made.append(span)
            elif last and last[1:] == span[1:]:
                made[-1] = Span(last.text + pending + cluster, *span[1:])
            else:
                made += [Span(pending, COMMON, None)] if pending else []
                made.append(span)
            pending = ""
        made += [Span(pending, COMMON, None)] if pending else []
        return tuple(made)

    def _takes(self, before: Span, sign: str, style: Style) -> bool:
        """Whether ``sign`` may belong to the piece ``before`` it; the blanks of emoji are too wide."""
        if before.script in (COMMON, LATIN, "Zsye", "Zsym") or not _is_sign(sign[0]):
            return False
        face = self._script(before.code, style) if before.code else self._fonts[style][0]
        return face.has(sign) and face.has(before.text[-1])

    def _span(self, cluster: str, style: Style, *, japanese: bool) -> Span:
        own, _ = self._fonts.get(style) or self._open(style)
        script = cluster_script(cluster)
        if japanese and script == IDEOGRAPHS:
            script = "Kana"
        if script in (COMMON, LATIN):
            if own.has(cluster):
                return Span(cluster, script, None)
            script = LATIN if script == LATIN else "Zsym"
        codes = faces_for(script)
        if not japanese or "Jpan" not in codes:  # the essay's language comes first
            codes = tuple(code for code in self.theme.scripts if code in codes)
        first = script in self._claimed
        if not first and own.has(cluster):
            return Span(cluster, script, None)
        for code in codes:
            if code in self.theme.scripts and self._script(code, style).has(cluster):
                return Span(cluster, script, code)
        return Span(cluster, script, None)

    def _is_claimed(self, text: str) -> bool:
        return bool(self._claimed) and any(c >= _PLAIN and script_of(c) in self._claimed for c in text)

    def _pieced(self, text: str, style: Style) -> float:
        """The width of ``text`` that takes more than the family."""
        own, office = self._fonts[style]
        here = there = 0.0
        spans = self.spans(text, style)
        for at, span in enumerate(spans):
            if span.code is None and span.script in (COMMON, LATIN) and own.has(span.text):
                width = (own.width(span.text) or 0.0) + self._beside(spans, at, style)
                here += width
                there += max(_either(width, office.width(span.text)), width)
            elif span.code is not None:
                width = self._scripted(span, style)
                here += width
                strange = width * (1.0 if SCRIPTS[span.code].slot is Slot.EAST_ASIAN else STRANGER)
                there += max(office.width(span.text) or 0.0, strange)
            else:
                width = own.width(span.text) or self._stranger(span, office)
                here += width
                there += max(width, office.width(span.text) or 0.0)
        return max(here, there)

    def _beside(self, spans: tuple[Span, ...], at: int, style: Style) -> float:
        """What signs and blanks may take more: they may be drawn in the face of the script before them, else after."""
        text = spans[at].text
        signs = text[: _signs(text)]
        beside = spans[at - 1] if at else spans[1] if len(spans) > 1 and signs == text else spans[at]
        if not signs or beside.code is None:
            return 0.0
        own, _ = self._fonts[style]
        return max(0.0, (self._script(beside.code, style).width(signs) or 0.0) - (own.width(signs) or 0.0))

    def _scripted(self, span: Span, style: Style) -> float:
        """``span`` in its script's face, its signs in that or in the family's."""
        face = self._script(span.code or "", style)
        whole = face.width(span.text) or 0.0
        own, _ = self._fonts[style]
        signs = [c for c in clusters(span.text) if cluster_script(c) == COMMON and own.has(c)]
        spare = (max(0.0, (own.width(sign) or 0.0) - (face.width(sign) or 0.0)) for sign in signs)
        return whole + sum(spare)

    def _stranger(self, span: Span, office: _Font) -> float:
        """What is kept for ``span``, for which no face was given: the Office fallback's width or a reserve."""
        width = office.width(span.text)
        if width is not None:
            return width * STRANGER
        shared = {COMMON: "Zsym", LATIN: "Zsym", "Kana": IDEOGRAPHS, "Bopo": IDEOGRAPHS}
        script = shared.get(span.script, span.script)
        self.unknown.setdefault(script, span.text[0])
        each = EMOJI if script == "Zsye" else RESERVE
        return sum(each for cluster in clusters(span.text) if not all(map(_unseen, cluster)))

    def _open(self, style: Style) -> tuple[_Font, _Font]:
        family = self.theme.families[style.family]
        fonts = []
        for faces in (family.faces, family.fallback):
            where = path(faces, style.name, self.theme)
            if where is None:
                raise FileNotFoundError(f"{faces.family} {style.name}")  # missing() is asked first
            fonts.append(_Font(self._loaded(where, 0)))
        self._fonts[style] = (fonts[0], fonts[1])
        return self._fonts[style]

    def _script(self, code: str, style: Style) -> _Font:
        """The face of ``code`` in ``style``; one that has to be emboldened by the program is a little wider."""
        key = (code, style.name)
        found = self._scripts.get(key)
        if found is None:
            from pipeline.fonts.sfnt import face_called

            faces = self.theme.scripts[code]
            where = script_path(faces, style.name, self.files)
            held = face_called(where, faces.family) if where else None
            if where is None or held is None:
                raise FileNotFoundError(f"{faces.family} {style.name}")  # missing() is asked first
            bolder = style.bold and not faces.file(style.name)[1].startswith("bold")
            found = _Font(self._loaded(where, held.index), _BOLDER if bolder else 0.0)
            if held.varies and bolder:
                heavy = self._loaded(where, held.index)
                heavy.set_variations({"wght": 700})
                found.also = _Font(heavy)
            self._scripts[key] = found
        return found

    def _loaded(self, where: Path, index: int) -> uharfbuzz.Font:
        import uharfbuzz as harfbuzz

        self.files.note(where)
        return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(where)), index))


def _either(own: float, office: float | None) -> float:
    """The wider of the two faces; where Office's free stand-in lacks a glyph, Office's own may be wider than ours."""
    return own * STRANGER if office is None else max(own, office)


def _signs(text: str) -> int:
    """How many signs and blanks ``text`` begins with."""
    return next((at for at, char in enumerate(text) if not _is_sign(char)), len(text))


def _is_sign(char: str) -> bool:
    """Whether ``char`` is of no script and no digit."""
    return script_of(char) == COMMON and not unicodedata.category(char).startswith("N")


def _strength(script: str) -> bool:
    return script != COMMON
