"""``new``: a skeleton of an essay that builds at once. It never overwrites one that is there."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys

from pipeline.commands.essays import content
from pipeline.files import write

SKELETON = """---
title: {title}
date: {date}
authors:
  - name: {author}
summary: One sentence that says what the essay claims.
---

==The one claim of the essay, in words worth projecting==; then, in a sentence or two, why it matters now.

## What is so

==A claim that a slide can carry.== What supports it: a number, an example, a quotation.

- **First point**: what it is, and what follows from it.
- **Second point**: what it is, and what follows from it.
- **Third point**: what it is, and what follows from it.

## What follows

==What the reader is to do or to think now.== The rest of the paragraph is said, not shown.
"""


def run(arguments: list[str]) -> int:
    """Writes the skeleton and says where it is."""
    parser = argparse.ArgumentParser(prog="python -m pipeline new", description=__doc__)
    parser.add_argument("title", nargs="?", default=os.environ.get("TITLE", ""), help="else TITLE")
    title = " ".join(parser.parse_args(arguments).title.split())
    if not title:
        print('which title? make new TITLE="…"', file=sys.stderr)
        return 2
    from pipeline.source.slug import slug

    name = slug(title)
    if not name:
        print(f"no letter of `{title}` can stand in a folder's name; write content/<slug>/essay.md", file=sys.stderr)
        return 2
    path = content() / name / "essay.md"
    if path.exists():
        print(f"{path}: error[exists] there is an essay of this name already", file=sys.stderr)
        return 1
    author = json.dumps(os.environ.get("USER") or "Author", ensure_ascii=False)
    today = datetime.datetime.now(datetime.UTC).date()
    text = SKELETON.format(title=json.dumps(title, ensure_ascii=False), date=today, author=author)
    try:
        write(path, text.encode())
    except OSError as fault:
        print(f"{path}: error[cannot-write] cannot write it: {fault.strerror}", file=sys.stderr)
        return 1
    print(f"{path}\n    write there; then: make ESSAY={name}")
    return 0
