"""From the essay to the three files: the letter is decided, printed, and put into its envelope."""

from __future__ import annotations

import datetime
import hashlib
import re

from pipeline import reserved
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.meta import Body
from pipeline.newsletter import Mail
from pipeline.newsletter.envelope import Envelope, envelope
from pipeline.newsletter.letter import Letter, letter, web_copy
from pipeline.newsletter.message import message
from pipeline.newsletter.page import press
from pipeline.newsletter.pictures import prepare
from pipeline.newsletter.services import SIGNS
from pipeline.newsletter.size import gate
from pipeline.newsletter.text import text
from pipeline.problems import Place, Problem, Problems, error, failed, warning
from pipeline.theme import Theme


def mail(essay: Essay, theme: Theme, files: Files, moment: datetime.datetime) -> tuple[Mail | None, Problems]:
    """The newsletter of ``essay``, or the problems that keep it from being written."""
    place = Place(essay.path, 1)
    problems: list[Problem] = []
    cover, found = envelope(essay, moment, place)
    problems += found
    pictures, found = prepare(essay, theme, files)
    problems += found
    printer, found = press(theme, files, carded=pictures.carded)
    problems += found
    if cover is None or printer is None or failed(problems):
        return None, tuple(problems)
    whole = letter(essay, moment, cover.greeting, cover.unsubscribe)
    problems += _advice(whole, essay.meta.place("newsletter.preheader", essay.path))
    if essay.meta.newsletter.body is Body.SUMMARY and whole.read_on is None:
        hint = "give the essay a `url`, or take `newsletter: {body: summary}` out"
        at = essay.meta.place("newsletter.body", essay.path)
        problems.append(error(at, "mail-summary", "a summary needs an address where the essay can be read", hint))
        return None, tuple(problems)
    signs = SIGNS.get(essay.meta.newsletter.service)
    shown = pictures.linked if signs else pictures.mailed
    sent, html, found = gate(whole, lambda one: printer.page(one, shown), place)
    problems += found
    copy, found = printer.page(web_copy(whole), pictures.hosted, essay.meta.url)
    problems += found
    if html is None or copy is None or failed(problems):
        return None, tuple(dict.fromkeys(problems))
    plain = text(web_copy(whole))
    said = (copy, plain, cover.subject, cover.sender.name or "", whole.preheader or "")
    for word in signs.opening if signs else reserved.ALL:
        if any(word in part for part in said):
            who = f"{essay.meta.newsletter.service.value} takes for its own" if signs else "the mail reserves"
            problems.append(error(place, "mail-reserved", f"the essay holds `{word}`, which {who}", "reword it"))
            return None, tuple(problems)
    if signs:
        problems += pictures.left_out(essay)
    words = text(sent)
    attached = pictures.attached(html)
    data = message(cover.header(_id(essay.slug, words, html, cover)), words, html, attached)
    pasted = signs.pasted(html) if signs else None
    return Mail(copy, words if signs else plain, data, pasted), tuple(dict.fromkeys(problems))


def _id(slug: str, text: str, html: str, cover: Envelope) -> str:
    """The left of Message-ID: the essay's name and the digest of all that a reader sees."""
    seed = f"{slug}\n{cover.subject}\n{text}\n{html}"
    label = re.sub(r"[^a-z0-9-]", "", slug.lower())[:40] or "essay"
    return f"{label}.{hashlib.sha256(seed.encode()).hexdigest()[:32]}"


def _advice(whole: Letter, place: Place) -> Problems:
    """What a careful author would mend about the preheader."""
    shown = whole.preheader or ""
    if 40 <= len(shown) <= 130:
        return ()
    how = f"has {len(shown)} characters" if shown else "is missing"
    hint = "write `newsletter: {preheader: …}`: what the list of mails shows behind the subject, 40 to 130 characters"
    return (warning(place, "mail-preheader", f"the preheader {how}", hint),)
