"""Pictures of pixels, known by what their files begin with, whatever they are called."""

from __future__ import annotations

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"BM", "bmp"),
)


def kind(data: bytes) -> str | None:
    """``png``, ``jpeg``, ``gif``, ``webp``, ``tiff`` or ``bmp``; None for all else."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for mark, kind in _KINDS if data.startswith(mark)), None)
