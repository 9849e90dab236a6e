from __future__ import annotations

import re
import statistics
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.leaving.secrets import Secrets, secrets
from pipeline.leaving.tokens import address, token

ONE, TWO = secrets(b"1" * 32), secrets(b"2" * 32)
ADDRESSES = st.text(min_size=1, max_size=60).filter(lambda text: "\0" not in text and _fits(text))


def _fits(text: str) -> bool:
    try:
        return len(text.encode()) <= 254
    except UnicodeEncodeError:
        return False


@given(ADDRESSES)
def test_a_token_leads_back_to_its_address(text: str) -> None:
    made = token(ONE, text)
    assert address(ONE, made) == text
    assert address(TWO, made) is None
    assert re.fullmatch(r"1[A-Za-z0-9_-]+", made)
    assert token(ONE, text) == made


@given(ADDRESSES, st.data())
def test_a_token_with_one_character_changed_is_none(text: str, data: st.DataObject) -> None:
    made = token(ONE, text)
    at = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.sampled_from("ABCXYZabcxyz0123456789-_").filter(lambda c: c != made[at]))
    assert address(ONE, made[:at] + other + made[at + 1 :]) is None


@given(st.text(max_size=400) | st.from_regex(r"\A1[A-Za-z0-9_-]{0,390}\Z"))
def test_garbage_is_no_token(text: str) -> None:
    assert address(ONE, text) is None


@pytest.mark.parametrize(("octets", "characters"), [(1, 65), (32, 65), (33, 108), (64, 108), (254, 364)])
def test_a_token_tells_little_of_the_length(octets: int, characters: int) -> None:
    assert len(token(ONE, "a" * octets)) == characters


@pytest.mark.parametrize("text", ["", "a" * 255, "a\0b"])
def test_what_is_no_address_has_no_token(text: str) -> None:
    with pytest.raises(ValueError, match="address"):
        token(ONE, text)


def test_no_two_addresses_have_tokens_alike() -> None:
    made = [token(ONE, f"reader{n}@example.org") for n in range(2000)]
    assert len({text[:23] for text in made}) == len(made)  # the tags
    assert len({text[23:] for text in made}) == len(made)  # the rest: equal beginnings of addresses do not show
    assert not any("reader" in text or "example" in text for text in made)


def test_old_secrets_are_still_accepted_and_new_tokens_are_of_the_newest() -> None:
    both = Secrets((*TWO.keys, *ONE.keys))
    assert address(both, token(ONE, "a@example.org")) == "a@example.org"
    assert token(both, "a@example.org") == token(TWO, "a@example.org")


def test_a_token_costs_some_microseconds() -> None:
    def took() -> float:
        start = time.perf_counter()
        for n in range(500):
            token(ONE, f"reader{n}@example.org")
        return (time.perf_counter() - start) / 500

    assert statistics.median(took() for _ in range(5)) < 200e-6
