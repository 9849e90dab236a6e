"""The whole essay: opened, its front matter read, its text parsed and divided into sections."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from markdown_it.token import Token
from markdown_it.utils import EnvType

from pipeline import frontmatter
from pipeline.document import Block, Essay, Heading, Section
from pipeline.files import Files
from pipeline.meta import Meta
from pipeline.problems import Place, Problem, Problems, error, in_order, warning
from pipeline.prose import plain
from pipeline.source import formulas, typography
from pipeline.source.blocks import BlockReader
from pipeline.source.figures import cover
from pipeline.source.inlines import InlineReader
from pipeline.source.notes import Notes
from pipeline.source.opening import front_matter, opened
from pipeline.source.reading import Reading
from pipeline.source.references import References
from pipeline.source.slug import SLUG, slug
from pipeline.source.syntax import NESTING, parser
from pipeline.source.tree import tree
from pipeline.yamltree import Mapping, did_you_mean, parse


def read(path: Path, files: Files) -> tuple[Essay | None, Problems]:
    """The essay at ``path`` (``…/content/<slug>/essay.md``), and all that is wrong with it.

    None only where there is nothing to read: no file, no text, a front matter that is not one. The publication's
    defaults come from ``../publication.yaml``.
    """
    shown = files.shown(path)
    text, faults = opened(path, files)
    problems: list[Problem] = list(faults)
    if text is None:
        if not faults:
            problems.append(error(Place(shown), "essay-missing", "there is no such file"))
        return None, tuple(problems)
    name = (files.root / path).parent.name
    if not SLUG.fullmatch(name):
        proper = slug(name)
        hint = f"rename it to `{proper}`" if proper else "small letters, digits and hyphens"
        problems.append(error(Place(shown), "slug", f"the folder's name `{name}` cannot be an address", hint))
    end, faults = front_matter(text.lines, shown)
    problems += faults
    if faults:
        return None, tuple(problems)
    meta, faults = _meta(text.lines, end, path, files)
    problems += faults
    if meta is None:
        return None, in_order(problems)
    reading = Reading(shown, (files.root / path).parent, files, text.lines, meta)
    essay = _essay(reading, end, name)
    if not essay.sections:
        problems.append(warning(Place(shown, end + 1), "text-missing", "there is no text below the front matter"))
    return essay, in_order((*problems, *reading.problems))


def _meta(lines: list[str], end: int, path: Path, files: Files) -> tuple[Meta | None, Problems]:
    """The front matter, which ends at line ``end``, over the publication's defaults."""
    shown = files.shown(path)
    problems: list[Problem] = []
    shared = _mapping(path.parent.parent / "publication.yaml", files, problems)
    own, faults = parse("\n".join(lines[1 : end - 1]), shown, first_line=2)
    problems += faults
    if own is None:
        if faults:
            return None, tuple(problems)
        own = Mapping((), Place(shown, 1))
    if not isinstance(own, Mapping):
        what = "the front matter is no mapping of keys to values"
        return None, (*problems, error(own.place, "front-matter-no-mapping", what, "write title: …"))
    meta, faults = frontmatter.read(own, shared)
    if not meta.title:  # told already; the folder's name stands for it, so that no later stage tells it again
        meta = replace(meta, title=(files.root / path).parent.name)
    meta = typography.meta(meta)
    return meta, (*problems, *faults, *formulas.unread(meta, shown))


def _mapping(path: Path, files: Files, problems: list[Problem]) -> Mapping | None:
    text, faults = opened(path, files)
    problems += faults
    if text is None:
        return None
    found, faults = parse("\n".join(text.lines), files.shown(path))
    problems += faults
    if found is not None and not isinstance(found, Mapping):
        problems.append(
            error(found.place, "publication-no-mapping", "publication.yaml is no mapping of keys to values")
        )
        return None
    return found


def _essay(reading: Reading, end: int, name: str) -> Essay:
    md = parser(tuple(source.id for source in reading.meta.sources), reading.meta.lang)
    # Blank lines stand for the front matter, so that every line keeps its number.
    env: EnvType = {}
    tokens = md.parse("\n" * end + "\n".join(reading.lines[end:]), env)
    _bounded(tokens, reading)
    _reserve(tokens, reading)
    nodes, definitions = tree(tokens)
    notes = Notes(reading, definitions, env)
    references = References(reading, tokens, env, notes.cite)
    inlines = InlineReader(reading, references, notes.label)
    blocks = BlockReader(reading, inlines, references.labels)
    introduction = reading.ref()
    sections = _sections(blocks.blocks(nodes, end + 1), introduction, blocks.sections, reading)
    footnotes = notes.read(blocks, inlines)
    front = cover(reading)
    for target, line, column in reading.links:
        if target and target not in reading.ids:
            hint = did_you_mean(target, tuple(reading.ids)) if reading.ids else "no heading has an id"
            reading.error(line, "link-target-missing", f"there is no `#{target}` in the essay", hint, column)
    meta = formulas.worn(reading.meta) if reading.formulas else reading.meta
    return Essay(reading.path, name, meta, sections, footnotes, references.works, front)


def _bounded(tokens: list[Token], reading: Reading) -> None:
    """What lies deeper than markdown-it goes, it leaves out: that must be told."""
    deep = next((token for token in tokens if token.level >= NESTING - 1), None)
    if deep:
        line = deep.map[0] + 1 if deep.map else 1
        reading.error(line, "nested-too-deep", "lists or quotations nested too deep", "take a level or two out")


def _reserve(tokens: list[Token], reading: Reading) -> None:
    """Ids that authors gave to headings come before those made from words."""
    for token in tokens:
        if token.type == "heading_open" and token.meta["attributes"].id and token.map:
            reading.ids.setdefault(token.meta["attributes"].id, token.map[0] + 1)


def _sections(
    blocks: tuple[Block, ...], introduction: str, refs: dict[str, str], reading: Reading
) -> tuple[Section, ...]:
    """The blocks divided at the headings that open sections."""
    runs: list[tuple[Heading | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if isinstance(block, Heading) and block.ref in refs:
            runs.append((block, []))
        else:
            runs[-1][1].append(block)
    sections: list[Section] = []
    first, *rest = runs
    if first[1]:
        name = reading.free("introduction", first[1][0].line, "introduction")
        sections.append(Section(introduction, first[1][0].line, name, None, tuple(first[1])))
    for heading, run in rest:
        if heading is not None:
            name = heading.attributes.id or reading.free(plain(heading.inlines), heading.line, "section")
            sections.append(Section(refs[heading.ref], heading.line, name, heading, tuple(run)))
    return tuple(sections)
