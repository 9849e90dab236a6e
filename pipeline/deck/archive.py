"""The package as a zip whose bytes depend on its content alone (ECMA-376 Part 2, annex B).

``[Content_Types].xml`` comes first, then each part followed by its relationships, every entry with the same date.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from pipeline.deck.xml import Xml, document, element

_EXTENSIONS = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "fntdata": "application/x-fontdata",
}
_FIXED = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}

Entry = tuple[str, bytes]


def content_types(parts: Iterable[tuple[str, str]]) -> bytes:
    """``[Content_Types].xml`` for ``parts`` (name, content type): media by extension, all else by name."""
    defaults = dict(_FIXED)
    overrides: dict[str, str] = {}
    for name, kind in parts:
        extension = name.rpartition(".")[2]
        if _EXTENSIONS.get(extension) == kind:
            defaults[extension] = kind
        else:
            overrides[name] = kind
    rows: list[Xml] = [
        *(element("Default", {"Extension": key, "ContentType": defaults[key]}) for key in sorted(defaults)),
        *(element("Override", {"PartName": key, "ContentType": overrides[key]}) for key in sorted(overrides)),
    ]
    return document("Types", "", {}, *rows, default="ct")


def archived(entries: Sequence[Entry], moment: datetime, *, level: int = 6) -> bytes:
    """A zip of ``entries`` (part name, bytes) in their order, all dated ``moment``; ``level`` 0 stores them."""
    # A zip counts years from 1980 to 2107 (APPNOTE 4.4.6).
    year = min(max(moment.year, 1980), 2107)
    date = (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    stream = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", method, compresslevel=level or None) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name.lstrip("/"), date)
            # Else the entry would tell on which system it was written.
            info.create_system, info.external_attr, info.compress_type = 0, 0o644 << 16, method
            archive.writestr(info, data)
    return stream.getvalue()


def size(data: bytes, folder: str) -> int:
    """How many bytes the entries below ``folder`` take in the zip ``data``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(info.compress_size for info in archive.infolist() if f"/{info.filename}".startswith(folder))
