"""Makes the project's data on mail clients from the npm package ``caniemail``: ``sh make/caniemail.sh`` calls it.

Kept are the clients that the mail is meant for, and of each feature only what its newest test found wanting: what is
supported needs no line. One feature a line, so that a diff can be read.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.files import write

DATA = Path(__file__).parent / "data"
# The clients of the newsletter, as the package names family and platform; the first name there is counts.
CLIENTS: Mapping[str, tuple[str, ...]] = {
    "Outlook (classic, Windows)": ("outlook.windows",),
    "Outlook (new, web)": ("outlook.outlook-com",),
    "Outlook (macOS)": ("outlook.macos",),
    "Outlook (iOS)": ("outlook.ios",),
    "Outlook (Android)": ("outlook.android",),
    "Gmail (web)": ("gmail.desktop-webmail",),
    "Gmail (phone's browser)": ("gmail.mobile-webmail",),
    "Gmail (iOS)": ("gmail.ios",),
    "Gmail (Android)": ("gmail.android",),
    "Apple Mail (macOS)": ("apple-mail.macos",),
    "Apple Mail (iOS)": ("apple-mail.ios",),
    "Yahoo (web)": ("yahoo.desktop-webmail",),
    "Yahoo (iOS)": ("yahoo.ios",),
    "Yahoo (Android)": ("yahoo.android",),
    "Thunderbird": ("thunderbird.windows", "thunderbird.macos"),
}


def trimmed(package: Mapping[str, Any], version: str) -> str:
    """The project's file, from the package's ``caniemail.json`` and its version."""
    lines = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(datum, ensure_ascii=False)}"
        for name, datum in sorted((feature["slug"], _datum(feature)) for feature in package["data"])
    )
    head = {
        "source": f"caniemail {version} (npm), made by make/caniemail.sh",
        "licence": "MIT, see caniemail.LICENSE.txt",
        "updated": str(package["last_update_date"])[:10],
    }
    told = "".join(f" {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    return f'{{\n{told} "features": {{\n{lines}\n }}\n}}\n'


def _datum(feature: Mapping[str, Any]) -> dict[str, object]:
    """What is kept of one feature: title, date of its last test, and by client what is wanting, in words."""
    notes = feature["notes_by_num"] or {}
    lacks: dict[str, list[str]] = {"none": [], "partly": []}
    said: dict[str, None] = {}
    for client, (kind, numbers) in _wanting(feature["stats"]):
        lacks[kind].append(client)
        said |= {_plain(str(notes.get(number, ""))): None for number in numbers}
    datum: dict[str, object] = {"title": feature["title"], "tested": _day(str(feature["last_test_date"]))}
    datum |= {kind: clients for kind, clients in lacks.items() if clients}
    return datum | ({"notes": [note for note in said if note]} if any(said) else {})


def _wanting(stats: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    for client, names in CLIENTS.items():
        tests = next((found for name in names if (found := _tests(stats, name))), {})
        support = list(tests.values())[-1] if tests else "y"
        kind = {"n": "none", "a": "partly"}.get(support[0])
        if kind:
            yield client, (kind, re.findall(r"#(\d+)", support))


def _tests(stats: Mapping[str, Mapping[str, Mapping[str, str]]], name: str) -> Mapping[str, str]:
    """Versions of the client and what was found, the newest last."""
    family, platform = name.split(".")
    return stats.get(family, {}).get(platform, {})


def _plain(note: str) -> str:
    """A note without its links' addresses and marks."""
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", note).replace("`", "").split())


def _day(date: str) -> str:
    """An ISO date; the package writes some days with one digit."""
    year, month, day = date.split("-")
    return f"{year}-{int(month):02}-{int(day):02}"


def main(folder: Path) -> int:
    """Writes the data and their licence from the unpacked package in ``folder``."""
    package = json.loads((folder / "data" / "caniemail.json").read_text(encoding="utf-8"))
    version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    write(DATA / "caniemail.json", trimmed(package, version).encode())
    write(DATA / "caniemail.LICENSE.txt", (folder / "LICENSE").read_bytes())
    print(f"{DATA / 'caniemail.json'}: {len(package['data'])} features as of {str(package['last_update_date'])[:10]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
