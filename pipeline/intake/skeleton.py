"""A new essay: a small one that builds at once and shows how essays are written."""

from __future__ import annotations

from pathlib import Path

from pipeline.files import Files
from pipeline.intake.arrival import keep
from pipeline.intake.draft import Draft, Plain
from pipeline.problems import Place, Problems, error
from pipeline.source.slug import slug

_BODY = """\
Say in a sentence or two what the essay is about. ==What you put between two pairs of equals signs is what the
slide says==; the rest of the paragraph is what you say to it.

## Begin each section with two hashes

Write as you would for a reader. Every paragraph stands in full in the handout and the newsletter, and in the notes of
its slide. ==One claim a paragraph makes a good slide.==

1. **Points:** an item that opens with bold words is a point and ==gets a slide of its own== [02:30].
2. **Moments:** a time in brackets leads to that second of the recording that you name under `sources` [12:05].
3. **Emphasis:** *one star* for emphasis, a [link](https://example.org/) where it helps, a footnote for the rest.[^1]

> A quotation stands behind a bracket like this.
>
> — Who said it, *Where*

## Say more where it is needed

A table speaks for itself when ==it answers one question==.

| You write | It becomes |
| --- | --- |
| `## Words` | a section |
| `> Words` | a quotation |
| `![What it shows](picture.png)` | a figure, from a file beside this one |

: A line after a colon is the caption

::: notes
Between these fences stands what you say and nobody reads: it goes to the speaker's notes alone.
:::

[^1]: Footnotes stand anywhere; their numbers follow the text.
"""


def new(title: str, content: Path, files: Files) -> tuple[Path | None, Problems]:
    """Writes a skeleton called ``title`` to a new folder of ``content``; the path of its essay.md."""
    title = " ".join(title.split())
    if not title:
        return None, (error(Place(files.shown(content)), "title-missing", "the essay needs a title", 'TITLE="…"'),)
    source: dict[str, Plain] = {
        "title": "The recording that you cite",
        "url": "https://example.org/recording",
        "length": "45:00",
    }
    made = Draft({"title": title, "authors": ["Your Name"], "sources": {"recording": source}}, _BODY)
    return keep(made, slug(title) or "essay", content, files)
