"""Rules on the elements of the HTML part."""

from __future__ import annotations

import itertools
import re

from pipeline.newsletter.check.reading import Element, Page
from pipeline.newsletter.check.where import Where
from pipeline.newsletter.size import LIMIT, NEAR
from pipeline.problems import Place, Problem, error, warning

WIDEST = 600  # CSS pixels of the container
NARROWEST = 360  # of the smallest screen aimed at
_EMPTY_WORDS = frozenset(
    {"click here", "here", "link", "more", "read more", "this", "hier", "hier klicken", "mehr", "ici", "cliquez ici"}
)


def page_rules(html: str, page: Page, where: Where, said: str, sign: str = "") -> list[Problem]:
    """The problems of the elements of an HTML part; ``said`` are the essay's own words, ``sign`` a service's link."""
    place = where.place
    return [
        *_size(html, place),
        *_conditionals(page, html, place),
        *_columns(page, where),
        *_head(page, place),
        *_widths(page, where),
        *_tables(page, where),
        *_headings(page, where),
        *_links(page, where, sign),
        *_images(page, where),
        *_unresolved(page, where, said),
    ]


def _size(html: str, place: Place) -> list[Problem]:
    size = len(html.encode())
    if size <= NEAR:
        return []
    kind = error if size > LIMIT else warning
    return [kind(place, "mail-size", f"the HTML part has {size:,} bytes, and Gmail clips it at {LIMIT:,}")]


def _conditionals(page: Page, html: str, place: Place) -> list[Problem]:
    """Outlook's conditional comments, opened and closed in turn; no VML."""
    problems = []
    depth = 0
    for mark in re.findall(r"\[if [^\]]*\]|\[endif\]", html):
        depth += -1 if mark == "[endif]" else 1
        if depth not in (0, 1):
            break
    if depth:
        problems.append(error(place, "mail-conditional", "the comments [if mso] and [endif] are not balanced"))
    for mark in re.findall(r"<!--\[if !mso[^>]*>(?!<!-->)", html):
        hint = "write <!--[if !mso]><!--> … <!--<![endif]-->"
        problems.append(error(place, "mail-conditional", f"what follows `{mark}` is shown by no other client", hint))
    for comment in page.comments:
        inner = comment.partition("]>")[2].rpartition("<![endif]")[0]
        if re.search(r"<v:[a-z]", inner):
            problems.append(error(place, "mail-vml", "the mail draws with VML", "a button is a padded table cell"))
    opened, closed = (
        sum(len(re.findall(tag, comment)) for comment in page.comments if comment.startswith("[if mso"))
        for tag in (r"<table\b", r"</table>")
    )
    if opened != closed:
        problems.append(error(place, "mail-conditional", f"Outlook's tables: {opened} opened, {closed} closed"))
    return problems


def _columns(page: Page, where: Where) -> list[Problem]:
    """What stands side by side has a table around it that Outlook alone sees: its Word engine knows no inline-block."""
    problems = []
    for element in page.elements:
        side = element.style.get("display") == "inline-block" and "max-width" in element.style
        ghost = element.parent is not None and any("<td" in one for one in element.parent.comments)
        if side and not ghost:
            hint = "wrap the columns in <!--[if mso]><table role=presentation>…<![endif]-->"
            problems.append(error(where.of(element), "mail-columns", "columns without a table for Outlook", hint))
    return problems


def _head(page: Page, place: Place) -> list[Problem]:
    problems = []
    root = next(iter(page.all("html")), None)
    body = next(iter(page.all("body")), None)
    wrapper = next((e for e in page.elements if e.parent is not None and e.parent is body), None)
    if root is None or not root.get("lang") or wrapper is None or not (wrapper.get("lang") and wrapper.get("dir")):
        hint = "clients drop <html>, so its lang stands again, with dir, on the element that wraps the body"
        problems.append(error(place, "mail-lang", "the mail does not say its language twice", hint))
    titles = [title for title in page.all("title") if title.words.strip()]
    if len(titles) != 1:
        problems.append(error(place, "mail-title", f"the mail has {len(titles)} titles, and must have one"))
    metas = {meta.get("name"): meta.get("content") for meta in page.all("meta")}
    for name in ("color-scheme", "supported-color-schemes"):
        if "dark" not in metas.get(name, ""):
            problems.append(error(place, "mail-color-scheme", f"the meta `{name}` is missing or lacks `dark`"))
    return problems


def _widths(page: Page, where: Where) -> list[Problem]:
    """Nothing is wider than the container, or than a small screen unless it may shrink, by inline styles alone."""
    problems = []
    contained = False
    for element in page.elements:
        style = element.style
        widths = [_pixels(element.get("width")), _pixels(style.get("width", "")), _pixels(style.get("min-width", ""))]
        most = _pixels(style.get("max-width", ""))
        contained |= element.name == "table" and 0 < most <= WIDEST
        wide = max(widths)
        shrinks = style.get("max-width") == "100%" or element.get("width") == "100%" or style.get("width") == "100%"
        if wide > WIDEST or (wide > NARROWEST and not shrinks):
            message = f"a <{element.name}> is {wide} pixels wide and does not shrink to {NARROWEST}"
            problems.append(error(where.of(element), "mail-width", message))
    if not contained:
        problems.append(
            error(where.place, "mail-container", f"no table holds the mail to {WIDEST} pixels without styles")
        )
    return problems


