"""The versions of WeasyPrint whose private parts this room reaches into: those with which its tests ran."""

from __future__ import annotations

VERSIONS = frozenset({"70.0"})
