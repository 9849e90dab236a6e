"""A fenced block ``chart``: a chart, else its numbers as a table, else its source text; never nothing."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Chart, CodeBlock, Table, Text
from pipeline.problems import Problem
from pipeline.prose import plain
from pipeline.source.figures import credited
from pipeline.source.reading import Reading


def charted(block: CodeBlock, reading: Reading) -> Chart | Table | CodeBlock:
    """``block``, whose first line is below its fence, as what can be shown of it."""
    from pipeline.charts.description import sourced
    from pipeline.charts.reading import Block, read  # most essays have no chart
    from pipeline.charts.table import table

    asked = Block(block.text, reading.path, block.line + 1, block.attributes.classes)
    found = read(asked, reading.folder, reading.files, reading.meta.lang)
    reading.problems.extend(_at(problem, block, reading) for problem in found.problems)
    if found.plot is None:
        return block
    caption = block.caption or ((Text(found.plot.title),) if found.plot.title else ())
    plot = found.plot if block.caption else replace(found.plot, title="")
    source = credited(plot.source, reading, block.line)
    plot = replace(plot, source=plain(source))
    credit = (Text(sourced(plot, reading.meta.lang)), *source) if source else ()
    chart = Chart(block.ref, block.line, plot, block.text, caption, block.attributes, credit)
    return chart if found.drawable else table(chart, reading.meta.lang)


def _at(problem: Problem, block: CodeBlock, reading: Reading) -> Problem:
    """``problem`` with its column as in essay.md, where the block stands within a list or a quotation."""
    place = problem.place
    if place.path != reading.path or place.line is None or place.column is None:
        return problem
    lines = block.text.split("\n")
    index = place.line - block.line - 1
    held = lines[index] if 0 <= index < len(lines) else ""
    begins = reading.column(place.line, held) if held.strip() else None
    return replace(problem, place=replace(place, column=place.column + begins - 1)) if begins else problem
