"""The essays of the content folder, as the environment or the call narrows them: the rule of ``make/essays.sh``."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.outputs import SLUG
from pipeline.problems import Place, Problem, Problems, error


def content() -> Path:
    """The folder of the essays: ``CONTENT``, else ``content``."""
    return Path(os.environ.get("CONTENT") or "content")


def find(slug: str = "") -> tuple[tuple[Path, ...], Problems]:
    """The paths of the essays, or of the one named ``slug`` (else ``ESSAY``); folders that are none are problems."""
    slug = slug or os.environ.get("ESSAY", "")
    paths = sorted(content().glob("*/essay.md"))
    good = tuple(path for path in paths if SLUG.fullmatch(path.parent.name))
    if slug:
        asked = tuple(path for path in good if path.parent.name == slug)
        return asked, () if asked else (missing(slug, good),)
    return good, tuple(slug_problem(path.parent) for path in paths if path not in good)


def missing(slug: str, there: tuple[Path, ...]) -> Problem:
    """The problem of an essay that is asked for and not there."""
    names = ", ".join(path.parent.name for path in there)
    text = f"there is no essay `{slug}` in {content()}"
    return error(Place("ESSAY"), "essay-missing", text, f"there are: {names}" if names else None)


def slug_problem(folder: Path) -> Problem:
    """The problem of a folder whose name cannot stand in a link."""
    name = "this essay was not built: its folder is to be named with small letters, digits and hyphens (a-z, 0-9, -)"
    return error(Place(str(folder)), "slug", name, "rename the folder")
