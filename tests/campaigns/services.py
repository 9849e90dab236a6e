"""The three services as their documentation has them, on this machine: strict about keys, fields and types.

What a document does not name is refused; what would send is a mistake of ours and remembered as one.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

Reply = tuple[int, Any]


@dataclass
class Service:
    """What a service holds and what it was asked. ``instead`` answers in place of it, once each."""

    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    templates: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    instead: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    sent: bool = False

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> Reply:
        raise NotImplementedError


def fields(body: Any, needed: dict[str, type], may: dict[str, type]) -> str | None:
    """What is wrong with the fields of ``body``, or None."""
    if not isinstance(body, dict):
        return "the body must be a mapping"
    for name in needed:
        if name not in body:
            return f"{name} is required"
    for name, value in body.items():
        kind = {**needed, **may}.get(name)
        if kind is None:
            return f"{name} is not known"
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            return f"{name} must be of type {kind.__name__}"
    return None


@dataclass
class Listmonk(Service):
    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> Reply:
        if headers.get("authorization") != "Basic " + base64.b64encode(b"api:t0ken").decode():
            return 403, {"message": "invalid session"}
        if re.fullmatch(r"/api/campaigns/\d+/(status|test)", path):
            self.sent = True
        if path == "/api/templates" and method == "GET":
            return 200, {"data": self.templates}
        if path == "/api/templates" and method == "POST":
            if wrong := fields(body, {"name": str, "type": str, "body": str}, {}):
                return 400, {"message": wrong}
            self.templates.append({"id": 40 + len(self.templates), **body})
            return 200, {"data": self.templates[-1]}
        needed: dict[str, type] = {
            "name": str,
            "subject": str,
            "lists": list,
            "type": str,
            "content_type": str,
            "body": str,
        }
        may: dict[str, type] = {"from_email": str, "altbody": str, "messenger": str, "template_id": int, "tags": list}
        found = re.fullmatch(r"/api/campaigns(?:/(\d+))?", path)
        if not found:
            return 404, {"message": "not found"}
        if method == "GET" and found[1]:
            thing = self.things.get(found[1])
            return (200, {"data": thing}) if thing else (400, {"message": "Campaign not found"})
        if method in ("POST", "PUT"):
            if wrong := fields(body, needed, may):
                return 400, {"message": wrong}
            if body["type"] not in ("regular", "optin") or body["content_type"] not in (
                "richtext",
                "html",
                "markdown",
                "plain",
            ):
                return 400, {"message": "unknown type"}
            if not body["lists"] or not all(isinstance(one, int) and one in (1, 2) for one in body["lists"]):
                return 400, {"message": "unknown list"}
            if body.get("template_id") not in [one["id"] for one in self.templates]:
                return 400, {"message": "unknown template"}
            if method == "PUT" and found[1] not in self.things:
                return 400, {"message": "Campaign not found"}
            number = found[1] or str(len(self.things) + 1)
            self.things[number] = {"id": int(number), "status": "draft", **body}
            return 200, {"data": self.things[number]}
        return 405, {"message": "method not allowed"}


@dataclass
class Buttondown(Service):
    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> Reply:
        if headers.get("authorization") != "Token key-123":
            return 401, {"detail": "Invalid token.", "code": "authentication_failed"}
        if "x-buttondown-live-dangerously" in headers or path.endswith(("/send-draft", "/publish")):
            self.sent = True
        may: dict[str, type] = {"body": str, "description": str, "canonical_url": str, "status": str, "subject": str}
        found = re.fullmatch(r"/v1/emails(?:/([a-z0-9_]+))?", path)
        if not found:
            return 404, {"detail": "Not found."}
        if method == "GET" and found[1]:
            return (200, self.things[found[1]]) if found[1] in self.things else (404, {"detail": "Not found."})
        if method == "POST" and not found[1]:
            if wrong := fields(body, {"subject": str}, may):
                return 400, {"detail": wrong, "code": "email_invalid"}
            if body.get("status", "about_to_send") != "draft":
                self.sent = True
            if any(one["subject"] == body["subject"] and one["body"] == body["body"] for one in self.things.values()):
                return 400, {"detail": "a duplicate", "code": "email_duplicate"}
            number = f"em_{len(self.things) + 1}"
            self.things[number] = {"id": number, **body}
            return 201, self.things[number]
        if method == "PATCH" and found[1]:
            if wrong := fields(body, {}, may):
                return 400, {"detail": wrong, "code": "email_invalid"}
            if body.get("status", "draft") != "draft":
                self.sent = True
            if found[1] not in self.things:
                return 404, {"detail": "Not found."}
            self.things[found[1]] |= body
            return 200, self.things[found[1]]
        return 405, {"detail": "Method not allowed."}


@dataclass
class Mailchimp(Service):
    SETTINGS: ClassVar[dict[str, type]] = {
        "subject_line": str,
        "title": str,
        "from_name": str,
        "reply_to": str,
        "auto_footer": bool,
        "inline_css": bool,
    }

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> Reply:
        def fault(status: int, detail: str) -> Reply:
            return status, {"type": "https://mailchimp.com/…", "title": "Fault", "status": status, "detail": detail}

        if headers.get("authorization") != "Basic " + base64.b64encode(b"key:abc123-us21").decode():
            return fault(401, "Your API key may be invalid")
        if "/actions/" in path:
            self.sent = True
        found = re.fullmatch(r"/3\.0/campaigns(?:/([0-9a-f]+)(/content)?)?", path)
        if not found:
            return fault(404, "The requested resource could not be found.")
        number = found[1] or f"{len(self.things) + 10:x}"
        if found[1] and found[1] not in self.things:
            return fault(404, "The requested resource could not be found.")
        if found[2]:
            if method != "PUT":
                return fault(405, "method")
            if wrong := fields(body, {}, {"html": str, "plain_text": str, "url": str}):
                return fault(400, wrong)
            self.things[number]["content"] = body
            return 200, body
        if method == "GET" and found[1]:
            return 200, self.things[number]
        if method == "DELETE" and found[1]:
            del self.things[number]
            return 204, None
        if method in ("POST", "PATCH") and bool(found[1]) == (method == "PATCH"):
            needed: dict[str, type] = {"type": str} if method == "POST" else {}
            if wrong := fields(body, needed, {"recipients": dict, "settings": dict}):
                return fault(400, wrong)
            if wrong := fields(body.get("settings", {}), {}, self.SETTINGS) or fields(
                body.get("recipients", {}), {"list_id": str}, {}
            ):
                return fault(400, wrong)
            if body.get("type", "regular") != "regular" or body["recipients"]["list_id"] != "a1b2c3":
                return fault(400, "unknown list")
            if len(body["settings"]["subject_line"]) > 150:
                return fault(400, "too long")
            before = self.things.get(number, {"id": number, "web_id": 77, "status": "save"})
            self.things[number] = {**before, **body}
            return 200, self.things[number]
        return fault(405, "method")


@contextlib.contextmanager
def served(service: Service, dress: Callable[[Any], Any] = lambda socket: socket) -> Iterator[int]:
    """``service`` on a port of this machine, which is answered; ``dress`` wraps its socket, for TLS."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            data = self.rfile.read(length)
            service.asked.append((self.command, self.path))
            if service.instead:
                status, headers, said = service.instead.pop(0)
            else:
                kind = self.headers.get("Content-Type", "")
                headers = {"Content-Type": "application/json"}
                if data and not kind.startswith("application/json"):
                    status, said = 415, b'{"message": "not JSON"}'
                else:
                    body = json.loads(data) if data else None
                    lower = {name.lower(): value for name, value in self.headers.items()}
                    status, value = service.answer(self.command, self.path, lower, body)
                    said = b"" if value is None else json.dumps(value).encode()
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 -- as http.server calls them

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = dress(server.socket)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
