"""Numbers as the essay's language writes them (CLDR 46: decimal and group of each language), and as a workbook does."""

from __future__ import annotations

from dataclasses import dataclass

_NARROW = "\u202f"  # no-break, narrow
_MINUS = "\u2212"
_CURRENCIES = frozenset("$€£¥₹₩")
_SHORT = 1  # letters of a unit that stands at each number: a sign; others stand once, above
# (decimal, group) by primary subtag; what is not here writes as English does.
_COMMA_POINT = (",", ".")
_COMMA_SPACE = (",", _NARROW)
_SIGNS = {
    **dict.fromkeys(("de", "es", "it", "nl", "pt", "da", "tr", "id", "el", "ca", "hr", "sl", "ro", "sr"), _COMMA_POINT),
    **dict.fromkeys(
        ("fr", "sv", "nb", "nn", "no", "fi", "pl", "cs", "sk", "ru", "uk", "bg", "hu", "et", "lv", "lt"), _COMMA_SPACE
    ),
}
# Where a unit of one sign touches its number: "12%", elsewhere "12 %".
_TOUCHES = frozenset(("en", "ja", "zh", "ko", "tr", "nl", "it", "pt", "he", "ar", "hi", "th"))


def signs(lang: str) -> tuple[str, str]:
    """What divides whole from fraction and what groups thousands in ``lang`` (BCP 47)."""
    if lang.lower() in ("de-ch", "de-li", "it-ch"):
        return ".", "’"
    return _SIGNS.get(lang.lower().split("-")[0], (".", ","))


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes numbers in ``lang``, with ``unit`` where that is short."""

    lang: str
    unit: str = ""

    @property
    def at_each(self) -> bool:
        """Whether the unit is so short that it stands at each number."""
        return 0 < len(self.unit) <= _SHORT

    @property
    def before(self) -> str:
        """What stands before each number: a currency, in English."""
        return self.unit if self.unit in _CURRENCIES and self._primary in ("en", "ja", "zh", "ko", "he") else ""

    @property
    def after(self) -> str:
        """What stands after each number."""
        if not self.at_each or self.before:
            return ""
        touches = self.unit in ("%", "‰", "°") and self._primary in _TOUCHES
        return self.unit if touches else f"\u00a0{self.unit}"

    @property
    def _primary(self) -> str:
        return self.lang.lower().split("-")[0]

    def bare(self, value: float, decimals: int) -> str:
        """``value`` with ``decimals`` places, without its unit."""
        point, group = signs(self.lang)
        text = f"{abs(value):,.{decimals}f}"
        minus = _MINUS if value < 0 and any(digit in "123456789" for digit in text) else ""
        return minus + text.translate({ord(","): group, ord("."): point})

    def said(self, value: float, decimals: int) -> str:
        """``value`` with its unit where that stands at each number."""
        bare = self.bare(value, decimals)
        minus, digits = (bare[0], bare[1:]) if bare.startswith(_MINUS) else ("", bare)
        return f"{minus}{self.before}{digits}{self.after}"

    def format(self, decimals: int) -> str:
        """The same as a number format of a workbook (ECMA-376 Part 1, 18.8.31)."""
        digits = "#,##0" + ("." + "0" * decimals if decimals else "")
        return f"{_quoted(self.before)}{digits}{_quoted(self.after)}"


def _quoted(words: str) -> str:
    kept = words.replace('"', "")
    return f'"{kept}"' if kept else ""


def places(values: tuple[float, ...]) -> int:
    """How many decimals tell ``values`` apart: as many as they have, at most six; what a sum left over counts not."""
    noise = max(map(abs, values), default=0.0) * 1e-12
    for decimals in range(6):
        if all(abs(value - round(value, decimals)) <= max(abs(value) * 1e-9, noise) for value in values):
            return decimals
    return 6
