"""Locators: which part of a work is meant, "p. 12–14", as people write it behind a key (CSL 1.0.2, Appendix IV)."""

from __future__ import annotations

import re

_WRITTEN = {
    "page": "p pp page pages s seite seiten",
    "chapter": "ch chap chaps chapter chapters kap kapitel chapitre",
    "section": "sec sect section sections abschn abschnitt § §§",
    "paragraph": "para paras paragraph abs absatz ¶ ¶¶ par",
    "figure": "fig figs figure abb abbildung",
    "line": "l ll line lines z zeile zeilen ligne lignes",
    "note": "n nn note notes anm anmerkung fn",
    "verse": "v vv verse verses",
    "volume": "vol vols volume volumes bd bde band bände tome t",
    "part": "pt pts part parts teil teile partie",
    "book": "bk bks book books buch livre",
    "column": "col cols column columns sp spalte",
    "issue": "no nos number nr nummer issue heft",
    "folio": "fol fols folio f",
    "sub-verbo": "sv",
}
_LABELS = {word: label for label, words in _WRITTEN.items() for word in words.split()}
_NUMBERS = r"[0-9ivxlcdm]*\d[\w.:/]*|[ivxlcdm]+(?![\w])"
_LOCATOR = re.compile(
    rf"[\s,]*(?:(?P<label>[^\W\d_]{{1,12}}|[§¶]{{1,2}})\.?[\s\u00a0]*)?"
    rf"(?P<value>(?:{_NUMBERS})(?:\s*(?:[-–—,&+]|and|und|et)\s*(?:{_NUMBERS}))*)",
    re.IGNORECASE,
)


def located(suffix: str) -> tuple[str, str, str]:
    """The label and the value of the locator that ``suffix`` opens with, and what is left; empty where it has none."""
    found = _LOCATOR.match(suffix)
    if found is None:
        return "", "", suffix
    label = _LABELS.get((found["label"] or "p").lower())
    if label is None or (found["label"] is None and not any(sign.isdigit() for sign in found["value"])):
        return "", "", suffix
    value = found["value"].rstrip(".:/")
    return (
        label,
        re.sub(r"\s*[-–—]+\s*", "-", value),
        suffix[found.start("value") + len(found["value"].rstrip(".:/")) :],
    )
