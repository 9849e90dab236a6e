"""The words in which a formula is spoken, by language (BCP 47). An unknown language reads English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """What is said; ``{}`` takes a part of the formula. A comma is heard as a short rest."""

    over: str = "{} over {}"
    fraction: str = "the fraction {} over {}, end fraction"
    choose: str = "{} choose {}"
    square_root: str = "the square root of {}"
    root: str = "the root of order {} of {}"
    cube_root: str = "the cube root of {}"
    end_root: str = ", end root"
    squared: str = "{} squared"
    cubed: str = "{} cubed"
    transposed: str = "{} transposed"
    power: str = "{} to the power of {}"
    end_power: str = ", end power"
    sub: str = "{} sub {}"
    prime: str = "{} prime"
    double_prime: str = "{} double prime"
    under: str = "{} with {} below"
    above: str = "{} with {} above"
    from_to: str = "{} from {} to {} of"
    over_set: str = "{} over {} of"
    limit: str = "{} as {} of"
    of: str = "{} of"
    matrix: str = "a {} by {} matrix"
    row: str = "row {}: {}"
    cases: str = "{} cases"
    case: str = "{}"
    lines: str = "{} lines"
    opening: str = "open bracket"
    closing: str = "close bracket"
    absolute: str = "the absolute value of {}, end"
    norm: str = "the norm of {}, end"
    determinant: str = "the determinant of {}"
    capital: str = "capital {}"
    bold: str = "bold {}"
    boxed: str = "boxed {}"
    struck: str = "struck out {}"
    accents: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    greek: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)


_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρςστυφχψωϵϑϕϖϱϰ",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "sigma",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
            "epsilon",
            "theta",
            "phi",
            "pi",
            "rho",
            "kappa",
        ],
        strict=True,
    )
)
_GERMAN = _GREEK | {"μ": "my", "ν": "ny", "υ": "ypsilon"}

_ENGLISH = Words(
    accents={
        "ˆ": "{} hat", "˜": "{} tilde", "¯": "{} bar", "‾": "{} with a line above", "˙": "{} dot", "¨": "{} double dot",
        "→": "vector {}", "ˇ": "{} check", "˘": "{} breve", "˚": "{} ring", "_": "{} underlined",
    },
    signs={
        "+": "plus", "−": "minus", "-": "minus", "±": "plus or minus", "∓": "minus or plus", "×": "times", "⋅": "times",
        "·": "times", "÷": "divided by", "∗": "star",
        "*": "star", "⩽": "is less than or equal to", "⩾": "is greater than or equal to", "⧵": "without",
        "/": "over", "=": "equals", "≠": "is not equal to",
        "<": "is less than", ">": "is greater than", "≤": "is less than or equal to",
        "≥": "is greater than or equal to",
        "≪": "is much less than", "≫": "is much greater than", "≈": "is approximately", "≡": "is identical to",
        "∼": "is similar to", "≃": "is asymptotically equal to", "≅": "is congruent to", "∝": "is proportional to",
        "≔": "is defined as", "∈": "in", "∉": "not in", "∋": "contains", "⊂": "is a subset of", "⊆": "is a subset of",
        "⊃": "is a superset of", "⊇": "is a superset of", "⊄": "is not a subset of", "∪": "union", "∩": "intersection",
        "∖": "without", "∅": "the empty set", "∧": "and", "∨": "or", "¬": "not", "∀": "for all", "∃": "there is",
        "∄": "there is no", "→": "to", "⟶": "to", "↦": "maps to", "⟼": "maps to", "←": "from", "⇒": "implies",
        "⟹": "implies", "⇐": "is implied by", "⟸": "is implied by", "⇔": "if and only if", "⟺": "if and only if",
        "↔": "if and only if", "∞": "infinity", "∂": "partial", "∇": "nabla", "∑": "the sum", "∏": "the product",
        "∫": "the integral", "∬": "the double integral", "∭": "the triple integral", "∮": "the contour integral",
        "⋃": "the union", "⋂": "the intersection", "⊕": "direct sum", "⊗": "tensor", "∘": "composed with",
        "⊥": "perpendicular to",
        "∥": "parallel to", "∣": "given", "∤": "does not divide", "|": "bar", "‖": "double bar", "!": "factorial",
        "…": "and so on", "⋯": "and so on", "⋮": "and so on", "⋱": "and so on", ":": "such that", "°": "degrees",
        "∠": "angle", "△": "triangle", "∴": "therefore", "∵": "because", "%": "percent", "†": "dagger", "⋆": "star",
        "ℝ": "the real numbers", "ℕ": "the natural numbers", "ℤ": "the integers", "ℚ": "the rational numbers",
        "ℂ": "the complex numbers", "ℏ": "h bar", "ℓ": "ell", "ℵ": "aleph", ",": ",", ";": ";", ".": "point",
        "⟨": "open angle bracket", "⟩": "close angle bracket", "{": "open brace", "}": "close brace",
        "[": "open square bracket", "]": "close square bracket", "⌊": "floor of", "⌋": "end floor", "⌈": "ceiling of",
        "⌉": "end ceiling", "(": "open bracket", ")": "close bracket",
    },
    greek=_GREEK,
    functions={
        "sin": "sine", "cos": "cosine", "tan": "tangent", "log": "log", "ln": "natural log", "lim": "the limit",
        "max": "the maximum", "min": "the minimum", "sup": "the supremum", "inf": "the infimum", "exp": "exponential",
        "det": "the determinant", "gcd": "the greatest common divisor", "mod": "modulo",
    },
)  # fmt: skip

_DEUTSCH = Words(
    over="{} durch {}", fraction="der Bruch {} durch {}, Ende Bruch", choose="{} über {}",
    square_root="Wurzel aus {}", root="{}-te Wurzel aus {}", cube_root="dritte Wurzel aus {}", end_root=", Ende Wurzel",
    squared="{} Quadrat", cubed="{} hoch drei", power="{} hoch {}", end_power=", Ende Exponent", sub="{} Index {}",
    prime="{} Strich", double_prime="{} zwei Strich", under="{} mit {} darunter", above="{} mit {} darüber",
    from_to="{} von {} bis {} über", over_set="{} über {} von", limit="{} für {} von", of="{} von",
    transposed="{} transponiert", matrix="eine {}-mal-{}-Matrix", row="Zeile {}: {}", cases="{} Fälle",
    lines="{} Zeilen", opening="Klammer auf", closing="Klammer zu", absolute="Betrag von {}, Ende Betrag",
    norm="Norm von {}, Ende Norm", determinant="Determinante von {}", capital="groß {}", bold="fett {}",
    boxed="eingerahmt {}", struck="durchgestrichen {}",
    accents={
        "ˆ": "{} Dach", "˜": "{} Tilde", "¯": "{} quer", "‾": "{} überstrichen", "˙": "{} Punkt",
        "¨": "{} zwei Punkt", "→": "Vektor {}", "ˇ": "{} Haken", "˘": "{} Brevis", "˚": "{} Ring",
        "_": "{} unterstrichen",
    },
    signs={
        "+": "plus", "−": "minus", "-": "minus", "±": "plus minus", "∓": "minus plus", "×": "mal", "⋅": "mal",
        "·": "mal", "÷": "geteilt durch", "∗": "Stern",
        "*": "Stern", "⩽": "kleiner oder gleich", "⩾": "größer oder gleich", "⧵": "ohne",
        "/": "durch", "=": "gleich", "≠": "ungleich",
        "<": "kleiner als",
        ">": "größer als", "≤": "kleiner oder gleich", "≥": "größer oder gleich", "≪": "viel kleiner als",
        "≫": "viel größer als", "≈": "ungefähr gleich", "≡": "identisch", "∼": "ähnlich", "≃": "asymptotisch gleich",
        "≅": "kongruent", "∝": "proportional zu", "≔": "definiert als", "∈": "Element von", "∉": "nicht Element von",
        "∋": "enthält", "⊂": "Teilmenge von", "⊆": "Teilmenge von", "⊃": "Obermenge von", "⊇": "Obermenge von",
        "⊄": "nicht Teilmenge von", "∪": "vereinigt", "∩": "geschnitten", "∖": "ohne", "∅": "die leere Menge",
        "∧": "und",
        "∨": "oder", "¬": "nicht", "∀": "für alle", "∃": "es gibt", "∄": "es gibt kein", "→": "gegen", "⟶": "gegen",
        "↦": "wird abgebildet auf", "⟼": "wird abgebildet auf", "←": "von", "⇒": "daraus folgt", "⟹": "daraus folgt",
        "⇐": "folgt aus", "⟸": "folgt aus", "⇔": "genau dann wenn", "⟺": "genau dann wenn", "↔": "genau dann wenn",
        "∞": "unendlich", "∂": "partiell", "∇": "Nabla", "∑": "die Summe", "∏": "das Produkt", "∫": "das Integral",
        "∬": "das Doppelintegral", "∭": "das Dreifachintegral", "∮": "das Kurvenintegral", "⋃": "die Vereinigung",
        "⋂": "der Durchschnitt", "⊕": "direkte Summe", "⊗": "Tensor", "∘": "verkettet mit", "⊥": "senkrecht zu",
        "∥": "parallel zu", "∣": "gegeben", "∤": "teilt nicht", "|": "Strich", "‖": "Doppelstrich", "!": "Fakultät",
        "…": "und so weiter", "⋯": "und so weiter", "⋮": "und so weiter", "⋱": "und so weiter", ":": "mit",
        "°": "Grad", "∠": "Winkel", "△": "Dreieck", "∴": "also", "∵": "weil", "%": "Prozent", "†": "Dagger",
        "⋆": "Stern",
        "ℝ": "die reellen Zahlen", "ℕ": "die natürlichen Zahlen", "ℤ": "die ganzen Zahlen",
        "ℚ": "die rationalen Zahlen", "ℂ": "die komplexen Zahlen", "ℏ": "h quer", "ℓ": "l", "ℵ": "Aleph", ",": ",",
        ";": ";", ".": "Punkt", "⟨": "spitze Klammer auf", "⟩": "spitze Klammer zu", "{": "geschweifte Klammer auf",
        "}": "geschweifte Klammer zu", "[": "eckige Klammer auf", "]": "eckige Klammer zu", "⌊": "abgerundet",
        "⌋": "Ende", "⌈": "aufgerundet", "⌉": "Ende", "(": "Klammer auf", ")": "Klammer zu",
    },
    greek=_GERMAN,
    functions={
        "sin": "Sinus", "cos": "Cosinus", "tan": "Tangens", "log": "Logarithmus", "ln": "natürlicher Logarithmus",
        "lim": "der Grenzwert", "max": "das Maximum", "min": "das Minimum", "sup": "das Supremum",
        "inf": "das Infimum", "exp": "Exponentialfunktion", "det": "die Determinante",
        "gcd": "der größte gemeinsame Teiler",
        "mod": "modulo",
    },
)  # fmt: skip

_FRANCAIS = Words(
    over="{} sur {}", fraction="la fraction {} sur {}, fin de fraction", choose="{} parmi {}",
    square_root="racine carrée de {}", root="racine d’ordre {} de {}", cube_root="racine cubique de {}",
    end_root=", fin de racine", squared="{} au carré", cubed="{} au cube", power="{} puissance {}",
    end_power=", fin d’exposant", sub="{} indice {}", prime="{} prime", double_prime="{} seconde",
    transposed="{} transposée",
    under="{} avec {} dessous", above="{} avec {} dessus", from_to="{} de {} à {} de", over_set="{} sur {} de",
    limit="{} quand {} de", of="{} de", matrix="une matrice {} par {}", row="ligne {} : {}", cases="{} cas",
    lines="{} lignes", opening="parenthèse ouvrante", closing="parenthèse fermante",
    absolute="valeur absolue de {}, fin", norm="norme de {}, fin", determinant="déterminant de {}",
    capital="{} majuscule",
    bold="{} gras", boxed="encadré {}", struck="barré {}",
    accents={
        "ˆ": "{} chapeau", "˜": "{} tilde", "¯": "{} barre", "‾": "{} surligné", "˙": "{} point",
        "¨": "{} deux points", "→": "vecteur {}", "ˇ": "{} caron", "˘": "{} brève", "˚": "{} rond", "_": "{} souligné",
    },
    signs={
        "+": "plus", "−": "moins", "-": "moins", "±": "plus ou moins", "∓": "moins ou plus", "×": "fois", "⋅": "fois",
        "·": "fois", "÷": "divisé par", "∗": "étoile",
        "*": "étoile", "⩽": "inférieur ou égal à", "⩾": "supérieur ou égal à", "⧵": "privé de",
        "/": "sur", "=": "égale", "≠": "différent de",
        "<": "inférieur à",
        ">": "supérieur à", "≤": "inférieur ou égal à", "≥": "supérieur ou égal à", "≪": "très inférieur à",
        "≫": "très supérieur à", "≈": "environ égal à", "≡": "identique à", "∼": "semblable à",
        "≃": "asymptotiquement égal à", "≅": "congru à", "∝": "proportionnel à", "≔": "défini comme",
        "∈": "appartient à",
        "∉": "n’appartient pas à", "∋": "contient", "⊂": "inclus dans", "⊆": "inclus dans", "⊃": "contient",
        "⊇": "contient", "⊄": "non inclus dans", "∪": "union", "∩": "intersection", "∖": "privé de",
        "∅": "l’ensemble vide", "∧": "et", "∨": "ou", "¬": "non", "∀": "pour tout", "∃": "il existe",
        "∄": "il n’existe pas", "→": "tend vers", "⟶": "tend vers", "↦": "a pour image", "⟼": "a pour image", "←": "de",
        "⇒": "implique", "⟹": "implique", "⇐": "est impliqué par", "⟸": "est impliqué par", "⇔": "si et seulement si",
        "⟺": "si et seulement si", "↔": "si et seulement si", "∞": "l’infini", "∂": "d rond", "∇": "nabla",
        "∑": "la somme", "∏": "le produit", "∫": "l’intégrale", "∬": "l’intégrale double", "∭": "l’intégrale triple",
        "∮": "l’intégrale curviligne", "⋃": "l’union", "⋂": "l’intersection", "⊕": "somme directe", "⊗": "tensoriel",
        "∘": "rond", "⊥": "perpendiculaire à", "∥": "parallèle à", "∣": "sachant", "∤": "ne divise pas", "|": "barre",
        "‖": "double barre", "!": "factorielle", "…": "et cetera", "⋯": "et cetera", "⋮": "et cetera",
        "⋱": "et cetera", ":": "tel que", "°": "degrés", "∠": "angle", "△": "triangle", "∴": "donc", "∵": "car",
        "%": "pour cent", "†": "dague", "⋆": "étoile", "ℝ": "les réels", "ℕ": "les entiers naturels",
        "ℤ": "les entiers relatifs", "ℚ": "les rationnels", "ℂ": "les complexes", "ℏ": "h barre", "ℓ": "l",
        "ℵ": "aleph", ",": ",", ";": ";", ".": "point", "⟨": "chevron ouvrant", "⟩": "chevron fermant",
        "{": "accolade ouvrante", "}": "accolade fermante", "[": "crochet ouvrant", "]": "crochet fermant",
        "⌊": "partie entière de", "⌋": "fin", "⌈": "partie entière par excès de", "⌉": "fin",
        "(": "parenthèse ouvrante", ")": "parenthèse fermante",
    },
    greek=_GREEK,
    functions={
        "sin": "sinus", "cos": "cosinus", "tan": "tangente", "log": "log", "ln": "logarithme népérien",
        "lim": "la limite", "max": "le maximum", "min": "le minimum", "sup": "la borne supérieure",
        "inf": "la borne inférieure", "exp": "exponentielle", "det": "le déterminant",
        "gcd": "le plus grand commun diviseur",
        "mod": "modulo",
    },
)  # fmt: skip

_WORDS = {"en": _ENGLISH, "de": _DEUTSCH, "fr": _FRANCAIS}


def words(lang: str) -> Words:
    """The words of ``lang``, by its primary subtag."""
    return _WORDS.get(lang.lower().split("-")[0], _ENGLISH)
