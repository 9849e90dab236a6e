"""Other tools' front matter as ours."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable

from pipeline.frontmatter import keys
from pipeline.intake.draft import Draft, Plain
from pipeline.problems import Place, error, warning
from pipeline.yamltree import Mapping, Scalar, Sequence, Tree, parse

_NAMES = {
    "description": "summary",
    "excerpt": "summary",
    "abstract": "summary",
    "author": "authors",
    "publishdate": "date",
    "pubdate": "date",
    "published_at": "date",
    "language": "lang",
    "locale": "lang",
    "linktitle": "short_title",
    "shorttitle": "short_title",
    "short-title": "short_title",
    "canonical_url": "url",
    "canonicalurl": "url",
    "categories": "tags",
    "category": "tags",
    "keywords": "tags",
    "topics": "tags",
    "tag": "tags",
    "rights": "license",
    "copyright": "license",
}
_OUTPUTS = frozenset(("deck", "handout", "newsletter", "sources", "outputs"))
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
Where = Callable[[str], int]


def yaml(text: str, shown: str, made: Draft) -> None:
    """YAML, which stands from line 2 on."""
    tree, problems = parse(text, shown, first_line=2)
    made.problems += problems
    if isinstance(tree, Mapping):
        lines = {key.text: key.place.line or 1 for key, _ in tree.entries}
        values = {key.text: _plain(value) for key, value in tree.entries}
        _carry(values, shown, made, lambda key: lines.get(key, 1))
    elif tree is not None:
        made.problems.append(
            error(tree.place, "front-matter-no-mapping", "the front matter is no mapping of keys to values")
        )


def toml(text: str, shown: str, made: Draft) -> None:
    """TOML, as Hugo writes it between lines of three plus signs."""
    try:
        values = tomllib.loads(f"{text}\n")
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        line = re.search(r"at line (\d+), column (\d+)", str(fault))
        place = Place(shown, int(line[1]) + 1, int(line[2])) if line else Place(shown, 1)
        what = re.sub(r" \(at .*\)$", "", str(fault))
        made.problems.append(error(place, "toml-syntax", f"broken TOML: {what}"))
        return
    rows = text.split("\n")

    def where(key: str) -> int:
        pattern = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        return next((number for number, row in enumerate(rows, 2) if pattern.match(row)), 1)

    _carry({key: _of_toml(value) for key, value in values.items()}, shown, made, where)


def _plain(tree: Tree) -> Plain:
    """A YAML tree as plain values; scalars stay the text that was written."""
    if isinstance(tree, Mapping):
        return {key.text: _plain(value) for key, value in tree.entries}
    if isinstance(tree, Sequence):
        return [_plain(item) for item in tree.items]
    return _scalar(tree)


def _scalar(scalar: Scalar) -> Plain:
    if scalar.kind == "null":
        return None
    if scalar.kind == "bool":
        return scalar.text.lower() in ("true", "yes", "on")
    return scalar.text


def _of_toml(value: object) -> Plain:
    if isinstance(value, dict):
        return {str(key): _of_toml(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_of_toml(inner) for inner in value]
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value if isinstance(value, bool) else str(value)


def _carry(values: dict[str, Plain], shown: str, made: Draft, where: Where) -> None:
    """Takes over what has a place in an essay's front matter, and tells what has none."""
    ours = keys()
    tags: list[Plain] = []
    for key, value in values.items():
        name = _NAMES.get(key.lower(), key)
        if value is None or value in ("", [], {}):
            continue
        kept: Plain = None
        if name == "tags":
            tags += _texts(value, split=key in ("tags", "categories"))
            continue
        if key == "taxonomies" and isinstance(value, dict):  # Zola, after Hugo
            for inner in value.values():
                tags += _texts(inner, split=False)
            continue
        if key == "published" and isinstance(value, bool):
            name, kept = "draft", not value
        elif key == "slug" and isinstance(value, str):
            made.slug = re.sub(r"[^a-z0-9-]+", "-", value.lower()).strip("-")
            continue
        elif name in ours:
            kept = _value(name, value)
            if name == "authors":
                _told(value, shown, made, where(key))
        if kept is None:
            what = f"`{key}` has no place in an essay's front matter"
            if name in ours and name != "theme":
                what = f"`{key}` holds nothing that an essay's `{name}` takes"
            made.problems.append(warning(Place(shown, where(key)), "not-carried", what))
        elif name in made.matter:
            what = f"`{key}` says `{name}` a second time"
            made.problems.append(warning(Place(shown, where(key)), "not-carried", what))
        else:
            made.matter[name] = kept
    if tags:
        made.matter["tags"] = list(dict.fromkeys(str(tag) for tag in tags))


def _told(value: Plain, shown: str, made: Draft, line: int) -> None:
    """Tells what is known of the authors and has no place."""
    for person in value if isinstance(value, list) else [value]:
        if not isinstance(person, dict):
            continue
        if _person(person) is None:
            what = "an author without a name has no place in an essay's front matter"
            made.problems.append(warning(Place(shown, line), "not-carried", what))
        for key in person:
            if key not in ("name", "affiliation", "affiliations", "email", "url"):
                what = f"an author's `{key}` has no place in an essay's front matter"
                made.problems.append(warning(Place(shown, line), "not-carried", what))


def _texts(value: Plain, *, split: bool) -> list[Plain]:
    """A list of texts; Jekyll parts one text at its blanks, or at commas where there are any."""
    if isinstance(value, list):
        return [str(item) for item in value if isinstance(item, str | int | float)]
    if not isinstance(value, str):
        return []
    parts = value.split(",") if "," in value else value.split() if split else [value]
    return [part.strip() for part in parts if part.strip()]


def _value(name: str, value: Plain) -> Plain:
    """``value`` as our key ``name`` takes it; None where it does not."""
    match name:
        case "authors":
            people = [_person(item) for item in (value if isinstance(value, list) else [value])]
            found: list[Plain] = [person for person in people if person]
            return found or None
        case "date":
            found_date = re.match(r"\d{4}-\d{2}-\d{2}", value) if isinstance(value, str) else None
            return found_date[0] if found_date else None
        case "url":
            return value if isinstance(value, str) and _ADDRESS.match(value) else None
        case "draft":
            return value if isinstance(value, bool) else None
        case "lang":
            return value.replace("_", "-") if isinstance(value, str) else None
        case "theme":
            return None  # another tool's theme is not ours
        case _ if name in _OUTPUTS:
            return value
        case _:
            return value if isinstance(value, str) else None


def _person(value: Plain) -> Plain:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return None
    name = value.get("name")
    if isinstance(name, dict):  # Quarto's given and family names
        name = name.get("literal") or " ".join(str(name[part]) for part in ("given", "family") if part in name)
    if not isinstance(name, str) or not name:
        return None
    person: dict[str, Plain] = {"name": name}
    place = value.get("affiliation", value.get("affiliations"))
    place = place[0] if isinstance(place, list) and place else place
    place = place.get("name") if isinstance(place, dict) else place
    more = {"affiliation": place, "email": value.get("email"), "url": value.get("url")}
    person.update((key, found) for key, found in more.items() if isinstance(found, str) and found)
    return person if len(person) > 1 else name
