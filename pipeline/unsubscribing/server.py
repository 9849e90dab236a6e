"""The server: waitress, with bounds on what one client may hold."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Any

from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from pipeline.unsubscribing.app import BODY, App

THREADS = 40  # each waits a fifth of a second: two hundred readers a second
CONNECTIONS = 500
HEADER = 16_384  # bytes
SILENCE = 20  # seconds before a client that says nothing is let go


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the server listens: ``host`` and ``port``, or the socket ``path`` of the file system.

    ``proxy`` is the address of the web server before it whose X-Forwarded-For is believed; None believes nobody's.
    """

    host: str = "127.0.0.1"
    port: int = 8025
    path: str | None = None
    proxy: str | None = None


def server(app: App, where: Listening) -> MultiSocketServer | BaseWSGIServer:
    """The server of ``app``, bound; ``run()`` serves. Raises OSError."""
    own: dict[str, Any] = {"host": where.host, "port": where.port}
    if where.path:
        own = {"unix_socket": where.path, "unix_socket_perms": "660"}
    if where.proxy:
        own |= {"trusted_proxy": where.proxy, "trusted_proxy_headers": {"x-forwarded-for"}}
    try:
        return create_server(
            app,
            **own,
            clear_untrusted_proxy_headers=True,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_header_size=HEADER,
            max_request_body_size=BODY * 2,
            channel_timeout=SILENCE,
            cleanup_interval=5,
            ident="",
            asyncore_use_poll=True,
        )
    except ValueError:  # so waitress says that it cannot look up the name
        raise OSError(errno.EADDRNOTAVAIL, "there is no such host") from None
