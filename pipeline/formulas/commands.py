"""The commands and environments that are read, by what latex2mathml calls them, and those that are refused."""

from __future__ import annotations

import functools
import re

# Commands whose argument is words: the style of each.
TEXTS = {
    **dict.fromkeys((r"\text", r"\textrm", r"\textnormal", r"\textup", r"\textmd", r"\mbox", r"\hbox"), None),
    r"\textbf": "bold",
    r"\textit": "italic",
    r"\emph": "italic",
    r"\textsf": "sans-serif",
    r"\texttt": "monospace",
}
NAMES = {r"\operatorname": False, r"\operatorname*": True, r"\operatornamewithlimits": True}
SPACES = frozenset((r"\hspace", r"\hspace*", r"\kern", r"\mkern", r"\hskip", r"\mskip", r"\mspace"))
# Environments: what latex2mathml calls them.
ENVIRONMENTS = {
    **dict.fromkeys(("align", "align*", "aligned", "split", "flalign", "flalign*"), "align*"),
    **dict.fromkeys(("alignat", "alignat*", "alignedat"), "align*"),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*", "multlined"), "displaylines"),
    **dict.fromkeys(("cases", "dcases"), "cases"),
    **{name: name for name in ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix")},
    **{f"{name}*": f"{name}*" for name in ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix")},
    "array": "array",
    **dict.fromkeys(("equation", "equation*", "math", "displaymath", "rcases", "eqnarray", "eqnarray*"), ""),
}
OPENS = {"rcases": r"\left.\begin{matrix*}[l]", **dict.fromkeys(("eqnarray", "eqnarray*"), r"\begin{array}{rcl}")}
CLOSES = {"rcases": r"\end{matrix*}\right\}", **dict.fromkeys(("eqnarray", "eqnarray*"), r"\end{array}")}
COUNTED = frozenset(("alignat", "alignat*", "alignedat"))
WHOLE = frozenset(("equation", "equation*", "math", "displaymath"))  # no lines of their own

NO_MACROS = "a formula has no macros of its own: write it out"
_NO_COLOUR = "a formula wears the theme's colour; say in words what the colour would say"
_NUMBERED = "a displayed formula is named after it, $$ … $$ {#eq:name}, and numbered by the build"
REFUSED = {
    **dict.fromkeys(
        (
            r"\def",
            r"\gdef",
            r"\edef",
            r"\let",
            r"\newcommand",
            r"\renewcommand",
            r"\providecommand",
            r"\newenvironment",
            r"\DeclareMathOperator",
            r"\csname",
            r"\expandafter",
            r"\catcode",
            r"\loop",
        ),
        NO_MACROS,
    ),
    **dict.fromkeys((r"\color", r"\textcolor", r"\colorbox", r"\fcolorbox", r"\definecolor"), _NO_COLOUR),
    **dict.fromkeys((r"\tag", r"\tag*", r"\label", r"\ref", r"\eqref"), _NUMBERED),
    **dict.fromkeys((r"\href", r"\url"), "write the link in the text: [words](address)"),
    **dict.fromkeys((r"\includegraphics", r"\input", r"\include"), "a formula holds no files; a figure stands outside"),
    **dict.fromkeys(
        (
            r"\verb",
            r"\unicode",
            r"\class",
            r"\style",
            r"\mathchoice",
            r"\rule",
            r"\raise",
            r"\lower",
            r"\moveleft",
            r"\moveright",
            r"\sideset",
            r"\skew",
            r"\shoveleft",
            r"\shoveright",
            r"\leftroot",
            r"\uproot",
            r"\hdashline",
            r"\hfil",
            r"\displaylines",
            r"\eqalign",
            r"\eqalignno",
            r"\genfrac",
            r"\above",
            r"\abovewithdelims",
            r"\atopwithdelims",
            r"\overwithdelims",
            r"\fbox",
            r"\vcenter",
            r"\align",
            r"\split",
            r"\cases",
            r"\matrix",
            r"\pmatrix",
            r"\bmatrix",
            r"\vmatrix",
            r"\array",
            r"\root",
            r"\cr",
            r"\smash",
        ),
        "it is not read here; is there a plainer way to write it?",
    ),
}
# Of no consequence: there are no numbers to leave out, and what a formula shows is set as large as its place asks.
DROPPED = frozenset((r"\nonumber", r"\notag", r"\allowbreak", r"\nobreak", r"\mathstrut", r"\strut", r"\displaylimits"))
_MINE = {
    r"\not", r"\left", r"\right", r"\middle", r"\begin", r"\end", r"\substack", r"\dfrac", r"\over", r"\choose",
    r"\atop", r"\brace", r"\brack", r"\limits", r"\nolimits", r"\hline", r"\iff", r"\implies", r"\impliedby",
    r"\LaTeX", r"\TeX", r"\idotsint", r"\prime", r"\nobreakspace", r"\space", "\\ ", "\\\n",
}  # fmt: skip
# Commands that latex2mathml lacks, by what they mean.
ALIASES = {
    r"\implies": r"\Longrightarrow", r"\impliedby": r"\Longleftarrow", r"\iff": r"\Longleftrightarrow",
    r"\lt": "<", r"\gt": ">", r"\coloneqq": ":=", r"\coloneq": ":=", r"\colon": ":", r"\dotsb": r"\cdots",
    r"\R": r"\mathbb{R}", r"\N": r"\mathbb{N}", r"\Z": r"\mathbb{Z}", r"\Q": r"\mathbb{Q}", r"\C": r"\mathbb{C}",
    r"\mathds": r"\mathbb", r"\mathbbm": r"\mathbb", r"\degree": r"^\circ", "\\ ": "~", "\\\n": "~",
}  # fmt: skip


@functools.cache
def known() -> frozenset[str]:
    """Every command that can be read."""
    from latex2mathml import commands
    from latex2mathml.converter import MOVABLE_LIMIT_TEXTS, OPERATORS
    from latex2mathml.symbols_parser import SYMBOLS

    found = {name for name in SYMBOLS if re.fullmatch(r"\\(?:[A-Za-z]+|[^A-Za-z])", name)}
    found |= {name for name in commands.CONVERSION_MAP if name.startswith("\\")}
    found |= {*commands.FUNCTIONS, *commands.LIMIT, *MOVABLE_LIMIT_TEXTS, *OPERATORS, *commands.LOCAL_FONTS}
    found |= {*commands.GLOBAL_FONTS, *commands.STYLES, *commands.MSTYLE_SIZES, *commands.BIG, *commands.BIG_OPEN_CLOSE}
    found |= {*TEXTS, *NAMES, *SPACES, *DROPPED, *_MINE, *ALIASES}
    return frozenset(name for name in found if name not in REFUSED)


@functools.cache
def arguments() -> dict[str, int]:
    """How many arguments each command takes."""
    from latex2mathml import commands

    found = dict.fromkeys(commands.COMMANDS_WITH_ONE_PARAMETER, 1) | dict.fromkeys(
        commands.COMMANDS_WITH_TWO_PARAMETERS, 2
    )
    fonts = (name for name in commands.LOCAL_FONTS if name.startswith(r"\math") or name in (r"\bm", r"\boldsymbol"))
    found |= dict.fromkeys((*fonts, *commands.EXTENSIBLE_ARROWS, *commands.BIG, *commands.BIG_OPEN_CLOSE), 1)
    return found | {r"\sqrt": 1, r"\substack": 1, "^": 1, "_": 1}
