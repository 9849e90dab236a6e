"""What is checked of a written message: the rules of "email-ready", on its bytes, read back as a stranger would.

Nothing here is taken from how the mail was made; what a template of a theme broke is found as well. The essay and the
theme serve only to say where a finding comes from, and what the mail was to hold.
"""

from __future__ import annotations

import email
import email.policy
import re
import unicodedata
from collections.abc import Iterator, Mapping
from email.message import EmailMessage

from pipeline.document import Chart, Essay, Math, MathBlock
from pipeline.files import Files
from pipeline.greeting import greeting
from pipeline.newsletter.check.clients import client_rules, load_data, load_waivers
from pipeline.newsletter.check.contrast import contrast_rules
from pipeline.newsletter.check.header import header_rules
from pipeline.newsletter.check.page import page_rules
from pipeline.newsletter.check.reading import Page, read
from pipeline.newsletter.check.styles import style_rules
from pipeline.newsletter.check.where import Where, where
from pipeline.newsletter.services import SIGNS, Signs
from pipeline.problems import Place, Problem, Problems, error, warning
from pipeline.prose import every_inline, plain, texts, whole
from pipeline.theme import Theme

__all__ = ["check", "check_html"]

_STOPS = ".,:;()"  # what closes a word in a sentence


def check(
    message: bytes, place: Place, essay: Essay | None = None, theme: Theme | None = None, files: Files | None = None
) -> Problems:
    """The problems of ``message``, the bytes of an .eml; ``place`` is its path.

    ``essay``, where given, is what the mail was made of: a field of a template that stands in its words is no fault.
    ``theme`` and ``files`` bring its waivers, and the lines of its templates.
    """
    meta = essay.meta if essay else None
    signs = SIGNS.get(meta.newsletter.service) if meta else None
    problems = list(header_rules(message, place, meta=meta, path=essay.path if essay else "", by_service=bool(signs)))
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    text, html = _bodies(parsed)
    if text is None or html is None:
        hint = "a mail is multipart/alternative: text/plain, then text/html (RFC 2046, 5.1.4)"
        return (*problems, error(place, "mail-parts", "the message lacks its text or its HTML part", hint))
    page = read(html)
    found = where(place, essay, theme, files)
    problems += check_html(html, place, _said(essay) if essay else "", found, signs.unsubscribe if signs else "")
    if theme and files:
        waivers, wrong = load_waivers(theme, files)
        problems += [*wrong, *client_rules(html, page, found, load_data(), waivers)]
    instead = {**dict.fromkeys(_charts(essay)), **dict(_formulas(essay))} if essay else {}
    problems += _same(text, page, found, instead)
    problems += _leaving(parsed, page, place, signs) + _preheader(page, _at(essay, "newsletter.preheader", place))
    problems += _owed(page, essay, place) if essay else []
    cids = {str(part["Content-ID"] or "").strip().strip("<>") for part in parsed.walk()}
    for image in page.all("img"):
        source = image.get("src")
        if source.startswith("cid:") and source[4:] not in cids:
            problems.append(error(found.of(image), "mail-image", f"the picture `{source}` is not attached"))
    return tuple(problems)


def check_html(html: str, place: Place, said: str = "", found: Where | None = None, sign: str = "") -> Problems:
    """The problems of an HTML part, decoded; ``said`` are the words of the essay that it was made of.

    ``sign`` is what a service fills in with the address where a reader leaves.
    """
    page, found = read(html), found or Where(place)
    return (
        *page_rules(html, page, found, said, sign),
        *style_rules(html, page, found),
        *contrast_rules(html, page, found),
    )


def _charts(essay: Essay) -> Iterator[str]:
    """How the charts of ``essay`` are described."""
    for block in whole(essay):
        if isinstance(block, Chart):
            from pipeline.charts.description import described  # most letters have no chart

            yield described(block, essay.meta.lang)


