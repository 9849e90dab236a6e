"""Links between essays of the publication: ``../other-slug/essay.md``, or its slug, stands for its ``url``."""

from __future__ import annotations

import re

from pipeline.files import inside
from pipeline.source.opening import front_matter, opened
from pipeline.source.reading import Reading
from pipeline.source.slug import SLUG
from pipeline.yamltree import Mapping, Scalar, did_you_mean, parse

_OTHER = re.compile(r"(?P<up>\.\./)?(?P<slug>[A-Za-z0-9][A-Za-z0-9._-]*)(?P<file>/(?:essay\.md)?)?(?P<part>#\S*)?")


def is_essay(url: str, reading: Reading) -> bool:
    """Whether the relative address ``url`` means an essay: a folder beside this one's, or one that is so named."""
    found = _OTHER.fullmatch(url)
    if found is None or (found["up"] is None and not SLUG.fullmatch(found["slug"])):
        return False
    path = inside(reading.folder.parent, f"{found['slug']}/essay.md")
    return path is not None and (found["up"] is not None or reading.files.note(path))


def address(url: str, reading: Reading, line: int, column: int | None) -> str | None:
    """The web address of the essay that ``url`` means, with its ``#part``; None, with a problem, where it has none."""
    found = _OTHER.fullmatch(url)
    slug = found["slug"] if found else url
    path = inside(reading.folder.parent, f"{slug}/essay.md")
    text, _ = opened(path, reading.files) if path else (None, ())
    if text is None:
        there = tuple(sorted(one.parent.name for one in reading.folder.parent.glob("*/essay.md")))
        hint = did_you_mean(slug, there) if there else None
        reading.warn(line, "link-essay", f"there is no essay `{slug}`; the link's words stay", hint, column)
        return None
    end, _ = front_matter(text.lines, slug)
    tree, _ = parse("\n".join(text.lines[1 : max(end - 1, 1)]), slug)
    values = {key.text: value for key, value in tree.entries} if isinstance(tree, Mapping) else {}
    said = values.get("url")
    if isinstance(said, Scalar) and re.match(r"https?://\S+$", said.text):
        return said.text + ((found["part"] or "") if found else "")
    hint = f"give {reading.files.shown(path) if path else slug} its `url: https://…`"
    reading.warn(line, "link-essay", f"the essay `{slug}` has no `url` yet; the link's words stay", hint, column)
    return None
