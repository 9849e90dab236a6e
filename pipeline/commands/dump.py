"""``dump``: one stage of one essay as text. These texts are the goldens of the tests.

source     the essay as read: every node with its line
talk       the slides as decided
slides     slides.html, composed by the theme's templates
fitted     the slides as measured: boxes, sizes, lines
deck       deck.pptx, read back: its parts and what stands on each slide
handout    handout.html
reading    handout.pdf as a screen reader says it: what it says of itself, its structure, artifacts
mail       the HTML part of newsletter.eml
text       newsletter.txt
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.build import report
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.outputs import Product
from pipeline.problems import Problems, failed
from pipeline.theme import Theme

Stage = Callable[[Essay, Theme, Files], tuple[str | None, Problems]]


def run(arguments: list[str]) -> int:
    """Prints a stage; its problems go to the error stream."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline dump", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=("source", *STAGES))
    parser.add_argument("essay", type=Path, help="content/<slug>/essay.md")
    asked = parser.parse_args(arguments)
    text, problems = stage(asked.stage, asked.essay, Files(Path.cwd()))
    if text is not None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    report(problems)
    return 1 if text is None or failed(problems) else 0


def stage(name: str, path: Path, files: Files) -> tuple[str | None, Problems]:
    """The stage ``name`` of the essay at ``path`` as text."""
    essay, problems = stages.essay(path, files)
    if essay is None:
        return None, problems
    if name == "source":
        from pipeline.source.dump import dump_essay

        return dump_essay(essay), problems
    theme, more = stages.theme(path, essay.meta, files)
    if theme is None:
        return None, (*problems, *more)
    text, last = STAGES[name](essay, theme, files)
    return text, (*problems, *more, *last)


def _talk(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    from pipeline.talk.dump import dump_talk

    talk, _, problems = stages.decided(essay, theme, files)
    return dump_talk(talk) if talk else None, problems


def _fitted(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    from pipeline.fit.report import dump_fitted

    deck, problems = stages.fitted(essay, theme, files)
    return None if deck is None else dump_fitted(deck), problems


def _deck(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    from pipeline.deck.dump import dump_pptx

    made, problems = stages.make(Product.DECK, essay, theme, files)
    return dump_pptx(made.contents[-1]) if made else None, problems


def _handout(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    from pipeline.handout import html

    return html(essay, theme, files)


def _reading(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    from pipeline.pdf.reading import dump

    made, problems = stages.make(Product.HANDOUT, essay, theme, files)
    return dump(made.contents[0]) if made else None, problems


def _mail(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    from email import message_from_bytes
    from email.policy import default

    from pipeline.newsletter import build

    date, problems = stages.moment(essay.meta)
    mail, more = build(essay, theme, files, date)
    if mail is None:
        return None, (*problems, *more)
    part = message_from_bytes(mail.message, policy=default).get_body(("html",))
    return str(part.get_content()).replace("\r\n", "\n") if part else None, (*problems, *more)


def _text(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    from pipeline.newsletter import build

    date, problems = stages.moment(essay.meta)
    mail, more = build(essay, theme, files, date)
    return mail.text if mail else None, (*problems, *more)


STAGES: Mapping[str, Stage] = {
    "talk": _talk,
    "slides": stages.slides,
    "fitted": _fitted,
    "deck": _deck,
    "handout": _handout,
    "reading": _reading,
    "mail": _mail,
    "text": _text,
}
