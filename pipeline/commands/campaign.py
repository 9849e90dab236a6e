"""``campaign``: hands a newsletter to a mailing service, as a draft that you look at and send there.

By the service's HTTP API where the environment holds what it needs; else the files to upload are written, with a page
that says how. A second run brings the same draft up to date. Nothing is sent by this.

  listmonk    LISTMONK_URL, LISTMONK_USER, LISTMONK_TOKEN, LISTMONK_LISTS (and LISTMONK_TEMPLATE)
  buttondown  BUTTONDOWN_API_KEY
  mailchimp   MAILCHIMP_API_KEY, MAILCHIMP_AUDIENCE
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.campaigns import buttondown, listmonk, mailchimp, memory, upload
from pipeline.campaigns.draft import Account, CampaignError, Draft
from pipeline.commands import stages
from pipeline.commands.ending import failed_with
from pipeline.commands.essays import find
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.header import HeaderError, Mailbox, mailbox
from pipeline.meta import Service
from pipeline.private import PrivateError
from pipeline.problems import Place, Problems, error, failed, in_order
from pipeline.sending import state

SERVICES = (Service.LISTMONK, Service.BUTTONDOWN, Service.MAILCHIMP)


def run(arguments: list[str]) -> int:
    """Hands over one essay's newsletter; 1 where a problem is in the way."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline campaign", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY")
    parser.add_argument("--to", default="", help="listmonk, buttondown or mailchimp; else TO")
    parser.add_argument("--new", action="store_true", help="a new draft, whatever was made before; else NEW=1")
    parser.add_argument("--files", action="store_true", help="writes the files to upload, key or no key")
    asked = parser.parse_args(arguments)
    to = (asked.to or os.environ.get("TO", "")).lower()
    service = next((one for one in SERVICES if one.value == to), None)
    if service is None:
        known = ", ".join(SERVICES)
        said = f"`{to}` is none of {known}" if to else "which service?"
        return failed_with(error(Place("TO"), "campaign-service", said, "make campaign ESSAY=slug TO=listmonk"))
    paths, problems = find(asked.essay)
    if len(paths) != 1:
        names = ", ".join(path.parent.name for path in paths)
        which = error(Place("ESSAY"), "campaign-essay", "which essay?", f"ESSAY=, one of: {names}" if names else None)
        return failed_with(*(problems or (which,)))
    draft, problems = drafted(paths[0], service)
    for problem in problems:
        print(problem, file=sys.stderr)
    if draft is None:
        return 1
    new = asked.new or os.environ.get("NEW", "") not in {"", "0"}
    try:
        account = None if asked.files else _account(service, os.environ)
        return _handed(draft, service, account, new=new) if account else _written(draft, service)
    except CampaignError as fault:
        return failed_with(error(Place(service.value), "campaign-refused", str(fault), fault.hint))
    except PrivateError as fault:
        return failed_with(error(Place(str(state.folder())), "campaign-memory", str(fault), fault.hint))
    except OSError as fault:
        where = Place(str(fault.filename or state.folder()))
        return failed_with(error(where, "cannot-write", f"cannot write it: {fault.strerror or fault}"))


def drafted(path: Path, service: Service) -> tuple[Draft | None, Problems]:
    """The newsletter of the essay at ``path`` in the form of ``service``, whatever its front matter says of one."""
    from pipeline.newsletter import build

    files = Files(Path.cwd())
    essay, problems = stages.essay(path, files)
    if essay is None or failed(problems):
        return None, problems
    mail = replace(essay.meta.newsletter, service=service)
    essay = replace(essay, meta=replace(essay.meta, newsletter=mail))
    theme, more = stages.theme(path, essay.meta, files)
    date, told = stages.moment(essay.meta)
    problems = in_order((*problems, *more, *told))
    if theme is None or failed(problems):
        return None, problems
    made, more = build(essay, theme, files, date)
    problems = in_order((*problems, *more))
    if made is None or made.paste is None or failed(problems):
        return None, problems
    return _draft(essay, made.paste, made.text), problems


def _draft(essay: Essay, html: str, text: str) -> Draft:
    meta = essay.meta
    sender, reply_to = _box(meta.newsletter.sender), _box(meta.newsletter.reply_to)
    return Draft(
        slug=essay.slug,
        title=meta.title,
        subject=meta.newsletter.subject or meta.title,
        html=html,
        text=text,
        name=(sender.name if sender and sender.name else meta.publication.name),
        address=sender.address if sender else None,
        reply_to=reply_to.address if reply_to else None,
        url=meta.url,
        summary=meta.newsletter.preheader or meta.summary,
    )


def _box(text: str | None) -> Mailbox | None:
    with contextlib.suppress(HeaderError):
        return mailbox(text or "")
    return None


def _account(service: Service, environment: Mapping[str, str]) -> Account | None:
    match service:
        case Service.LISTMONK:
            return listmonk.account(environment)
        case Service.BUTTONDOWN:
            return buttondown.account(environment)
        case _:
            return mailchimp.account(environment)


def _handed(draft: Draft, service: Service, account: Account, *, new: bool) -> int:
    folder = state.opened(state.folder())
    key = memory.key(service.value, account.name, draft.slug)
    before = None if new else memory.known(folder).get(key)
    handed = account.put(draft, before)
    memory.remember(folder, key, handed.id)
    print(f"{draft.slug}: {'a new draft' if handed.new else 'the draft, brought up to date,'} at {service.value}")
    print(f"look at it and send it there: {handed.url}")
    return 0


def _written(draft: Draft, service: Service) -> int:
    folder = Path("build") / draft.slug / f"campaign-{service.value}"
    made = upload.files(draft, service, folder)
    print(f"files to upload to {service.value}, nothing was handed over:")
    for path in made:
        print(f"  {path}")
    return 0
