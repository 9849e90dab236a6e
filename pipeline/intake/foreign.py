"""Markdown as Jekyll, Hugo and Quarto write it: what maps is mapped, what does not is told with its line."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.files import inside
from pipeline.intake import matter
from pipeline.intake.draft import Draft
from pipeline.intake.passage import Passage
from pipeline.intake.structure import structured
from pipeline.problems import Place, error, warning

_ENDINGS = frozenset((".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"))
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_FENCES = ("---", "+++")


def known(lines: list[str], path: Path) -> bool:
    """Whether the file is Markdown: by its ending, its front matter, or headings with hashes."""
    first = next(line for line in lines if line.strip()).rstrip()
    hashes = sum(re.match(r"#{1,6} \S", line) is not None for line in lines)
    return path.suffix.lower() in _ENDINGS or first in _FENCES or first.startswith("# ") or hashes > 1


def draft(lines: list[str], path: Path, shown: str, title: str | None) -> Draft:
    """The essay in the Markdown ``lines`` of the file ``path``, which messages call ``shown``."""
    made = Draft()
    end = 0
    if lines[0].rstrip() in _FENCES:
        fence = lines[0].rstrip()
        closing = (fence, "...") if fence == "---" else (fence,)
        end = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() in closing), 0)
        if not end:
            hint = f"end it with a line {fence}"
            made.problems.append(
                error(Place(shown, 1), "front-matter-not-closed", "the front matter is never closed", hint)
            )
            return made
        read = matter.toml if fence == "+++" else matter.yaml
        read("\n".join(lines[1 : end - 1]), shown, made)
        _beside(made, path, lines[:end], shown)
    dated = _DATED.fullmatch(path.stem)
    if dated:
        made.matter.setdefault("date", dated[1])
    body = structured(lines[end:], end + 1, shown, made)
    _title(made, body, path, title)
    passage = Passage(path.parent, shown, str(made.matter["title"]), made)
    made.body = "\n".join(passage.text(body)).strip("\n") + "\n"
    return made


def _beside(made: Draft, path: Path, lines: list[str], shown: str) -> None:
    """Takes along the files that the front matter names; a name without its file is left out, and told."""
    for key in ("bibliography", "csl"):
        value = made.matter.get(key)
        if value is None:
            continue
        found = inside(path.parent, value) if isinstance(value, str) else None
        if isinstance(value, str) and found is not None and found.is_file():
            made.matter[key] = found.name
            made.pictures[found.name] = found
            continue
        del made.matter[key]
        line = next((n for n, text in enumerate(lines, 1) if re.match(rf"[\"']?{key}[\"']?\s*[:=]", text)), 1)
        why = "there is no such file within the text's folder" if isinstance(value, str) else "one file can be named"
        hint = "put references.bib or a CSL style beside essay.md, and name it there"
        made.problems.append(warning(Place(shown, line), "not-carried", f"`{key}: {value}`: {why}", hint))


def _title(made: Draft, body: list[tuple[int, str, bool]], path: Path, title: str | None) -> None:
    """The title: as given, else of the front matter, else the first heading's words, else the file's name.

    A level-one heading that says the same is left out; where level one opens sections, every level goes down by one.
    """
    heads = [(i, found) for i, (_, line, code) in enumerate(body) if not code and (found := _HEADING.match(line))]
    tops = [(i, found["words"].strip()) for i, found in heads if len(found["hashes"]) == 1]
    named = str(made.matter.get("title") or "")
    if not named and len(tops) == 1 and heads[0][0] == tops[0][0]:
        named = _bare(tops[0][1])
    elif not named and heads:
        named = title or _bare(heads[0][1]["words"])
    if len(tops) == 1 and _bare(tops[0][1]) == named:
        body[tops[0][0]] = (body[tops[0][0]][0], "", False)
    elif tops:
        for i, found in heads:
            if len(found["hashes"]) < 6:
                number, line, code = body[i]
                body[i] = (number, f"#{line.lstrip()}", code)
    stem = _DATED.sub(r"\2", path.stem)
    if stem == "index":
        stem = path.parent.name
    found_title = title or named or stem.replace("-", " ").replace("_", " ").strip() or "Essay"
    made.matter = {"title": found_title, **{k: v for k, v in made.matter.items() if k != "title"}}


_HEADING = re.compile(r" {0,3}(?P<hashes>#{1,6})\s+(?P<words>\S.*?)\s*#*\s*(?:\{[^{}]*\}\s*)?$")


def _bare(words: str) -> str:
    return re.sub(r"[*_`]|\\(?=[^\w\s])", "", words).strip()
