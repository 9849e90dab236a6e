"""Raw text, as people send it in mails and notes: headings, points and quotations known by their looks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.intake.draft import Draft
from pipeline.intake.escape import escaped
from pipeline.problems import Place, warning

_HEADER = re.compile(r"(from|by|author|title|subject|date)\s*:\s*(\S.*)$", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+([A-Z][^.!?]{1,60})$", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ITEM = re.compile(r"\s*(?:(?P<number>\d{1,4})[.)]|[-*•–·])\s+(?P<text>\S.*)$")
_TERM = re.compile(r"(?P<term>[^\s:.!?\[][^:.!?\[]{0,58}?):\s+(?=\S)")
_RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*$")
_NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|del|della|der|den|di|la|le|of|van|von|the))*"
_SAID = r"(?:once |famously |often )?(?:said|says|wrote|writes|put it|noted|observed|remarked|argued|warned)"
_QUOTED = re.compile(
    rf"(?P<lead>(?:As )?(?P<name>{_NAME}) {_SAID}(?: it)?[,:]) "
    r"(?P<said>“[^“”]{15,}”|\"[^\"]{15,}\")(?P<rest>\s.*|)$"
)
_SIGNED = re.compile(
    rf"(?P<said>“[^“”]{{15,}}”|\"[^\"]{{15,}}\")\s*(?:[—–]|--?)\s*(?P<name>{_NAME}(?:, [^.]{{1,80}})?)\.?$"
)
LONGEST_HEADING = 100  # characters
MOST_WORDS = 14  # of a heading


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together, joined; ``number`` and ``marker`` where they are a list item."""

    line: int
    text: str
    lines: int
    item: bool = False
    number: int | None = None


def draft(lines: list[str], path: str, title: str | None) -> Draft:
    """The essay in ``lines``. Its title: ``title``, else one that the text gives, else its first heading."""
    made = Draft()
    paragraphs = _paragraphs(lines)
    given = _headers(paragraphs, made)
    if not given and paragraphs and _heading(paragraphs, 0) and title in (None, "", paragraphs[0].text):
        given = paragraphs.pop(0).text
    by = _BYLINE.match(paragraphs[0].text) if paragraphs and paragraphs[0].lines == 1 else None
    if by and "authors" not in made.matter:
        made.matter["authors"] = [by[1].strip()]
        paragraphs.pop(0)
    headings = [paragraph.text for i, paragraph in enumerate(paragraphs) if _heading(paragraphs, i)]
    first = paragraphs[0].text if paragraphs else ""
    found = title or given or (headings[0] if headings else first[:LONGEST_HEADING].rpartition(" ")[0] or first)
    made.matter = {"title": found, **made.matter}
    body = _body(paragraphs)
    if given and title and given != title:
        body.insert(0, f"## {escaped(given)}")
    made.body = "\n\n".join(body) + "\n"
    _numbering(paragraphs, path, made)
    return made


def _paragraphs(lines: list[str]) -> list[Paragraph]:
    """Paragraphs between blank lines; a line that begins an item begins a paragraph."""
    found: list[Paragraph] = []
    run: list[str] = []
    start = 0

    def end() -> None:
        if run:
            item = _ITEM.match(run[0])
            text = " ".join(" ".join([item["text"], *run[1:]] if item else run).split())
            number = int(item["number"]) if item and item["number"] else None
            found.append(Paragraph(start, text, len(run), item is not None, number))
            run.clear()

    for number, line in enumerate(lines, 1):
        if not line.strip() or _RULE.match(line):
            end()
        else:
            if _ITEM.match(line) and (not run or _ITEM.match(run[0])):
                end()
            elif len(run) == 1 and _HEADER.match(run[0]) and all(_HEADER.match(p.text) for p in found):
                end()  # the lines of a letter's head
            if not run:
                start = number
            run.append(line.strip() if not run else line)
    end()
    return found


def _headers(paragraphs: list[Paragraph], made: Draft) -> str:
    """Takes the letter's head off: From, Title, Date. Returns the title that it gives."""
    title = ""
    while paragraphs and paragraphs[0].lines == 1 and (header := _HEADER.match(paragraphs[0].text)):
        name, value = header[1].lower(), header[2].strip()
        if name in ("title", "subject") and not title:
            title = value
        elif name == "date" and (date := _DATE.match(value)):
            made.matter["date"] = date[0]
        elif name in ("from", "by", "author") and "authors" not in made.matter:
            mail = re.fullmatch(r"(.*?)\s*<([^<>@\s]+@[^<>@\s]+)>", value)
            made.matter["authors"] = [{"name": mail[1], "email": mail[2]} if mail and mail[1] else value]
        else:
            break
        paragraphs.pop(0)
    return title


def _heading(paragraphs: list[Paragraph], index: int) -> bool:
    """A short line by itself, without final punctuation, with something below it."""
    paragraph = paragraphs[index]
    text = paragraph.text
    return (
        paragraph.lines == 1
        and not paragraph.item
        and not _SIGNED.fullmatch(text)
        and index + 1 < len(paragraphs)
        and len(text) <= LONGEST_HEADING
        and len(text.split()) <= MOST_WORDS
        and not text.endswith((".", "!", "?", "…", ":", ";", ",", "]", "”", '"'))
        and (text[0].isupper() or text[0].isdigit() or not text[0].isascii())
    )


def _body(paragraphs: list[Paragraph]) -> list[str]:
    blocks: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.item:
            blocks.append(_item(paragraph))
        elif _heading(paragraphs, index):
            blocks.append(f"## {escaped(paragraph.text)}")
        else:
            blocks += _quotation(paragraph.text) or [escaped(paragraph.text)]
    return blocks


def _item(paragraph: Paragraph) -> str:
    marker = "- " if paragraph.number is None else f"{paragraph.number}. "
    term = _TERM.match(paragraph.text)
    if term is None or len(term["term"].split()) > 8:
        return marker + escaped(paragraph.text)
    return f"{marker}**{escaped(term['term'])}:** {escaped(paragraph.text[term.end() :])}"


def _quotation(text: str) -> list[str]:
    """A paragraph that opens with a quotation and its speaker: what leads in, the quotation, what follows."""
    if signed := _SIGNED.fullmatch(text):
        return [_quoted(signed["said"], signed["name"])]
    found = _QUOTED.fullmatch(text)
    if found is None:
        return []
    rest = found["rest"].strip()
    return [escaped(found["lead"]), _quoted(found["said"], found["name"]), *([escaped(rest)] if rest else [])]


def _quoted(said: str, name: str) -> str:
    return f"> {escaped(said)}\n>\n> — {escaped(name)}"


def _numbering(paragraphs: list[Paragraph], path: str, made: Draft) -> None:
    """Markdown counts on from a list's first number: where the text's own numbers differ, that is told."""
    before: Paragraph | None = None
    for paragraph in paragraphs:
        if before and before.number is not None and paragraph.number not in (None, before.number + 1):
            what = f"number {paragraph.number} follows {before.number}: the list counts on by one"
            made.problems.append(warning(Place(path, paragraph.line), "not-carried", what))
        before = paragraph if paragraph.item else None
