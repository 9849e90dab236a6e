"""The addresses in a page that is typeset: what :mod:`pipeline.pdf.fetcher` answers to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from pipeline.files import Files, inside


def address(path: str, essay: str, files: Files) -> str | None:
    """The picture ``path`` in the folder of ``essay``, where the page stands too; None where there is none."""
    found = inside(files.root / Path(essay).parent, path)
    return quote(path) if found and files.note(found) else None
