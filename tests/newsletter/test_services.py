"""The signs of the services that send mails for those who paste or upload them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.files import Files
from pipeline.greeting import greeting
from pipeline.made import place, withdraw
from pipeline.meta import NewsletterMeta, Service
from pipeline.newsletter.check import check
from pipeline.newsletter.services import SIGNS
from pipeline.outputs import Product, Target
from pipeline.problems import Place
from pipeline.reserved import ALL
from tests.conftest import ROOT
from tests.newsletter.made import made, parsed, part, theme, tried
from tests.newsletter.sample import FULL, MAILING, essay, mailing, para, section
from tests.newsletter.test_pictures import put, shows

PLACE = Place("newsletter.eml")
SIGNED = {
    Service.MAILCHIMP: ("*|UNSUB|*", "Hello *|IF:FNAME|**|FNAME|**|ELSE:|*there*|END:IF|*,"),
    Service.BUTTONDOWN: (
        "{{ unsubscribe_url }}",
        "Hello {% if subscriber.metadata.name %}{{ subscriber.metadata.name }}{% else %}there{% endif %},",
    ),
    Service.LISTMONK: (
        "{{ UnsubscribeURL }}",
        "Hello {{ if .Subscriber.Name }}{{ .Subscriber.Name }}{{ else }}there{{ end }},",
    ),
}


def test_every_service_but_smtp_has_its_signs() -> None:
    assert set(SIGNS) == set(Service) - {Service.SMTP} == set(SIGNED)


@pytest.mark.parametrize("service", SIGNED)
def test_a_mail_for_a_service_holds_its_signs_and_passes_every_rule(service: Service) -> None:
    unsubscribe, hello = SIGNED[service]
    full = replace(FULL, meta=replace(FULL.meta, newsletter=replace(MAILING, service=service, unsubscribe_url=None)))
    mail, problems = tried(full)
    assert mail is not None
    assert problems == ()
    assert mail.paste is not None
    assert f'href="{unsubscribe}"' in mail.paste
    assert f">{hello}</p>" in mail.paste
    assert part(mail, "html") == mail.paste.replace("{{ Safe `", "").replace("` }}", "")
    assert part(mail, "plain") == mail.text
    assert hello in mail.text
    assert f":\n{unsubscribe}\n" in mail.text
    for sign in (*ALL, "*|", "{{", "{%"):
        assert sign not in mail.html
    assert "List-Unsubscribe" not in parsed(mail)
    assert check(mail.message, PLACE, full, theme(), Files(ROOT)) == ()


@pytest.mark.parametrize("service", SIGNED)
def test_a_sign_that_nothing_fills_is_still_found(service: Service) -> None:
    full = replace(FULL, meta=replace(FULL.meta, newsletter=replace(MAILING, service=service)))
    mail = made(full)
    gone = (
        mail.message.replace(b"UNSUB", b"UNSUP")
        .replace(b"ubscribe_url", b"ubscribe_uri")
        .replace(b"ubscribeURL", b"url")
    )
    assert {"mail-unsubscribe-link", "mail-link"} <= {problem.code for problem in check(gone, PLACE, full)}


@pytest.mark.parametrize(
    ("service", "field", "sign"),
    [
        (Service.MAILCHIMP, "city", "*|IF:CITY|**|CITY|**|ELSE:|*you*|END:IF|*"),
        (Service.MAILCHIMP, "last_name", "*|IF:LNAME|**|LNAME|**|ELSE:|*you*|END:IF|*"),
        (Service.BUTTONDOWN, "email", "{% if subscriber.email %}{{ subscriber.email }}{% else %}you{% endif %}"),
        (
            Service.LISTMONK,
            "first_name",
            "{{ if .Subscriber.FirstName }}{{ .Subscriber.FirstName }}{{ else }}you{{ end }}",
        ),
        (
            Service.LISTMONK,
            "city",
            "{{ if .Subscriber.Attribs.city }}{{ .Subscriber.Attribs.city }}{{ else }}you{{ end }}",
        ),
    ],
)
def test_fields_have_the_names_of_the_service(service: Service, field: str, sign: str) -> None:
    read, _ = greeting(f"{{{{ {field} | you }}}}", PLACE)
    assert read is not None
    assert SIGNS[service].greeting(read) == sign


@pytest.mark.parametrize(
    ("service", "words"),
    [(Service.MAILCHIMP, "a *|X|*"), (Service.BUTTONDOWN, "a {% if %}"), (Service.LISTMONK, "a {{ x }}")],
)
def test_words_that_the_service_would_fill_in_are_an_error(service: Service, words: str) -> None:
    mail, problems = tried(essay(section("a", "A", para(words)), meta=mailing(service=service)))
    assert mail is None
    assert [(p.code, p.severity.value) for p in problems] == [("mail-reserved", "error")]
    assert str(service) in problems[0].message
    assert tried(essay(section("a", "A", para(words)), meta=mailing()))[0] is not None


HELD = "A {{ x }} {% if %} *|X|*"


@pytest.mark.parametrize(
    "meta",
    [
        replace(MAILING, subject=HELD),
        replace(MAILING, preheader=HELD),
        replace(MAILING, sender=f"{HELD} <essays@example.org>"),
    ],
)
@pytest.mark.parametrize("service", SIGNED)
def test_so_are_they_in_what_stands_around_the_essay(service: Service, meta: NewsletterMeta) -> None:
    own = replace(FULL.meta, newsletter=replace(meta, service=service))
    _, problems = tried(essay(section("a", "A", para("A")), meta=own))
    assert "mail-reserved" in [problem.code for problem in problems]


def test_listmonk_is_asked_to_leave_in_what_is_said_to_outlook() -> None:
    """Go's templates drop the comments of HTML: without them Outlook sets the mail as wide as its window."""
    for service in SIGNED:
        mail, _ = tried(replace(FULL, meta=replace(FULL.meta, newsletter=replace(MAILING, service=service))))
        assert mail is not None
        assert mail.paste is not None
        count = mail.paste.count("<!--[if mso]>")
        assert count > 2
        kept = count if service is Service.LISTMONK else 0
        assert mail.paste.count("{{ Safe `<!--[if mso]>") == mail.paste.count("<![endif]-->` }}") == kept
        assert "`" not in mail.html


