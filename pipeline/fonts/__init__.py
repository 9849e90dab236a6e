"""Fonts: the files of a theme's families, the fontconfig that shows them alone, and the widths that HarfBuzz reads.

Faces come from installed packages, a theme's folder ``fonts/`` or beside publication.yaml, never from the machine.
"""

from pipeline.fonts.config import fontconfig
from pipeline.fonts.files import missing, path, script_path
from pipeline.fonts.measure import Measure, Span, Style
from pipeline.fonts.sfnt import Sfnt, face_called, faces_in

__all__ = [
    "Measure",
    "Sfnt",
    "Span",
    "Style",
    "face_called",
    "faces_in",
    "fontconfig",
    "missing",
    "path",
    "script_path",
]
