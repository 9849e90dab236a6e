"""The check can fail: what a written file lacks is told, of every kind and in every file, at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.commands import stages
from pipeline.commands.coverage import COVERED, accounts, lost, table
from pipeline.coverage import Held, Kind, Selection, Thing, account, inventory, letters
from pipeline.coverage.html import page
from pipeline.document import DivKind, Essay
from pipeline.files import Files
from pipeline.outputs import NAMES, Product

BASE = """---
title: A title
authors: [N. N.]
url: https://example.org/it
sources:
  talk: {title: A talk, url: "https://example.org/talk", length: 1:00:00}
---

The opening has a sentence. And a [first link](https://example.org/first).

## A section

- **Term:** What it means.
- Another item.

| Head | Number |
|---|---|
| One | 1 |
| Two | 2 |

![What it shows](a.png)

```
alpha = 1
}
```
"""
# What is written below, its line from there, and its kind.
ADDED = {
    "a paragraph": ("Nobody has read this yet.", 0, "paragraphs"),
    "the same paragraph once more": (
        "The opening has a sentence. And a [first link](https://x.example/).",
        0,
        "paragraphs",
    ),
    "a heading": ("### Below it all", 0, "headings"),
    "an item": ("* A third item.", 0, "items"),
    "a term": ("* **Lead:** words", 0, "terms"),
    "a short cell": ("| Head | Number |\n|---|---|\n| One | 3 |", 0, "cells"),
    "the same cell once more": ("| 2 |\n|---|\n| 1 |", 0, "cells"),
    "a figure": ("![What else it shows](a.png)", 0, "figures"),
    "the same figure once more": ("![What it shows](a.png)", 0, "figures"),
    "a figure without words": ("![](a.png)", 0, "figures"),
    "a line of code": ("```\nbeta = 2\n```", 1, "lines of code"),
    "the same line of code once more": ("```\n}\n```", 1, "lines of code"),
    "a footnote": ("The opening[^1] has a sentence.\n\n[^1]: A note.", 2, "footnotes"),
    "a link": ("The [sentence](https://example.org/second).", 0, "links"),
    "a moment": ("The opening [0:10:10].", 0, "moments cited"),
}


def read(text: str, root: Path) -> Essay:
    folder = root / "content" / "it"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "essay.md").write_text(text, encoding="utf-8")
    Image.new("RGB", (40, 30), "#884422").save(folder / "a.png")
    essay, _ = stages.essay(Path("content/it/essay.md"), Files(root))
    assert essay is not None
    return essay


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Product, dict[str, bytes]]]:
    """The base essay's files."""
    root = tmp_path_factory.mktemp("losses")
    essay = read(BASE, root)
    theme, _ = stages.theme(Path("content/it/essay.md"), essay.meta, Files(root))
    assert theme is not None
    files = {}
    for product in COVERED:
        made, told = stages.make(product, essay, theme, Files(root))
        assert made is not None, told
        files[product] = dict(zip(NAMES[product], made.contents, strict=False))
    return root, files


def test_nothing_of_what_was_written_is_missed(written: tuple[Path, dict[Product, dict[str, bytes]]]) -> None:
    root, files = written
    essay = read(BASE, root)
    assert lost([one for product in COVERED for one in accounts(product, files[product], essay, ())], essay) == ()


@pytest.mark.parametrize("name", ADDED)
def test_what_is_not_there_is_told(name: str, written: tuple[Path, dict[Product, dict[str, bytes]]]) -> None:
    root, files = written
    more, below, kind = ADDED[name]
    essay = read(f"{BASE}\n{more}\n", root)
    line = BASE.count("\n") + 2 + below
    found = [one for product in COVERED for one in accounts(product, files[product], essay, ())]
    told = {one.name for one in found if any(t.kind.value == kind and t.line == line for t in one.missing)}
    typed = {"newsletter.txt", "newsletter.eml, text"} if name == "the same cell once more" else set()
    assert told == {one.name for one in found} - typed  # plain text has no cells: a digit may stand anywhere in it
    assert all(problem.code == "lost" for problem in lost(found, essay))
    assert " of " in table(found)


RULED = """---
title: T
deck: {sections: [kept]}
---

Opening.

::: handout
Only there.
:::

## Off {#off}

Not chosen.

## Kept {#kept}

### Not said {deck=off}

Nor this[^1].

[^1]: A note of it.
"""


def test_a_rule_names_what_it_leaves_out(tmp_path: Path) -> None:
    essay = read(RULED, tmp_path)
    deck = Selection(frozenset(), heeds_off=True, sections=frozenset({"kept"}))
    found = [(thing.line, thing.rule) for thing in inventory(essay, deck) if thing.rule]
    assert found == [
        (9, "`::: handout` stands elsewhere"),
        (12, "`deck.sections` does not name its section"),
        (14, "`deck.sections` does not name its section"),
        (18, "{deck=off} on its heading"),
        (20, "{deck=off} on its heading"),
        (22, "nothing that stands there refers to it"),
    ]
    summary = inventory(essay, Selection(frozenset(), digest=True))
    assert [thing.line for thing in summary if thing.rule is None and thing.line > 1] == [12, 16]
    clipped = inventory(essay, Selection(frozenset(), kept=2))
    assert {thing.line for thing in clipped if thing.rule and "clips" in thing.rule} == {16, 18, 20}


OBJECTS = {
    "a figure": "![It](a.png){deck=off}",
    "a table": "| Head |\n|---|\n| One |\n\n: Words {deck=off}",
    "code": "``` {deck=off}\nalpha = 1\n```\n\n: Words",
    "a chart": "```chart {deck=off}\nkind: bar\ntitle: Loaves\n\nname,Loaves\nRye,12\nWheat,56\n```",
    "a formula": "$$x^2$$ {deck=off}",
    "two sides": "::: compare {deck=off}\n- One\n\n---\n\n- Two\n:::",
}


@pytest.mark.parametrize("name", OBJECTS)
def test_whatever_is_kept_off_the_deck_is_not_missed_there(name: str, tmp_path: Path) -> None:
    essay = read(f"---\ntitle: T\n---\n\nOpening.\n\n{OBJECTS[name]}\n", tmp_path)
    things = [thing for thing in inventory(essay, Selection(frozenset(DivKind), heeds_off=True)) if thing.line > 5]
    assert things
    assert {thing.rule for thing in things} == {"{deck=off}"}


def test_what_a_torn_file_takes_apart_is_looked_for_word_by_word() -> None:
    def missing(words: str, *, torn: bool) -> int:
        thing = Thing(Kind.PARAGRAPH, 1, 0, (words,))
        return len(account((thing,), Held("handout.pdf", "one two\nfour three", torn=torn)).missing)

    assert missing("one two three", torn=True) == 0
    assert missing("one five", torn=True) == 1
    assert missing("one two three", torn=False) == 1


def test_plain_text_names_an_address_of_mail_without_its_scheme() -> None:
    thing = Thing(Kind.LINK, 1, 0, ("me@example.org",), "mailto:me@example.org")
    assert account((thing,), Held("x.txt", "Write to me@example.org", torn=True)).missing == ()
    assert account((thing,), Held("x.html", "Write to me@example.org", ())).missing == (thing,)


@given(st.text())
def test_letters_do_not_change_once_they_are_compared(text: str) -> None:
    assert letters(letters(text)) == letters(text)


def test_what_a_page_does_not_show_is_not_read() -> None:
    held = page("x.html", '<title>T</title><style>a{}</style><p>Said <a href="https://a">there</a></p><img alt="A b">')
    assert "T" not in held.text.split()
    assert "a{}" not in held.text
    assert held.links == ("https://a",)
    assert held.pictures == ("A b",)
