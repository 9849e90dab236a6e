"""SPF, DKIM, DMARC, MX and PTR, asked of a DNS server on this machine."""

from __future__ import annotations

import pytest

from pipeline.doctor import names
from pipeline.doctor.dmarc import dmarc
from pipeline.doctor.finding import Finding, State, table
from pipeline.doctor.hosts import mx, ptr
from pipeline.doctor.keys import dkim
from pipeline.doctor.names import Names, UnansweredError
from pipeline.doctor.spf import spf
from pipeline.signing.keys import Kind, made
from tests.doctor.zone import BROKEN, Records, served, txt

ORG = "example.org"
KEY = made(Kind.RSA)
OTHER = made(Kind.RSA)
EDWARDS = made(Kind.ED25519)


def many(count: int) -> Records:
    """A record that includes ``count`` others."""
    includes = " ".join(f"include:s{n}.net" for n in range(count))
    inner = {(f"s{n}.net", "TXT"): (txt("v=spf1 ip4:192.0.2.1 -all"),) for n in range(count)}
    return {(ORG, "TXT"): (txt(f"v=spf1 {includes} -all"),), **inner}


def loop(first: str, second: str) -> Records:
    return {
        (first, "TXT"): (txt(f"v=spf1 include:{second} -all"),),
        (second, "TXT"): (txt(f"v=spf1 include:{first} -all"),),
    }


@pytest.mark.parametrize(
    ("records", "state", "says"),
    [
        ({}, State.FAIL, "there is no record"),
        ({(ORG, "TXT"): (txt("other"), txt("v=spf10 -all"))}, State.FAIL, "there is no record"),
        ({(ORG, "TXT"): (txt("v=spf1 mx -all"),)}, State.OK, "v=spf1 mx -all"),
        ({(ORG, "TXT"): (txt("x"), txt("V=SPF1 a:mail.example.org ip6:2001:db8::/32 ~all"))}, State.OK, "V=SPF1"),
        ({(ORG, "TXT"): ('"v=spf1 ip4:192.0" ".2.0/24 -all"',)}, State.OK, "v=spf1 ip4:192.0.2.0/24 -all"),
        ({(ORG, "TXT"): (txt("v=spf1 -all"), txt("v=spf1 mx -all"))}, State.FAIL, "2 records"),
        ({(ORG, "TXT"): (txt("v=spf1 mx +all"),)}, State.FAIL, "lets anybody send"),
        ({(ORG, "TXT"): (txt("v=spf1 all"),)}, State.FAIL, "lets anybody send"),
        ({(ORG, "TXT"): (txt("v=spf1 mx ?all"),)}, State.WARN, "neutral"),
        ({(ORG, "TXT"): (txt("v=spf1 mx"),)}, State.WARN, "says nothing of all others"),
        ({(ORG, "TXT"): (txt("v=spf1 ptr -all"),)}, State.WARN, "ptr"),
        (
            {(ORG, "TXT"): (txt("v=spf1 mx redirect=o.net"),), ("o.net", "TXT"): (txt("v=spf1 -all"),)},
            State.OK,
            "redirect",
        ),
        ({(ORG, "TXT"): (txt("v=spf1 includes:o.net -all"),)}, State.FAIL, "`includes:o.net` is no term"),
        ({(ORG, "TXT"): (txt("v=spf1 include:o.net -all"),)}, State.FAIL, "includes o.net, which has no record"),
        ({(ORG, "TXT"): (txt("v=spf1 -all"),)}, State.FAIL, "lets nobody send"),
        ({(ORG, "TXT"): (txt("v=spf1 exp=e.example.org -all"),)}, State.OK, "exp="),
        ({(ORG, "TXT"): (txt("v=spf1 -all include:gone.net"),)}, State.FAIL, "`include:gone.net` is never looked at"),
        ({(ORG, "TXT"): (txt("v=spf1 mx ~all redirect=gone.net"),)}, State.FAIL, "`redirect=gone.net` is never looked"),
        ({(ORG, "TXT"): (txt("v=spf1 mx -all exp=e.example.org"),)}, State.OK, "exp="),
        ({(ORG, "TXT"): (txt("v=spf1 ip4:300.1.2.3 -all"),)}, State.FAIL, "`ip4:300.1.2.3` is no term"),
        ({(ORG, "TXT"): (txt("v=spf1 ip4:192.0.2.0/33 -all"),)}, State.FAIL, "is no term"),
        ({(ORG, "TXT"): (txt("v=spf1 ip6:192.0.2.1 -all"),)}, State.FAIL, "is no term"),
        ({(ORG, "TXT"): (txt("v=spf1 -ip4:192.0.2.7/28 ip6:2001:db8::1/64 -all"),)}, State.OK, "/28"),
        ({(ORG, "TXT"): (txt("v=spf1 mx a/24 mx/24//64 exists:%{i}._spf.example.org -all"),)}, State.OK, "%{i}"),
        (many(10), State.OK, "include:s9.net"),
        (many(11), State.FAIL, "it takes 11 look-ups"),
        (loop(ORG, "o.net"), State.FAIL, "includes itself"),
        ({(ORG, "TXT"): (BROKEN,)}, State.UNKNOWN, "SERVFAIL"),
    ],
)
def test_spf(records: Records, state: State, says: str) -> None:
    with served(records) as asked:
        [found] = spf(asked, ORG, "relay.example.net")
    assert (found.state, found.subject) == (state, "SPF example.org")
    assert says in found.says
    assert bool(found.todo) == (state in (State.FAIL, State.WARN))


