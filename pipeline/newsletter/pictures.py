"""Pictures in the mail: what mail clients can show, at their size, without what the camera wrote into them.

Hosted under ``newsletter.assets_url`` as ``<assets_url>/<slug>/<path beside the essay>``; what mail programs do not
show as it lies there (a WebP, one that was turned by its camera, one in a press's inks), and every picture without an
``assets_url``, travels in the message (RFC 2392). The web copy shows a hosted
picture from there; else it holds the picture itself, because a page that is moved cannot take a file along. The
message never does that: mail clients drop ``data:`` addresses.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.document import Block, Essay, Figure, Image
from pipeline.files import Files, inside
from pipeline.header import HeaderError, ascii_url
from pipeline.markup import Picture
from pipeline.meta import Service
from pipeline.newsletter.drawn import drawn, undrawn
from pipeline.newsletter.letter import visible
from pipeline.newsletter.message import Attachment
from pipeline.newsletter.page import COVERED, LOGO, MARGIN
from pipeline.problems import Place, Problem, Problems, advice, error, warning
from pipeline.prose import every_inline, texts
from pipeline.rasters import kind
from pipeline.theme import Theme

if TYPE_CHECKING:
    from pipeline.pictures.drawings import Drawing

DENSITY = 2  # pixels a CSS pixel, for sharp screens
TALLEST = 2400  # CSS pixels of a picture's height
COVER = 320  # CSS pixels of a cover's height, where it is cut
LEAST_DRAWING = 0.6  # of the text's width
HEAVY = 1_000_000  # bytes of all pictures attached, or of one hosted; over it some servers and phones grow slow
HEAVIEST = 10_000_000  # bytes of all pictures attached; as base64 and with the rest this is what servers take at most
_GPS = 0x8825  # the tags of a place
_MARKS = (b"Exif\0\0", b"http://ns.adobe.com/xap/", b"Photoshop 3.0", b"eXIf", b"tEXt", b"iTXt", b"zTXt")
Ready = tuple[bytes, str, int, int]  # a picture's bytes, its media type, its size in CSS pixels
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
    carded: bool = False  # whether the logo stands on the light scheme's paper

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
        cover = {COVERED: essay.cover} if essay.cover else {}
        shown: dict[str, Figure | Image] = {**cover, **{one.src: one for one in _shown(essay)}}
        unhosted = [one for key, one in shown.items() if key in self.found and not self.found[key].hosted]
        service = essay.meta.newsletter.service
        hint = "give `newsletter: {assets_url: …}`, and a PNG, JPEG or GIF that stands upright"
        told = [
            warning(
                Place(essay.path, picture.line),
                "mail-figure-unhosted",
                f"`{picture.src}` is hosted nowhere, and {service} takes no pictures along: its alt text stands",
                hint,
            )
            for picture in unhosted
        ]
        if LOGO in self.found:
            words = f"the theme's logo is hosted nowhere, and {service} takes no pictures along: the mail is without it"
            here = "put it into the template that you keep there"
            told.append(warning(Place(essay.path, 1), "mail-figure-unhosted", words, here))
        return tuple(told)

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
    wide = round(theme.newsletter.width.px)
    maker = Maker(essay, theme, files, wide, wide - MARGIN)
    assets, at_once = _assets(essay)
    maker.problems += at_once
    found: dict[str, Prepared] = {}
    lines: dict[str, int] = {}
    for one in _shown(essay):
        lines.setdefault(one.src, one.line)

    def add(key: str, src: str, line: int) -> None:
        data = maker.read(src, line)
        if data is None:
            return
        hosted = f"{assets}/{essay.slug}/{quote(src)}" if assets and _shown_as_it_is(data) else None
        made = maker.figure(data, src, line) if key == src else maker.cover(data, src, line, cut=hosted is None)
        if made is not None:
            found[key] = Prepared(*made, hosted)
            if hosted:
                maker.hosted(data, src, line)

    if essay.cover:
        add(COVERED, essay.cover.src, essay.cover.line)
    for src, line in lines.items():
        add(src, src, line)
    for key, drawing, line in drawn(essay, theme, files):
        made = maker.drawn(drawing, key, line)
        if made is not None:
            found[key] = Prepared(*made, None)
    maker.problems += undrawn(essay, theme, files)
    carded = False
    if theme.newsletter.logo:
        from pipeline.newsletter.logo import Card, logo  # few themes have one

        sign, fault = logo(theme, files)
        maker.problems += [fault] if fault else []
        if sign is not None:
            found[LOGO] = Prepared(sign.data, sign.media, sign.width, sign.height, None)
            carded = sign.card is Card.LIGHT
    weight = sum(len(p.data) for p in found.values() if p.hosted is None)
    if weight > HEAVY and essay.meta.newsletter.service is Service.SMTP:
        told = error if weight > HEAVIEST else warning
        hint = "make them smaller, or host them: give `newsletter: {assets_url: …}`"
        message = f"the pictures add {weight / 1_000_000:.1f} MB to every mail"
        maker.problems.append(told(Place(essay.path, 1), "mail-heavy", message, hint))
    return Pictures(found, carded), tuple(dict.fromkeys(maker.problems))


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


def _shown_as_it_is(data: bytes) -> bool:
    """Whether every mail program shows the picture ``data`` right, whatever it is called."""
    from pipeline.pictures.seen import PictureError, opened, orientation  # most mails have no picture

    known = kind(data)
    if known not in ("png", "jpeg", "gif"):
        return False
    try:
        with opened(data) as picture:
            return orientation(picture, known) == 1 and picture.mode != "CMYK"
    except PictureError:
        return False


@dataclass(slots=True)
class Maker:
    """Makes the pictures of one mail; ``problems`` grows. ``wide`` is the mail's width, ``room`` that of its text."""

    essay: Essay
    theme: Theme
    files: Files
    wide: int
    room: int
    problems: list[Problem] = field(default_factory=list)

    def read(self, src: str, line: int) -> bytes | None:
        """The file of the picture ``src``, which stands at ``line``."""
        path = inside(self.files.root / Path(self.essay.path).parent, src)
        data = self.files.bytes(path) if path and not path.is_dir() else None
        if data is None:
            place = Place(self.essay.path, line)
            self.problems.append(error(place, "mail-figure", f"there is no figure `{src}`"))
        return data

    def figure(self, data: bytes, src: str, line: int) -> Ready | None:
        """A picture as it travels: at its own size, at most as wide as the text."""
        from pipeline.pictures.drawings import DrawingError, drawing, is_drawing  # most mails have no picture
        from pipeline.pictures.lettering import lettered

        if not is_drawing(data):
            return self._opened(data, src, line, (self.room, TALLEST))
        try:
            one = lettered(drawing(data), self.theme)
        except DrawingError as fault:
            self.problems.append(error(Place(self.essay.path, line), "mail-figure", f"`{src}` {fault}"))
            return None
        # It has no pixels that would be blown up, and is never tiny.
        return self.drawn(one, src, line, least=round(self.room * LEAST_DRAWING))

    def cover(self, data: bytes, src: str, line: int, *, cut: bool) -> Ready | None:
        """The cover, as wide as the mail; a photograph ``cut`` to a band."""
        from pipeline.pictures.drawings import is_drawing  # most mails have no cover

        if is_drawing(data):
            return self.figure(data, src, line)
        return self._opened(data, src, line, (self.wide, TALLEST), band=self.wide / COVER if cut else None)

    def drawn(self, one: Drawing, key: str, line: int, least: int = 1) -> Ready | None:
        """A drawing as PNG on the light scheme's paper: its ink would be lost on a dark one."""
        from pipeline.pictures.drawings import DrawingError

        width, height = _size(one.width, one.height, min(max(round(one.width), least), self.room))
        try:
            png = one.png(width * DENSITY, self.theme, self.files, self.theme.light.paper.css)
        except DrawingError as fault:
            self.problems.append(error(Place(self.essay.path, line), "mail-figure", f"`{key}` {fault}"))
            return None
        return png, "image/png", width, height

    def _opened(
        self, data: bytes, src: str, line: int, room: tuple[int, int], band: float | None = None
    ) -> Ready | None:
        from pipeline.pictures.making import made
        from pipeline.pictures.seen import PictureError, seen

        place = Place(self.essay.path, line)
        try:
            found = seen(data)
            largest = (room[0] * DENSITY, room[1] * DENSITY)
            one = made(data, largest, heaviest=HEAVY, band=band)
        except PictureError as fault:
            code = "mail-figure-large" if fault.code == "figure-too-large" else "mail-figure"
            self.problems.append(error(place, code, f"`{src}` {fault}", "make it smaller" if "large" in code else None))
            return None
        if one.stilled:
            told = f"`{src}` moves, and would weigh over {HEAVY // 1_000_000} MB: its first frame stands in the mail"
            self.problems.append(advice(place, "mail-figure-still", told, "make it shorter or smaller"))
        # One that was cut has another shape than its file; its pixels say how wide it was meant.
        return one.data, one.media, *_size(one.width, one.height, min(round(found.width), room[0]))

    def hosted(self, data: bytes, src: str, line: int) -> None:
        """Says what of a picture that is shown from its host is for the author to mend: it is published as it is."""
        from pipeline.pictures.stripped import BrokenError, stripped

        place = Place(self.essay.path, line)
        if len(data) > HEAVY:
            message = f"`{src}` has {len(data) / 1_000_000:.1f} MB, and every reader loads it"
            hint = f"make it smaller: {self.room * DENSITY:,} pixels across are enough"
            self.problems.append(warning(place, "mail-figure-heavy", message, hint))
        try:
            bare = stripped(data, kind(data) or "")
        except (BrokenError, KeyError):
            return
        if _told(data) - _told(bare):
            what = "the place where it was taken" if _placed(data) else "what a camera or a program wrote into it"
            message = f"`{src}` is published as it is, with {what}"
            hint = (
                "save it without its metadata (Exif, XMP), or take `assets_url` out: what travels in the mail is bare"
            )
            self.problems.append(warning(place, "mail-figure-metadata", message, hint))


def _placed(data: bytes) -> bool:
    """Whether ``data`` hold the place where a picture was taken (Exif 2.32, 4.6.6)."""
    from pipeline.pictures.seen import opened

    with opened(data) as picture:
        return bool(picture.getexif().get_ifd(_GPS))


def _told(data: bytes) -> frozenset[bytes]:
    """The kinds of metadata that ``data`` holds, by the marks that they begin with."""
    return frozenset(mark for mark in _MARKS if mark in data)


def _size(width: float, height: float, wide: int) -> tuple[int, int]:
    """A size in CSS pixels of these proportions, ``wide`` across."""
    wide = max(1, wide)
    return wide, max(1, round(height * wide / width))
