"""What a mail uses of HTML and CSS, in the names of the caniemail data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.newsletter.check.reading import Element, Page
from pipeline.newsletter.check.sheets import Declaration, Rule, declarations, rules, style_elements

# Elements whose datum bears another name than theirs.
_ELEMENTS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("ul", "ol", "li", "dl", "dt", "dd"), "html-lists"),
    **dict.fromkeys(("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col"), "html-table"),
    **dict.fromkeys(
        ("article", "aside", "details", "figcaption", "figure", "footer", "header", "main", "mark", "nav", "section"),
        "html-semantics",
    ),
    **dict.fromkeys(("summary", "time"), "html-semantics"),
    **dict.fromkeys(("map", "area"), "html-image-maps"),
    **dict.fromkeys(("s", "strike"), "html-strike"),
    "button": "html-button-submit",
    "embed": "html-object",
    "input": "html-input-text",
}
_ATTRIBUTES = {
    *("align", "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby", "aria-live", "background"),
    *("cellpadding", "cellspacing", "dir", "height", "hidden", "lang", "popover", "required", "role", "srcset"),
    *("target", "valign", "width"),
}
_PICTURES = {"jpeg": "jpg", "tif": "tiff", "heic": "heif"}
_SPECIAL = {  # values that have a datum of their own
    "display: flex": "css-display-flex",
    "display: inline-flex": "css-display-flex",
    "display: grid": "css-display-grid",
    "display: inline-grid": "css-display-grid",
    "display: none": "css-display-none",
    "flex-direction: column": "css-flex-direction",
    "flex-wrap: wrap": "css-flex-wrap",
}
_FUNCTIONS = {
    "calc": "css-unit-calc",
    "var": "css-variables",
    **{name: f"css-function-{name}" for name in ("clamp", "light-dark", "max", "min")},
    **{name: f"css-{name}" for name in ("conic-gradient", "linear-gradient", "radial-gradient", "rgb", "rgba")},
    **dict.fromkeys(("lab", "lch", "oklab", "oklch"), "css-modern-color"),
}
_MEDIA = {
    "prefers-color-scheme": "css-at-media-prefers-color-scheme",
    "prefers-reduced-motion": "css-at-media-prefers-reduced-motion",
    "hover": "css-at-media-hover",
    "orientation": "css-at-media-orientation",
    "device-pixel-ratio": "css-at-media-device-pixel-ratio",
}
_AT = {name: f"css-at-{name}" for name in ("font-face", "import", "keyframes", "media", "supports")}


@dataclass(frozen=True, slots=True)
class Use:
    """One feature used. ``feature`` is the datum's name; ``shown`` is what a person would call it.

    ``within`` are the features without which a client does not even look: style elements, and media queries therein.
    ``element`` is the first that uses it, where it is an element and no stylesheet. ``needed`` says that it should have
    a datum: it is an element or a property, and rule 14 wants each looked up.
    """

    feature: str
    shown: str
    within: frozenset[str] = frozenset()
    element: Element | None = None
    needed: bool = False


def used(html: str, page: Page, known: Callable[[str], bool]) -> tuple[Use, ...]:
    """The features that ``page`` uses, each by its first use; ``known`` says whether the data have one of that name.

    What stands in a media query and outside of one counts as outside.
    """
    found: dict[str, Use] = {}
    for use in (*_elements(page, known), *_sheets(html, known)):
        before = found.setdefault(use.feature, use)
        wider = use if len(use.within) < len(before.within) else before
        found[use.feature] = replace(wider, within=before.within & use.within)
    return tuple(found.values())


def _elements(page: Page, known: Callable[[str], bool]) -> Iterator[Use]:
    for element in page.elements:
        name = element.name
        yield Use(_ELEMENTS.get(name, f"html-{name}"), f"<{name}>", element=element, needed=True)
        for attribute, value in element.attributes.items():
            if attribute in _ATTRIBUTES:
                yield Use(f"html-{attribute}", f"{attribute}=", element=element)
            elif attribute == "loading":
                yield Use("html-loading-attribute", "loading=", element=element)
            elif attribute == "href" and value.startswith("#"):
                yield Use("html-anchor-links", "links within the mail", element=element)
            elif attribute == "href" and value.startswith("mailto:"):
                yield Use("html-mailto-links", "mailto: links", element=element)
        if name == "meta" and element.get("name") == "color-scheme":
            yield Use("html-meta-color-scheme", "the color-scheme meta", element=element)
        if name == "img":
            yield from _picture(element)
        for declaration in declarations(element.get("style")):
            for use in _declaration(declaration, known, frozenset()):
                yield Use(use.feature, use.shown, element=element, needed=use.needed)


def _picture(element: Element) -> Iterator[Use]:
    source = element.get("src").lower()
    if source.startswith("data:"):
        yield Use("image-base64", "a data: picture", element=element)
    path = source.split("?")[0].split("#")[0].removesuffix("@figure.invalid")
    ending = path.rpartition(".")[2]
    if re.fullmatch(r"[a-z0-9]{2,5}", ending):
        yield Use(f"image-{_PICTURES.get(ending, ending)}", f".{ending} pictures", element=element)


def _sheets(html: str, known: Callable[[str], bool]) -> Iterator[Use]:
    for sheet in style_elements(html):
        if "/*" in sheet:
            yield Use("css-comments", "a comment in the styles", frozenset(("html-style",)))
        for rule in rules(sheet):
            media = {feature for around in rule.media for feature in _around(around)}
            for feature in sorted(media):
                yield Use(feature, _shown_around(feature), frozenset(("html-style",)))
            within = frozenset((*media, "html-style"))
            yield from (Use(feature, shown, within) for feature, shown in _selectors(rule))
            for declaration in rule.declarations:
                yield from _declaration(declaration, known, within)


def _around(around: str) -> Iterator[str]:
    name = around[1:].partition(" ")[0]
    if name in _AT:
        yield _AT[name]
    yield from (feature for word, feature in _MEDIA.items() if name == "media" and word in around)


def _shown_around(feature: str) -> str:
    return next((f"@media ({word})" for word, name in _MEDIA.items() if name == feature), f"@{feature[7:]}")


def _selectors(rule: Rule) -> Iterator[tuple[str, str]]:
    """The kinds of selector in a rule (Selectors 4)."""
    plain = re.sub(r"\[[^\]]*\]", "[]", rule.selector)
    kinds = (
        (r"\[\]", "css-selector-attribute", "an attribute selector"),
        (r"\.[\w-]", "css-selector-class", "a class selector"),
        (r"#[\w-]", "css-selector-id", "an id selector"),
        (r"(?<![\w.#:\[-])[a-z][\w-]*", "css-selector-type", "a type selector"),
        (r"\*", "css-selector-universal", "the selector *"),
        (r",", "css-selector-grouping", "grouped selectors"),
        (r"[\w\])] +[\w.#*:\[]", "css-selector-descendant", "a descendant selector"),
        (r">", "css-selector-child", "the selector >"),
        (r"\+", "css-selector-adjacent-sibling", "the selector +"),
        (r"~", "css-selector-general-sibling", "the selector ~"),
        (r"[\w\]-][.#\[]", "css-selector-chaining", "chained selectors"),
    )
    yield from ((feature, shown) for pattern, feature, shown in kinds if re.search(pattern, plain))
    for colons, name in re.findall(r"(::?)([a-z-]+)", plain):
        kind = "element" if colons == "::" or name in ("before", "after", "first-line", "first-letter") else "class"
        if name != "root":
            yield f"css-pseudo-{kind}-{name}", f"{colons}{name}"


def _declaration(declaration: Declaration, known: Callable[[str], bool], within: frozenset[str]) -> Iterator[Use]:
    name, value = declaration.name, declaration.value.lower()
    if name.startswith("--"):
        yield Use("css-variables", "custom properties", within)
        return
    yield Use(_property(name, known), name, within, needed=True)
    special = _SPECIAL.get(f"{name}: {value}")
    if special:
        yield Use(special, f"{name}: {value}", within)
    if declaration.important:
        yield Use("css-important", "!important", within)
    for unit in sorted(declaration.units):
        yield Use("css-unit-percent" if unit == "%" else f"css-unit-{unit}", f"the unit {unit}", within)
    for function in sorted(declaration.functions & set(_FUNCTIONS)):
        yield Use(_FUNCTIONS[function], f"{function}()", within)
    if re.search(r"\b(fit|min|max)-content\b", value):
        yield Use("css-intrinsic-size", value, within)
    if re.search(r"\b(system-ui|ui-serif|ui-sans-serif|ui-monospace|ui-rounded)\b", value):
        yield Use("css-sytem-ui", value, within)  # the datum's own spelling
    if value == "initial":
        yield Use("css-unit-initial", "initial", within)


def _property(name: str, known: Callable[[str], bool]) -> str:
    """The datum of a property: its own, else that of the shorthand that it belongs to."""
    at = name
    while not known(f"css-{at}") or (at == "font" and name != "font"):
        if "-" not in at or name.startswith(("-", "mso-")):
            return f"css-{name}"
        at = at.rpartition("-")[0]
    return f"css-{at}"
