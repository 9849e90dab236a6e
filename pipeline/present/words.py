"""The fixed words of the page, by language (BCP 47). An unknown language reads English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says. ``{}`` takes a slide's number, how many there are, its title."""

    slide: str = "Slide"
    place: str = "Slide {} of {}: {}"
    notes: str = "Notes"
    no_notes: str = "There are no notes for this slide."
    previous: str = "Previous slide"
    next: str = "Next slide"
    full: str = "Full screen"
    keys: str = "Keys"
    close: str = "Close"
    elapsed: str = "Time spoken"
    then: str = "Next"
    last: str = "This is the last slide."
    turn: str = "Next or previous slide"
    ends: str = "First or last slide"
    number: str = "A number, then Enter: that slide"
    notes_key: str = "Notes"
    speaker: str = "A second window for the speaker"
    clock: str = "Starts the clock anew"
    help: str = "These keys"


_WORDS = {
    "en": Words(),
    "de": Words(
        slide="Folie",
        place="Folie {} von {}: {}",
        notes="Notizen",
        no_notes="Zu dieser Folie gibt es keine Notizen.",
        previous="Vorige Folie",
        next="Nächste Folie",
        full="Vollbild",
        keys="Tasten",
        close="Schließen",
        elapsed="Gesprochen",
        then="Danach",
        last="Das ist die letzte Folie.",
        turn="Nächste oder vorige Folie",
        ends="Erste oder letzte Folie",
        number="Eine Zahl, dann Enter: diese Folie",
        notes_key="Notizen",
        speaker="Ein zweites Fenster für den Vortrag",
        clock="Stellt die Uhr auf null",
        help="Diese Tasten",
    ),
    "fr": Words(
        slide="Diapositive",
        place="Diapositive {} sur {} : {}",
        notes="Notes",
        no_notes="Cette diapositive n’a pas de notes.",
        previous="Diapositive précédente",
        next="Diapositive suivante",
        full="Plein écran",
        keys="Touches",
        close="Fermer",
        elapsed="Temps de parole",
        then="Ensuite",
        last="C’est la dernière diapositive.",
        turn="Diapositive suivante ou précédente",
        ends="Première ou dernière diapositive",
        number="Un numéro, puis Entrée : cette diapositive",
        notes_key="Notes",
        speaker="Une seconde fenêtre pour l’orateur",
        clock="Remet l’horloge à zéro",
        help="Ces touches",
    ),
}


def words(lang: str) -> Words:
    """The words of ``lang``, by its primary subtag."""
    return _WORDS.get(lang.lower().split("-")[0], _WORDS["en"])
