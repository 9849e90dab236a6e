"""Readers' addresses: read as people write them, compared by one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sending.addresses import AddressError, address, key


@pytest.mark.parametrize(
    ("text", "plain", "one"),
    [
        ("ann@example.org", "ann@example.org", "ann@example.org"),
        (" Ann.B+news@Example.ORG. ", "Ann.B+news@example.org", "ann.b+news@example.org"),
        ("Ann <ann@example.org>", "ann@example.org", "ann@example.org"),
        ("<ann@example.org>", "ann@example.org", "ann@example.org"),
        ("\ufeffann@example.org\u200b\u00a0", "ann@example.org", "ann@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"),
        ("jörg@example.org", "jörg@example.org", "jörg@example.org"),
        ("jo\u0308rg@example.org", "jörg@example.org", "jörg@example.org"),
        ("'o'brien=x@example.org", "'o'brien=x@example.org", "'o'brien=x@example.org"),
    ],
)
def test_an_address_as_people_write_it(text: str, plain: str, one: str) -> None:
    assert str(address(text)) == plain
    assert key(text) == one


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("ann", "none, such as"),
        ("@example.org", "none, such as"),
        ("ann@", "none, such as"),
        ("ann@example", "domain"),
        ("ann@exa mple.org", "domain"),
        ("ann@-example.org", "domain"),
        ("ann@[127.0.0.1]", "domain"),
        ("ann@127.0.0.1", "domain"),
        ("ann@straße.example", "ASCII"),
        ("ann@example.org, bob@example.org", "more than one"),
        ("ann@example.org;bob@example.org", "more than one"),
        ("ann@b@example.org", "more than one"),
        ("ann@example.org\r\nBcc: eve@example.org", "line break|more than one"),
        ("ann\0@example.org", "control"),
        ("ann\u202e@example.org", "control"),
        ('"ann b"@example.org', "no mail server"),
        ("ann b@example.org", "no mail server"),
        (".ann@example.org", "no mail server"),
        ("ann..b@example.org", "no mail server"),
        ("a" * 65 + "@example.org", "64"),
        ("é" * 33 + "@example.org", "64"),
        ("ann@" + ".".join(["a" * 60] * 5), "domain"),
        ("x" * 10_000 + "@example.org", "characters"),
        ("<script>alert(1)</script>@example.org", "no mail server"),
    ],
)
def test_what_is_no_address(text: str, why: str) -> None:
    with pytest.raises(AddressError, match=why):
        address(text)


def test_roles() -> None:
    assert address("Postmaster@example.org").machine
    assert not address("postmasters@example.org").machine
    assert address("info@example.org").office
    assert not address("ann@example.org").office


def test_international() -> None:
    assert address("jörg@example.org").international
    assert not address("ann@bücher.example").international


@given(st.text(max_size=40), st.sampled_from(["example.org", "bücher.example", "EXAMPLE.Org"]))
def test_whatever_is_written_is_an_address_fit_for_a_header_or_none(local: str, domain: str) -> None:
    try:
        found = address(f"{local}@{domain}")
    except AddressError:
        return
    assert str(found).isprintable()
    assert not set(str(found)) & set(' ,;:<>()[]\\"\r\n\t')
    assert str(found).count("@") == 1
    assert key(str(found)) == found.key == key(found.key)
