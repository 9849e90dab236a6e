r"""Signs as printers set them: quotation marks of the language, apostrophes, dashes, ellipses, French spaces.

It happens once, between Markdown's tokens and the document, so that all outputs read alike. What an author escaped
(``\"``) stays, and so do code, formulas, addresses and signs that are typographic already.

The marks of a language are those of CLDR (``delimiters``), Switzerland's those of its printers. French ones hold their
words with no-break spaces, and French sets one before ``; : ! ?`` (Imprimerie nationale, *Lexique des règles
typographiques en usage*).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from pipeline.meta import Meta
from pipeline.source import formulas

_NBSP = "\u00a0"  # every face has it; the narrow one, U+202F, few have
_ENGLISH = "“”‘’"
_MARKS = {  # outer and inner, opening and closing
    **dict.fromkeys(("de", "cs", "sk", "sl", "hr", "is", "lt", "hsb", "dsb"), "„“‚‘"),
    **dict.fromkeys(("fr", "es", "it", "ca", "el", "pt-pt"), "«»“”"),
    **dict.fromkeys(("nb", "nn", "no"), "«»‘’"),
    **dict.fromkeys(("ru", "uk", "be"), "«»„“"),
    **dict.fromkeys(("sv", "fi"), "””’’"),
    **dict.fromkeys(("pl", "ro"), "„”«»"),
    **dict.fromkeys(("de-ch", "fr-ch", "it-ch", "de-li"), "«»‹›"),
    **dict.fromkeys(("ja", "zh-hant", "zh-tw", "zh-hk"), "「」『』"),
    "hu": "„”»«",
    "et": "„“«»",
    "bg": "„“‘’",
    "sr": "„“‘’",
}
_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\bmailto:)[^\s\"<>]+", re.IGNORECASE)
_OPENERS = "([{¿¡<„“‘‚«‹「『"
_DASHES = "-–—/"
_SHORT = re.compile(r"'(?:\d\ds?\b|n'|(?:tis|twas|twere|em|til|cause|bout|round)\b)", re.IGNORECASE)  # the '90s, 'tis
_DASH = re.compile(
    r"(?<=[^-<>|=+\s(\[])(?<![\s(\[]['\"])(?<!^['\"])(?:---(?![-<>|=+\s])|--(?=[^-<>|=+\s]))|(?<!\S)---?(?!\S)"
)
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_FRENCH = re.compile(r"[;:!?]+(?=[\s)\]»”’\"'.…]|$)")
_OPAQUE = "\ufffc"  # stands for code, a formula, a picture: a word, as far as its neighbours go
_TEMPLATE = re.compile(r"(\{\{.*?\}\})")


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """Running text in ``lang`` (BCP 47). What is ``fixed`` only tells its neighbours what they stand beside."""

    text: str
    lang: str
    fixed: bool = False


def use(md: MarkdownIt, lang: str) -> None:
    """Adds the rule to ``md``, before escaped signs become text like any other."""

    def rule(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline":
                _tokens(token.children or [], lang)

    md.core.ruler.before("text_join", "typography", rule)


def text(words: str, lang: str) -> str:
    """``words``, a run of plain text, with its signs set. What stands in double braces is the newsletter's business."""
    parts = _TEMPLATE.split(words)
    return "".join(typeset([Piece(part, lang, fixed=i % 2 == 1) for i, part in enumerate(parts)]))


def meta(read: Meta) -> Meta:
    """The front matter with the signs set in what people read of it."""

    def said(words: str) -> str:
        return text(formulas.plain(words), read.lang)

    def perhaps(words: str | None) -> str | None:
        return said(words) if words is not None else None

    letter = read.newsletter
    return dataclasses.replace(
        read,
        title=said(read.title),
        short_title=perhaps(read.short_title),
        subtitle=perhaps(read.subtitle),
        summary=perhaps(read.summary),
        sources=tuple(
            dataclasses.replace(source, title=said(source.title), kind=perhaps(source.kind)) for source in read.sources
        ),
        deck=dataclasses.replace(read.deck, event=perhaps(read.deck.event), venue=perhaps(read.deck.venue)),
        newsletter=dataclasses.replace(
            letter,
            subject=perhaps(letter.subject),
            preheader=perhaps(letter.preheader),
            greeting=perhaps(letter.greeting),
        ),
    )


def _tokens(tokens: Sequence[Token], lang: str) -> None:
    """Sets the signs in the text of ``tokens``, those of one paragraph, heading or cell; a picture's words apart."""
    pieces: list[Piece] = []
    homes: list[Token] = []
    langs = [lang]
    address = False
    for token in tokens:
        piece = None
        match token.type:
            case "text":
                piece = Piece(token.content, langs[-1], fixed=address)
            case "text_special":
                piece = Piece(token.content, langs[-1], fixed=True)
            case "softbreak" | "hardbreak":
                piece = Piece("\n", langs[-1], fixed=True)
            case "span_open":
                langs.append(token.meta["attributes"].get("lang") or langs[-1])
            case "span_close":
                langs.pop()
            case "link_open" | "link_close":
                address = token.type == "link_open" and token.info == "auto"
            case "citation" | "footnote_ref":
                piece = Piece("]", langs[-1], fixed=True)
            case "image":
                _tokens(token.children or [], langs[-1])
                piece = Piece(_OPAQUE, langs[-1], fixed=True)
            case _ if token.nesting == 0 and token.content:
                piece = Piece(_OPAQUE, langs[-1], fixed=True)
        if piece:
            pieces.append(piece)
            homes.append(token)
    for token, piece, made in zip(homes, pieces, typeset(pieces), strict=True):
        if not piece.fixed:
            token.content = made


