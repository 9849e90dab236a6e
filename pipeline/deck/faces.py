"""Which typeface a run names itself: none where the theme's fonts do, by the slot of its script.

A theme (``a:fontScheme``) has a place for one Latin, one East Asian and one complex script face (ECMA-376 Part 1,
20.1.4.1.24 and .25). What needs more is named on the run: the monospaced family, a second East Asian or complex
script, and a script that PowerPoint draws as Latin and the family lacks (Cyrillic in some italics, emoji).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.deck.theme_part import mono_face, slotted
from pipeline.deck.xml import NOTHING, Xml, element
from pipeline.fitted import TextParagraph
from pipeline.scripts import SCRIPTS, Slot
from pipeline.theme import Theme


@dataclass(frozen=True, slots=True)
class NamedFaces:
    """The faces that runs name: the monospaced one, and those of scripts, by their codes."""

    mono: Xml
    scripts: Mapping[str, Xml]
    themes_complex: str | None

    def family(self, paragraph: TextParagraph, *, heading: bool) -> Xml:
        """What a run of no script of its own writes beside a complex one: digits and signs are the family's there too.

        LibreOffice draws digits in Arabic text with ``a:cs``, whose face may have none.
        """
        if any(run.script and SCRIPTS[run.script].slot is Slot.COMPLEX for run in paragraph.runs):
            return _FAMILY[heading]
        return NOTHING

    def of(self, script: str | None, *, mono: bool, within: bool) -> Xml:
        """What a run in ``script`` writes; ``mono`` says that it is code, ``within`` that its whole place is."""
        if script is None:
            return self.mono if mono and not within else NOTHING
        if script == self.themes_complex and (mono or within):
            return _THEMES_COMPLEX  # else that of code would draw it
        return self.scripts.get(script, NOTHING)


_FAMILY = {heading: element("a:cs", {"typeface": "+mj-lt" if heading else "+mn-lt"}) for heading in (False, True)}
_THEMES_COMPLEX = element("a:cs", {"typeface": "+mn-cs"})


def named_faces(theme: Theme) -> NamedFaces:
    """The faces that a deck in ``theme`` names on its runs."""
    by_theme = [faces.script for slot in (Slot.EAST_ASIAN, Slot.COMPLEX) if (faces := slotted(theme, slot))]
    scripts = {
        code: Xml("".join(element(f"a:{slot}", {"typeface": faces.family}) for slot in Slot))
        for code, faces in theme.scripts.items()
        if code not in by_theme
    }
    own = next((code for code in by_theme if SCRIPTS[code].slot is Slot.COMPLEX), None)
    return NamedFaces(mono_face(theme), scripts, own)
