"""Topics: titles that name what a slide is about and say nothing of it, as far as their words alone show that.

Advice hangs on it, so it rather lets one pass than calls a claim a topic: only short titles are looked at, and one
with anything that may be a verb is left alone.
"""

from __future__ import annotations

import re

from pipeline.sentences import count

# What opens a section of a paper, and claims nothing; and what may stand between two of them.
_HEADS = (
    "abstract agenda aims analysis appendix approach background challenges conclusion conclusions context contribution "
    "data definition definitions details discussion evaluation evidence example examples experiment experiments "
    "findings goals history idea implementation implications introduction limitations literature method methodology "
    "methods model motivation objectives observations outline outlook overview problem problems questions rationale "
    "recommendations references results risks setup solution sources status summary takeaways terminology theory "
    "analyse anhang ansatz ausblick beispiel beispiele beobachtungen diskussion einführung einleitung empfehlungen "
    "ergebnis ergebnisse fazit fragen geschichte grundlagen herausforderungen hintergrund idee literatur lösung "
    "methode methoden methodik probleme quellen risiken schluss theorie überblick umsetzung zusammenfassung ziel ziele "
    "bilan contexte défis exemple exemples historique idée limites méthode méthodes objectif objectifs perspectives "
    "problème problèmes résultat résultats résumé risques synthèse théorie "
    "and und et the"
)
_KNOWN = frozenset(_HEADS.split())
# Verbs without a verb's ending, by language, and what the others end in (and many a noun: these pass too).
_VERBS = {
    "en": "is are was were be am been has have had do does did can could will would may might must shall need let",
    "de": "ist sind war waren hat haben wird werden kann können muss müssen soll sollen darf",
    "fr": "est sont était a ont peut doit fait va reste",
}
_VERBLESS = {lang: frozenset(words.split()) for lang, words in _VERBS.items()}
_ENDINGS = {
    "en": re.compile(r"(?:\w\w(?:s|ed)|n[’']t)$"),
    "de": re.compile(r"\w\w(?:t|en)$"),
    "fr": re.compile(r"\w(?:ent|ait|ra|ez)$"),
}
# A title that opens like a name and is held together by a genitive: "The history of bread".
_OPENS = frozenset({"the", "a", "an", "der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une"})
_JOINS = frozenset({"of", "der", "des", "von", "vom", "de", "du"})
_WORDS = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SAYS = tuple(".!?…:;。！？؟")
_MOST = 5  # words


def topical(title: str, lang: str) -> bool:
    """Whether ``title`` only names a topic."""
    title, primary = title.strip(), lang.lower().split("-")[0]
    words = [word.casefold() for word in _WORDS.findall(title)]
    if not words:
        return bool(re.search(r"\d", title))  # nobody can tell what a number alone counts
    if count(title) > _MOST or title.endswith(_SAYS) or re.search(r"\d", title):
        return False
    if len(words) == 1 or _KNOWN.issuperset(words):
        return True
    if primary not in _ENDINGS or any(w in _VERBLESS[primary] or _ENDINGS[primary].search(w) for w in words):
        return False
    return len(words) == 2 or (words[0] in _OPENS and not _JOINS.isdisjoint(words[1:]))
