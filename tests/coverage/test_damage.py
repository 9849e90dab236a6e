"""A written file, damaged as a person would notice, is told of: what is lost hides behind nothing that is like it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pipeline.commands import stages
from pipeline.commands.coverage import accounts
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.outputs import NAMES, Product

ESSAY = """---
title: The sea
authors: [N. N.]
url: https://example.org/sea
---

The sea and the shore keep the time, and the sea is late.

## The shore {#sec:shore}

What lies on the shore is told in @sec:shore and in [see @fig:sea].

- [x] salt
- [ ] sand
  - sea
    - shore

![The sea](a.png){#fig:sea}
: The sea

| Sea | Shore |
|---|---|
| salt | [the sea](https://example.org/one) |
| sand | [the shore](https://example.org/one) |
| sea[^1] | $x^2$ |

A [link of $y^3$ too](https://example.org/three) stands here.

```
sea = 1
}
shore = 2
}
```

$$
x^2 + y^2
$$

```chart
kind: bar
title: Storms
---
Place,Wind,Rain
North,12,21
South,12,2
```

[^1]: Of the sea.
"""
Damage = Callable[[bytes], bytes]


def parts(*pairs: tuple[str, str, str]) -> Damage:
    """In the parts of a package whose name matches, the first match of a pattern as another; no pattern: no part."""

    def done(data: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                for which, pattern, other in pairs:
                    if re.search(which, name):
                        part = changed(pattern, other)(part) if pattern else b""
                if part or old.read(name) == b"":
                    new.writestr(name, part)
        return made.getvalue()

    return done


def changed(pattern: str, other: str) -> Damage:
    """The first match of ``pattern`` as ``other``, where there is one."""
    return lambda data: re.sub(pattern.encode(), other.encode(), data, count=1, flags=re.DOTALL)


def within(name: str, pattern: str, other: str) -> Damage:
    """The same in a part of a part: the workbook of a chart."""

    def done(data: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
            for entry in old.namelist():
                inner = old.read(entry)
                new.writestr(entry, parts((name, pattern, other))(inner) if entry.endswith(".xlsx") else inner)
        return made.getvalue()

    return done


SLIDES = r"ppt/slides/slide\d+\.xml"
DAMAGES = {
    "a cell of a table on a slide": ("deck.pptx", parts((SLIDES, r"(<a:tc>.*?<a:t>)salt<", r"\1<")), "cells"),
    "a cell with a note": ("deck.pptx", parts((SLIDES, r"(<a:tc>(?:(?!</a:tbl>).)*<a:t>)sea<", r"\1<")), "cells"),
    "a line of code like another": ("deck.pptx", parts((SLIDES, r"<a:t>\}</a:t>", "<a:t></a:t>")), "lines of code"),
    "a picture's file": ("deck.pptx", parts((r"media/.*\.png", "", "")), "figures"),
    "what a picture is said to show": ("deck.pptx", parts((SLIDES, 'descr="The sea"', 'descr=""')), "figures"),
    "one of two links to one place": ("deck.pptx", parts((SLIDES, "<a:hlinkClick[^>]*>", "")), "links"),
    "a number that is drawn": ("deck.pptx", parts((r"charts/chart\d", "<c:v>21</c:v>", "<c:v>12</c:v>")), "numbers"),
    "a number that is edited": ("deck.pptx", within("sheet1", "<v>21</v>", "<v>12</v>"), "numbers"),
    "a chart's part": ("deck.pptx", parts((r"charts/chart\d", "", "")), "numbers"),
    "a formula of PowerPoint's own": ("deck.pptx", parts((SLIDES, "<m:oMathPara.*?</m:oMathPara>", "")), "formulas"),
    "a tick on a slide": ("deck.pptx", parts((r"(slide|Slide)\d+\.xml", 'char="■"', 'char="□"')), "boxes of tasks"),
    "an item in an item": ("newsletter.html", changed(r"(<ul[^>]*>\s*<li[^>]*>)shore", r"\1"), "items"),
    "a heading like other words": ("newsletter.html", changed(r"The shore</h2>", "</h2>"), "headings"),
    "a paragraph that a style hides": (
        "newsletter.html",
        changed('(<p style=")([^>]*>The sea and)', r"\1display: none;\2"),
        "paragraphs",
    ),
    "what a picture shows, its caption the same": ("newsletter.html", changed('alt="The sea"', 'alt=""'), "figures"),
    "a link within": ("newsletter.html", changed('href="#fig:sea"', 'href="#fig:see"'), "links"),
    "where a link within leads": ("newsletter.html", changed('name="fig:sea" id="fig:sea"', ""), "links"),
    "one of two links in the mail": ("newsletter.html", changed('href="https://example.org/one"', ""), "links"),
    "a tick": ("newsletter.html", changed("☑", "☐"), "boxes of tasks"),
    "a formula among words": ("newsletter.html", changed('<img class="formula"[^>]*>', ""), "formulas"),
    "a note": ("newsletter.html", changed("Of the sea", ""), "footnotes"),
    "an item of plain text": ("newsletter.txt", changed(r"\n +\* shore\n", "\n"), "items"),
    "a tick of plain text": ("newsletter.txt", changed(r"\[x\]", "[ ]"), "boxes of tasks"),
    "an address of plain text": ("newsletter.txt", changed(r"https://example.org/one", ""), "links"),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Essay, dict[str, tuple[Product, bytes]]]:
    """An essay whose words are all like one another, and its files."""
    root = tmp_path_factory.mktemp("damage")
    folder = root / "content" / "it"
    folder.mkdir(parents=True)
    (folder / "essay.md").write_text(ESSAY, encoding="utf-8")
    Image.new("RGB", (40, 30), "#884422").save(folder / "a.png")
    path, files = Path("content/it/essay.md"), Files(root)
    essay, told = stages.essay(path, files)
    assert essay is not None, told
    theme, _ = stages.theme(path, essay.meta, files)
    assert theme is not None
    found = {}
    for product in (Product.DECK, Product.NEWSLETTER):
        made, told = stages.make(product, essay, theme, files)
        assert made is not None, told
        found.update({name: (product, data) for name, data in zip(NAMES[product], made.contents, strict=False)})
    return essay, found


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told(damage: str, written: tuple[Essay, dict[str, tuple[Product, bytes]]]) -> None:
    essay, files = written
    file, do, kind = DAMAGES[damage]
    product, whole = files[file]
    broken = do(whole)
    assert broken != whole

    def missing(data: bytes) -> set[str]:
        (one,) = accounts(product, {file: data}, essay, ())
        return {thing.kind.value for thing in one.missing}

    assert missing(whole) == set()
    assert kind in missing(broken)
