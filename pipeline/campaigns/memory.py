"""Which draft is which essay's: ``.mail/campaigns.json``, so that a second run brings the same draft up to date."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline import private
from pipeline.private import PrivateError
from pipeline.sending.durable import locked

FILE = "campaigns.json"


def known(folder: Path) -> dict[str, str]:
    """The ids by account and essay. Raises PrivateError, OSError."""
    path = folder / FILE
    try:
        data = private.read(path, 4_000_000)
    except FileNotFoundError:
        return {}
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise PrivateError(f"{path} cannot be read", "mend it, or move it away: then new drafts are made")
    return found


def remember(folder: Path, key: str, id: str) -> None:
    """Writes down the id of a draft; two may do so at once. Raises PrivateError, OSError."""
    with locked(folder / f".{FILE}.lock"):
        found = {**known(folder), key: id}
        private.write(folder / FILE, (json.dumps(found, indent=2, sort_keys=True) + "\n").encode())


def key(service: str, account: str, slug: str) -> str:
    """By what a draft is known: the service, the account and the essay."""
    return f"{service} {account} {slug}"