def _pixels(text: str) -> int:
    found = re.fullmatch(r"(\d+)(?:\.\d+)?(?:px)?", text.strip())
    return int(found[1]) if found else 0


def _tables(page: Page, where: Where) -> list[Problem]:
    problems = []
    heads = page.all("th")
    for table in page.all("table"):
        own = [head for head in heads if _table_of(head) is table]
        if table.get("role") != "presentation" and not own:
            hint = "layout: role=presentation; data: th scope"
            problems.append(
                error(where.of(table), "mail-table", "a table is neither for layout nor has headings", hint)
            )
        if any(not head.get("scope") for head in own):
            problems.append(error(where.of(table), "mail-table", "a heading cell has no scope"))
    return problems


def _table_of(element: Element) -> Element | None:
    return next((at for at in element.above() if at.name == "table"), None)


def _headings(page: Page, where: Where) -> list[Problem]:
    headings = page.all("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(heading.name[1]) for heading in headings]
    problems = []
    if levels.count(1) != 1:
        problems.append(error(where.place, "mail-headings", f"the mail has {levels.count(1)} h1, and must have one"))
    for (before, after), heading in zip(itertools.pairwise(levels), headings[1:], strict=False):
        if after > before + 1:
            message = f"a heading of level {after} follows one of level {before}"
            problems.append(
                warning(where.of(heading), "mail-headings", message, "WCAG 2.2, 1.3.1: do not skip a level")
            )
    return problems


def _links(page: Page, where: Where, sign: str) -> list[Problem]:
    problems = []
    names = [element.get("id") for element in page.elements if element.get("id")]
    for element in page.elements:
        if element.get("id") and names.count(element.get("id")) > 1:
            problems.append(error(where.of(element), "mail-id", f"the id `{element.get('id')}` stands twice"))
    for link in page.all("a"):
        if "href" in link.attributes:
            problems += _link(link, page, where.of(link), {*names, sign})
    return problems


def _link(link: Element, page: Page, place: Place, known: set[str]) -> list[Problem]:
    problems = []
    url = link.get("href")
    words = link.get("aria-label") or " ".join(link.words.split())
    if url.startswith("#"):
        if url[1:] not in known:
            problems.append(error(place, "mail-link", f"the link {url} leads nowhere in the mail"))
    elif url not in known and not re.match(r"(https?:|mailto:|tel:)", url, re.IGNORECASE):
        problems.append(error(place, "mail-link", f"a link begins otherwise than https: or mailto: ({url[:40]})"))
    if not words and not any(image.get("alt") for image in page.all("img") if _inside(image, link)):
        problems.append(error(place, "mail-link-text", f"the link to {url} has no words"))
    elif words.lower().strip(" .→»") in _EMPTY_WORDS:
        hint = "say where it leads (WCAG 2.2, 2.4.4)"
        problems.append(warning(place, "mail-link-text", f"a link reads “{words}”", hint))
    if "underline" not in link.style.get("text-decoration", ""):
        problems.append(error(place, "mail-link-text", f"the link “{words}” is not underlined"))
    if link.style.get("padding", "0").strip("0px ") and "background-color" in link.style:
        hint = "pad and colour the table cell: Outlook's Word engine pads nothing else"
        problems.append(error(place, "mail-button", f"the button “{words}” is no table cell", hint))
    return problems


def _inside(element: Element, outer: Element) -> bool:
    return any(at is outer for at in element.above())


def _images(page: Page, where: Where) -> list[Problem]:
    problems = []
    for image in page.all("img"):
        source, place = image.get("src"), where.of(image)
        if "alt" not in image.attributes:
            problems.append(error(place, "mail-image", f"the picture {source} has no alt"))
        if not (image.get("width").isdigit() and image.get("height").isdigit()):
            problems.append(error(place, "mail-image", f"the picture {source} lacks its width or height in pixels"))
        if not source.startswith(("https:", "cid:")):
            problems.append(error(place, "mail-image", f"the picture {source[:60]} is neither on https nor attached"))
        if re.search(r"\.(svg|webp)([?#]|$)", source.lower()):
            problems.append(error(place, "mail-image", f"mail clients do not show {source}", "use PNG or JPEG"))
    return problems


_FIELD = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|<%.*?(?:%>|$)", re.DOTALL)
_PADDING = "\u200c\xa0 \n"  # what stands behind the preheader


def _unresolved(page: Page, where: Where, said: str) -> list[Problem]:
    """No field of a template is left where a person reads it; code and the essay's own words may speak of them."""
    return [
        error(
            where.of(element), "mail-unresolved", f"“{' '.join(words.split())[:60]}” holds a field that nothing fills"
        )
        for element, words in page.runs
        if not element.within("pre", "code", "style", "script")
        and any(" ".join(field.split()) not in said for field in _FIELD.findall(words.rstrip(_PADDING)))
    ]
