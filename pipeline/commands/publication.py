"""The publication as such, where no essay is asked for: what ``content/publication.yaml`` says."""

from __future__ import annotations

import os

from pipeline import frontmatter
from pipeline.commands import stages
from pipeline.commands.essays import content, find
from pipeline.files import Files
from pipeline.meta import Meta
from pipeline.problems import Place, Problem, Problems, error, failed
from pipeline.yamltree import Mapping, parse


def publication(files: Files) -> tuple[Meta | None, Problems]:
    """What publication.yaml says, or with ``ESSAY`` that essay's own over it; None where an error is in it."""
    if os.environ.get("ESSAY"):
        paths, told = find()
        essay, found = stages.essay(paths[0], files) if paths else (None, told)
        return (essay.meta if essay and not failed(found) else None), found
    path = content() / "publication.yaml"
    problems: list[Problem] = []
    text = files.text(path)
    tree, faults = parse(text or "", files.shown(path))
    problems += faults
    if tree is not None and not isinstance(tree, Mapping):
        problems.append(error(tree.place, "publication-no-mapping", "publication.yaml is no mapping of keys to values"))
    if failed(problems):
        return None, tuple(problems)
    own = Mapping((), Place("", 1))
    meta, found = frontmatter.read(own, tree if isinstance(tree, Mapping) else None)
    problems += [problem for problem in found if problem.place.path]  # no essay, so no title
    return (None if failed(problems) else meta), tuple(problems)
