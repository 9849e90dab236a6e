"""What the fitting of every slide needs at hand: the essay, its nodes, the setter, and where problems go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fit.objects import Nodes
from pipeline.fit.reading import Filled, Sheet
from pipeline.fit.text import Setter
from pipeline.layouts import LayoutSpec
from pipeline.problems import Place, Problem, error, warning
from pipeline.slides import Layout


@dataclass(frozen=True, slots=True)
class Context:
    """All that does not change from slide to slide; ``problems`` grows."""

    specs: Mapping[Layout, LayoutSpec]
    setter: Setter
    essay: Essay
    files: Files
    nodes: Nodes
    lang: str
    problems: list[Problem]

    def wrong(self, line: int, code: str, message: str, hint: str | None = None) -> None:
        """Notes an error at a line of the essay."""
        self.problems.append(error(Place(self.essay.path, line), code, message, hint))

    def warn(self, line: int, code: str, message: str, hint: str | None = None) -> None:
        """Notes a warning at a line of the essay."""
        self.problems.append(warning(Place(self.essay.path, line), code, message, hint))

    def overflows(self, slot: Filled | None, sheet: Sheet, by: str, hint: str) -> None:
        """Notes that ``slot`` fits no slide, at the line of the node that it shows."""
        line = self.nodes.lines.get(slot.ref if slot else sheet.ref, sheet.line)
        name = slot.slot if slot else "slide"
        message = f"the {name} does not fit its slide at the theme's smallest size: {by}"
        self.wrong(line, "text-overflows", message, hint)
