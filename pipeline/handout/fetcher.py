"""What the typesetting may open: the pictures of the essay's folder and the stylesheets' own files, nothing else."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # carries no types

from pipeline.files import Files, inside


class RefusedError(ValueError):
    """An address that the handout does not open."""


class Fetcher(URLFetcher):  # type: ignore[misc]  # its base is untyped
    """Opens ``file:`` addresses below ``folders`` (no ``..``, no symlink out) through the tracked door.

    Everything else (the network, other schemes, other folders) is refused; WeasyPrint then logs the refusal,
    and the log becomes problems.
    """

    def __init__(self, folders: tuple[Path, ...], files: Files) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self.folders = folders
        self.files = files

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes behind ``url``. Raises :class:`RefusedError`."""
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            raise RefusedError("only files of the essay and of its theme are opened")
        asked = Path(unquote(parts.path))
        for folder in self.folders:
            if asked.is_relative_to(folder):
                path = inside(folder, str(asked.relative_to(folder)))
                data = self.files.bytes(path) if path else None
                if data is None:
                    raise RefusedError("there is no such file" if path else "it leads out of its folder")
                kind = mimetypes.guess_type(asked.name)[0] or "application/octet-stream"
                return URLFetcherResponse(url, body=data, headers={"Content-Type": kind})
        raise RefusedError("it lies outside the essay's folder and its theme")
