"""What is made as files: what each is called, and where its records lie in the build folder.

``<build>/<slug>/`` holds what a person opens. Beside the essays' folders stand the records, one file an output:
``.deps`` (for Make), ``.problems``, ``.rows`` (the closing table), ``.made`` (digests) and ``.unwanted`` (markers).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.meta import Output


class Product(enum.StrEnum):
    """What one process makes: an output, or a further form of one that is made where it is asked for."""

    DECK = "deck"
    DECK_SHARE = "deck-share"  # the copy to give away
    DECK_PDF = "deck-pdf"
    HANDOUT = "handout"
    NEWSLETTER = "newsletter"

    @property
    def output(self) -> Output:
        """The output that it belongs to: an essay whose ``outputs`` leave that out gets none of its forms."""
        return Output(self.value.partition("-")[0])

    @property
    def further(self) -> bool:
        """Whether it is a further form, made only where it is asked for."""
        return self.value != self.output.value


# The last is the one that the closing table tells of.
NAMES: Mapping[Product, tuple[str, ...]] = {
    Product.DECK: ("deck.html", "deck.pptx"),
    Product.DECK_SHARE: ("deck-share.pptx",),
    Product.DECK_PDF: ("deck.pdf",),
    Product.HANDOUT: ("handout.pdf",),
    Product.NEWSLETTER: ("newsletter.html", "newsletter.txt", "newsletter.eml"),
}
# What some builds write besides: the mail's HTML to paste, for a mailing service.
BESIDES: Mapping[Product, tuple[str, ...]] = {Product.NEWSLETTER: ("newsletter.paste.html",)}
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Target:
    """One product of one essay in the build folder ``build``."""

    build: Path
    slug: str
    product: Product

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that a person opens."""
        return tuple(self.build / self.slug / name for name in NAMES[self.product])

    @property
    def besides(self) -> tuple[Path, ...]:
        """The files that only some essays have; Make does not ask for them."""
        return tuple(self.build / self.slug / name for name in BESIDES.get(self.product, ()))

    @property
    def depfile(self) -> Path:
        """What it was made from, for Make."""
        return self._record("deps", ".d")

    @property
    def problems(self) -> Path:
        """The problems of its last build."""
        return self._record("problems")

    @property
    def traceback(self) -> Path:
        """Where a fault of the pipeline itself is kept."""
        return self._record("problems", ".traceback")

    @property
    def row(self) -> Path:
        """Its row of the closing table."""
        return self._record("rows")

    @property
    def made(self) -> Path:
        """The digests of what the pipeline wrote."""
        return self._record("made")

    @property
    def unwanted(self) -> Path:
        """The marker that stands for a product of an output that the essay's ``outputs`` leave out."""
        return self._record("unwanted")

    def _record(self, kind: str, suffix: str = "") -> Path:
        return self.build / f".{kind}" / f"{self.slug}.{self.product}{suffix}"


def targets(build: Path) -> tuple[Target, ...]:
    """Every product that the build folder ``build`` has a record of, by slug."""
    names = {path.name.partition(".")[::2] for kind in ("rows", "made") for path in build.glob(f".{kind}/*.*")}
    kinds = {product.value: product for product in Product}
    return tuple(Target(build, slug, kinds[kind]) for slug, kind in sorted(names) if kind in kinds)
