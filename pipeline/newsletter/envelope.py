"""The envelope: who sends it, what it is called, how one leaves. What the front matter says of it is checked here."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from pipeline import header as fields
from pipeline.document import Essay
from pipeline.greeting import greeting
from pipeline.header import HeaderError, Mailbox
from pipeline.meta import NewsletterMeta
from pipeline.newsletter.services import SIGNS
from pipeline.problems import Place, Problem, Problems, error, failed, warning
from pipeline.reserved import GREETING, READER, RECIPIENT

LONG = 100  # characters of a subject; lists of mails show some 40 to 70
LONGEST = 250
LONGEST_LEAVING = 500  # characters of unsubscribe_url: with the longest reader's token a line stays within 998
ASK = "in the front matter or in publication.yaml"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the header says. ``unsubscribe`` and ``greeting`` hold their reserved words, or the service's signs.

    ``leaving`` are the addresses of List-Unsubscribe, https first; a service writes that field by itself.
    """

    subject: str
    sender: Mailbox
    reply_to: Mailbox | None
    moment: datetime.datetime
    list_name: str
    list_label: str
    unsubscribe: str | None
    leaving: tuple[str, ...]
    archive: str | None
    greeting: str | None

    def header(self, id: str) -> list[str]:
        """The folded fields, without MIME's own; ``id`` is the left side of Message-ID."""
        made = [fields.addressed("From", self.sender), f"To: {RECIPIENT}"]
        if self.reply_to:
            made.append(fields.addressed("Reply-To", self.reply_to))
        made += [
            fields.unstructured("Subject", self.subject),
            f"Date: {fields.date(self.moment)}",
            f"Message-ID: <{id}@{self.sender.domain}>",
            fields.list_id(self.list_name, self.list_label),
        ]
        if self.archive:
            made.append(fields.listed("List-Archive", self.archive))
        if self.leaving:
            made.append(fields.listed("List-Unsubscribe", *self.leaving))
            if self.leaving[0].startswith("https:"):
                made.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")  # RFC 8058, 3.1
        return made


def envelope(essay: Essay, moment: datetime.datetime, place: Place) -> tuple[Envelope | None, Problems]:
    """The envelope of ``essay``'s newsletter, and what a real mailing needs and lacks."""
    meta = essay.meta
    mail = meta.newsletter
    problems: list[Problem] = [*_lacks(essay, place)]
    subject = mail.subject or meta.title
    key = "newsletter.subject" if mail.subject else "title"
    problems += _subject(subject, key, meta.place(key, place.path))
    name = meta.publication.name or (meta.authors[0].name if meta.authors else "")
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    label = _label(name) or "newsletter"
    sender = _mailbox(mail.sender, "newsletter.from", essay, problems)
    if sender is None:
        sender = Mailbox(name, "newsletter", f"{label}.invalid")  # RFC 2606: no mail goes there
    signs = SIGNS.get(mail.service)
    at = meta.place("newsletter.unsubscribe_url", place.path)
    reply_to = _mailbox(mail.reply_to, "newsletter.reply_to", essay, problems)
    returns = _mailbox(mail.returns, "newsletter.returns", essay, problems)
    leave = None if signs else _unsubscribe(mail.unsubscribe_url, meta.lang, at, problems)
    back = returns or reply_to or sender
    by_mail = (by_mail_to(back.address),) if leave and leave.startswith("https:") and mail.sender else ()
    hello = None
    if mail.greeting:
        read, found = greeting(mail.greeting, meta.place("newsletter.greeting", place.path))
        problems += found
        if read is not None and read.personal:
            hello = signs.greeting(read) if signs else GREETING
        else:
            hello = mail.greeting if read else None
    made = Envelope(
        subject=subject,
        sender=sender,
        reply_to=reply_to,
        moment=moment,
        list_name=name,
        list_label=f"{label}.{sender.domain}" if not sender.domain.startswith(f"{label}.") else sender.domain,
        unsubscribe=signs.unsubscribe if signs else leave,
        leaving=(leave, *by_mail) if leave else (),
        archive=_url(mail.archive_url, "newsletter.archive_url", essay, problems),
        greeting=hello,
    )
    return (None if failed(problems) else made), tuple(problems)


