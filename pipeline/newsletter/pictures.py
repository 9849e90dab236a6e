"""Pictures in the mail: what mail clients can show, at their size, without what the camera wrote into them.

Hosted under ``newsletter.assets_url`` as ``<assets_url>/<slug>/<path beside the essay>``; what is hosted there as
a WebP, and every picture without an ``assets_url``, travels in the message (RFC 2392). The web copy shows a hosted
picture from there; else it holds the picture itself, because a page that is moved cannot take a file along. The
message never does that: mail clients drop ``data:`` addresses.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.document import Block, Essay, Figure, Image
from pipeline.drawings import Drawing, DrawingError, drawing, is_drawing
from pipeline.files import Files, inside
from pipeline.header import HeaderError, ascii_url
from pipeline.markup import Picture
from pipeline.meta import Service
from pipeline.newsletter.drawn import drawn
from pipeline.newsletter.letter import visible
from pipeline.newsletter.message import Attachment
from pipeline.problems import Place, Problem, Problems, error, warning
from pipeline.prose import every_inline, texts
from pipeline.theme import Theme

if TYPE_CHECKING:
    from PIL.Image import Image as Pillow

MARGIN = 64  # CSS pixels of the container that are left and right of the text
DENSITY = 2  # pixels a CSS pixel, for sharp screens
PIXELS = 80_000_000  # more are not opened: 60 megapixels are a good camera's
HEAVY = 1_000_000  # bytes of all pictures attached, or of one hosted; over it some servers and phones grow slow
HEAVIEST = 10_000_000  # bytes of all pictures attached; as base64 and with the rest this is what servers take at most
_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """One picture: as it travels, where it is hosted, its size in CSS pixels."""

    data: bytes
    media: str
    width: int
    height: int
    hosted: str | None

    @property
    def name(self) -> str:
        """A file name that no client stumbles over."""
        return f"{hashlib.sha256(self.data).hexdigest()[:16]}.{_SUFFIX[self.media]}"

    @property
    def cid(self) -> str:
        """The Content-ID, without its brackets."""
        return f"{self.name}@figure.invalid"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The essay's pictures by what the essay calls them."""

    found: Mapping[str, Prepared]

    def mailed(self, src: str) -> Picture | None:
        """The picture in the mail: hosted, else attached."""
        picture = self.found.get(src)
        if picture is None:
            return None
        return Picture(picture.hosted or f"cid:{picture.cid}", picture.width, picture.height)

    def linked(self, src: str) -> Picture | None:
        """The picture in a mail that a service sends, which takes no pictures along: hosted, or none."""
        picture = self.found.get(src)
        return Picture(picture.hosted, picture.width, picture.height) if picture and picture.hosted else None

    def left_out(self, essay: Essay) -> Problems:
        """The pictures that a mail by a service lacks, since they are hosted nowhere."""
        unhosted = {one.src: one for one in _shown(essay) if one.src in self.found and not self.found[one.src].hosted}
        service = essay.meta.newsletter.service
        hint = "give `newsletter: {assets_url: …}`, and a PNG, JPEG or GIF"
        return tuple(
            warning(
                Place(essay.path, picture.line),
                "mail-figure-unhosted",
                f"`{src}` is hosted nowhere, and {service} takes no pictures along: its alt text stands",
                hint,
            )
            for src, picture in unhosted.items()
        )

    def hosted(self, src: str) -> Picture | None:
        """The picture in the web copy."""
        picture = self.found.get(src)
        if picture is None:
            return None
        address = picture.hosted or f"data:{picture.media};base64,{base64.b64encode(picture.data).decode()}"
        return Picture(address, picture.width, picture.height)

    def attached(self, html: str) -> tuple[Attachment, ...]:
        """The pictures that ``html`` shows by ``cid:``, each once."""
        shown = {p.cid: p for p in self.found.values() if f"cid:{p.cid}" in html}
        return tuple(Attachment(p.cid, p.name, p.media, p.data) for p in shown.values())


def prepare(essay: Essay, theme: Theme, files: Files) -> tuple[Pictures, Problems]:
    """Opens every picture that stands in the mail, once."""
    problems: list[Problem] = []
    room = round(theme.newsletter.width.px) - MARGIN
    assets, at_once = _assets(essay)
    problems += at_once
    found: dict[str, Prepared] = {}
    met: set[str] = set()
    for picture in _shown(essay):
        if picture.src in met:
            continue
        met.add(picture.src)
        place = Place(essay.path, picture.line)
        made, wrong = _prepared(picture.src, place, essay, theme, files)
        problems += wrong
        if made:
            hosted = f"{assets}/{essay.slug}/{quote(picture.src)}" if assets and not _converted(picture.src) else None
            found[picture.src] = Prepared(*made, hosted)
            weight = (files.root / Path(essay.path).parent / picture.src).stat().st_size
            if hosted and weight > HEAVY:
                message = f"`{picture.src}` has {weight / 1_000_000:.1f} MB, and every reader loads it"
                problems.append(
                    warning(
                        place,
                        "mail-figure-heavy",
                        message,
                        f"make it smaller: {room * DENSITY:,} pixels across are enough",
                    )
                )
    for key, one, line in drawn(essay, theme):
        made, wrong = _set(one, key, Place(essay.path, line), theme, files)
        problems += wrong
        if made:
            found[key] = Prepared(*made, None)
    weight = sum(len(p.data) for p in found.values() if p.hosted is None)
    if weight > HEAVY and essay.meta.newsletter.service is Service.SMTP:
        kind = error if weight > HEAVIEST else warning
        hint = "make them smaller, or host them: give `newsletter: {assets_url: …}`"
        message = f"the pictures add {weight / 1_000_000:.1f} MB to every mail"
        problems.append(kind(Place(essay.path, 1), "mail-heavy", message, hint))
    return Pictures(found), tuple(problems)


