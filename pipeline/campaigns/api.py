"""Requests in JSON over HTTPS: bounded in time and size, never redirected, their faults told in words."""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipeline.campaigns.draft import CampaignError

TIMEOUT = 30.0  # seconds for each step of a request
LARGEST = 4_000_000  # bytes of an answer
TRIES = 3
PATIENCE = 60  # seconds that a Retry-After is heeded for
Json = Mapping[str, "Value"]
Value = str | int | float | bool | None | list["Value"] | Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and what was said."""

    status: int
    said: Value
    retry_after: int | None = None

    def field(self, *names: str) -> Value:
        """What stands at ``names`` in an answer of mappings; None where it does not."""
        found = self.said
        for name in names:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found


@dataclass(frozen=True, slots=True)
class Api:
    """An API at ``base``, spoken to with ``headers``. ``secret`` is kept out of all messages."""

    service: str
    base: str
    headers: Mapping[str, str] = field(repr=False)
    secret: str = field(repr=False)

    def call(self, method: str, path: str, body: Json | None = None, *, gone: tuple[int, ...] = (404,)) -> Answer:
        """The answer to a request: of 2xx, and those of ``gone`` for the caller to judge. Raises CampaignError else."""
        for left in reversed(range(TRIES)):
            answer = self._once(method, path, body)
            wait = answer.retry_after if answer.retry_after is not None else 5
            if answer.status not in (429, 503) or not left or wait > PATIENCE:
                break
            pause(wait)
        if 200 <= answer.status < 300 or answer.status in gone:
            return answer
        raise self._told(answer, method, path)

    def _once(self, method: str, path: str, body: Json | None) -> Answer:
        parts = urlsplit(self.base)
        connection = self._connection()
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Accept": "application/json", "User-Agent": "essay-pipeline", **self.headers}
        if data is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            connection.request(method, f"{parts.path.rstrip('/')}{path}", data, headers)
            response = connection.getresponse()
            said = response.read(LARGEST + 1)
            after = response.getheader("Retry-After", "")
        except TimeoutError:
            raise CampaignError(f"{self.service} did not answer within {TIMEOUT:g} seconds", _LATER) from None
        except ssl.SSLCertVerificationError as fault:
            message = f"the certificate of {parts.hostname} cannot be trusted: {fault.verify_message}"
            raise CampaignError(message, "is the address right, and the clock?") from None
        except (OSError, http.client.HTTPException) as fault:
            reason = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
            raise CampaignError(f"{self.service} at {parts.netloc} cannot be reached: {reason}", _LATER) from None
        finally:
            connection.close()
        if len(said) > LARGEST:
            raise CampaignError(f"{self.service} answered with over {LARGEST} bytes")
        return Answer(response.status, _read(said), int(after) if re.fullmatch(r"\d{1,6}", after) else None)

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.base)
        host = parts.hostname or ""
        if parts.scheme == "https":
            return http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context())
        return http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)

    def _told(self, answer: Answer, method: str, path: str) -> CampaignError:
        words = self._words(answer.said)
        said = f"{self.service} answered {answer.status} to {method} {path}{f': {words}' if words else ''}"
        hints = {
            400: "it does not take what it was given; see its words",
            401: "the key is wrong or has expired",
            403: "the key is wrong, or may not do this",
            405: "is the address that of its API?",
            422: "it does not take what it was given; see its words",
            429: f"it asks for patience: try again in {answer.retry_after or 60} seconds",
        }
        if 300 <= answer.status < 400:
            return CampaignError(said, "the address leads elsewhere: give the one it leads to")
        return CampaignError(said, hints.get(answer.status, _LATER))

    def _words(self, said: Value) -> str:
        """What an answer says went wrong, on one line, without the key."""
        words: list[str] = []
        if isinstance(said, Mapping):
            for name in ("message", "title", "detail", "code", "errors"):
                part = said.get(name)
                if part:
                    words.append(part if isinstance(part, str) else json.dumps(part, ensure_ascii=False))
        elif isinstance(said, str):
            words.append(said)
        text = " ".join(" ".join("".join(c if c.isprintable() else " " for c in word).split()) for word in words)
        return (text.replace(self.secret, "***") if self.secret else text)[:400]


_LATER = "try again later; nothing was sent"


def _read(data: bytes) -> Value:
    try:
        found: Value = json.loads(data) if data.strip() else None
    except (ValueError, RecursionError):
        return data[:300].decode("utf-8", "replace")
    return found


def pause(seconds: float) -> None:
    """Waits, as a service asked for."""
    time.sleep(seconds)


def address(text: str, name: str) -> str:
    """The base address ``text`` of an API, given as ``name``: https, or http on this machine. Raises CampaignError."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna")
        parts.path.encode("ascii")
    except ValueError:  # of which UnicodeError is one
        host, parts = "", urlsplit("")
    whole = text.isprintable() and " " not in text and not parts.username and not parts.query
    if not host or parts.scheme not in ("https", "http") or not whole:
        raise CampaignError(f"{name} is no web address", f"{name}=https://…")
    if parts.scheme == "http" and not _here(host):
        raise CampaignError(f"{name} has no https: the key would travel in the open", f"{name}=https://{host}")
    return text.rstrip("/")


def key(text: str, name: str) -> str:
    """The key ``text``, given as ``name``, as it may stand in a field of a request. Raises CampaignError."""
    if not re.fullmatch(r"[!-~]+", text):
        raise CampaignError(f"{name} holds a blank, a line break or a character that no key has", "copy the key anew")
    return text


def _here(host: str) -> bool:
    """Whether ``host`` is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
