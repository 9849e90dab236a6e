"""The front matter as data: what an essay and its publication say about themselves.

``publication.yaml`` holds defaults; the essay's own front matter beats them. What stands here is the result.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.faces import ScriptFaces
from pipeline.problems import Place


class Output(enum.StrEnum):
    """The three outputs."""

    DECK = "deck"
    HANDOUT = "handout"
    NEWSLETTER = "newsletter"


class Paper(enum.StrEnum):
    """The handout's paper."""

    A4 = "A4"
    LETTER = "Letter"


class Body(enum.StrEnum):
    """How much of the essay the newsletter carries."""

    FULL = "full"
    SUMMARY = "summary"


class Service(enum.StrEnum):
    """Who sends the newsletter: oneself, by SMTP, or a service, whose signs then stand for each reader's own."""

    SMTP = "smtp"
    MAILCHIMP = "mailchimp"
    BUTTONDOWN = "buttondown"
    LISTMONK = "listmonk"


class Security(enum.StrEnum):
    """How the way to the relay is kept from others: RFC 3207, RFC 8314, or not at all (on this machine alone)."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote it."""

    name: str
    affiliation: str | None = None
    email: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of ``sources``: what citations point into. ``length`` in seconds, where known; ``line`` in essay.md."""

    id: str
    title: str
    url: str | None = None
    kind: str | None = None
    authors: tuple[str, ...] = ()
    date: datetime.date | None = None
    length: int | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture that opens every output: its ``path`` in the essay's folder. ``alt`` None: none was written."""

    path: str
    alt: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class DeckMeta:
    """The mapping ``deck``: the talk. ``minutes`` is the time given, ``words_per_minute`` the speaker's pace.

    ``embed_fonts`` puts the faces into the deck; ``builds`` brings up lists item by item, at a click
    each; ``agenda`` puts an overview of the sections behind the lead. ``template`` is a PowerPoint template of one's
    own, ``layouts`` which of its layouts, by name, serves which of ours.
    """

    event: str | None = None
    venue: str | None = None
    date: datetime.date | None = None
    minutes: int | None = None
    words_per_minute: int = 130
    template: str | None = None
    layouts: tuple[tuple[str, str], ...] = ()
    embed_fonts: bool = False
    builds: bool = False
    agenda: bool = False
    sections: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class HandoutMeta:
    """The mapping ``handout``: the paper."""

    paper: Paper = Paper.A4
    qr: bool = True
    slides: bool = False
    slides_per_page: int = 3
    source: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Dkim:
    """The mapping ``newsletter.dkim``: who signs (RFC 6376). ``domain`` is From's and ``key`` in ``.mail/`` if None."""

    selector: str
    domain: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Relay:
    """The mapping ``newsletter.relay``: the server that takes the mails, of publication.yaml alone.

    ``port`` is that of ``security`` if None; ``rate`` is how many mails it takes, as ``10/s``, ``30/min`` or ``500/h``.
    """

    host: str | None = None
    port: int | None = None
    security: Security = Security.STARTTLS
    user: str | None = None
    rate: str | None = None


@dataclass(frozen=True, slots=True)
class NewsletterMeta:
    """The mapping ``newsletter``: the mail. ``sender`` is the key ``from``; ``noindex`` is of the web copy.

    ``returns`` is the mailbox that bounces and unsubscribing mails come back to.
    """

    issue: str | None = None
    subject: str | None = None
    preheader: str | None = None
    greeting: str | None = None
    sender: str | None = None
    reply_to: str | None = None
    postal_address: str | None = None
    unsubscribe_url: str | None = None
    archive_url: str | None = None
    assets_url: str | None = None
    body: Body = Body.FULL
    service: Service = Service.SMTP
    noindex: bool = False
    returns: str | None = None
    dkim: Dkim | None = None
    relay: Relay | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """``content/publication.yaml``: the name under which essays appear, and where."""

    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """Everything that is known about one essay besides its text.

    ``places`` tells where each key was written, by its name with dots: ``deck.minutes``, ``deck.sections.0``.
    """

    title: str
    short_title: str | None = None
    subtitle: str | None = None
    summary: str | None = None
    cover: Cover | None = None
    authors: tuple[Author, ...] = ()
    date: datetime.date | None = None
    lang: str = "en"
    url: str | None = None
    license: str | None = None
    tags: tuple[str, ...] = ()
    theme: str = "editorial"
    draft: bool = False
    outputs: tuple[Output, ...] = (Output.DECK, Output.HANDOUT, Output.NEWSLETTER)
    sources: tuple[Source, ...] = ()
    fonts: tuple[ScriptFaces, ...] = ()
    bibliography: tuple[str, ...] = ()
    csl: str | None = None
    deck: DeckMeta = field(default_factory=DeckMeta)
    handout: HandoutMeta = field(default_factory=HandoutMeta)
    newsletter: NewsletterMeta = field(default_factory=NewsletterMeta)
    publication: Publication = field(default_factory=Publication)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    def source(self, id: str | None) -> Source | None:
        """The source named ``id``, or None."""
        return next((source for source in self.sources if source.id == id), None)

    def place(self, key: str, path: str) -> Place:
        """Where ``key`` was written, in the essay or in publication.yaml; else the first line of the essay ``path``."""
        return self.places.get(key, Place(path, 1))

    def line(self, key: str, path: str) -> int:
        """The line of ``key`` in the essay ``path``; 1 where it was written elsewhere or nowhere."""
        place = self.place(key, path)
        return (place.line or 1) if place.path == path else 1
