"""LaTeX before it is converted: what is wrong with it and where, and what latex2mathml must be given instead.

latex2mathml passes unknown commands through as text, takes braces that never close, and expands macros as long as they
go on. So the source is looked at first; what is left is mended where the library reads it otherwise than LaTeX does.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from pipeline.formulas.commands import (
    ALIASES,
    CLOSES,
    COUNTED,
    DROPPED,
    ENVIRONMENTS,
    NAMES,
    NO_MACROS,
    OPENS,
    REFUSED,
    SPACES,
    TEXTS,
    WHOLE,
    arguments,
    known,
)
from pipeline.formulas.faults import Fault
from pipeline.formulas.lengths import UNITS, length
from pipeline.formulas.prepared import Prepared
from pipeline.formulas.textmode import plainest
from pipeline.formulas.textmode import words as words_of
from pipeline.yamltree import did_you_mean

LONGEST = 2000  # characters; the longest derivation that anybody reads at once is shorter
MOST = 5  # faults that are told of one formula
DEEPEST = 24  # groups within groups
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.|$)|%[^\n]*\n?|\s+|.", re.DOTALL)
_NAME = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}")
LINE = "\ue001"  # stands in a row's first cell for a line above it
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def prepared(tex: str) -> Prepared:
    """``tex`` looked at and mended. Where there are faults, it is not to be converted."""
    made = Prepared()
    if len(tex) > LONGEST:
        hint = "break it into several, each with the words that lead on to it"
        message = f"a formula of {len(tex):,} characters; at most {LONGEST:,} are read"
        made.faults.append(Fault("formula-too-long", message, hint))
    elif not tex.strip():
        made.faults.append(Fault("formula-empty", "a formula without anything in it", "write \\$ for a dollar sign"))
    else:
        _Reader(tex, made).read()
    return made


@dataclass(slots=True)
class _Open:
    r"""A group that was opened: ``{``, ``\left`` or an environment, where, and whether lines may be in it."""

    what: str
    at: int
    name: str = ""


class _Reader:
    """Goes through the tokens of a formula once."""

    def __init__(self, tex: str, made: Prepared) -> None:
        self.tex = tex
        self.made = made
        self.tokens = [(found.start(), found[0]) for found in _TOKEN.finditer(tex)]
        self.open: list[_Open] = []
        self.out: list[str] = []
        self.lines = False  # whether lines are broken outside of any environment
        self.at = 0

    def wrong(self, code: str, message: str, hint: str | None = None, at: int | None = None) -> None:
        if all(message != other.message for other in self.made.faults):  # a word mistyped thrice is told once
            self.made.faults.append(Fault(code, message, hint, self.tokens[self.at][0] if at is None else at))

    def read(self) -> None:
        while self.at < len(self.tokens):
            if len(self.made.faults) >= MOST or any(fault.hint == NO_MACROS for fault in self.made.faults):
                return  # the rest most likely follows from these
            place, word = self.tokens[self.at]
            self._token(place, word)
            self.at += 1
        if self.open and not self.made.faults:
            self._unclosed(self.open[0])
        body = "".join(self.out)
        self.made.tex = rf"\begin{{displaylines}}{body}\end{{displaylines}}" if self.lines else body

    def _unclosed(self, group: _Open) -> None:
        if group.what == "{":
            self.wrong("formula-braces", "a brace `{` that is never closed", "close it with }", group.at)
        elif group.what == r"\left":
            hint = r"end it with \right and a bracket, or with \right. for none"
            self.wrong("formula-left-right", r"`\left` without its `\right`", hint, group.at)
        else:
            hint = rf"end it with \end{{{group.name}}}"
            self.wrong("formula-environment", rf"`\begin{{{group.name}}}` is never ended", hint, group.at)

    def _token(self, place: int, word: str) -> None:
        if word.startswith("%"):
            self.out.append(" ")
        elif word == "{":
            self._opened(_Open("{", place))
            self.out.append("{")
        elif word == "}":
            self._closed("{", place, word)
            self.out.append("}")
        elif word == "&":
            if not any(group.what == r"\begin" for group in self.open):
                hint = r"align lines in \begin{aligned} … \end{aligned}; write \& for the sign itself"
                self.wrong("formula-alignment", "`&` outside of any environment", hint)
            self.out.append("&")
        elif word in ("^", "_"):
            self._needs(word, 1)
            self.out.append(word)
        elif word == "$":
            self.wrong("formula-dollar", "a dollar sign within a formula", "write \\$")
        elif word == "#":
            self.wrong("formula-command", "`#` within a formula", "write \\# for the sign")
        elif word.startswith("\\"):
            self._command(place, word)
        else:
            self._plain(word)

    def _plain(self, word: str) -> None:
        """A character; latex2mathml takes a number before ``in`` or ``ex`` for a length, unless they are apart."""
        if (digit := _RAISED.find(word)) >= 0:  # x², as it is typed
            if self.at and self.tokens[self.at - 1][1] in _RAISED:
                self.out[-1] = f"{self.out[-1][:-1]}{digit}}}"
            else:
                self.out.append(f"^{{{digit}}}")
            return
        before = next((piece for piece in reversed(self.out) if not piece.isspace()), "")
        if before[-1:].isdigit() and self.tex.startswith(UNITS, self.tokens[self.at][0]):
            self.out.append("{}")
        self.out.append(" " if word.isspace() else "-" if word == "–" else word)

    def _command(self, place: int, word: str) -> None:
        if word not in known() and word.endswith("*") and word not in REFUSED:  # an asterisk after a command
            self.tokens[self.at : self.at + 1] = [(place, word[:-1]), (place + len(word) - 1, "*")]
            word = word[:-1]
        if word in (r"\begin", r"\end"):
            self._environment(place, word)
        elif word in REFUSED:
            self.wrong("formula-command", f"`{word}` has no place in a formula here", REFUSED[word])
        elif word not in known():
            near = difflib.get_close_matches(word, sorted(known()), n=1, cutoff=0.75)
            hint = f"did you mean `{near[0]}`?" if near else r"\text{…} sets words, \operatorname{…} a name"
            self.wrong("formula-unknown", f"`{word}` is no command that is known", hint)
        elif word in TEXTS:
            self._text(word)
        elif word in NAMES:
            self._name(word)
        elif word in SPACES:
            self._space(word)
        elif word in (r"\left", r"\right", r"\middle"):
            self._delimiter(place, word)
        elif word == r"\\":
            self._line()
        elif word == r"\substack":
            self._substack(place)
        elif word == r"\hline":  # latex2mathml tells a line above the first row from one below it by nothing
            self.out.append(rf"\text{{{self.made.key(LINE)}}}")
        elif word not in DROPPED:
            if (count := arguments().get(word)) is not None:
                self._needs(word, count)
            self.out.append(ALIASES.get(word, word))
            if word[-1].isalpha():
                self.out.append(" ")

    # --- Groups -------------------------------------------------------------------------------

    def _opened(self, group: _Open) -> None:
        self.open.append(group)
        if len(self.open) == DEEPEST + 1:
            self.wrong("formula-too-deep", f"groups nested over {DEEPEST} deep", "say parts of it on their own")

    def _closed(self, what: str, place: int, word: str) -> _Open | None:
        """Closes the innermost group, if it is such a one; else a fault."""
        if self.open and self.open[-1].what == what:
            return self.open.pop()
        if not any(group.what == what for group in self.open):
            codes = {"{": "formula-braces", r"\left": "formula-left-right", r"\begin": "formula-environment"}
            hint = "open it, or write \\} for the sign" if what == "{" else f"open it with {what}"
            self.wrong(codes[what], f"`{word}` closes what was never opened", hint, place)
            return None
        while self.open[-1].what != what:
            self._unclosed(self.open.pop())
        return self.open.pop()

    def _environment(self, place: int, word: str) -> None:
        named = _NAME.match(self.tex, place + len(word))
        if named is None:
            self.wrong("formula-environment", f"`{word}` without a name", f"{word}{{aligned}}")
            return
        name = named[1]
        self._skip(named.end())
        if name not in ENVIRONMENTS:
            near = did_you_mean(name, tuple(ENVIRONMENTS))
            usual = "aligned, gathered, cases, matrix, pmatrix, bmatrix, vmatrix and array are read"
            hint = near if near.startswith("did you mean") else usual
            self.wrong("formula-environment", f"there is no environment `{name}` here", hint, place)
            return
        if word == r"\begin":
            self._opened(_Open(r"\begin", place, name))
            if name in COUNTED and (count := re.compile(r"\s*\{\d*\}").match(self.tex, named.end())):
                self._skip(count.end())
            elif at := re.compile(r"\s*\[[tbc]\]").match(self.tex, named.end()):
                self._skip(at.end())
            own = ENVIRONMENTS[name]
            self.out.append(OPENS.get(name, rf"\begin{{{own}}}" if own else ""))
            if name == "array":
                self._columns(place, named.end())
        elif group := self._closed(r"\begin", place, rf"\end{{{name}}}"):
            if group.name != name:
                hint = rf"end it with \end{{{group.name}}}"
                said = rf"`\begin{{{group.name}}}` is ended by `\end{{{name}}}`"
                self.wrong("formula-environment", said, hint, place)
            own = ENVIRONMENTS[name]
            self.out.append(CLOSES.get(name, rf"\end{{{own}}}" if own else ""))

    def _columns(self, place: int, start: int) -> None:
        """An array's columns: ``{l|cr}``."""
        found = re.compile(r"\s*\{([lcr|\s]+)\}").match(self.tex, start)
        if found is None:
            hint = "begin it with \\begin{array}{lcr}: a letter a column, left, centred or right, and | for a line"
            self.wrong("formula-environment", "an array without its columns", hint, place)
            return
        self._skip(found.end())
        self.out.append("{" + re.sub(r"\s+|\|(?=\|)|^\|+|\|+$", "", found[1]) + "}")

    def _skip(self, end: int) -> None:
        """Leaves out the tokens before the character ``end``."""
        while self.at + 1 < len(self.tokens) and self.tokens[self.at + 1][0] < end:
            self.at += 1

    def _delimiter(self, place: int, word: str) -> None:
        after = self._next(self.at + 1)
        if after is None or self.tokens[after][1] in ("{", "}", "&", r"\\", r"\begin", r"\end"):
            self.wrong("formula-left-right", f"`{word}` without a bracket after it", f"{word}( or {word}. for none")
            return
        if word == r"\left":
            self._opened(_Open(r"\left", place))
        elif word == r"\right":
            self._closed(r"\left", place, word)
        self.out.append(f"{word} ")

    def _line(self) -> None:
        r"""``\\``, with what may follow it: an asterisk, a space in brackets."""
        self.out.append(r"\\")
        after = re.compile(r"\*?\s*\[\s*[+-]?[\d.]+\s*[a-z]+\s*\]|\*").match(self.tex, self.tokens[self.at][0] + 2)
        if after:
            self._skip(after.end())
        if not any(group.what in (r"\begin", "{") and group.name not in WHOLE for group in self.open):
            self.lines = True

    def _substack(self, place: int) -> None:
        end = self._argument(self.at + 1)
        if end is None or self.tokens[end - 1][1] != "}":
            self.wrong("formula-argument", r"`\substack` needs its lines in braces", r"\substack{a \\ b}", place)
            return
        opening = self._next(self.at + 1)
        start = self.tokens[opening][0] + 1 if opening is not None else place
        inner = _Reader(self.tex[start : self.tokens[end - 1][0]], Prepared(texts=self.made.texts))
        inner.open.append(_Open(r"\begin", 0, "substack"))
        while inner.at < len(inner.tokens) and not inner.made.faults:
            inner._token(*inner.tokens[inner.at])
            inner.at += 1
        for fault in inner.made.faults:
            self.wrong(fault.code, fault.message, fault.hint, start + fault.at)
        self.out.append(rf"\begin{{smallmatrix}}{''.join(inner.out)}\end{{smallmatrix}}")
        self.at = end - 1

    # --- Arguments ----------------------------------------------------------------------------

    def _next(self, at: int) -> int | None:
        """The next word that is no blank or comment, from ``at`` on."""
        while at < len(self.tokens):
            if not (self.tokens[at][1].isspace() or self.tokens[at][1].startswith("%")):
                return at
            at += 1
        return None

    def _argument(self, at: int) -> int | None:
        """Where the argument that begins at ``at`` ends; None where there is none."""
        start = self._next(at)
        if start is None or self.tokens[start][1] in ("}", "&", "^", "_", r"\\", r"\end", r"\right", "$"):
            return None
        if self.tokens[start][1] != "{":
            return start + 1
        depth = 0
        for index in range(start, len(self.tokens)):
            depth += {"{": 1, "}": -1}.get(self.tokens[index][1], 0)
            if not depth:
                return index + 1
        return len(self.tokens)  # an open brace is told of itself

    def _needs(self, word: str, count: int) -> None:
        """Notes a fault where ``word`` lacks one of its arguments."""
        at: int | None = self.at + 1
        if word == r"\sqrt" and (opening := self._next(self.at + 1)) and self.tokens[opening][1] == "[":
            closing = (i for i in range(opening, len(self.tokens)) if self.tokens[i][1] == "]")
            at = next(closing, opening) + 1
        for n in range(count):
            at = self._argument(at) if at is not None else None
            if at is None:
                what = {"^": "nothing stands after `^`", "_": "nothing stands after `_`"}.get(word)
                many = "its argument" if count == 1 else f"{count} arguments and has {n or 'none'}"
                hint = f"write {word}" + "{…}" * count
                self.wrong("formula-argument", what or f"`{word}` needs {many}", hint)
                return

    def _body(self, word: str) -> str | None:
        """What stands in the braces after ``word``, which are stepped over; None where there are none."""
        opening = self._next(self.at + 1)
        end = self._argument(self.at + 1)
        if opening is None or end is None or self.tokens[opening][1] != "{" or self.tokens[end - 1][1] != "}":
            self.wrong("formula-argument", f"`{word}` needs its words in braces", f"{word}{{…}}")
            return None
        start, stop = self.tokens[opening][0] + 1, self.tokens[end - 1][0]
        self.at = end - 1
        return self.tex[start:stop]

    def _text(self, word: str) -> None:
        r"""Words, with formulas in them as LaTeX has them: ``\text{for $x > 0$}``."""
        first = self.at
        body = self._body(word)
        if body is None:
            return
        for index, piece in enumerate(re.split(r"(?<!\\)\$", body)):
            if index % 2 == 0:
                if found := re.search(r"\\[A-Za-z]+", piece):
                    hint = f"set it as a formula: {word}{{… ${found[0]}$ …}}"
                    self.wrong("formula-unknown", f"`{found[0]}` among words", hint, self.tokens[first][0])
                if words := words_of(piece):
                    self.out.append(rf"\text{{{self.made.key(words)}}}".replace(r"\text", plainest(word)))
                continue
            inner = prepared(piece)
            for fault in inner.faults:
                self.wrong(fault.code, fault.message, fault.hint, self.tokens[first][0])
            for key, words in sorted(inner.texts.items(), key=lambda pair: -len(pair[0])):
                inner.tex = re.sub(rf"{key}(?![a-z])", self.made.key(words), inner.tex)
            self.out.append(f"{{{inner.tex}}}")

    def _name(self, word: str) -> None:
        place = self.tokens[self.at][0]
        body = self._body(word)
        if body is None:
            return
        bare = re.sub(r"\\[,;:! ]|~|\\(?:mathrm|rm|text|textrm)\b\s*", " ", body).translate({123: None, 125: None})
        if found := re.search(r"\\[A-Za-z]+", bare):
            self.wrong("formula-unknown", f"`{found[0]}` within a name", rf"{word} takes letters alone", place)
        words = words_of(bare).replace("\u00a0", " ")
        self.out.append(rf"\operatorname{'*' if NAMES[word] else ''}{{{self.made.key(words)}}}")

    def _space(self, word: str) -> None:
        start = self.tokens[self.at][0] + len(word)
        found = length(self.tex, start)
        if found is None:
            self.wrong("formula-argument", f"`{word}` needs a length", f"{word}{{1em}}")
            return
        ems, end = found
        self._skip(end)
        self.out.append(rf"\hspace{{{ems:.3f}em}}")