NAME = ("s1._domainkey.example.org", "TXT")


@pytest.mark.parametrize(
    ("records", "state", "says"),
    [
        ({}, State.FAIL, "not published"),
        ({NAME: (txt(KEY.record()),)}, State.OK, "the published key is ours (rsa)"),
        ({NAME: (txt(KEY.record().replace("v=DKIM1; ", "").replace("p=", "p= ")),)}, State.OK, "ours"),
        ({NAME: (txt(OTHER.record()),)}, State.FAIL, "another key is published"),
        ({NAME: (txt(EDWARDS.record()),)}, State.FAIL, "another key is published"),
        ({NAME: (txt("v=DKIM1; k=rsa; p="),)}, State.FAIL, "revoked"),
        ({NAME: (txt(KEY.record().replace("DKIM1", "DKIM2")),)}, State.FAIL, "no version"),
        ({NAME: (txt(KEY.record() + "; t=y:s"),)}, State.WARN, "test"),
        ({NAME: (txt(KEY.record() + "; s=email"),)}, State.OK, "ours"),
        ({NAME: (txt(KEY.record() + "; s=tlsrpt"),)}, State.FAIL, "for other services than mail"),
        ({NAME: (txt(KEY.record().replace(";", "\\\\;")),)}, State.FAIL, "is no version"),
        ({NAME: (txt(KEY.record() + "; h=sha1"),)}, State.FAIL, "leaves SHA-256 out"),
        ({NAME: (txt(KEY.record()), txt(OTHER.record()))}, State.FAIL, "2 keys"),
        ({NAME: (BROKEN,)}, State.UNKNOWN, "SERVFAIL"),
    ],
)
def test_dkim(records: Records, state: State, says: str) -> None:
    with served(records) as asked:
        [found] = dkim(asked, ORG, "s1", KEY)
    assert found.state is state
    assert says in found.says
    if says == "not published":
        assert found.todo is not None
        assert KEY.public()[:40] in found.todo


POLICY = "v=DMARC1; p=quarantine; rua=mailto:a@example.org"


def policy(text: str, name: str = ORG) -> Records:
    return {(f"_dmarc.{name}", "TXT"): (txt(text),)}


@pytest.mark.parametrize(
    ("records", "sender", "returns", "signer", "states", "says"),
    [
        ({}, ORG, ORG, None, "fail", "there is no policy"),
        (policy(POLICY), ORG, ORG, ORG, "ok ok", "signed by example.org"),
        (policy(POLICY), ORG, ORG, None, "ok warn", "by SPF alone"),
        (policy(POLICY), f"news.{ORG}", f"b.{ORG}", ORG, "ok ok", "(of example.org)"),
        (policy(POLICY), ORG, "esp.net", ORG, "ok ok", "bounces go to esp.net"),
        (policy(POLICY), f"news.{ORG}", f"bounces.{ORG}", None, "ok warn", "by SPF alone"),
        # Two of the same country are not of the same owner.
        (
            policy("v=DMARC1; p=none; rua=mailto:a@ada.co.uk", "ada.co.uk"),
            "ada.co.uk",
            "relay.co.uk",
            None,
            "ok fail",
            "neither the signature (none)",
        ),
        (policy(POLICY), ORG, "esp.net", None, "ok fail", "neither the signature (none)"),
        (policy(POLICY), ORG, "esp.net", "esp.net", "ok fail", "neither the signature (esp.net)"),
        (policy(POLICY + "; adkim=s; aspf=s"), f"news.{ORG}", ORG, ORG, "ok fail", "neither"),
        (policy(POLICY + "; adkim=s"), f"news.{ORG}", ORG, ORG, "ok warn", "by SPF alone"),
        (policy("v=DMARC1; p=none"), ORG, ORG, ORG, "warn ok", "asks for no reports"),
        (policy("v=DMARC1; p=none; rua=mailto:a@r.net"), ORG, ORG, ORG, "warn ok", "r.net, which does not say"),
        (
            {
                **policy("v=DMARC1; p=none; rua=mailto:a@dm.example.org,mailto:b@r.net!10m"),
                ("example.org._report._dmarc.r.net", "TXT"): (txt("v=DMARC1"),),
            },
            *(ORG, ORG, ORG, "ok ok", "b@r.net"),
        ),
        (policy("v=DMARC1; p=nothing"), ORG, ORG, ORG, "fail", "is no policy"),
        (policy("v=DMARC1; rua=mailto:a@b.org"), ORG, ORG, ORG, "fail", "is no policy"),
        (policy("v=DMARC1; p=none; sp=bogus; rua=x"), f"a.{ORG}", ORG, ORG, "fail", "p=bogus"),
        ({("_dmarc.example.org", "TXT"): (txt(POLICY), txt(POLICY + ";"))}, ORG, ORG, ORG, "fail", "2 policies"),
        ({("_dmarc.example.org", "TXT"): (BROKEN,)}, ORG, ORG, ORG, "unknown", "SERVFAIL"),
    ],
)
def test_dmarc(  # noqa: PLR0917 -- pytest hands them over by name
    records: Records, sender: str, returns: str, signer: str | None, states: str, says: str
) -> None:
    with served(records) as asked:
        found = dmarc(asked, sender, returns, signer)
    assert " ".join(one.state for one in found) == states
    assert says in " ".join(one.says for one in found)


