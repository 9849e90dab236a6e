"""Essays from text, told: what the tests of the talk share."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from pipeline.document import Essay, Paragraph
from pipeline.files import Files
from pipeline.problems import Problems
from pipeline.prose import plain
from pipeline.slides import Slide, Talk
from pipeline.source import read
from pipeline.talk import talk

FRONT = "title: A title\nauthors: [N. N.]\n"

LONG = "This sentence goes on and on until it can no longer stand as the title of a slide, however small it is set"
POINTS = "\n".join(
    f"- **{term}**: ==Claim {term.lower()}== with {'many words ' * 8}to follow." for term in ("A", "B", "C")
)
FILLER = "Filler words are said here. " * 30  # 150 words, 69 seconds


def essay(text: str, front: str = "") -> Essay:
    """The essay with the body ``text`` and the lines ``front`` in its front matter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content/an-essay/essay.md"
        path.parent.mkdir(parents=True)
        path.write_text(f"---\n{FRONT}{front}---\n\n{text}\n", encoding="utf-8")
        found, problems = read(path, Files(Path(folder)))
    assert found, [str(problem) for problem in problems]
    return found


def told(text: str, front: str = "", fits: Callable[[str], bool] | None = None) -> tuple[Talk, Problems]:
    """The talk of an essay with the body ``text``."""
    return talk(essay(text, front), fits)


def words(slide: Slide, name: str = "title") -> str:
    """The words in a slot, one block a line; empty without it."""
    slot = slide.slot(name)
    if slot is None:
        return ""
    return "\n".join(plain(block.inlines) for block in slot.blocks if isinstance(block, Paragraph))


def titles(talk: Talk) -> list[str]:
    """The titles between the title slide and the closing."""
    return [words(slide) for slide in talk.slides if slide.id not in ("s-title", "s-closing", "s-sources")]


def layouts(talk: Talk) -> list[str]:
    """The layouts between the title slide and the closing."""
    return [slide.layout.value for slide in talk.slides if slide.id not in ("s-title", "s-closing", "s-sources")]


def notes(slide: Slide) -> str:
    """The notes as a dump has them."""
    from pipeline.talk.dump import _blocks

    return "\n".join(_blocks(slide.notes, ""))


def codes(problems: Problems) -> list[str]:
    """The codes of ``problems``."""
    return [problem.code for problem in problems]
