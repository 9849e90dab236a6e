"""Whether a PDF is one to keep: what page-validation and our own checks find, by both standards."""

from __future__ import annotations

from collections.abc import Iterator

import page as validation

from pipeline.pdf.check import faults
from pipeline.pdf.objects import read
from pipeline.pdf.reading import claims

_PROFILES = {"PDF/A-2a": "pdfa-2a", "PDF/A-3a": "pdfa-3a", "PDF/UA-1": "ua1"}


def unsound(pdf: bytes) -> list[str]:
    """All that is wrong with ``pdf``; a character that no font has is told by the build, and breaks both standards."""
    return [*_invalid(pdf), *faults(pdf)]


def _invalid(pdf: bytes) -> Iterator[str]:
    for claim in claims(read(pdf)):
        for failure in validation.validate_pdf_bytes(pdf, profile=_PROFILES[claim]).failures:
            if "NOTDEF-GLYPH" not in failure.rule_id:
                yield f"{claim}: {failure.rule_id} {failure.message}"