def typeset(pieces: Sequence[Piece]) -> list[str]:
    """The texts of ``pieces``, which follow each other without a gap, with their signs set."""
    run = _Run(pieces)
    if any(c in run.flat for c in "\"'-.;:!?»«"):
        run.quotes()
        run.replace(_DASH, lambda found: "—" if len(found) == 3 else "–")
        run.replace(_ELLIPSIS, lambda _: "…")
        run.french()
    return run.texts()


class _Run:
    """A run of text: ``flat`` as it was, ``out`` what becomes of each of its signs, ``free`` which may change."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.flat = "".join(piece.text for piece in pieces)
        self.out = list(self.flat)
        self.lengths = [len(piece.text) for piece in pieces]
        self.free = [free for piece in pieces for free in [not piece.fixed] * len(piece.text)]
        self.lang = [lang for piece in pieces for lang in [piece.lang.lower()] * len(piece.text)]
        for found in _ADDRESS.finditer(self.flat):
            self.free[found.start() : found.end()] = [False] * len(found[0])

    def texts(self) -> list[str]:
        """What became of each piece."""
        texts, at = [], 0
        for length in self.lengths:
            texts.append("".join(self.out[at : at + length]))
            at += length
        return texts

    def replace(self, form: re.Pattern[str], made: Callable[[str], str]) -> None:
        """Puts what ``made`` gives for it in the place of each ``form`` that may change as a whole."""
        for found in form.finditer(self.flat):
            start, end = found.span()
            if all(self.free[start:end]):
                self.out[start:end] = [made(found[0]), *[""] * (end - start - 1)]

    def quotes(self) -> None:
        """Sets quotation marks, apostrophes and primes."""
        flat = self.flat
        if '"' not in flat and "'" not in flat:
            return
        last = max((i for i, c in enumerate(flat) if c == "'" and self._closes(i)), default=-1)
        opened: list[tuple[str, str]] = []  # the straight sign, and what closes it
        before = ""  # the sign before, as it reads now
        for i, c in enumerate(flat):
            after = flat[i + 1 : i + 2]
            now = c
            if c in "\"'" and self.free[i]:
                standing = c in (sign for sign, _ in opened)
                if c == "'" and self._apostrophe(i, before, after, standing=standing, last=last):
                    now = "′" if before.isdigit() and not after.isalpha() else "’"
                elif self._opens(before, after, standing=standing):
                    now, closer = self._pair(c, self.lang[i], opened)
                    opened.append((c, closer))
                    self.out[i] = now + _NBSP if now == "«" and self._spaced(i) else now
                    before = "“"
                    continue
                elif standing:
                    while opened[-1][0] != c:
                        opened.pop()
                    now = opened.pop()[1]
                    self.out[i] = _NBSP + now if now == "»" and self._spaced(i) else now
                    before = "”"
                    continue
                elif before.isdigit():
                    now = "″"
                else:
                    now = self._pair(c, self.lang[i], [])[1]
                self.out[i] = now
            before = now

    def _closes(self, i: int) -> bool:
        before, after = self.flat[i - 1 : i], self.flat[i + 1 : i + 2]
        return bool(before.strip()) and not after.isalnum() and after != _OPAQUE

    def _apostrophe(self, i: int, before: str, after: str, *, standing: bool, last: int) -> bool:
        """Whether the straight single mark at ``i`` is none of a pair."""
        word = before.isalnum() or before == _OPAQUE
        if word and (after.isalnum() or after == _OPAQUE):
            return True
        if self._opens(before, after, standing=standing):
            return last <= i or _SHORT.match(self.flat, i) is not None
        return not standing or (before.casefold() == "n" and self.flat[max(0, i - 2) : i - 1] == "'")

    @staticmethod
    def _opens(before: str, after: str, *, standing: bool) -> bool:
        if not after.strip():
            return False
        if not before.strip() or before in _OPENERS:
            return True
        return not standing and (before in _DASHES or not (after in ".,;:!?)]}…»" or before.isalnum()))

    @staticmethod
    def _pair(sign: str, lang: str, opened: Iterable[tuple[str, str]]) -> tuple[str, str]:
        """What ``sign`` opens and closes with in ``lang``: the outer marks, within such a pair the inner ones."""
        marks = _MARKS.get(lang) or _MARKS.get(lang.split("-", maxsplit=1)[0], _ENGLISH)
        inner = sign == "'"
        if [one for one, _ in opened][-1:] == [sign]:
            inner = not inner
        return (marks[2], marks[3]) if inner else (marks[0], marks[1])

    def _spaced(self, i: int) -> bool:
        """Whether guillemets hold their words with spaces: in France and Canada, not in Switzerland."""
        return self.lang[i].split("-")[0] == "fr" and not self.lang[i].endswith("-ch")

    def french(self) -> None:
        """No-break spaces within guillemets and before high signs; where none was written, one is set (in France)."""
        if not any(lang.startswith("fr") for lang in set(self.lang)):
            return
        for i, c in enumerate(self.flat):
            if c == " " and self.free[i] and self.lang[i].split("-")[0] == "fr":
                after = self.flat[i + 1 : i + 2]
                if after == "»" or self.flat[i - 1 : i] == "«" or (after and _FRENCH.match(self.flat, i + 1)):
                    self.out[i] = _NBSP
        for found in _FRENCH.finditer(self.flat):
            i = found.start()
            before = self.flat[i - 1 : i] if i else ""
            joined = before.isalnum() or before in tuple(")]»”\"'…." + _OPAQUE)
            if joined and self.free[i] and self.lang[i] in ("fr", "fr-fr", "fr-be"):
                self.out[i] = _NBSP + self.out[i]