def _lacks(essay: Essay, place: Place) -> Problems:
    """What a real mailing needs: one warning each."""
    mail: NewsletterMeta = essay.meta.newsletter
    needs = (
        (mail.sender, "mail-from", "from", "the mail has no sender; until then it is under .invalid"),
        (mail.postal_address, "mail-postal-address", "postal_address", "the mail has no postal address"),
        (
            mail.unsubscribe_url or mail.service in SIGNS,
            "mail-unsubscribe",
            "unsubscribe_url",
            "the mail has no way to unsubscribe",
        ),
    )
    found = [
        warning(place, code, message, f"give `newsletter: {{{key}: …}}` {ASK}")
        for value, code, key, message in needs
        if not value
    ]
    if not essay.meta.url:
        found.append(warning(place, "mail-url", "the mail has no web copy to link to", f"give `url: …` {ASK}"))
    return tuple(found)


def _subject(subject: str, key: str, place: Place) -> Problems:
    if not subject.strip():
        return (error(place, "mail-subject", f"`{key}` is empty, and the mail has no subject"),)
    if not subject.isprintable():
        hint = "write it in one line"
        return (error(place, "mail-subject", f"`{key}` holds a line break or a control character", hint),)
    if len(subject) > LONGEST:
        hint = "write a shorter `newsletter: {subject: …}`"
        return (error(place, "mail-subject", f"`{key}` has {len(subject)} characters, too many for a subject", hint),)
    if len(subject) > LONG:
        hint = "write a shorter `newsletter: {subject: …}`"
        return (warning(place, "mail-subject-long", f"`{key}` has {len(subject)} characters", hint),)
    return ()


def _mailbox(text: str | None, key: str, essay: Essay, problems: list[Problem]) -> Mailbox | None:
    if not text:
        return None
    try:
        return fields.mailbox(text)
    except HeaderError as fault:
        hint = f"write `{key.removeprefix('newsletter.')}: Name <name@example.org>`"
        problems.append(error(essay.meta.place(key, essay.path), "mail-address", f"`{key}` {fault}", hint))
        return None


def _url(text: str | None, key: str, essay: Essay, problems: list[Problem]) -> str | None:
    if not text:
        return None
    try:
        return fields.ascii_url(text, ("https", "http"))
    except HeaderError as fault:
        problems.append(error(essay.meta.place(key, essay.path), "mail-address", f"`{key}` {fault}"))
        return None


def by_mail_to(address: str) -> str:
    """Where a mail to ``address`` unsubscribes (RFC 6068); ``returns`` reads the token in its subject."""
    return f"mailto:{address}?subject=unsubscribe%20{READER}"


def _unsubscribe(text: str | None, lang: str, place: Place, problems: list[Problem]) -> str | None:
    """The address with the reader's token; RFC 8058 wants https for one click."""
    if not text:
        return None
    try:
        url = fields.ascii_url(text, ("https", "mailto"))
    except HeaderError as fault:
        problems.append(error(place, "mail-address", f"`newsletter.unsubscribe_url` {fault}"))
        return None
    if len(url) > LONGEST_LEAVING:
        message = f"`newsletter.unsubscribe_url` has {len(url)} characters, over {LONGEST_LEAVING}"
        problems.append(error(place, "mail-address", message))
        return None
    if url.startswith("mailto:"):
        return url if "?" in url else by_mail_to(url.removeprefix("mailto:"))
    url, mark, fragment = url.partition("#")
    # The token comes first: where a program spoils the `&`, what is lost is the language of the page.
    shown = "" if lang.lower().partition("-")[0] == "en" else f"&lang={quote(lang)}"
    return f"{url}{'&' if '?' in url else '?'}reader={READER}{shown}{mark}{fragment}"


def _label(name: str) -> str:
    """``name`` as a label of a host name: ASCII letters, digits and hyphens."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name)[:60].strip("-")