def test_a_policy_that_asks_for_nothing_is_told_what_comes_next() -> None:
    with served(policy("v=DMARC1; p=none; rua=mailto:a@example.org")) as asked:
        first, _ = dmarc(asked, ORG, ORG, ORG)
    assert first.state is State.OK
    assert first.todo is not None
    assert "p=quarantine" in first.todo


@pytest.mark.parametrize(
    ("records", "state", "says"),
    [
        ({}, State.FAIL, "answers are lost"),
        ({(ORG, "A"): ("192.0.2.1",)}, State.WARN, "go to the host of that name"),
        ({(ORG, "MX"): ("0 .",)}, State.FAIL, "takes no mail"),
        ({(ORG, "MX"): ("10 m.example.org.",), ("m.example.org", "AAAA"): ("2001:db8::1",)}, State.OK, "m.example.org"),
        ({(ORG, "MX"): ("10 m.example.org.", "20 n.example.org.")}, State.FAIL, "have no address"),
        ({(ORG, "MX"): (BROKEN,)}, State.UNKNOWN, "SERVFAIL"),
    ],
)
def test_mx(records: Records, state: State, says: str) -> None:
    with served(records) as asked:
        [found] = mx(asked, ORG, "answers")
    assert found.state is state
    assert says in found.says


ADDRESS = {("relay.example.net", "A"): ("8.8.4.4",)}
BACK = ("4.4.8.8.in-addr.arpa", "PTR")


@pytest.mark.parametrize(
    ("records", "host", "state", "says"),
    [
        ({}, "relay.example.net", State.FAIL, "has no address"),
        ({**ADDRESS, BACK: ("relay.example.net.",)}, "relay.example.net", State.OK, "8.8.4.4"),
        (ADDRESS, "relay.example.net", State.WARN, "no name that leads back"),
        ({**ADDRESS, BACK: ("other.net.",)}, "relay.example.net", State.WARN, "(other.net)"),
        ({}, "127.0.0.1", State.UNKNOWN, "cannot be seen from here"),
        ({}, "10.1.2.3", State.UNKNOWN, "cannot be seen from here"),
        ({}, "localhost", State.UNKNOWN, "cannot be seen from here"),
        ({("localhost", "A"): (BROKEN,)}, "Localhost.", State.UNKNOWN, "cannot be seen from here"),
        ({("relay.example.net", "A"): (BROKEN,)}, "relay.example.net", State.UNKNOWN, "SERVFAIL"),
    ],
)
def test_ptr(records: Records, host: str, state: State, says: str) -> None:
    with served(records) as asked:
        [found] = ptr(asked, host)
    assert found.state is state
    assert says in found.says


def test_a_dns_that_knows_nothing_of_the_world_says_so() -> None:
    with served({(ORG, "TXT"): (txt("v=spf1 -all"),)}, world=False) as asked:
        [found] = spf(asked, ORG, None)
    assert found.state is State.UNKNOWN
    assert "is there a network?" in found.says


def test_a_dns_that_is_silent_is_not_waited_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "PATIENCE", 0.2)
    asked = Names("127.0.0.1", 9)
    found = [
        *spf(asked, ORG, None),
        *dmarc(asked, ORG, ORG, None),
        *mx(asked, ORG, "answers"),
        *dkim(asked, ORG, "s", KEY),
    ]
    assert {one.state for one in found} == {State.UNKNOWN}
    with pytest.raises(UnansweredError, match="is there a network"):
        asked.ask("x.net", "A")


def test_the_table() -> None:
    rows = (
        Finding(State.OK, "SPF", "good"),
        Finding(State.FAIL, "a longer one", "bad\x1b[31m", "type this\nand that"),
    )
    assert table(rows) == (
        "ok       SPF           good\n"
        "fail     a longer one  bad\\x1b[31m\n"
        "                       → type this\n"
        "                       → and that\n"
        "\n"
        "1 ok, 0 warn, 1 fail, 0 unknown"
    )
