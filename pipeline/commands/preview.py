"""``preview``: the outputs in the browser, built anew by Make whenever something changes.

The server listens on 127.0.0.1 alone and gives out the outputs, nothing else.
"""

from __future__ import annotations

import argparse
import html
import http.server
import os
import subprocess
import threading
import urllib.parse
from http import HTTPStatus
from pathlib import Path

from pipeline.commands.essays import find
from pipeline.outputs import NAMES, Product, Target

TYPES = {".pdf": "application/pdf", ".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8"}
# What the page shows of each output, beside a link to the file itself.
SHOWN = {Product.DECK: "deck.html", Product.HANDOUT: "handout.pdf", Product.NEWSLETTER: "newsletter.html"}
EVERY = 1.0  # seconds between two looks; a look that finds nothing changed runs no Python

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>
html {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }}
body {{ margin: 0; display: flex; flex-direction: column; height: 100vh }}
header {{ padding: .5rem 1rem; display: flex; gap: 1.5rem; flex-wrap: wrap; border-bottom: 1px solid #8886 }}
pre {{ margin: 0; padding: .75rem 1rem; white-space: pre-wrap; border-bottom: 1px solid #8886 }}
pre {{ max-height: 30vh; overflow: auto }}
pre:empty {{ display: none }}
main {{ flex: 1; display: flex; flex-wrap: wrap; min-height: 0; overflow: auto }}
iframe {{ border: 0; flex: 1 1 24rem; min-height: 24rem; background: #fff }}
</style>
<header>{links}</header><pre id="says" role="status"></pre><main>{frames}</main>
<script>
let last = {{}};
async function look() {{
  try {{
    const state = await (await fetch("/state/{slug}")).json();
    document.getElementById("says").textContent = state.problems;
    for (const frame of document.querySelectorAll("iframe")) {{
      const name = frame.dataset.name, now = state.times[name];
      if (name in last && now !== last[name]) frame.contentWindow.location.reload();
      last[name] = now;
    }}
  }} catch (gone) {{ document.getElementById("says").textContent = "the preview has ended"; }}
  setTimeout(look, 700);
}}
look();
</script></html>"""


def run(arguments: list[str]) -> int:
    """Serves until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m pipeline preview", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="else PORT, else 8000")
    parser.add_argument("--build", type=Path, default=Path("build"))
    asked = parser.parse_args(arguments)
    try:
        server = Server(asked.port, asked.build)
    except OSError as fault:
        print(f"port {asked.port} cannot be used ({fault.strerror}); try: make preview PORT={asked.port + 1}")
        return 1
    ended = threading.Event()
    builder = threading.Thread(target=rebuild, args=(server, ended), daemon=True)
    builder.start()
    print(f"http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        ended.set()
        server.server_close()
    return 0


def rebuild(server: Server, ended: threading.Event) -> None:
    """Runs Make again and again: it knows what changed. Its words go where the problems are read from."""
    flags = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    make = os.environ.get("MAKE", "make")
    while True:
        done = subprocess.run((make, "-s", ".built"), env=flags, capture_output=True, text=True, check=False)
        server.says = done.stdout if done.returncode else ""
        if ended.wait(EVERY):
            return


class Server(http.server.ThreadingHTTPServer):
    """Gives out the outputs in ``build``, on this machine alone; ``says`` is what Make last said is to be mended."""

    def __init__(self, port: int, build: Path) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.build = build
        self.says = ""


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers for the index, an essay's page, its state, and the outputs by name."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answers a GET (RFC 9110, 9.3.1)."""
        host = urllib.parse.urlsplit(f"//{self.headers.get('Host', '')}").hostname
        if host not in {"127.0.0.1", "localhost"}:  # another site's name that was made to lead here
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        parts = tuple(part for part in urllib.parse.urlsplit(self.path).path.split("/") if part)
        match parts:
            case ():
                self._give(index().encode(), ".html")
            case ("state", slug) if slug in slugs():
                self._give(self.state(slug).encode(), ".json")
            case (slug,) if slug in slugs():
                self._give(page(slug, self.server.build).encode(), ".html")
            case (slug, name) if slug in slugs() and any(name in names for names in NAMES.values()):
                self._file(self.server.build / slug / name)
            case _:
                self.send_error(HTTPStatus.NOT_FOUND)

    def state(self, slug: str) -> str:
        """What the page asks for: the time of each output, and what there is to mend."""
        import json

        files = (path for product in Product for path in Target(self.server.build, slug, product).files)
        times = {path.name: path.stat().st_mtime_ns // 1000 for path in files if path.exists()}
        return json.dumps({"times": times, "problems": self.server.says})

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: what Make says is enough."""

    def _file(self, path: Path) -> None:
        try:
            data = path.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, "not built yet")
            return
        self._give(data, path.suffix)

    def _give(self, data: bytes, suffix: str) -> None:
        self.send_response(HTTPStatus.OK)
        kind = "application/json" if suffix == ".json" else TYPES.get(suffix, "application/octet-stream")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(data)


def slugs() -> tuple[str, ...]:
    """The essays that there are just now."""
    return tuple(path.parent.name for path in find()[0])


def index() -> str:
    """The page that lists the essays."""
    links = "".join(f'<a href="/{slug}">{html.escape(slug)}</a>' for slug in slugs()) or "There is no essay yet."
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Essays</title><body>{links}'


def page(slug: str, build: Path) -> str:
    """The page of one essay: its outputs in ``build`` side by side, and links to the files."""
    names = [
        name for product in Product for name in NAMES[product] if not product.further or (build / slug / name).exists()
    ]
    links = "".join(f'<a href="/{slug}/{name}">{name}</a>' for name in names)
    frames = "".join(
        f'<iframe src="/{slug}/{name}" data-name="{name}" title="{product}" allow="fullscreen"></iframe>'
        for product, name in SHOWN.items()
    )
    return PAGE.format(title=html.escape(slug), slug=slug, links=f'<a href="/">All essays</a>{links}', frames=frames)
