"""What the fitting of every slide needs at hand: the essay, its nodes, the setter, and where problems go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fit.objects import Nodes
from pipeline.fit.reading import Filled, Sheet
from pipeline.fit.text import Setter
from pipeline.layouts import ALONE, ROOMY, LayoutSpec, spec_key, worded
from pipeline.problems import Place, Problem, advice, error, warning
from pipeline.slides import Layout
from pipeline.theme import DeckTokens

STRETCH = frozenset(("body", "left", "right", "object"))  # these take what room there is, and may be continued

OVERFLOWS = "text-overflows"  # the code of a text that fits its slide at no size


@dataclass(frozen=True, slots=True)
class Context:
    """All that does not change from slide to slide; ``problems`` grows."""

    specs: Mapping[str, LayoutSpec]
    setter: Setter
    essay: Essay
    files: Files
    nodes: Nodes
    lang: str
    problems: list[Problem]
    tokens: DeckTokens

    def spec(self, sheet: Sheet) -> LayoutSpec:
        """The layout of ``sheet``: the one of a person's own template that its author named, else its own.

        Where a template has one for claims that stand alone, and this is one, that. A picture that was to stand beside
        text, and has none, takes the whole field.
        """
        layout = sheet.layout
        beside = self.specs[layout]
        if layout is Layout.FIGURE_BESIDE and beside.origin is not None and sheet.slot("body") is None:
            layout = Layout.FIGURE
        found = self.specs.get(spec_key(layout, sheet.design)) or self.specs[layout]
        if found.origin is None or any(slot.slot in STRETCH for slot in sheet.slots):
            return found
        return self.specs.get(spec_key(layout, worded(found.design, ALONE))) or found

    def roomier(self, spec: LayoutSpec) -> LayoutSpec | None:
        """``spec`` with larger boxes, where it is a template's: for what fits the template's own at no size."""
        return None if spec.origin is None else self.specs.get(spec_key(spec.id, worded(spec.design, ROOMY)))

    def wrong(self, line: int, code: str, message: str, hint: str | None = None) -> None:
        """Notes an error at a line of the essay."""
        self.problems.append(error(Place(self.essay.path, line), code, message, hint))

    def warn(self, line: int, code: str, message: str, hint: str | None = None) -> None:
        """Notes a warning at a line of the essay."""
        self.problems.append(warning(Place(self.essay.path, line), code, message, hint))

    def advise(self, line: int, code: str, message: str, hint: str | None = None) -> None:
        """Notes advice at a line of the essay."""
        self.problems.append(advice(Place(self.essay.path, line), code, message, hint))

    def overflows(self, slot: Filled | None, sheet: Sheet, by: str, hint: str) -> None:
        """Notes that ``slot`` fits no slide, at the line of the node that it shows."""
        line = self.nodes.lines.get(slot.ref if slot else sheet.ref, sheet.line)
        name = slot.slot if slot else "slide"
        message = f"the {name} does not fit its slide at the theme's smallest size: {by}"
        self.wrong(line, OVERFLOWS, message, hint)
