"""The loop against a relay that answers as it is told: who is mailed once, who again, who never, and who is unknown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from pipeline.sending.addresses import address
from pipeline.sending.entries import Planned, State
from pipeline.sending.ledger import NotAgreedError, Once
from pipeline.sending.pace import Patience
from pipeline.sending.sender import Tally
from pipeline.sending.suppression import Entry, Reason, add
from tests.sending.made import NOW, QUICK, Desk, edition, names, planned
from tests.sending.scripted import HANG_UP, SILENT, TOOK_IT, Answer, scripted

Desks = Callable[..., Desk]
NOT_AHEAD = ("8BITMIME",)


def once(*said: str, verb: str, to: str = "") -> Answer:
    """Answers ``said`` to the first of ``verb`` (to the reader ``to``, where named), then the usual."""
    left = list(said)

    def answer(now: str, line: str) -> str | None:
        return left.pop(0) if now == verb and to in line and left else None

    return answer


@pytest.mark.parametrize("offers", [("PIPELINING", "8BITMIME"), NOT_AHEAD])
def test_each_reader_gets_one(desk: Desks, offers: tuple[str, ...]) -> None:
    made = desk(60)
    with scripted(offers=offers) as relay:
        tally = made.run(relay.port)
    assert made.of(State.SENT) == names(60)
    assert set(relay.taken) == names(60)
    assert set(relay.taken.values()) == {1}
    assert (tally.settled, tally.stopped, relay.connections) == (60, "", 1)
    assert all(text.endswith(b"\r\n.\r\n") for text in relay.texts)
    assert all(b"\r\n..Words" in text for text in relay.texts)


def test_the_next_envelope_travels_ahead(desk: Desks) -> None:
    with scripted() as relay:
        desk(3).run(relay.port)
    mails = [line for line in relay.lines if line.split(" ")[0] in {"MAIL", "RCPT", "DATA"}]
    assert [line.split(":")[0] for line in mails] == ["MAIL FROM", "RCPT TO", "DATA"] * 3


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize("reply", ["421 Later", "450 Busy", "451 Local", "452 Full", "454 Slow"])
@pytest.mark.parametrize("offers", [("PIPELINING",), ()])
def test_a_deferred_mail_is_tried_again_for_the_same_reader(
    desk: Desks, verb: str, reply: str, offers: tuple[str, ...]
) -> None:
    with scripted(once(reply, reply, verb=verb), offers) as relay:
        made = desk(5)
        tally = made.run(relay.port)
    assert made.of(State.SENT) == names(5)
    assert dict(relay.taken) == dict.fromkeys(names(5), 1)
    assert list(relay.taken) == [f"r{n}@example.org" for n in range(1, 6)]  # the same reader, not the next
    assert tally.put_off == 0


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("said", [HANG_UP, SILENT])
def test_a_connection_that_drops_before_the_text_costs_nobody(desk: Desks, verb: str, said: str) -> None:
    with scripted(once(said, verb=verb)) as relay:
        made = desk(4)
        made.run(relay.port)
    assert made.of(State.SENT) == names(4)
    assert dict(relay.taken) == dict.fromkeys(names(4), 1)


@pytest.mark.parametrize("said", [HANG_UP, SILENT, TOOK_IT, "rubbish", "999 what"])
def test_no_word_after_the_text_is_unknown_and_never_tried_again(desk: Desks, said: str) -> None:
    with scripted(once(said, verb=".", to="r2@")) as relay:
        made = desk(4)
        tally = made.run(relay.port)
        assert made.of(State.UNKNOWN) == {"r2@example.org"}
        assert made.of(State.SENT) == names(4) - {"r2@example.org"}
        assert relay.taken["r2@example.org"] == (1 if said == TOOK_IT else 0)
        assert tally.done[State.UNKNOWN] == 1
        made.run(relay.port)  # typed again, it stays unknown
        assert made.of(State.UNKNOWN) == {"r2@example.org"}
        made.books.ledger.again(made.send, State.UNKNOWN)  # only on request
        made.run(relay.port)
    assert made.of(State.SENT) == names(4)
    ids = {line for text in relay.texts for line in text.split(b"\r\n") if line.startswith(b"Message-ID")}
    assert len(ids) == 4  # the mail that may be the second is known by the same Message-ID


@pytest.mark.parametrize("verb", ["RCPT", "."])
def test_a_refused_mail_fails_for_good_with_the_reply(desk: Desks, verb: str) -> None:
    with scripted(once("550 5.1.1 <r2@example.org>: no such user", verb=verb, to="r2@")) as relay:
        made = desk(4)
        made.run(relay.port)
        made.run(relay.port)
    assert made.of(State.FAILED) == {"r2@example.org"}
    assert made.of(State.SENT) == names(4) - {"r2@example.org"}
    [row] = made.books.ledger.rows(made.send, State.FAILED)
    assert row.why == "550 5.1.1 <r2@example.org>: no such user"


def test_a_refused_recipient_whose_data_is_asked_for_all_the_same_gets_no_empty_mail(desk: Desks) -> None:
    with scripted(once("550 no", verb="RCPT", to="r2@")) as relay:
        made = desk(4)
        made.run(relay.port)
    assert made.of(State.SENT) == names(4) - {"r2@example.org"}
    assert min(map(len, relay.texts)) > 500
    assert relay.connections == 2


def test_a_run_of_refusals_stops_the_send(desk: Desks) -> None:
    with scripted(lambda verb, _: "554 5.7.1 Relay access denied" if verb == "RCPT" else None) as relay:
        made = desk(30)
        tally = made.run(relay.port)
        assert len(made.of(State.FAILED)) == QUICK.refused
        assert len(made.of(State.PLANNED)) == 30 - QUICK.refused
        assert "Relay access denied" in tally.stopped
    with scripted() as relay:
        assert made.books.ledger.again(made.send, State.FAILED) == QUICK.refused
        made.run(relay.port)
    assert dict(relay.taken) == dict.fromkeys(names(30), 1)


def test_a_run_of_lost_words_stops_the_send(desk: Desks) -> None:
    with scripted(lambda verb, _: HANG_UP if verb == "." else None) as relay:
        made = desk(30)
        tally = made.run(relay.port)
    assert len(made.of(State.UNKNOWN)) == QUICK.lost
    assert len(made.of(State.PLANNED)) == 30 - QUICK.lost
    assert tally.stopped


def test_a_refused_sender_stops_the_send_and_costs_nobody(desk: Desks) -> None:
    with scripted(lambda verb, _: "553 5.7.1 not your address" if verb == "MAIL" else None) as relay:
        made = desk(10)
        tally = made.run(relay.port)
    assert made.of(State.PLANNED) == names(10)
    assert "takes no mail from back@example.org: 553 5.7.1 not your address" in tally.stopped


def test_a_relay_that_wants_a_login_says_what_to_give(desk: Desks) -> None:
    with scripted(lambda verb, _: "530 5.7.0 Authentication required" if verb == "MAIL" else None) as relay:
        tally = desk(3).run(relay.port)
    assert "newsletter.relay.user" in tally.hint


def test_one_reader_whose_server_defers_for_ever_is_put_off_and_the_others_go_on(desk: Desks) -> None:
    with scripted(lambda verb, line: "450 4.2.1 over quota" if verb == "RCPT" and "r2@" in line else None) as relay:
        made = desk(4)
        tally = made.run(relay.port)
    assert made.of(State.PLANNED) == {"r2@example.org"}
    assert made.of(State.SENT) == names(4) - {"r2@example.org"}
    assert (tally.put_off, tally.stopped) == (1, "")


def test_a_relay_that_defers_everything_stops_the_send(desk: Desks) -> None:
    with scripted(lambda verb, _: "450 4.7.1 greylisted" if verb == "RCPT" else None) as relay:
        made = desk(20)
        tally = made.run(relay.port)
    assert made.of(State.PLANNED) == names(20)
    assert (tally.put_off, "greylisted" in tally.stopped) == (QUICK.put_off, True)


def test_a_relay_that_is_not_there_stops_the_send(desk: Desks) -> None:
    with scripted() as relay:
        port = relay.port
    made = desk(3)
    tally = made.run(port)
    assert made.of(State.PLANNED) == names(3)
    assert "does not answer" in tally.stopped


def test_a_relay_without_smtputf8_skips_international_addresses(desk: Desks) -> None:
    made = desk()
    rows = [Planned(2, "jörg", address("jörg@example.org"), {}), *planned(3)]
    with made.books.ledger.plan(edition(), "readers.csv", NOW, rows):
        pass
    with scripted() as relay:
        made.run(relay.port)
    assert made.of(State.SKIPPED) == {"jörg"}
    assert dict(relay.taken) == dict.fromkeys(names(3), 1)
    [row] = made.books.ledger.rows(made.send, State.SKIPPED)
    assert "SMTPUTF8" in row.why


def test_a_relay_with_smtputf8_takes_them(desk: Desks) -> None:
    made = desk()
    rows = [Planned(2, "a", address("jörg@example.org"), {}), Planned(3, "b", address("zoë@example.org"), {})]
    with made.books.ledger.plan(edition(), "readers.csv", NOW, rows):
        pass
    with scripted(offers=("PIPELINING", "SMTPUTF8", "8BITMIME")) as relay:
        made.run(relay.port)
    assert dict(relay.taken) == {"jörg@example.org": 1, "zoë@example.org": 1}
    assert "MAIL FROM:<back@example.org> BODY=8BITMIME SMTPUTF8" in relay.lines


def test_who_leaves_while_it_runs_is_not_mailed(desk: Desks) -> None:
    made = desk(200)
    path = made.folder / "suppressed.csv"
    add(path, [Entry("R3@example.org", Reason.COMPLAINED)])

    def leaves(tally: Tally) -> None:
        if tally.settled == 5:
            add(path, [Entry("r200@example.org", Reason.UNSUBSCRIBED)])

    with scripted() as relay:
        tally = made.run(relay.port, tell=leaves)
    assert made.of(State.SKIPPED) == {"r3@example.org", "r200@example.org"}
    assert dict(relay.taken) == dict.fromkeys(names(200) - made.of(State.SKIPPED), 1)
    assert tally.done[State.SKIPPED] == 2
    assert {row.why for row in made.books.ledger.rows(made.send, State.SKIPPED)} == {
        "suppressed: complained",
        "suppressed: unsubscribed",
    }


def test_it_stops_between_two_mails(desk: Desks) -> None:
    made, stop = desk(50), threading.Event()

    def tell(tally: Tally) -> None:
        if tally.settled == 7:
            stop.set()

    with scripted() as relay:
        tally = made.run(relay.port, stop=stop, tell=tell)
        assert len(made.of(State.SENT)) == 7
        assert len(made.of(State.PLANNED)) == 43
        assert tally.stopped == "you stopped it"
        made.run(relay.port)
    assert dict(relay.taken) == dict.fromkeys(names(50), 1)


def test_a_limit_bounds_it(desk: Desks) -> None:
    made = desk(50)
    with scripted() as relay:
        made.run(relay.port, limit=7)
        assert len(made.of(State.SENT)) == 7
        made.run(relay.port, limit=8)
        assert len(made.of(State.SENT)) == 15
        made.run(relay.port)
    assert dict(relay.taken) == dict.fromkeys(names(50), 1)


def test_who_has_left_counts_for_no_limit(desk: Desks) -> None:
    made = desk(10)
    add(made.folder / "suppressed.csv", [Entry(f"r{n}@example.org", Reason.UNSUBSCRIBED) for n in (1, 2, 4)])
    shown: list[tuple[int, int]] = []
    with scripted() as relay:
        tally = made.run(relay.port, limit=2, tell=lambda tally: shown.append((tally.settled, tally.total)))
    assert dict(relay.taken) == {"r3@example.org": 1, "r5@example.org": 1}
    assert tally.taken == 2
    assert shown[-1] == (5, 5)
    assert all(settled <= total for settled, total in shown)


def test_a_rate_bounds_it(desk: Desks) -> None:
    made = desk(8)
    started = time.monotonic()
    with scripted() as relay:
        made.run(relay.port, rate=20.0)
    assert 0.3 < time.monotonic() - started < 3
    assert dict(relay.taken) == dict.fromkeys(names(8), 1)


def test_a_stop_ends_a_long_wait(desk: Desks) -> None:
    made, stop = desk(2), threading.Event()
    slow = Patience(first=60, most=60)

    def tell(tally: Tally) -> None:
        if tally.waiting:
            threading.Timer(0.1, stop.set).start()

    started = time.monotonic()
    with scripted(lambda verb, _: "451 later" if verb == "MAIL" else None) as relay:
        made.run(relay.port, stop=stop, tell=tell, patience=slow)
    assert time.monotonic() - started < 5
    assert made.of(State.PLANNED) == names(2)


def test_a_further_send_leaves_out_who_has_it(desk: Desks) -> None:
    made = desk(3)
    with scripted() as relay:
        made.run(relay.port)
        with made.books.ledger.plan(edition(), "more.csv", NOW, planned(5)):
            pass
        made.run(relay.port)
        assert dict(relay.taken) == dict.fromkeys(names(5), 1)
        assert made.of(State.SKIPPED) == names(3)
        with made.books.ledger.plan(edition(digest="cd" * 32), "all.csv", NOW, planned(5), once=Once.EDITION):
            pass
        made.run(relay.port)
    assert dict(relay.taken) == dict.fromkeys(names(5), 2)


def test_a_newer_edition_for_the_rest(desk: Desks) -> None:
    made = desk(6)
    with scripted() as relay:
        made.run(relay.port, limit=2)
        old = made.send
        with made.books.ledger.plan(edition(digest="cd" * 32), "all.csv", NOW, planned(6), instead_of=[old]):
            pass
        assert made.books.ledger.counts(old)[State.PLANNED] == 0
        made.run(relay.port)
    assert dict(relay.taken) == dict.fromkeys(names(6), 1)


def test_a_plan_that_is_not_agreed_to_leaves_no_trace(desk: Desks) -> None:
    made = desk()
    with pytest.raises(NotAgreedError), made.books.ledger.plan(edition(), "readers.csv", NOW, planned(3)):
        raise NotAgreedError
    assert made.books.ledger.sends() == ()


def test_a_message_larger_than_the_relay_takes_stops_the_send(desk: Desks) -> None:
    with scripted(offers=("PIPELINING", "SIZE 500")) as relay:
        made = desk(3)
        tally = made.run(relay.port)
    assert "takes mails of at most 500 bytes" in tally.stopped
    assert made.of(State.PLANNED) == names(3)
