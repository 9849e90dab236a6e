"""What was found of one thing."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.problems import printable


class State(enum.StrEnum):
    """How it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """``subject`` is what was looked at, ``says`` what is so, ``todo`` what to type or to publish."""

    state: State
    subject: str
    says: str
    todo: str | None = None


Findings = tuple[Finding, ...]


def table(findings: Iterable[Finding]) -> str:
    """The findings as lines, what to do below each."""
    rows = list(findings)
    wide = max((len(one.subject) for one in rows), default=0)
    lines = []
    for one in rows:
        lines.append(f"{one.state.value:<8} {printable(one.subject):<{wide}}  {printable(one.says)}")
        if one.todo:
            lines += [f"{'':<9}{'':<{wide}}  → {printable(line)}" for line in one.todo.splitlines()]
    counts = ", ".join(f"{sum(one.state is state for one in rows)} {state.value}" for state in State)
    return "\n".join([*lines, "", counts])
