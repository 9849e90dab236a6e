"""The whole round: mails leave, one reader clicks, one mail comes back, one asks by mail; the next edition knows."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import dkim  # type: ignore[import-untyped]
import pytest

from pipeline.commands import dkim_key
from pipeline.signing.keys import load
from tests.returns import post
from tests.sending.desktop import PUBLICATION, Desktop
from tests.sending.scripted import scripted
from tests.unsubscribing.desk import ONE_CLICK, server

SIGNED = PUBLICATION + "  returns: bounces@example.org\n  dkim: {selector: s1}\n"
LIST = "email\n" + "".join(f"{name}@example.org\n" for name in ("ann", "bob", "cy", "dee", "eve"))


def parsed(text: bytes) -> EmailMessage:
    return message_from_bytes(text, policy=default)


def leaves(message: EmailMessage) -> dict[str, str]:
    """Where List-Unsubscribe leads, by scheme."""
    return {url.partition(":")[0]: url for url in re.findall(r"<([^>]+)>", message["List-Unsubscribe"])}


@pytest.mark.slow
def test_the_whole_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = Desktop(tmp_path)
    desktop.list(LIST)
    state = tmp_path / ".mail"
    monkeypatch.setenv("PIPELINE_MAIL", str(state))
    assert dkim_key.run(["--domain", "example.org", "--selector", "s1"]) == 0
    monkeypatch.delenv("PIPELINE_MAIL")
    with scripted() as relay:
        relayed = f"  relay:\n    host: 127.0.0.1\n    port: {relay.port}\n    security: none\n"
        desktop.publication(text=SIGNED + relayed)
        code, said = desktop.send()
        assert code == 0, said
        # As it stood on the wire: without the dots of RFC 5321, 4.5.2.
        texts = [text.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.") for text in relay.texts]
        assert len(texts) == 5
        record = load(state / "example.org.s1.pem").record().encode()
        for text in texts:
            assert dkim.verify(text, dnsfunc=lambda *_, **__: record)
        mails = {str(parsed(text)["To"]): parsed(text) for text in texts}

        # Ann's mail server clicks once; Bob opens the link and presses the button, which is the same POST.
        with server(state) as one:
            for name in ("ann", "bob"):
                mail = mails[f"{name}@example.org"]
                path = leaves(mail)["https"].removeprefix("https://example.org")
                body = mail.get_body(("plain",))
                assert body is not None
                assert f"https://example.org{path}" in body.get_content()
                assert one.ask("POST", path, ONE_CLICK).status == 200
            assert one.suppressed() == {"ann@example.org", "bob@example.org"}

        # Cy's mail comes back; Dee asks by mail; a stranger says that Eve's came back.
        box = tmp_path / "box" / "new"
        box.mkdir(parents=True)
        (tmp_path / "box" / "cur").mkdir()
        cy, dee = mails["cy@example.org"], mails["dee@example.org"]
        returned = post.dsn("cy@example.org", id=str(cy["Message-ID"]).strip("<>"))
        (box / "1").write_bytes(returned)
        asks = leaves(dee)["mailto"].partition("?subject=")[2].replace("%20", " ")
        (box / "2").write_bytes(post.leaving(asks, sender="dee@example.org", subject="{}"))
        (box / "3").write_bytes(post.dsn("eve@example.org"))
        code, said = desktop.run("bounces", MAILDIR=str(tmp_path / "box"))
        assert code == 0
        assert "cy@example.org  bounced" in said
        assert "dee@example.org  unsubscribed" in said
        assert "eve@example.org  without proof" in said

        desktop.essay(text="It says something new.")
        code, said = desktop.send(NEW="1")
        assert code == 0, said
    assert {address for address, count in relay.taken.items() if count == 2} == {"eve@example.org"}
