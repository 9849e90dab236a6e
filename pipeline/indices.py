"""Indices and exponents in plain text: Unicode's own where it has them (``x²``), else with a mark (``x^(a,b)``)."""

from __future__ import annotations

NO_BREAK = "\u00a0"
_UP = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθιφχ′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᶥᵠᵡ′",
        strict=True,
    )
)
_DOWN = dict(zip("0123456789+−-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))


def scripted(words: str, shift: int) -> str:
    """``words`` raised (``shift`` 1) or lowered (-1)."""
    if not shift:
        return words
    table = _UP if shift > 0 else _DOWN
    bare = words.replace(NO_BREAK, "").replace(" ", "")
    if all(char in table for char in bare):
        return "".join(table[char] for char in bare)
    mark = "^" if shift > 0 else "_"
    return f"{mark}{bare}" if len(bare) == 1 else f"{mark}({words})"
