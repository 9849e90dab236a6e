"""What a mailing service fills in by itself, in its own signs: each reader's greeting, each reader's way out.

Signs as their documentation has them: Mailchimp's merge tags, Buttondown's template variables, listmonk's Go templates.
None of them holds a character that HTML would escape, so they stand the same in both parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.greeting import Field, Greeting
from pipeline.meta import Service


@dataclass(frozen=True, slots=True)
class Signs:
    """A service's signs. ``opening`` are those by which it would take an essay's own words for one of them.

    ``comment`` stands around what a comment of HTML says to Outlook, where the service would take it out.
    """

    unsubscribe: str
    opening: tuple[str, ...]
    field: Callable[[Field], str]
    comment: tuple[str, str] | None = None

    def greeting(self, greeting: Greeting) -> str:
        """The greeting with its fields in the service's signs, each with what stands where a reader has none."""
        return "".join(part if isinstance(part, str) else self.field(part) for part in greeting.parts)

    def pasted(self, html: str) -> str:
        """``html`` as the service is to be given it."""
        if self.comment is None:
            return html
        before, after = self.comment
        return _TO_OUTLOOK.sub(lambda found: f"{before}{found[0]}{after}", html)


_TO_OUTLOOK = re.compile(r"<!--\[if [^`]*?<!\[endif\]-->")


def _mailchimp(field: Field) -> str:
    known = {"name": "FNAME", "first_name": "FNAME", "last_name": "LNAME"}
    tag = known.get(field.name.lower(), field.name.upper())
    return f"*|IF:{tag}|**|{tag}|**|ELSE:|*{field.fallback}*|END:IF|*"


def _buttondown(field: Field) -> str:
    name = "subscriber.email" if field.name == "email" else f"subscriber.metadata.{field.name}"
    return f"{{% if {name} %}}{{{{ {name} }}}}{{% else %}}{field.fallback}{{% endif %}}"


def _listmonk(field: Field) -> str:
    known = {"name": "Name", "first_name": "FirstName", "last_name": "LastName", "email": "Email"}
    name = f".Subscriber.{known.get(field.name.lower(), f'Attribs.{field.name}')}"
    return f"{{{{ if {name} }}}}{{{{ {name} }}}}{{{{ else }}}}{field.fallback}{{{{ end }}}}"


SIGNS: Mapping[Service, Signs] = {
    Service.MAILCHIMP: Signs("*|UNSUB|*", ("*|",), _mailchimp),
    Service.BUTTONDOWN: Signs("{{ unsubscribe_url }}", ("{{", "{%", "{#"), _buttondown),
    # Go's templates drop comments; "Safe" keeps what it is given (its documentation, Templating: Functions).
    Service.LISTMONK: Signs("{{ UnsubscribeURL }}", ("{{",), _listmonk, ("{{ Safe `", "` }}")),
}
"""The services that have signs of their own; with ``smtp`` the message holds reserved words instead."""