def _assets(essay: Essay) -> tuple[str | None, Problems]:
    text = essay.meta.newsletter.assets_url
    if not text:
        return None, ()
    try:
        return ascii_url(text).rstrip("/"), ()
    except HeaderError as fault:
        place = essay.meta.place("newsletter.assets_url", essay.path)
        return None, (error(place, "mail-address", f"`newsletter.assets_url` {fault}"),)


def _shown(essay: Essay) -> Iterator[Figure | Image]:
    blocks: list[Block] = [block for section in essay.sections for block in visible(section.blocks)]
    blocks += [section.heading for section in essay.sections if section.heading]
    blocks += [block for footnote in essay.footnotes for block in visible(footnote.blocks)]
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        for run in texts(block):
            yield from (inline for inline in every_inline(run) if isinstance(inline, Image))


def _converted(src: str) -> bool:
    return PurePosixPath(src).suffix.lower() not in (".png", ".jpg", ".jpeg", ".gif")


def _prepared(
    src: str, place: Place, essay: Essay, theme: Theme, files: Files
) -> tuple[tuple[bytes, str, int, int] | None, Problems]:
    if PurePosixPath(src).suffix.lower() == ".csv":
        return None, (warning(place, "mail-figure-kind", f"mail cannot show `{src}`; its alt text stands instead"),)
    path = inside(files.root / Path(essay.path).parent, src)
    data = files.bytes(path) if path else None
    if data is None:
        return None, (error(place, "mail-figure", f"there is no figure `{src}`"),)
    room = round(theme.newsletter.width.px) - MARGIN
    return _drawn(data, src, place, theme, files) if is_drawing(data) else _opened(data, src, place, room)


def _drawn(
    data: bytes, src: str, place: Place, theme: Theme, files: Files
) -> tuple[tuple[bytes, str, int, int] | None, Problems]:
    """A drawing of the essay's folder."""
    try:
        return _set(drawing(data), src, place, theme, files)
    except DrawingError as fault:
        return None, (error(place, "mail-figure", f"`{src}` {fault}"),)


def _set(
    found: Drawing, src: str, place: Place, theme: Theme, files: Files
) -> tuple[tuple[bytes, str, int, int] | None, Problems]:
    """A drawing as PNG on the light scheme's paper: its ink would be lost on a dark one."""
    room = round(theme.newsletter.width.px) - MARGIN
    try:
        width, height = _size(max(1, round(found.width)), max(1, round(found.height)), room)
        return (found.png(width * DENSITY, theme, files, theme.light.paper.css), "image/png", width, height), ()
    except DrawingError as fault:
        return None, (error(place, "mail-figure", f"`{src}` {fault}"),)


def _opened(data: bytes, src: str, place: Place, room: int) -> tuple[tuple[bytes, str, int, int] | None, Problems]:
    """The picture's bytes as they travel, its media type, and its size in CSS pixels."""
    import warnings

    import PIL.Image  # late: most essays have no picture
    from PIL import ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit is beneath Pillow's second
            opened = PIL.Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"))
            pixels = opened.width * opened.height
            if pixels > PIXELS:
                message = f"`{src}` has {pixels / 1_000_000:.0f} megapixels"
                return None, (error(place, "mail-figure-large", message, "make it smaller"),)
            if opened.format == "GIF":
                opened.load()
                return (data, "image/gif", *_size(opened.width, opened.height, room)), ()
            turned = opened.getexif().get(0x0112, 1) != 1
            bare = not opened.getexif() and not {"xmp", "XML:com.adobe.xmp", "comment"} & set(map(str, opened.info))
            fits = opened.width <= room * DENSITY
            if fits and bare and not turned and opened.format in ("PNG", "JPEG"):
                opened.load()
                return (data, f"image/{opened.format.lower()}", *_size(opened.width, opened.height, room)), ()
            picture = ImageOps.exif_transpose(opened)
            width, height = _size(picture.width, picture.height, room)
            if picture.width > room * DENSITY:
                wide = room * DENSITY
                high = max(1, round(picture.height * wide / picture.width))
                picture = _resizable(picture).resize((wide, high), PIL.Image.Resampling.LANCZOS)
            return (*_saved(picture, photo=opened.format == "JPEG"), width, height), ()
    except (UnidentifiedImageError, PIL.Image.DecompressionBombError, OSError, ValueError, SyntaxError) as fault:
        what = "no picture that can be read" if isinstance(fault, UnidentifiedImageError) else "broken"
        return None, (error(place, "mail-figure", f"`{src}` is {what}"),)


def _resizable(picture: Pillow) -> Pillow:
    """The picture in a mode that scales smoothly: no palette, eight bits a channel."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return picture.convert(
        {"P": "RGBA", "PA": "RGBA", "LA": "RGBA", "1": "L", "CMYK": "RGB"}.get(picture.mode, picture.mode)
    )


def _saved(picture: Pillow, *, photo: bool) -> tuple[bytes, str]:
    """A photo as JPEG, a drawing as PNG, neither with metadata."""
    out = io.BytesIO()
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if photo or (not transparent and picture.mode not in ("P", "1", "L", "I")):
        picture.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
        return out.getvalue(), "image/jpeg"
    picture.info = {}
    picture.save(out, "PNG", optimize=True)
    return out.getvalue(), "image/png"


def _size(width: int, height: int, room: int) -> tuple[int, int]:
    """The size in CSS pixels: its own, at most the text's width."""
    if width <= room:
        return width, height
    return room, max(1, round(height * room / width))
