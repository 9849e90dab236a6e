"""What is known of signs: which are relations, operations, brackets, large; letters in their styles."""

from __future__ import annotations

import unicodedata

# Relations by TeX's classes, as far as Unicode's names do not tell; a long formula is broken before them.
RELATIONS = frozenset(
    "=:<>≠≤≥≦≧≪≫≡≢∼≃≅≈≉≐≔≕≜≝≟∝∈∉∋∌⊂⊃⊄⊅⊆⊇⊈⊉⊊⊋⊏⊐⊑⊒⊢⊣⊨⊩≺≻≼≽∣∤∥∦⊥≍≎≏⋈⌢⌣⋘⋙≶≷⩽⩾⪯⪰∴∵←→↔⇐⇒⇔⟵⟶⟷⟸⟹⟺↦⟼↩↪↼↽⇀⇁⇌⇋↑↓↕⇑⇓⇕↗↘↙↖⟨⟩"
) - frozenset("⟨⟩")
# Operations between two operands.
BINARY = frozenset("+−-±∓×÷·⋅∗*∘•∩∪⊎⊓⊔∧∨⊕⊖⊗⊘⊙†‡∖≀⋆⋄△▽◁▷⊲⊳⨿⊞⊟⊠⊡∔∸⋉⋊")
# Signs that are set large in display (TeX's \mathop), their scripts as limits but for integrals.
INTEGRALS = frozenset("∫∬∭⨌∮∯∰∱∲∳⨍⨏")
LARGE = frozenset("∑∏∐⋃⋂⋁⋀⨀⨁⨂⨃⨄⨅⨆") | INTEGRALS
OPENING = frozenset("([{⟨⌈⌊⟦⎰⟮⦃")
CLOSING = frozenset(")]}⟩⌉⌋⟧⎱⟯⦄")
EITHER = frozenset("|‖∣∥/\\↑↓↕⇑⇓⇕")
FENCES = OPENING | CLOSING | EITHER
PUNCTUATION = frozenset(",;.!?…")
# Words whose scripts stand under them in display.
LIMITED = frozenset(
    (
        "lim",
        "max",
        "min",
        "sup",
        "inf",
        "det",
        "gcd",
        "Pr",
        "plim",
        "argmax",
        "argmin",
        "arg\u2009max",
        "arg\u2009min",
        "lim\u2006inf",
        "lim\u2006sup",
        "inj\u2006lim",
        "proj\u2006lim",
    )
)
PRIMES = frozenset("′″‴⁗")

_NAMES = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "monospace": "MONOSPACE",
}
# Unicode had some letters before it had their alphabets (The Unicode Standard, 22.2).
_BEFORE = {
    "italic": {"h": "ℎ"},
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}
_DIGITS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


def styled(text: str, style: str | None) -> str:
    """``text`` in the letters of ``style`` (Mathematical Alphanumeric Symbols, U+1D400), as far as there are any."""
    if style not in _NAMES:
        return text
    return "".join(_styled(char, style) for char in text)


def _styled(char: str, style: str) -> str:
    before = _BEFORE.get(style, {}).get(char)
    if before:
        return before
    name = unicodedata.name(char, "")
    kinds = {"LATIN CAPITAL LETTER ": "CAPITAL ", "LATIN SMALL LETTER ": "SMALL ", "DIGIT ": "DIGIT "}
    kinds |= {"GREEK CAPITAL LETTER ": "CAPITAL ", "GREEK SMALL LETTER ": "SMALL "}
    for opens, kind in kinds.items():
        if name.startswith(opens):
            try:
                return unicodedata.lookup(f"MATHEMATICAL {_NAMES[style]} {kind}{name.removeprefix(opens)}")
            except KeyError:
                return char
    return char


def plain(char: str) -> str:
    """A letter without its style: ℝ is R."""
    return unicodedata.normalize("NFKC", char)
