"""The fixed words of the outputs, by language (BCP 47). An unknown language reads English."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed words. Those with ``{}`` take their value there."""

    lang: str = "en"
    agenda: str = "Overview"
    sources: str = "Sources"
    notes: str = "Notes"
    page: str = "Page {} of {}"
    contents: str = "Contents"
    at: str = "at {} in {}"
    source: str = "source"
    issue: str = "Issue {}"
    reading_time: str = "{} min read"
    colon: str = ":"
    web_copy: str = "Read on the web"
    read_on: str = "Read on"
    unsubscribe: str = "Unsubscribe"
    why: str = "You get this mail because you subscribed to {}."
    handout: str = "The handout (PDF)"
    deck: str = "The slides (PowerPoint)"
    continued: str = "({}/{})"
    closing: str = "Thank you"
    recap: str = "In one sentence"
    qr: str = "QR code to {}"
    by: str = "by {}"
    and_: str = "and"
    cited: str = "Cited at"
    figure: str = "Figure"
    table: str = "Table"
    listing: str = "Listing"
    equation: str = "Equation"
    chart: str = "Chart"
    section: str = "Section"
    references: str = "References"
    note: str = "Note"
    back: str = "Back to the text"
    links: str = "Links"
    span: str = "{} – {}"
    span_of: str = "{} – {} of {}"
    talk: str = "The talk"
    slide: str = "Slide {}"
    slide_extra: str = "Appendix"
    to_do: str = "to do"
    done: str = "done"
    date: str = "{day} {month} {year}"
    months: tuple[str, ...] = (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )

    def day(self, date: datetime.date) -> str:
        """``date`` as people write it: 29 June 2023."""
        return self.date.format(day=date.day, month=self.months[date.month - 1], year=date.year)


_WORDS = {
    "en": Words(),
    "de": Words(
        lang="de",
        agenda="Überblick",
        sources="Quellen",
        notes="Anmerkungen",
        page="Seite {} von {}",
        contents="Inhalt",
        at="bei {} in {}",
        source="Quelle",
        issue="Ausgabe {}",
        reading_time="{} Min. Lesezeit",
        web_copy="Im Web lesen",
        read_on="Weiterlesen",
        unsubscribe="Abbestellen",
        why="Sie erhalten diese Mail, weil Sie {} abonniert haben.",
        handout="Das Handout (PDF)",
        deck="Die Folien (PowerPoint)",
        closing="Vielen Dank",
        recap="In einem Satz",
        qr="QR-Code zu {}",
        by="von {}",
        and_="und",
        cited="Zitiert bei",
        figure="Abbildung",
        table="Tabelle",
        listing="Listing",
        equation="Gleichung",
        chart="Diagramm",
        section="Abschnitt",
        references="Literatur",
        note="Anmerkung",
        back="Zurück zum Text",
        links="Links",
        span_of="{} – {} von {}",
        talk="Der Vortrag",
        slide="Folie {}",
        slide_extra="Anhang",
        to_do="offen",
        done="erledigt",
        date="{day}. {month} {year}",
        months=(
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ),
    ),
    "fr": Words(
        lang="fr",
        agenda="Aperçu",
        sources="Sources",
        notes="Notes",
        page="Page {} sur {}",
        contents="Sommaire",
        at="à {} dans {}",
        source="source",
        issue="Numéro {}",
        reading_time="{} min de lecture",
        colon="\u00a0:",
        web_copy="Lire en ligne",
        read_on="Lire la suite",
        unsubscribe="Se désabonner",
        why="Vous recevez ce message parce que vous êtes abonné à {}.",
        handout="Le document (PDF)",
        deck="Les diapositives (PowerPoint)",
        closing="Merci",
        recap="En une phrase",
        qr="Code QR vers {}",
        by="par {}",
        and_="et",
        cited="Cité à",
        figure="Figure",
        table="Tableau",
        listing="Code",
        equation="Équation",
        chart="Graphique",
        section="section",
        references="Bibliographie",
        note="Note",
        back="Retour au texte",
        links="Liens",
        span_of="{} – {} sur {}",
        talk="La présentation",
        slide="Diapositive {}",
        slide_extra="Annexe",
        to_do="à faire",
        done="fait",
        months=(
            *("janvier", "février", "mars", "avril", "mai", "juin"),
            *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        ),
    ),
}


def words(lang: str) -> Words:
    """The words of ``lang``, by its primary subtag."""
    return _WORDS.get(lang.lower().split("-")[0], _WORDS["en"])
