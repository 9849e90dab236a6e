"""Mailchimp: ``/3.0/campaigns`` (its Marketing API: Campaigns, Campaign content; errors as RFC 7807)."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.campaigns.api import Api, Value, address
from pipeline.campaigns.draft import CampaignError, Draft, Handed
from pipeline.campaigns.listmonk import sent, unclear

LONGEST = 150  # characters of a subject (Campaigns: settings.subject_line)
_KEY = re.compile(r"[0-9A-Za-z]+-(?P<centre>[a-z]{2,4}[0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Mailchimp:
    """An audience at Mailchimp; ``centre`` is where the account lives, as its key says."""

    api: Api
    audience: str
    centre: str

    @property
    def name(self) -> str:
        """The data centre's address and the audience."""
        return f"{self.api.base} {self.audience}"

    def put(self, draft: Draft, known: str | None) -> Handed:
        """Makes ``draft``, or brings the one with the id ``known`` up to date. Raises CampaignError."""
        if len(draft.subject) > LONGEST:
            message = f"the subject has {len(draft.subject)} characters; Mailchimp takes {LONGEST}"
            raise CampaignError(message, "give a shorter `newsletter: {subject: …}`")
        settings: dict[str, Value] = {
            "subject_line": draft.subject,
            "title": draft.title[:100],  # seen by nobody but you
            "auto_footer": False,  # the newsletter has a foot of its own, with Mailchimp's sign for leaving
            "inline_css": False,  # and its styles written in
        }
        if draft.name:
            settings["from_name"] = draft.name
        if draft.reply_to or draft.address:
            settings["reply_to"] = draft.reply_to or draft.address
        body: dict[str, Value] = {"recipients": {"list_id": self.audience}, "settings": settings}
        if known is not None:
            answer = self.api.call("GET", f"/3.0/campaigns/{known}")
            if answer.status == 404:
                known = None
            elif answer.field("status") != "save":
                raise sent("Mailchimp", known, answer.field("status"))
        if known is None:
            answer = self.api.call("POST", "/3.0/campaigns", {"type": "regular", **body})
        else:
            answer = self.api.call("PATCH", f"/3.0/campaigns/{known}", body)
        number, shown = answer.field("id"), answer.field("web_id")
        if not isinstance(number, str) or answer.field("status") != "save":
            raise unclear("Mailchimp", answer.status)
        content: dict[str, Value] = {"html": draft.html, "plain_text": draft.text}
        try:
            if self.api.call("PUT", f"/3.0/campaigns/{number}/content", content).status == 404:
                raise unclear("Mailchimp", 404)
        except CampaignError as fault:
            if known is None and not self._removed(number):
                raise CampaignError(f"{fault}; an empty campaign was left there", fault.hint) from None
            raise
        url = f"https://{self.centre}.admin.mailchimp.com/campaigns/show/?id={shown}"
        return Handed(number, url, known is None)

    def _removed(self, number: str) -> bool:
        """Takes back a campaign that got no content: each try would leave one more there."""
        try:
            self.api.call("DELETE", f"/3.0/campaigns/{number}")
        except CampaignError:
            return False
        return True


def account(environment: Mapping[str, str]) -> Mailchimp | None:
    """The account that the environment names; None where it names none. Raises CampaignError."""
    key, audience = environment.get("MAILCHIMP_API_KEY", ""), environment.get("MAILCHIMP_AUDIENCE", "")
    if not key:
        return None
    found = _KEY.fullmatch(key)
    if not found:
        raise CampaignError("MAILCHIMP_API_KEY does not end in a data centre, such as -us21", "copy the whole key")
    if not re.fullmatch(r"[0-9A-Za-z]{1,40}", audience):
        hint = "MAILCHIMP_AUDIENCE=a1b2c3d4e5: Audience, Settings, Audience ID"
        raise CampaignError("MAILCHIMP_AUDIENCE names no audience", hint)
    base = address(environment.get("MAILCHIMP_URL") or f"https://{found['centre']}.api.mailchimp.com", "MAILCHIMP_URL")
    pair = base64.b64encode(f"key:{key}".encode()).decode()
    return Mailchimp(Api("Mailchimp", base, {"Authorization": f"Basic {pair}"}, key), audience, found["centre"])
