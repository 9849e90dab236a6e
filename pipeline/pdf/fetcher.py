"""What the typesetting may open: the pictures of the essay's folder and the stylesheets' own files, nothing else."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # carries no types

from pipeline.files import Files, inside
from pipeline.pdf.images import printable
from pipeline.theme import Theme
from pipeline.units import Length

_CARRIED = "data:image/svg+xml;base64,"  # a drawing in its address (RFC 2397)
_WITHIN = re.compile(r"data:(image/(?:png|jpeg|gif));base64,")  # and a picture in that
Printed = Callable[[str], tuple[Length, Length] | None]


class RefusedError(ValueError):
    """An address that no PDF of ours opens."""


class Fetcher(URLFetcher):  # type: ignore[misc]  # its base is untyped
    """Opens ``file:///essay/…``, ``file:///theme/…`` and ``file:///base/…`` in the folders of these names.

    The names stand for folders so that no path of this machine gets into the PDF. No ``..`` and no symlink leads out
    of them, and every read goes through the tracked door. A drawing of ours comes in its address. Everything else (the
    network, other schemes, other paths) is refused; WeasyPrint logs the refusal, and the log becomes problems.
    ``printed`` tells of a picture of the essay how wide and high it is printed at the most. Text in drawings is set in
    the families of ``theme``.
    """

    def __init__(
        self, folders: Mapping[str, Path], files: Files, theme: Theme, printed: Printed = lambda _: None
    ) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.folders = folders
        self.theme = theme
        self.files = files
        self.printed = printed

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes behind ``url``. Raises :class:`RefusedError`."""
        if url.startswith(_CARRIED):  # the page holds it: nothing is opened
            carried = base64.b64decode(url.removeprefix(_CARRIED))
            return URLFetcherResponse(url, body=carried, headers={"Content-Type": "image/svg+xml"})
        within = _WITHIN.match(url)
        if within is not None:
            return URLFetcherResponse(
                url, body=base64.b64decode(url[within.end() :]), headers={"Content-Type": within[1]}
            )
        parts = urlsplit(url)
        name, _, relative = unquote(parts.path).removeprefix("/").partition("/")
        if parts.scheme != "file" or parts.netloc or name not in self.folders:
            raise RefusedError("only files of the essay and of its theme are opened")
        path = inside(self.folders[name], relative)
        if path is None:
            raise RefusedError("it leads out of its folder")
        data = self.files.bytes(path)
        if data is None:
            raise RefusedError("there is no such file")
        media: str | None = None
        if name == "essay":
            data, media = printable(data, self.printed(relative), self.theme, self.files)
        kind = media or mimetypes.guess_type(relative)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body=data, headers={"Content-Type": kind})
