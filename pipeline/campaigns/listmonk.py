"""listmonk: ``/api/campaigns`` (its documentation, APIs: Campaigns, Templates, Auth)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.campaigns.api import Api, Value, address
from pipeline.campaigns.draft import CampaignError, Draft, Handed

_GONE = (400, 404)  # of a campaign that is not there: the first as it answers, the second as one expects
BARE = '{{ template "content" . }}'
"""The body of a template that adds nothing: the newsletter is a whole page already."""


@dataclass(frozen=True, slots=True)
class Listmonk:
    """An installation of listmonk, the lists that a campaign goes to, and its template."""

    api: Api
    lists: tuple[int, ...]
    template: int | None = None

    @property
    def name(self) -> str:
        """The installation's address."""
        return self.api.base

    def put(self, draft: Draft, known: str | None) -> Handed:
        """Makes ``draft``, or brings the one with the id ``known`` up to date. Raises CampaignError."""
        if known is not None:
            answer = self.api.call("GET", f"/api/campaigns/{known}", gone=_GONE)
            if answer.status in _GONE:
                known = None
            elif answer.field("data", "status") != "draft":
                raise sent("listmonk", known, answer.field("data", "status"))
        body: dict[str, Value] = {
            "name": draft.title,
            "subject": draft.subject,
            "lists": list(self.lists),
            "type": "regular",
            "content_type": "html",
            "body": draft.html,
            "altbody": draft.text,
            "messenger": "email",
            "template_id": self.template or self._bare(),
            "tags": [draft.slug],
        }
        if draft.sender:
            body["from_email"] = draft.sender
        if known is None:
            answer = self.api.call("POST", "/api/campaigns", body)
        else:
            answer = self.api.call("PUT", f"/api/campaigns/{known}", body)
        number = answer.field("data", "id")
        if not isinstance(number, int) or answer.field("data", "status") != "draft":
            raise unclear("listmonk", answer.status)
        return Handed(str(number), f"{self.api.base}/admin/campaigns/{number}", known is None)

    def _bare(self) -> int:
        """A template that adds nothing: one that is there, else a new one."""
        found = self.api.call("GET", "/api/templates").field("data")
        for one in found if isinstance(found, list) else ():
            if isinstance(one, Mapping) and one.get("type") == "campaign":
                body, number = one.get("body"), one.get("id")
                if isinstance(body, str) and "".join(body.split()) == "".join(BARE.split()) and isinstance(number, int):
                    return number
        made = self.api.call("POST", "/api/templates", {"name": "Essay (bare)", "type": "campaign", "body": BARE})
        data = made.field("data")
        one = data[0] if isinstance(data, list) and data else data  # documented as a list, answered as a mapping
        number = one.get("id") if isinstance(one, Mapping) else None
        if not isinstance(number, int):
            raise unclear("listmonk", made.status)
        return number


def account(environment: Mapping[str, str]) -> Listmonk | None:
    """The account that the environment names; None where it names none. Raises CampaignError."""
    given = {name: environment.get(name, "") for name in ("LISTMONK_URL", "LISTMONK_USER", "LISTMONK_TOKEN")}
    if not any(given.values()):
        return None
    if lacks := [name for name, value in given.items() if not value]:
        hint = "or take the others out of the environment: then the files to upload are written"
        raise CampaignError(f"{' and '.join(lacks)} must be given too", hint)
    base, user, token = given.values()
    try:
        lists = tuple(int(number) for number in environment.get("LISTMONK_LISTS", "").replace(",", " ").split())
        template = int(environment.get("LISTMONK_TEMPLATE", "") or 0)
    except ValueError:
        lists, template = (), 0
    if not lists or min(lists) < 1:
        raise CampaignError(
            "LISTMONK_LISTS names no lists", "LISTMONK_LISTS=1,2: their numbers, as listmonk shows them"
        )
    pair = base64.b64encode(f"{user}:{token}".encode()).decode()
    api = Api("listmonk", address(base, "LISTMONK_URL"), {"Authorization": f"Basic {pair}"}, token)
    return Listmonk(api, lists, template or None)


def sent(service: str, id: str, status: Value) -> CampaignError:
    """The fault of a draft that is none any more."""
    message = f"the campaign {id} at {service} is no draft any more ({status}); it was left alone"
    return CampaignError(message, "NEW=1 makes another one there")


def unclear(service: str, status: int) -> CampaignError:
    """The fault of an answer that does not say what its documentation says it says."""
    message = f"{service} answered {status}, but not with a draft"
    return CampaignError(message, "look at the campaigns there before you try again")
