"""What the way in makes of a text, before it is written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.problems import Problem

Plain = str | int | float | bool | datetime.date | None | list["Plain"] | dict[str, "Plain"]


@dataclass(slots=True)
class Draft:
    """An essay to be: its front matter, its Markdown, the pictures to copy (name in the folder → file).

    ``slug`` is the folder's name where the text asks for one. ``problems`` tell what could not be carried over.
    """

    matter: dict[str, Plain] = field(default_factory=dict)
    body: str = ""
    pictures: dict[str, Path] = field(default_factory=dict)
    slug: str = ""
    problems: list[Problem] = field(default_factory=list)
