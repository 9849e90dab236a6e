"""The form: every key of the front matter, what it means, and the type that it becomes.

A function here takes a :class:`Form` and asks it for each key. It does not know whether the form holds a person's
answers or is being written out as a schema.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from pipeline.faces import FONT_FILE, STYLES, ScriptFaces
from pipeline.meta import (
    Author,
    Body,
    Cover,
    DeckMeta,
    Dkim,
    HandoutMeta,
    Meta,
    NewsletterMeta,
    Output,
    Paper,
    Publication,
    Relay,
    Security,
    Service,
    Source,
)
from pipeline.problems import Place
from pipeline.scripts import ALIASES, SCRIPTS
from pipeline.slides import Layout

E = TypeVar("E", bound=enum.StrEnum)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text: what it must match (a pattern that Python and ECMAScript read alike), and how to say so."""

    says: str
    pattern: str | None = None
    hint: str | None = None


LINE = Kind("a text")
LINES = Kind("a text")  # line breaks stay
URL = Kind("a web address", r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#<>\"]+[^\s<>\"]*$", "write it in full: https://…")
EMAIL = Kind("an e-mail address", r"^[^\s@<>,;:\"]+@[^\s@<>,;:\"]+$", "write it as name@example.org")
LANG = Kind("a language tag", r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "as in BCP 47: en, de, pt-BR")
NAME = Kind("a plain name", r"^[a-z0-9][a-z0-9-]*$", "small letters, digits and hyphens")
# RFC 1035, 2.3.1: labels with dots between them, here as A-labels.
DOMAIN = Kind("a domain", r"^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9][A-Za-z0-9-]*)+$", "write it as example.org")
SELECTOR = Kind("a selector (RFC 6376, 3.1)", r"^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9][A-Za-z0-9-]*)*$", "as in s2026")
HOST = Kind(
    "a host's name or address",
    r"^([A-Za-z0-9_][A-Za-z0-9_-]{0,62}(\.[A-Za-z0-9_-]{1,63})*\.?|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]+)$",
    "write it as smtp.example.org",
)
RATE = Kind("a number of mails", r"^(?!0+(\.0+)? ?/)[0-9]{1,6}(\.[0-9]{1,3})? ?/ ?(s|min|h)$", "10/s, 30/min or 500/h")
FILE = Kind("a file of the essay's folder", r"^[^/\\~][^\\]*$", "a path relative to the essay's folder")
FONT = Kind("the path of a font file", FONT_FILE, "a .ttf, .otf or .ttc, as in fonts/Name-Regular.ttf")
PACKAGE = Kind("the name by which Python imports a package", r"^[A-Za-z_][A-Za-z0-9_]*$", "as in pylopdf_fonts_jp")


@dataclass(frozen=True, slots=True)
class Names:
    """What may stand as the keys of a mapping of an author's own: a pattern or a closed list of words."""

    pattern: str
    code: str
    says: str
    hint: str | None
    example: str
    known: tuple[str, ...] = ()


SOURCES = Names(
    r"^[A-Za-z][A-Za-z0-9_-]*$",
    "source-id",
    "cannot name a source",
    "begin with a letter; letters, digits, - and _ may follow",
    "{hotz: {title: …}}",
)
SCRIPT_CODES = Names(
    f"^({'|'.join((*SCRIPTS, *ALIASES))})$",
    "font-script",
    "names no script (ISO 15924)",
    None,
    "{Arab: {family: Noto Sans Arabic, faces: {regular: fonts/NotoSansArabic-Regular.ttf}}}",
    tuple(SCRIPTS),
)

# Pattern of a length of time: 3:15:00, 12:30, 195 min, 3 h 15 min, 11700.
LENGTH = (
    r"^(\d{1,3}(:[0-5]\d){1,2}|\d{1,6}"
    r"|(?=\d)(\d{1,3} ?h(ours?)?)? ?(\d{1,4} ?min(utes?)?)? ?(\d{1,5} ?s(ec(onds)?)?)?)$"
)


class Form(Protocol):
    """What asks for keys. Each method takes the key and what it means; an absent key answers None or nothing."""

    def text(self, key: str, means: str, kind: Kind = LINE, *, needed: bool = False) -> str | None:
        """A text of that kind."""

    def texts(self, key: str, means: str, kind: Kind = LINE) -> tuple[str, ...]:
        """A list of texts; one alone stands for a list of one."""

    def integer(self, key: str, means: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""

    def flag(self, key: str, means: str) -> bool | None:
        """Either true or false."""

    def date(self, key: str, means: str) -> datetime.date | None:
        """A calendar date."""

    def length(self, key: str, means: str) -> int | None:
        """A duration, in seconds."""

    def choice(self, key: str, means: str, kind: type[E]) -> E | None:
        """One of some words."""

    def choices(self, key: str, means: str, kind: type[E]) -> tuple[E, ...]:
        """Several of some words."""

    def part(self, key: str, means: str, read: Callable[[Form], T]) -> T:
        """A mapping with keys of its own."""

    def either(self, key: str, means: str, read: Callable[[Form], T], plain: Callable[[str], T]) -> T | None:
        """A text, or a mapping with keys of its own."""

    def people(self, key: str, means: str, read: Callable[[Form], T], plain: Callable[[str], T]) -> tuple[T, ...]:
        """A list whose items are each a plain name or a mapping; one alone stands for a list of one."""

    def named(
        self, key: str, means: str, read: Callable[[Form, str, Place], T], names: Names = SOURCES
    ) -> tuple[T, ...]:
        """A mapping from ``names`` to mappings; ``read`` is given the name and its place too."""


def author(form: Form) -> Author:
    """An author written as a mapping."""
    return Author(
        name=form.text("name", "the name as it shall be printed", needed=True) or "",
        affiliation=form.text("affiliation", "where the author works"),
        email=form.text("email", "the author's e-mail address", EMAIL),
        url=form.text("url", "the author's page", URL),
    )


def cover(form: Form) -> Cover:
    """A cover written as a mapping."""
    return Cover(
        path=form.text("path", "the picture, in the essay's folder", FILE, needed=True) or "",
        alt=form.text("alt", "what it shows, for who does not see it"),
        credit=form.text("credit", "whose it is: Photo: Name, CC BY"),
    )


def source(form: Form, id: str, place: Place) -> Source:
    """An entry of ``sources``."""
    return Source(
        id=id,
        title=form.text("title", "the recording's title", needed=True) or id,
        url=form.text("url", "where it can be heard or seen; citations link to the second", URL),
        kind=form.text("kind", "what it is: podcast, video, lecture …"),
        authors=form.texts("authors", "who speaks"),
        date=form.date("date", "when it was published"),
        length=form.length("length", "how long it is; a citation past its end is an error"),
        line=place.line or 1,
    )


def font(form: Form, script: str, place: Place) -> ScriptFaces | None:
    """An entry of ``fonts``; None where what is needed is missing."""
    family = form.text("family", "the family's name, as the font file has it", needed=True)
    package = form.text("package", "the installed Python package that carries the files", PACKAGE)
    files = form.part("faces", "the files: paths within the package, else beside the file that says so", _styles)
    regular, bold, italic, bold_italic = files
    if family is None or regular is None:
        return None
    folder = Path(place.path).parent
    script = ALIASES.get(script, script)
    return ScriptFaces(script, family, regular, bold, italic, bold_italic, package, folder, place)


def _styles(form: Form) -> tuple[str | None, ...]:
    return tuple(form.text(style, f"the file of the {style} face", FONT, needed=style == "regular") for style in STYLES)


def deck(form: Form) -> DeckMeta:
    """The mapping ``deck``."""
    return DeckMeta(
        event=form.text("event", "where the talk is given: the conference, the meeting"),
        venue=form.text("venue", "the hall or town"),
        date=form.date("date", "the day of the talk"),
        minutes=form.integer("minutes", "the time given for the talk", 1, 1440),
        words_per_minute=form.integer("words_per_minute", "the speaker's pace", 40, 400) or 130,
        template=form.text("template", "a PowerPoint template of your own, beside the file that says so", FILE),
        layouts=form.part("layouts", "which of the template's layouts, by name, serves which of ours", _layouts),
        embed_fonts=form.flag("embed_fonts", "whether the faces go into the deck, for laptops that lack them") or False,
        agenda=form.flag("agenda", "whether an overview of the sections stands behind the lead") or False,
        builds=form.flag("builds", "whether lists come up item by item, at a click each") or False,
        sections=form.texts("sections", "the ids of the sections to speak on, in order"),
        url=form.text("url", "where the slides can be found", URL),
    )


def _layouts(form: Form) -> tuple[tuple[str, str], ...]:
    asked = ((layout.value, form.text(layout.value, "the name of a layout of the template")) for layout in Layout)
    return tuple((layout, name) for layout, name in asked if name)


def handout(form: Form) -> HandoutMeta:
    """The mapping ``handout``."""
    return HandoutMeta(
        paper=form.choice("paper", "the paper's size", Paper) or Paper.A4,
        qr=_or(form.flag("qr", "whether a QR code leads to the web copy"), otherwise=True),
        slides=form.flag("slides", "whether the talk stands in it: each slide with its notes") or False,
        slides_per_page=form.integer("slides_per_page", "how many slides stand on a page of it", 1, 3) or 3,
        source=form.flag("source", "whether essay.md is attached to the PDF") or False,
        url=form.text("url", "where the handout can be found", URL),
    )


def dkim(form: Form) -> Dkim | None:
    """The mapping ``newsletter.dkim``; None where it is not there."""
    selector = form.text("selector", "the name under which the key is published: s2026", SELECTOR)
    domain = form.text("domain", "the domain that signs; that of `from` without it", DOMAIN)
    key = form.text("key", "the private key's file; without it the one in .mail that `make dkim-key` wrote")
    return Dkim(selector or "mail", domain, key) if selector or domain or key else None


def relay(form: Form) -> Relay | None:
    """The mapping ``newsletter.relay``; None where nothing stands in it."""
    found = Relay(
        host=form.text("host", "the server that takes the mails", HOST),
        port=form.integer("port", "its port; that of `security` without it: 587, 465 or 25", 1, 65_535),
        security=form.choice("security", "how the way there is secured; none only on this machine", Security)
        or Security.STARTTLS,
        user=form.text("user", "the name to log in by; the password comes from the environment"),
        rate=form.text("rate", "how many mails it takes: 10/s, 30/min, 500/h", RATE),
    )
    return None if found == Relay() else found


def newsletter(form: Form) -> NewsletterMeta:
    """The mapping ``newsletter``."""
    return NewsletterMeta(
        issue=form.text("issue", "the issue's number or name"),
        subject=form.text("subject", "the mail's subject; the title without it"),
        preheader=form.text("preheader", "the line that inboxes show after the subject"),
        greeting=form.text("greeting", "the first line; may hold {{ name | there }}"),
        sender=form.text("from", "the sender: Name <name@example.org>"),
        reply_to=form.text("reply_to", "where answers go"),
        postal_address=form.text("postal_address", "the sender's postal address, for the foot of the mail", LINES),
        unsubscribe_url=form.text("unsubscribe_url", "where a reader unsubscribes"),
        archive_url=form.text("archive_url", "the web copy's address"),
        assets_url=form.text("assets_url", "where the mail's pictures are published"),
        body=form.choice("body", "how much of the essay the mail carries", Body) or Body.FULL,
        service=form.choice("service", "who sends it; a service's own merge tags are written", Service) or Service.SMTP,
        noindex=form.flag("noindex", "whether search engines are asked to leave the web copy out") or False,
        returns=form.text("returns", "the mailbox that bounces and unsubscribing mails come back to", EMAIL),
        dkim=form.part("dkim", "signing, where the relay does not", dkim),
        relay=form.part("relay", "the SMTP server that takes the mails, in publication.yaml alone", relay),
    )


def essay(form: Form, *, publication: Publication, defaults: bool = False) -> Meta:
    """The whole front matter; with ``defaults`` the keys that publication.yaml may set for every essay."""
    return Meta(
        title=("" if defaults else form.text("title", "the essay's title", needed=True) or ""),
        short_title=form.text("short_title", "a short title for footers and running heads"),
        subtitle=form.text("subtitle", "the subtitle"),
        summary=form.text("summary", "the essay in a sentence or two"),
        cover=None if defaults else form.either("cover", "the picture that opens every output", cover, Cover),
        authors=form.people("authors", "who wrote it", author, Author),
        date=form.date("date", "when it is published"),
        lang=form.text("lang", "the language it is written in", LANG) or "en",
        url=(None if defaults else form.text("url", "the essay's address on the web", URL)),
        license=form.text("license", "the licence it is under"),
        tags=form.texts("tags", "its topics"),
        theme=form.text("theme", "the theme's folder under themes/", NAME) or "editorial",
        draft=form.flag("draft", "whether it is a draft") or False,
        outputs=form.choices("outputs", "which outputs to build; all three without it", Output) or tuple(Output),
        sources=form.named("sources", "the recordings that timestamps point into, by an id of your choice", source),
        fonts=tuple(
            faces
            for faces in form.named(
                "fonts", "faces for scripts that the theme lacks, by ISO 15924 code: Jpan, Arab …", font, SCRIPT_CODES
            )
            if faces
        ),
        bibliography=form.texts(
            "bibliography", "the works to cite, BibTeX or CSL-JSON; references.bib or .json without it", FILE
        ),
        csl=form.text("csl", "how works are cited: a CSL style; Harvard's without it", FILE),
        deck=form.part("deck", "the talk", deck),
        handout=form.part("handout", "the paper", handout),
        newsletter=form.part("newsletter", "the mail", newsletter),
        publication=publication,
    )


def publication(form: Form) -> Publication:
    """The publication's own keys of publication.yaml."""
    return Publication(
        name=form.text("name", "the name under which the essays appear"),
        url=form.text("url", "the publication's address on the web", URL),
    )


def _or(value: bool | None, *, otherwise: bool) -> bool:
    return otherwise if value is None else value
