"""Code blocks: which lines their slide shows, which are marked, whether their language is one that anybody knows."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import CodeBlock
from pipeline.source.reading import Reading

NUMBERED = frozenset(("numbers", "numberLines", "number-lines"))  # the last two are Pandoc's
_OWN = frozenset(("chart", "math"))  # languages that are read elsewhere
_MOST = 5  # hidden characters, or lines, that are told one by one
_LONGEST = 400  # characters of a line: four rows on a slide, seven on paper


def read(block: CodeBlock, first: int, reading: Reading) -> CodeBlock:
    """``block`` with what its attributes say; ``first`` is the line of the file that its first line is."""
    from pipeline import listings

    language = block.language
    if not block.text.strip():
        reading.warn(block.line, "code-empty", "the code block is empty", "write what it shows, or take it out")
    if language and language not in _OWN and not listings.known(language):
        plain = "it is set plain; write ```text where that is meant"
        what = f"no language is called `{language}`"
        reading.advise(block.line, "code-language", what, listings.like(language) or plain)
    if language and len(block.text) > listings.LONGEST:
        what = f"{len(block.text):,} characters of code are set without colours; up to {listings.LONGEST:,} have them"
        reading.advise(block.line, "code-long", what, "divide it, or show what matters")
    _folded(block.text, first, reading)
    chosen, marked = (_ranges(block, key, reading) for key in ("lines", "mark"))
    if chosen and marked and not any(listings.contains(chosen, number) for number in listings.told(marked)):
        what = "none of the lines that are marked is on the slide"
        reading.warn(block.line, "code-mark", what, "`mark` counts the lines of the whole block, as `lines` does")
    numbered = bool(chosen) or any(name in NUMBERED for name in block.attributes.classes)
    return replace(block, text=visible(block.text, first, reading), chosen=chosen, marked=marked, numbered=numbered)


def _ranges(block: CodeBlock, key: str, reading: Reading) -> tuple[tuple[int, int], ...]:
    """What the attribute ``key`` names among the lines of ``block``; nothing where it cannot be read."""
    from pipeline import listings

    said = block.attributes.get(key)
    if said is None:
        return ()
    try:
        return listings.ranges(said, block.text.count("\n") + 1)
    except listings.RangeError as fault:
        reading.error(block.line, "code-lines", f'{key}="{said}": {fault}', f'write {key}="4-12" or {key}="4,6-8"')
        return ()


def _folded(text: str, first: int, reading: Reading) -> None:
    """Tells the lines of ``text`` that nobody reads as one line."""
    if len(text) <= _LONGEST:
        return
    found = [(first + n, len(line)) for n, line in enumerate(text.split("\n")) if len(line) > _LONGEST]
    for n, length in found[:_MOST]:
        what = f"a line of code of {length:,} characters: it is folded into many rows"
        reading.warn(n, "code-line-long", what, "break it as its language allows, or show a part of it")
    if len(found) > _MOST:
        what = f"{len(found) - _MOST} more lines of code of over {_LONGEST} characters from here on"
        reading.warn(found[_MOST][0], "code-line-long", what, "break them as their language allows")


def visible(text: str, first: int, reading: Reading) -> str:
    """``text``, code that begins at line ``first``, with what hides in it made visible, and told at its line."""
    return text if text.isascii() else _visible(text, first, reading)


def _visible(text: str, first: int, reading: Reading) -> str:
    from pipeline import listings

    found = list(listings.hidden(text))
    for one in found[:_MOST]:
        what = f"a hidden character in the code, {one.name}: it stands as a visible sign"
        reading.warn(first + one.line - 1, "code-hidden", what, "delete it, or write it as an escape of the language")
    if len(found) > _MOST:
        last = first + found[_MOST].line - 1
        reading.warn(last, "code-hidden", f"{len(found) - _MOST} more hidden characters from here on", "delete them")
    return listings.shown(text) if found else text
