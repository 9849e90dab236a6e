"""An essay taken through the whole pipeline in this process, and its outputs read back from their bytes."""

from __future__ import annotations

import email
import email.policy
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from pptx import Presentation

from pipeline.commands import stages
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.outputs import Product
from pipeline.pdf.objects import read
from pipeline.pdf.structure import tagged
from pipeline.problems import Problems
from pipeline.theme import Theme
from tests.whole.essayist import Written


@dataclass(frozen=True, slots=True)
class Whole:
    """One essay with all that was made of it, and what was said of each output."""

    essay: Essay
    theme: Theme
    fitted: FittedDeck
    made: dict[Product, tuple[bytes, ...]]
    problems: Problems

    @property
    def deck(self) -> bytes:
        return self.made[Product.DECK][-1]

    @property
    def handout(self) -> bytes:
        return self.made[Product.HANDOUT][0]

    @property
    def message(self) -> bytes:
        return self.made[Product.NEWSLETTER][2]


def build(path: Path, root: Path) -> Whole:
    """Every output of the essay at ``path``."""
    essay, problems = stages.essay(path, Files(root))
    assert essay is not None, problems
    theme, more = stages.theme(path, essay.meta, Files(root))
    assert theme is not None, more
    fitted, told = stages.fitted(essay, theme, Files(root))
    assert fitted is not None, [str(problem) for problem in told]
    found = [*problems, *more]
    made = {}
    for product in Product:
        one, said = stages.make(product, essay, theme, Files(root))
        assert one is not None, [str(problem) for problem in said]
        made[product] = one.contents
        found += said
    return Whole(essay, theme, fitted, made, tuple(dict.fromkeys(found)))


@contextmanager
def placed(written: Written) -> Iterator[tuple[Path, Path]]:
    """``written`` as a folder of content: its path below the root, and the root."""
    with tempfile.TemporaryDirectory(prefix="whole-") as name:
        root = Path(name).resolve()
        folder = root / "content" / "drawn"
        folder.mkdir(parents=True)
        (folder / "essay.md").write_text(written.text, encoding="utf-8")
        for picture, data in written.pictures.items():
            (folder / picture).write_bytes(data)
        yield Path("content/drawn/essay.md"), root


def flat(text: str) -> str:
    """``text`` as what is compared: no blanks, hyphens or invisible signs, ligatures undone, case folded.

    Signs that plain text writes for emphasis and quotations are dropped as well.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFC", text)
    return "".join(
        c for c in text if c not in "-‐­_*~>" and unicodedata.category(c) not in {"Zs", "Cc", "Cf", "Zl", "Zp"}
    )


def words(text: str) -> set[str]:
    """The words of an :class:`Essayist` in ``text``."""
    return set(re.findall(r"w\d+q", flat(text)))


def deck_text(data: bytes) -> str:
    """Slides and notes, in order; of pictures and tables the description."""
    found: list[str] = []
    for slide in Presentation(io.BytesIO(data)).slides:
        tree = slide.shapes._spTree  # formulas stand in mc:AlternateContent, which no shape proxy knows
        found += [str(e.get("descr")) for e in tree.iter("{*}cNvPr") if e.get("descr")]
        found += ["".join(p.itertext("{*}t")) for p in tree.iter("{*}p")]
        if slide.has_notes_slide:
            for shape in slide.notes_slide.placeholders:
                found += ["".join(p.itertext("{*}t")) for p in shape._element.iter("{*}p")]
    return "\n".join(found)


def handout_text(data: bytes) -> str:
    """The words of the tagged content in the structure's order, and alternate texts."""
    found = tagged(read(data))
    assert found is not None
    return "".join(found.said(element) for element in found.elements)


def mail_texts(message: bytes) -> tuple[str, str]:
    """The HTML part's words and pictures' alternate texts, and the text part."""
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    html, plain = (str(parsed.get_body((kind,)).get_content()).replace("\r\n", "\n") for kind in ("html", "plain"))  # type: ignore[union-attr]
    body = lxml.html.document_fromstring(html).find("body")
    assert body is not None
    alts = [str(image.get("alt")) for image in body.iter("img") if image.get("alt")]
    return "\n".join(["".join(body.itertext()), *alts]), plain
