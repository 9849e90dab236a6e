"""What the pages say, by language (BCP 47); a language that is not here reads English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sayings:
    """The words of the pages; ``{}`` stands for the publication's name."""

    lang: str = "en"
    ask: str = "Unsubscribe?"
    asking: str = "You will get no more mail from {}. One click, and nothing else is asked of you."
    ask_plain: str = "You will get no more of this mail. One click, and nothing else is asked of you."
    button: str = "Unsubscribe"
    done: str = "You are unsubscribed"
    leaving: str = "You will get no more mail from {}. What is on its way already may still arrive."
    leaving_plain: str = "You will get no more of this mail. What is on its way already may still arrive."
    mistake: str = "Was it a mistake? Write to us, and we will put you back on the list:"
    broken: str = "This link is incomplete"
    mend: str = (
        "A part of it may have got lost on the way. Copy the whole link from the foot of the mail, or click it there."
    )
    write: str = "Or write to us, and we will take you off the list:"
    busy: str = "Too many requests"
    wait: str = "Please try again in a minute."
    failed: str = "That did not work"
    again: str = "It is our fault, and you are not unsubscribed yet. Please try again in a minute."


SAYINGS: Mapping[str, Sayings] = {
    "en": Sayings(),
    "de": Sayings(
        lang="de",
        ask="Abmelden?",
        asking="Sie bekommen dann keine Post mehr von {}. Ein Klick genügt, sonst wird nichts gefragt.",
        ask_plain="Sie bekommen diese Post dann nicht mehr. Ein Klick genügt, sonst wird nichts gefragt.",
        button="Abmelden",
        done="Sie sind abgemeldet",
        leaving="Sie bekommen keine Post mehr von {}. Was schon unterwegs ist, kann noch ankommen.",
        leaving_plain="Sie bekommen diese Post nicht mehr. Was schon unterwegs ist, kann noch ankommen.",
        mistake="War es ein Versehen? Schreiben Sie uns, dann nehmen wir Sie wieder auf die Liste:",
        broken="Dieser Link ist nicht vollständig",
        mend=(
            "Ein Teil ist vielleicht unterwegs verloren gegangen. Kopieren Sie den ganzen Link am Fuß der Mail, "
            "oder klicken Sie ihn dort an."
        ),
        write="Oder schreiben Sie uns, dann nehmen wir Sie von der Liste:",
        busy="Zu viele Anfragen",
        wait="Bitte versuchen Sie es in einer Minute noch einmal.",
        failed="Das hat nicht geklappt",
        again="Es liegt an uns, und Sie sind noch nicht abgemeldet. Bitte versuchen Sie es in einer Minute noch mal.",
    ),
    "fr": Sayings(
        lang="fr",
        ask="Se désabonner\u202f?",
        asking="Vous ne recevrez plus de courrier de {}. Un clic suffit, rien d’autre ne vous est demandé.",
        ask_plain="Vous ne recevrez plus ce courrier. Un clic suffit, rien d’autre ne vous est demandé.",
        button="Se désabonner",
        done="Vous êtes désabonné",
        leaving="Vous ne recevrez plus de courrier de {}. Ce qui est déjà en route peut encore arriver.",
        leaving_plain="Vous ne recevrez plus ce courrier. Ce qui est déjà en route peut encore arriver.",
        mistake="Était-ce une erreur\u202f? Écrivez-nous, et nous vous remettrons sur la liste\u00a0:",
        broken="Ce lien n’est pas complet",
        mend=(
            "Une partie s’est peut-être perdue en route. Copiez le lien entier au bas du courrier, "
            "ou cliquez dessus là-bas."
        ),
        write="Ou écrivez-nous, et nous vous retirerons de la liste\u00a0:",
        busy="Trop de demandes",
        wait="Veuillez réessayer dans une minute.",
        failed="Cela n’a pas fonctionné",
        again="C’est notre faute, et vous n’êtes pas encore désabonné. Veuillez réessayer dans une minute.",
    ),
}


def known(lang: str) -> str | None:
    """The language of :data:`SAYINGS` that ``lang`` asks for (``de-AT`` asks for ``de``), or None."""
    primary = lang.lower().partition("-")[0]
    return primary if primary in SAYINGS else None
