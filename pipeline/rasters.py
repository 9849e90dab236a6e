"""Raster pictures: which of them PowerPoint and browsers show as they are."""

from __future__ import annotations

_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))


def kind(data: bytes) -> str | None:
    """``png``, ``jpeg`` or ``gif``, by what the file begins with; None for all else."""
    return next((kind for mark, kind in _KINDS if data.startswith(mark)), None)
