"""``handout.source``: the essay's source within the handout, without what is not for its reader."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings

from pipeline import handout
from pipeline.commands import stages
from pipeline.document import Essay, FootnoteReference
from pipeline.files import Files
from pipeline.handout.reading import visible
from pipeline.handout.source import shown
from pipeline.pdf.objects import read
from pipeline.pdf.reading import claims, dump
from pipeline.problems import failed
from pipeline.prose import every_inline, plain, texts
from tests.whole.essayist import HANDOUT, Written, essays
from tests.whole.outputs import placed

TEXT = """---
title: A title
deck:
  event: A day
  sections: [one,
    two]
handout: {source: true}
newsletter: {postal_address: "1 Street"}
lang: en
date: 2026-03-01
---

Opening.[^a]

::: notes
SECRET one[^b]

```
:::
```
:::

<!-- A remark
of SECRET kind -->

## One

- an item

  ::: deck
  ### SECRET slide
  ::: compare
  x
  :::
  :::

- another

```markdown
::: notes
this is code
:::
<!-- and so is this -->
```

> ::: newsletter
> SECRET offer
> :::
>
> Quoted.

::: handout
On paper.
:::

[^a]: Shown.
[^b]: SECRET note
    goes on

    and on, SECRET
"""

EXPECTED = """---
title: A title
handout: {source: true}
lang: en
date: 2026-03-01
---

Opening.[^a]

## One

- an item

- another

```markdown
::: notes
this is code
:::
<!-- and so is this -->
```

> Quoted.

::: handout
On paper.
:::

[^a]: Shown.
"""


def essay(path: Path, root: Path) -> Essay:
    made, problems = stages.essay(path, Files(root))
    assert made is not None, problems
    return made


def test_what_is_not_for_the_reader_is_left_out() -> None:
    with placed(Written(TEXT, {}, {})) as (path, root):
        made = shown(TEXT, essay(path, root))
    assert "SECRET" not in made
    assert made.replace(">\n", "") == EXPECTED.replace(">\n", "")


def test_the_source_is_in_the_file_as_pdf_a_3_says() -> None:
    with placed(Written(TEXT, {}, {})) as (path, root):
        files, read_ = Files(root), essay(path, root)
        theme, _ = stages.theme(path, read_.meta, files)
        assert theme is not None
        moment = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
        pdf, problems = handout.build(read_, theme, files, moment)
        assert pdf is not None
        assert not failed(problems)
        assert handout.build(read_, theme, files, moment)[0] == pdf
        plain_, _ = handout.build(
            replace(read_, meta=replace(read_.meta, handout=replace(read_.meta.handout, source=False))),
            theme,
            files,
            moment,
        )
    assert claims(read(pdf)) == ("PDF/A-3a", "PDF/UA-1")
    assert plain_ is not None
    assert claims(read(plain_)) == ("PDF/A-2a", "PDF/UA-1")
    assert "File: essay.md, text/markdown, Source: A title: the text in Markdown" in dump(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        held = opened.attachments["essay.md"]
        assert held.relationship == pikepdf.Name.Source
        assert held.get_file().read_bytes().decode() == shown(TEXT, read_)
        (listed,) = opened.Root.AF
        parameters = listed.EF.F.Params
        assert str(parameters.CreationDate) == str(parameters.ModDate) == "D:20260301000000Z"


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(essays())
def test_what_is_left_says_what_the_handout_says(written: Written) -> None:
    with placed(written) as (path, root):
        whole = essay(path, root)
        kept = shown(written.text, whole)
        (root / path).write_text(kept, encoding="utf-8")
        again, problems = stages.essay(path, Files(root))
    assert again is not None, problems
    body = kept.partition("\n---\n")[2]
    hidden = [word for word, seen in written.words.items() if HANDOUT not in seen]
    assert [word for word in hidden if f"{word} " in f"{body} "] == []
    assert said(again) == said(whole)


def said(essay: Essay) -> list[str]:
    """The words of every block that stands in the handout; footnotes where they are referred to."""
    footnotes = {footnote.label: footnote for footnote in essay.footnotes}
    found: list[str] = []
    for section in essay.sections:
        found.append(plain(section.heading.inlines) if section.heading else "")
        for block in visible(section.blocks):
            for run in texts(block):
                found.append(plain(run))
                for inline in every_inline(run):
                    if isinstance(inline, FootnoteReference):
                        found += [plain(r) for b in visible(footnotes[inline.label].blocks) for r in texts(b)]
    return found
