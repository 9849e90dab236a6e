"""Where this room reaches into WeasyPrint: its own structure tree in place of WeasyPrint's.

WeasyPrint 70.0 tags each box, so that what runs over a page becomes several elements, and knows neither notes nor
contents nor changes of language. Its function for tags is replaced, and its line breaking tells what the end of each
line took away. Both are private parts: only versions that were tested are touched, and any other writes its tags as
it does, which a problem says.
"""

from __future__ import annotations

from typing import Any

import pydyf  # type: ignore[import-untyped]  # carries no types

from pipeline.pdf.pieces import gather
from pipeline.pdf.roles import shape
from pipeline.pdf.tested import VERSIONS
from pipeline.pdf.writing import write


def reach(version: str) -> bool:
    """Has WeasyPrint ``version`` write our structure tree; whether it does."""
    if version not in VERSIONS:
        return False
    from weasyprint import pdf  # type: ignore[import-untyped]  # carries no types
    from weasyprint.layout import inline  # type: ignore[import-untyped]  # carries no types

    if pdf.add_tags is not _tags:
        pdf.add_tags = _tags
        _endings(inline)
        _streams()
    return True


def _tags(pdf: Any, document: Any, _version: str, streams: list[Any]) -> None:
    """Adds the structure of ``document``, in place of ``weasyprint.pdf.add_tags``."""
    tags = [stream._tags for stream in streams]  # noqa: SLF001 - what WeasyPrint's own function reads
    gathered = gather(document._html.etree_element, document.pages, tags)  # noqa: SLF001 - as above
    write(pdf, shape(gathered, document.metadata.lang or ""), gathered, streams, document.fonts)
    if "Lang" not in pdf.catalog:
        raise ValueError("a page without a language")


def _endings(inline: Any) -> None:
    """Has each text on a line know its ``ending``: the blank or the part of a word that is not shown there.

    It is ``" "`` where a blank fell away at the line's end, ``"-"`` where a hyphen that the text does not have was
    added, else empty. A text is ``late`` where a blank fell away before it, at the line's beginning.
    """
    split, strip = inline.split_text_box, inline.remove_last_whitespace

    def split_text_box(context: Any, box: Any, width: float | None, skip: int, is_line_start: bool = True) -> Any:
        made, resume, preserved = split(context, box, width, skip, is_line_start)
        if made is not None:
            made.ending = "" if resume is None else _ending(made, box.text, resume, bool(preserved))
            made.late = bool(skip) and not box.text[:skip].strip()
        return made, resume, preserved

    def remove_last_whitespace(context: Any, line: Any) -> None:
        before = _last(line)
        held = before.text if before is not None else ""
        strip(context, line)
        if before is not None and before.text != held:
            before.ending = " "

    inline.split_text_box = split_text_box
    inline.remove_last_whitespace = remove_last_whitespace


def _streams() -> None:
    """Has each stream be packed once, where it was twice, and end where its length says.

    pydyf 0.13 packs all streams a second time for the file's identifier. It writes a line end before ``endstream``;
    where the last byte is itself a carriage return, a reader may take both for the line end, so that one comes first
    (ISO 19005-2, 6.1.7.1).
    """
    plain = pydyf.Stream.data.fget

    def data(stream: Any) -> bytes:
        if stream.__dict__.get("written") is None:
            made: bytes = plain(stream)
            if made.endswith(b"\r\nendstream"):
                made = made.removesuffix(b"\nendstream") + b"\r\nendstream"
            stream.written, stream.stream = made, []
        return bytes(stream.written)

    pydyf.Stream.data = property(data)


def _ending(made: Any, text: str, resume: int, preserved: bool) -> str:
    done = text[:resume] if text.isascii() else text.encode()[:resume].decode()
    if preserved or done[-1:].isspace():
        return " "
    hyphen = made.style["hyphenate_character"]
    return "-" if hyphen and made.text.endswith(hyphen) and not done.endswith(hyphen) else ""


def _last(box: Any) -> Any:
    """The text that ends the line ``box``."""
    while box is not None and not hasattr(box, "text"):
        box = box.children[-1] if getattr(box, "children", None) else None
    return box
