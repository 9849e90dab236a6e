"""A relay that answers anything to anything: whatever it meant, nobody is mailed twice and nobody is forgotten."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from pipeline.sending.entries import State
from pipeline.sending.pace import Patience
from tests.sending.made import Desk, names
from tests.sending.scripted import HANG_UP, TOOK_IT, scripted

READERS = 25
HASTY = Patience(first=0.001, most=0.002, attempts=4, refused=5, put_off=2, lost=3)
ANYTHING = (
    *("250 ok", "250", "354 go", "334 x", "220 hi", "221 bye", "421 bye", "451 later", "452 full", "454 later"),
    *(
        "550 no",
        "552 too big",
        "554 no",
        "503 sequence",
        "500 what",
        "",
        "garbage",
        "25",
        "2500 x",
        "120 wait",
        "999 z",
    ),
    *("250-a", "250-a\n250 b", "250-a\n550 b", "550-a\n250 b", "354-a\n354 b", "250 ok\n250 ok", "354 go\n250 ok"),
    *("\x00\u00ff", "250 \u202e\x1b[31m", f"250 {'x' * 9000}", "-1", "+250 ok", " 250 ok", "250\tok", HANG_UP, TOOK_IT),
)


@pytest.mark.parametrize("offers", [("PIPELINING", "8BITMIME"), (), ("PIPELINING", "SIZE 100000")])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_relay_that_answers_anything(desk: Callable[..., Desk], seed: int, offers: tuple[str, ...]) -> None:
    chance = random.Random(seed)

    def answer(verb: str, _line: str) -> str | None:
        said = chance.choice(ANYTHING)
        return None if chance.random() > 0.08 or (said == TOOK_IT and verb != ".") else said

    made = desk(READERS)
    with scripted(answer, offers) as relay:
        for _ in range(6):
            made.run(relay.port, patience=HASTY)
    for reader, state in made.states().items():
        taken = relay.taken[reader]
        assert taken <= 1
        assert state is State.UNKNOWN or taken == (1 if state is State.SENT else 0), (reader, state)
    assert set(made.states()) == names(READERS)
    assert State.CLAIMED not in made.states().values()
