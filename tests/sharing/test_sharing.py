"""The essay as it is given away."""

from __future__ import annotations

from pathlib import Path

from pipeline.document import Div, DivKind
from pipeline.files import Files
from pipeline.prose import plain, texts, whole
from pipeline.sharing import shared
from pipeline.source import read

TEXT = """---
title: A title
---

Said to all.

::: notes
Only on stage.
:::

## A section

- A point.

  ::: notes
  Hidden in an item.
  :::

> Quoted.
>
> ::: notes
> Hidden in a quotation.
> :::

::: deck
### A slide

::: notes
Hidden on a slide.
:::
:::

Term
:   Meaning.

    ::: notes
    Hidden in a meaning.
    :::

See.[^a]

[^a]: A footnote.

    ::: notes
    Hidden in a footnote.
    :::
"""


def test_no_notes_are_left_wherever_they_stood(tmp_path: Path) -> None:
    path = tmp_path / "content" / "essay" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    essay, _ = read(path, Files(tmp_path))
    assert essay is not None
    hidden = [block for block in whole(essay) if isinstance(block, Div) and block.kind is DivKind.NOTES]
    assert len(hidden) > 3
    left = tuple(whole(shared(essay)))
    assert not any(isinstance(block, Div) and block.kind is DivKind.NOTES for block in left)
    words = " ".join(plain(inlines) for block in left for inlines in texts(block))
    assert "stage" not in words
    assert "Hidden" not in words
    for kept in ("Said to all.", "A point.", "Quoted.", "A slide", "Meaning.", "A footnote."):
        assert kept in words
    assert shared(shared(essay)) == shared(essay)
