"""The files to upload by hand, where there is no key for the API, with a page that says how."""

from __future__ import annotations

from pathlib import Path

from pipeline.campaigns.draft import Draft
from pipeline.files import write
from pipeline.meta import Service

_STEPS = {
    Service.LISTMONK: (
        'Campaigns → Templates → New: type Campaign, body {{ template "content" . }} and nothing else; once for all.',
        "Campaigns → New: name, subject and From as below, the lists, format Raw HTML, that template.",
        "Content: paste newsletter.html. Add alternate plain text: paste newsletter.txt.",
        "Preview, send a test, then start it.",
        "By the API instead: LISTMONK_URL, LISTMONK_USER, LISTMONK_TOKEN and LISTMONK_LISTS in the environment.",
    ),
    Service.BUTTONDOWN: (
        "Emails → New; in the settings of the editor choose Naked mode.",
        "Subject as below; paste newsletter.html. Buttondown makes the text part by itself.",
        "Preview, send yourself the draft, then publish it.",
        "By the API instead: BUTTONDOWN_API_KEY in the environment.",
    ),
    Service.MAILCHIMP: (
        "Create → Email → Code your own → Paste in code: paste newsletter.html.",
        "Edit the plain-text email: paste newsletter.txt.",
        "Subject, From and Reply-To as below; choose the audience.",
        "Preview, send a test email, then send it.",
        "By the API instead: MAILCHIMP_API_KEY and MAILCHIMP_AUDIENCE in the environment.",
    ),
}


def files(draft: Draft, service: Service, folder: Path) -> tuple[Path, ...]:
    """Writes the files into ``folder`` and answers which they are. Raises OSError."""
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(_STEPS[service], 1))
    facts = (("Subject", draft.subject), ("From", draft.sender), ("Reply-To", draft.reply_to), ("Web copy", draft.url))
    said = "\n".join(f"{name}: {value}" for name, value in facts if value)
    readme = f"{draft.title}, for {service.value}\n\n{steps}\n\n{said}\n"
    made = {"newsletter.html": draft.html, "newsletter.txt": draft.text, "README.txt": readme}
    for name, text in made.items():
        write(folder / name, text.encode())
    return tuple(folder / name for name in made)
