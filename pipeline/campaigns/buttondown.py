"""Buttondown: ``/v1/emails`` (its documentation, API: Authentication, Creating an email, Updating an email)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.campaigns.api import Api, Value, address, key
from pipeline.campaigns.draft import Draft, Handed
from pipeline.campaigns.listmonk import sent, unclear

BASE = "https://api.buttondown.com"
VERSION = "2026-04-01"  # since which a new email without a status is a draft; ours says so besides
NAKED = "<!-- buttondown-editor-mode: naked -->\n"
"""Says that the body is HTML to be left as it is (Editor modes: Naked)."""


@dataclass(frozen=True, slots=True)
class Buttondown:
    """A newsletter at Buttondown."""

    api: Api

    @property
    def name(self) -> str:
        """The API's address: a key is for one newsletter."""
        return self.api.base

    def put(self, draft: Draft, known: str | None) -> Handed:
        """Makes ``draft``, or brings the one with the id ``known`` up to date. Raises CampaignError."""
        body: dict[str, Value] = {"subject": draft.subject, "body": NAKED + draft.html}
        if draft.summary:
            body["description"] = draft.summary
        if draft.url:
            body["canonical_url"] = draft.url
        if known is not None:
            answer = self.api.call("GET", f"/v1/emails/{known}")
            if answer.status == 404:
                known = None
            elif answer.field("status") != "draft":
                raise sent("Buttondown", known, answer.field("status"))
        if known is None:
            answer = self.api.call("POST", "/v1/emails", {**body, "status": "draft"})
        else:
            answer = self.api.call("PATCH", f"/v1/emails/{known}", body)
        number = answer.field("id")
        if not isinstance(number, str) or answer.field("status") != "draft":
            raise unclear("Buttondown", answer.status)
        return Handed(number, f"https://buttondown.com/emails/{number}", known is None)


def account(environment: Mapping[str, str]) -> Buttondown | None:
    """The account that the environment names; None where it names none. Raises CampaignError."""
    given = environment.get("BUTTONDOWN_API_KEY", "")
    if not given:
        return None
    own = key(given, "BUTTONDOWN_API_KEY")
    base = address(environment.get("BUTTONDOWN_URL") or BASE, "BUTTONDOWN_URL")
    headers = {"Authorization": f"Token {own}", "X-API-Version": VERSION}
    return Buttondown(Api("Buttondown", base, headers, own))
