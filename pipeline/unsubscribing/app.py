"""The application (WSGI, PEP 3333): what a request asks for, and what it is answered.

Its web server may hand it over at any path: the query's ``reader`` is what counts. The answers of a token of ours, of
an old secret's and of a made-up one are the same bytes and take the same time.
"""

from __future__ import annotations

import contextlib
import math
import re
import time
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from pipeline.leaving import secrets, tokens
from pipeline.leaving.secrets import Secrets
from pipeline.private import PrivateError
from pipeline.unsubscribing.limit import Limit
from pipeline.unsubscribing.pages import Page, Pages
from pipeline.unsubscribing.sayings import known
from pipeline.unsubscribing.writer import Writer

BODY = 8_192  # bytes of a request; the one that is asked for has 26
TICK = 0.2  # seconds: answers to a POST leave at multiples of it; a file of 100,000 is written in half of that
_WHOLE = re.compile(r"[A-Za-z0-9_-]+")
_LENGTHS = frozenset(1 + math.ceil((16 + 32 * blocks) * 4 / 3) for blocks in range(1, 9))  # of tokens


class _Asked(Request):
    """A request within bounds, of which cookies are never read."""

    max_content_length = BODY
    max_form_memory_size = BODY
    max_form_parts = 8


class App:
    """Answers readers. ``state`` is the folder ``.mail`` with the secret; ``lang`` the publication's language.

    With ``log`` each request is a line on the standard output.
    """

    def __init__(
        self, state: Path, pages: Pages, writer: Writer, limit: Limit, lang: str = "en", *, log: bool = False
    ) -> None:
        self.pages = pages
        self.writer = writer
        self.limit = limit
        self.lang = known(lang) or "en"
        self.log = log
        self._folder = state
        self._secrets = secrets.load(state)
        self._seen = self._stamp()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        started = time.monotonic()
        request = _Asked(environ)
        try:
            response = self._answer(request, started)
        except RequestEntityTooLarge:
            response = self._page(request, Page.BROKEN, 413)
        except (HTTPException, ValueError, UnicodeError):  # what no browser or mail server sends
            response = self._page(request, Page.BROKEN, 400)
        for name, value in self._guards:
            response.headers[name] = value
        if self.log:  # no address and no token: the log is nobody's list
            print(f"{time.strftime('%Y-%m-%dT%H:%M:%S')} {request.method[:8]} {response.status}", flush=True)
        return response(environ, start_response)

    def _answer(self, request: _Asked, started: float) -> Response:
        wait = self.limit.wait(request.remote_addr or "")
        if wait:
            return self._page(request, Page.BUSY, 429, {"Retry-After": str(wait)})
        if request.path.rstrip("/").endswith("/health"):
            good = self.writer.healthy
            return Response("ok\n" if good else "cannot write\n", 200 if good else 503, mimetype="text/plain")
        if request.method not in ("GET", "HEAD", "POST"):
            return self._page(request, Page.BROKEN, 405, {"Allow": "GET, HEAD, POST"})
        token = request.args.get("reader", "")
        if not _WHOLE.fullmatch(token) or len(token) not in _LENGTHS:
            return self._page(request, Page.BROKEN, 404)
        if request.method != "POST":
            return self._page(request, Page.ASK, 200)
        # RFC 8058, 3.1: the pair alone, urlencoded or multipart; what a person's browser sends holds it too.
        if request.form.get("List-Unsubscribe", "").strip() != "One-Click":  # some end the body with a line break
            return self._page(request, Page.ASK, 400)
        good = self.writer.leave(tokens.address(self._current(), token))
        _until(started)
        return self._page(request, Page.DONE, 200) if good else self._page(request, Page.FAILED, 503, _LATER)

    def _page(self, request: _Asked, page: Page, status: int, headers: dict[str, str] | None = None) -> Response:
        html = self.pages.html[self._lang(request), page]
        return Response(html, status, headers, content_type="text/html; charset=utf-8")

    def _lang(self, request: _Asked) -> str:
        """The essay's language, which its mail put into the link; else what the browser asks for, else our own."""
        asked = known(request.args.get("lang", "")[:35])
        wanted = (known(lang) for lang, quality in list(request.accept_languages)[:10] if quality > 0)
        return asked or next((lang for lang in wanted if lang), self.lang)

    def _current(self) -> Secrets:
        """The secrets, read anew where the file changed: a new one is accepted without starting the server again."""
        with contextlib.suppress(OSError, PrivateError):  # half-way through a change, or damaged: the old ones hold
            stamp = self._stamp()
            if stamp != self._seen:
                self._secrets, self._seen = secrets.load(self._folder), stamp
        return self._secrets

    def _stamp(self) -> tuple[int, int]:
        found = secrets.path(self._folder).stat()
        return found.st_ino, found.st_mtime_ns

    @property
    def _guards(self) -> tuple[tuple[str, str], ...]:
        policy = f"default-src 'none'; style-src {self.pages.style}; form-action 'self'; base-uri 'none'"
        return (
            ("Content-Security-Policy", f"{policy}; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("X-Robots-Tag", "noindex"),
            ("Referrer-Policy", "no-referrer"),  # the address of the page holds the token
            ("Cache-Control", "no-store"),
            ("Vary", "Accept-Language"),
        )


_LATER = {"Retry-After": "60"}


def _until(started: float) -> None:
    """Waits for the next tick since ``started``: how long the disk took does not show."""
    passed = time.monotonic() - started
    time.sleep(math.ceil(passed / TICK + 1e-9) * TICK - passed)