def test_a_picture_that_is_hosted_nowhere_is_told_and_its_words_stand(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (40, 30))
    mail, problems = tried(shows("a.png", service=Service.LISTMONK), tmp_path)
    assert mail is not None
    assert [(p.code, p.place.line) for p in problems] == [("mail-figure-unhosted", 7)]
    assert "What a.png shows" in (mail.paste or "")
    assert "cid:" not in (mail.paste or "")
    hosted = shows("a.png", service=Service.LISTMONK, assets_url="https://assets.example.org/")
    mail, problems = tried(hosted, tmp_path)
    assert mail is not None
    assert problems == ()
    assert "https://assets.example.org/sample/a.png" in (mail.paste or "")


def test_smtp_has_nothing_to_paste() -> None:
    assert made(FULL).paste is None


def test_what_is_pasted_lies_beside_the_mail_as_long_as_a_service_sends(tmp_path: Path) -> None:
    target = Target(tmp_path, "sample", Product.NEWSLETTER)
    (paste,) = target.besides
    place(target, (b"html", b"text", b"eml", b"paste"), 1)
    assert paste.read_bytes() == b"paste"
    place(target, (b"html", b"text", b"eml"), 2)
    assert not paste.exists()
    place(target, (b"html", b"text", b"eml", b"paste"), 3)
    assert withdraw(target) == ()
    assert list(tmp_path.glob("sample/*")) == []
    place(target, (b"html", b"text", b"eml", b"paste"), 4)
    paste.write_bytes(b"edited by hand")
    place(target, (b"html", b"text", b"eml"), 5)
    assert paste.read_bytes() == b"edited by hand"
