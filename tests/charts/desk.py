"""What the tests of charts have at hand: blocks read, plots of every kind, the shipped themes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.charts.reading import Block, Read, read
from pipeline.files import Files
from pipeline.plots import Plot
from pipeline.problems import Place
from pipeline.theme import Theme, load
from tests.conftest import ROOT

THEMES = ("editorial", "institutional", "stage")

# One of every kind, and what is hard about it.
BLOCKS = {
    "bar": "kind: bar\nunit: mm\n---\nCity,Rain\nOslo,763\nBonn,669\nLima,16\nTokyo,1528",
    "bars": "kind: bar\ny: Trips\n---\nCity,2015,2020,2025\nOslo,12.4,13.1,19\nBonn,10.2,2.5,7\nLima,-3,4,5",
    "across": "kind: bar\n---\nReason,Share\nIt takes too long from door to door,41 %\nIt is unsafe,27 %\nOther,14 %",
    "stacked": "kind: stacked\nunit: TWh\n---\nYear,Coal,Gas,Wind,Sun\n2010,263,89,38,12\n2024,107,79,136,72",
    "line": "kind: line\nunit: €\n---\nYear,Berlin,Hamburg\n2012,5.5,7.8\n2018,9.8,9.6\n2024,13.9,12.1",
    "uneven": "kind: line\n---\nYear,Berlin,Hamburg\n1990,5.5,7.8\n2018,,9.6\n2024,13.9,12.1",
    "dates": "kind: line\n---\nDay,Oslo,Bonn\n2023-11-05,5.5,7.8\n2024-02-29,,9.6\n2025-01-31,13.9,12.1",
    "scatter": "kind: scatter\nlabels: Land\n---\nLand,Income,Life\nIndia,2400,70\nSpain,32000,83\nNorway,89000,83",
    "cloud": "kind: scatter\n---\nIncome,Life,Schools\n2400,70,3\n32000,83,9\n89000,83,8",
    "pie": "kind: pie\n---\nWhat,Share\nHousing,34 %\nFood,15 %\nTransport,13 %\nLeisure,11 %\nThe rest,27 %",
}


def block(text: str, lang: str = "en", *classes: str) -> Read:
    """``text`` read as a block that begins at line 10 of ``e.md``."""
    return read(Block(text, "e.md", 10, classes), Path("/nowhere"), Files(Path("/nowhere")), lang)


def plot(name: str) -> Plot:
    """One of :data:`BLOCKS`, read."""
    found = block(BLOCKS[name])
    assert found.plot is not None, found.problems
    return found.plot


@cache
def theme(name: str) -> Theme:
    """A shipped theme."""
    found, problems = load(ROOT / "themes", name, Files(ROOT), Place("test"))
    assert found is not None, problems
    return found.worn((), "en")
