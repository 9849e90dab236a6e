"""What is checked of a written message: the rules of "email-ready", on its bytes, read back as a stranger would.

Nothing here is taken from how the mail was made; what a template of a theme broke is found as well.
"""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

from pipeline.document import Essay
from pipeline.newsletter.check.header import header_rules
from pipeline.newsletter.check.page import page_rules
from pipeline.newsletter.check.reading import Page, read
from pipeline.newsletter.check.styles import style_rules
from pipeline.problems import Place, Problem, Problems, error, warning
from pipeline.prose import plain, texts, whole

__all__ = ["check", "check_html"]


def check(message: bytes, place: Place, essay: Essay | None = None) -> Problems:
    """The problems of ``message``, the bytes of an .eml; ``place`` is its path.

    ``essay``, where given, is what the mail was made of: a field of a template that stands in its words is no fault.
    """
    problems = list(header_rules(message, place))
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    text, html = _bodies(parsed)
    if text is None or html is None:
        hint = "a mail is multipart/alternative: text/plain, then text/html (RFC 2046, 5.1.4)"
        return (*problems, error(place, "mail-parts", "the message lacks its text or its HTML part", hint))
    page = read(html)
    problems += check_html(html, place, _said(essay) if essay else "")
    problems += _same(text, page, place)
    problems += _leaving(parsed, page, place) + _preheader(page, place)
    cids = {str(part["Content-ID"] or "").strip().strip("<>") for part in parsed.walk()}
    for image in page.all("img"):
        source = image.get("src")
        if source.startswith("cid:") and source[4:] not in cids:
            problems.append(error(place, "mail-image", f"the picture `{source}` is not attached"))
    return tuple(problems)


def check_html(html: str, place: Place, said: str = "") -> Problems:
    """The problems of an HTML part, decoded; ``said`` are the words of the essay that it was made of."""
    page = read(html)
    return (*page_rules(html, page, place, said), *style_rules(html, page, place))


def _said(essay: Essay) -> str:
    """The essay's words, what its front matter says of it included."""
    meta = essay.meta
    about = (meta.title, meta.subtitle, meta.summary, meta.publication.name, *(source.title for source in meta.sources))
    runs = (plain(run) for block in whole(essay) for run in texts(block))
    return " ".join(" ".join((*(words for words in about if words), *runs)).split())


def _bodies(parsed: EmailMessage) -> tuple[str | None, str | None]:
    """The text and the HTML of a multipart/alternative whose text comes first."""
    if parsed.get_content_type() != "multipart/alternative":
        return None, None
    parts = [part for part in parsed.iter_parts() if isinstance(part, EmailMessage)]
    if len(parts) != 2 or parts[0].get_content_type() != "text/plain":
        return None, None
    html = parts[1].get_body(("html",)) if parts[1].is_multipart() else parts[1]
    if not isinstance(html, EmailMessage) or html.get_content_type() != "text/html":
        return None, None
    return str(parts[0].get_content()), str(html.get_content())


def _same(text: str, page: Page, place: Place) -> list[Problem]:
    """The text part holds the same links and the pictures' alt texts."""
    problems = []
    flat = "".join(text.split())
    for url in dict.fromkeys(link.get("href") for link in page.all("a")):
        if not url.startswith("#") and url.removeprefix("mailto:") not in text:
            problems.append(error(place, "mail-text-part", f"the text part lacks the link {url}"))
    for alt in dict.fromkeys(image.get("alt") for image in page.all("img")):
        if alt and "".join(alt.split()) not in flat:
            problems.append(error(place, "mail-text-part", f"the text part lacks the picture “{alt}”"))
    return problems


def _leaving(parsed: EmailMessage, page: Page, place: Place) -> list[Problem]:
    """Whoever may leave by a header may leave by a link that they see."""
    links = {link.get("href") for link in page.all("a") if not link.hidden}
    ways = re.findall(r"<([^<>]*)>", str(parsed["List-Unsubscribe"] or ""))
    if ways and not links & set(ways):
        return [error(place, "mail-unsubscribe-link", "the mail shows no link to unsubscribe")]
    return []


def _preheader(page: Page, place: Place) -> list[Problem]:
    """The words that a list of mails shows behind the subject: the first, hidden ones of the body."""
    body = next(iter(page.all("body")), None)
    first = next((e for e in page.elements if e.within("body") and e is not body and e.hidden), None)
    length = len(" ".join(re.sub("[\u00a0\u200c]", " ", first.words).split())) if first else 0
    if 40 <= length <= 130:
        return []
    hint = "write `newsletter: {preheader: …}`"
    return [warning(place, "mail-preheader", f"the preheader has {length} characters; 40 to 130 serve", hint)]