def _said(essay: Essay) -> str:
    """The essay's words, what its front matter says of it included, and the greeting in a service's signs."""
    meta = essay.meta
    signs = SIGNS.get(meta.newsletter.service)
    hello = greeting(meta.newsletter.greeting or "", Place(essay.path))[0] if signs else None
    greeted = signs.greeting(hello) if signs and hello else ""
    about = (
        greeted,
        meta.title,
        meta.subtitle,
        meta.summary,
        meta.publication.name,
        *(source.title for source in meta.sources),
    )
    runs = (plain(run) for block in whole(essay) for run in texts(block))
    return " ".join(" ".join((*(words for words in about if words), *runs)).split())


def _at(essay: Essay | None, key: str, place: Place) -> Place:
    """Where the front matter says ``key``, else ``place``."""
    return essay.meta.places.get(key, place) if essay else place


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


def _formulas(essay: Essay) -> Iterator[tuple[str, tuple[str, ...]]]:
    """How each formula is read aloud, and the lines in which it is written in the text part."""
    for block in whole(essay):
        inner = (one for run in texts(block) for one in every_inline(run))
        for math in (block, *inner):
            if isinstance(math, Math | MathBlock):
                from pipeline.formulas import formula  # most letters have none

                found = formula(math.tex, display=isinstance(math, MathBlock))
                if found:
                    yield found.spoken(essay.meta.lang), found.lines


def _same(text: str, page: Page, where: Where, instead: Mapping[str, tuple[str, ...] | None]) -> list[Problem]:
    """The text part holds all that the HTML part says: links, the pictures' alternative texts, and every word.

    ``instead`` are alternative texts that it says otherwise: a formula in lines of its own, a chart (None) by its
    numbers, which stand in a table there.
    """
    problems = []
    flat = "".join(text.split())
    for link in page.all("a"):
        url = link.get("href")
        if url and not url.startswith("#") and "".join(url.removeprefix("mailto:").split()) not in flat:
            problems.append(error(where.of(link), "mail-text-part", f"the text part lacks the link {url}"))
    for image in page.all("img"):
        lines = instead.get(image.get("alt"), ())
        if not lines and "formula" in image.get("class").split():
            continue  # read aloud there, written here: without the essay nobody knows which is which
        if lines:
            there = all("".join(line.split()) in flat for line in lines)
        elif lines is None:
            there = all(word.strip(_STOPS) in flat for word in image.get("alt").split() if re.search(r"\d", word))
        else:
            there = "".join(image.get("alt").split()) in flat
        if not there:
            lacks = f"the text part lacks the picture “{image.get('alt')}”"
            problems.append(error(where.of(image), "mail-text-part", lacks))
    letters = _letters(text)
    for element, words in page.runs:
        parts = words.split(" · ")  # what shares a caption there may stand on lines of its own here
        if not element.within("head") and not element.hidden and any(_letters(part) not in letters for part in parts):
            lacks = f"the text part lacks “{' '.join(words.split())[:60]}”"
            problems.append(error(where.of(element), "mail-text-part", lacks))
    return list(dict.fromkeys(problems))


def _letters(text: str) -> str:
    """The letters and digits of ``text`` alone: what remains the same however it is wrapped and marked up."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _owed(page: Page, essay: Essay, place: Place) -> list[Problem]:
    """What the front matter gives stands in the mail: the web copy's address, the postal address."""
    problems = []
    meta = essay.meta
    if meta.url and meta.url not in {link.get("href") for link in page.all("a") if not link.hidden}:
        problems.append(
            error(place, "mail-web-copy", "the mail shows no link to its web copy", "mend the foot template")
        )
    shown = _letters(
        "".join(words for element, words in page.runs if not element.within("head") and not element.hidden)
    )
    if meta.newsletter.postal_address and _letters(meta.newsletter.postal_address) not in shown:
        problems.append(
            error(place, "mail-postal", "the mail does not show the postal address", "mend the foot template")
        )
    return problems


def _leaving(parsed: EmailMessage, page: Page, place: Place, signs: Signs | None) -> list[Problem]:
    """Whoever may leave by a header may leave by a link that they see; so may the readers of a service."""
    links = {link.get("href") for link in page.all("a") if not link.hidden}
    ways = [signs.unsubscribe] if signs else re.findall(r"<([^<>]*)>", str(parsed["List-Unsubscribe"] or ""))
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
