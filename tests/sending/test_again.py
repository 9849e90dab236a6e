"""``send`` typed again: stopped, edited in between, unknown, or started twice."""

from __future__ import annotations

import re
import signal
import time

from pipeline.sending.suppression import Entry, Reason, add
from tests.sending.desktop import LIST, Desktop, until
from tests.sending.scripted import HANG_UP, scripted

THREE = {"ann@example.org": 1, "bob@example.org": 1, "carl@example.org": 1}


def test_ctrl_c_stops_between_two_mails_and_says_how_to_go_on(desktop: Desktop) -> None:
    desktop.list("email\n" + "".join(f"r{n}@example.org\n" for n in range(40)))
    with scripted() as relay:
        desktop.relayed(relay.port, "rate: 20/s")
        process = desktop.start(LIST="readers.csv", YES="1")
        until(lambda: len(relay.taken) >= 3, process)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=20)
        assert process.returncode == 130
        some = len(relay.taken)
        assert 3 <= some < 40
        assert f"{some} sent, {40 - some} waiting" in said
        assert "To go on: make send ESSAY=open" in said
        assert "unknown" not in said
        assert desktop.send(RATE="1000", LIST="")[0] == 0
    assert set(relay.taken.values()) == {1}
    assert len(relay.taken) == 40


def test_a_terminal_that_is_closed_leaves_nobody_unknown(desktop: Desktop) -> None:
    desktop.list("email\n" + "".join(f"r{n}@example.org\n" for n in range(40)))
    state = desktop.root / "my mail"
    with scripted(lambda verb, _: time.sleep(0.05) if verb == "." else None) as relay:
        desktop.relayed(relay.port)
        process = desktop.start(LIST="readers.csv", YES="1", PIPELINE_MAIL=str(state))
        until(lambda: len(relay.taken) >= 3, process)
        process.send_signal(signal.SIGHUP)
        said, _ = process.communicate(timeout=20)
        some = len(relay.taken)
        assert process.returncode == 130
        assert f"{some} sent, {40 - some} waiting" in said
        assert f"To go on: make send ESSAY=open MAIL='{state}'" in said
        assert desktop.send(PIPELINE_MAIL=str(state))[0] == 0
    assert set(relay.taken.values()) == {1}
    assert len(relay.taken) == 40


def test_an_edited_essay_goes_on_as_it_began_unless_asked(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send(LIMIT="1")
        desktop.essay("It grows no more.")
        code, said = desktop.send(LIMIT="1")
        assert code == 0
        assert "the newsletter has changed since this send began" in said
        assert [b"It grows." in text for text in relay.texts] == [True, True]
        desktop.send(NEW="rest")
        assert [b"It grows no more." in text for text in relay.texts] == [False, False, True]
        assert dict(relay.taken) == THREE
        desktop.essay("It grows for ever.")
        code, said = desktop.send()
        assert (code, "error[send-edition]" in said, "`date`" in said) == (1, True, False)
        assert dict(relay.taken) == THREE
        assert desktop.send(NEW="1")[0] == 0
    assert dict(relay.taken) == dict.fromkeys(THREE, 2)
    ids = [re.search(rb"Message-ID: <([^>]*)>", text) for text in relay.texts]
    assert len({found[1] for found in ids if found}) == 6


def test_the_next_days_edition_of_an_essay_without_a_date_says_what_it_is(desktop: Desktop) -> None:
    path = desktop.root / "content" / "open" / "essay.md"
    path.write_text(path.read_text().replace("date: 2026-01-02\n", ""))
    with scripted() as relay:
        desktop.relayed(relay.port)
        assert desktop.send(SOURCE_DATE_EPOCH="1700000000")[0] == 0
        assert "nobody left to mail" in desktop.send(SOURCE_DATE_EPOCH="1700000001")[1]
        code, said = desktop.send(SOURCE_DATE_EPOCH="1700100000")
        assert (code, "the essay has no `date`, so each day makes another edition" in said) == (1, True)
    assert dict(relay.taken) == THREE


def test_an_essay_whose_folder_has_another_name_is_the_same_essay(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        assert desktop.send()[0] == 0
        (desktop.root / "content" / "open").rename(desktop.root / "content" / "opened")
        code, said = desktop.send(ESSAY="opened")
        assert (code, "error[send-edition] it went out as `open` on" in said) == (1, True)
        assert "warning[send-edition]" in desktop.send(ESSAY="opened", DRY="1")[1]
        assert dict(relay.taken) == THREE
        assert desktop.send(ESSAY="opened", NEW="1")[0] == 0
    assert dict(relay.taken) == dict.fromkeys(THREE, 2)


def test_new_typed_again_goes_on_and_mails_nobody_twice(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send()
        desktop.essay("It grows no more.")
        for _ in range(4):
            assert desktop.send(NEW="1", LIMIT="1")[0] == 0
        assert dict(relay.taken) == dict.fromkeys(THREE, 2)
        code, said = desktop.send(NEW="1")
        assert code == 0
        assert "there is nobody left to mail" in said
        assert "3 skipped: has it already" in said
        desktop.essay("It grows.")  # back to what all have had
        assert "nobody left" in desktop.send(NEW="1")[1]
    assert dict(relay.taken) == dict.fromkeys(THREE, 2)


def test_who_has_left_by_a_newer_list_is_not_mailed_by_the_rest_of_a_send(desktop: Desktop) -> None:
    desktop.list(LIST.replace("name", "status").replace("Carl", "subscribed").replace("Ann", ""))
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send(LIMIT="1")
        desktop.list("email,status\nann@example.org,\nbob@example.org,\ncarl@example.org,unsubscribed\n")
        code, said = desktop.send()
        assert (code, "new in .mail/suppressed.csv, since they have left: 1" in said) == (0, True)
        assert dict(relay.taken) == {"ann@example.org": 1, "bob@example.org": 1}
        desktop.list("email,status\nann@example.org,\ndan@example.org,unsubscribed\n")
        assert "nobody left" in desktop.send()[1]
        desktop.list("email\ncarl@example.org\ndan@example.org\n")
        desktop.send()
    assert dict(relay.taken) == {"ann@example.org": 1, "bob@example.org": 1}


def test_who_waits_and_is_in_no_list_of_the_new_edition_is_told(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send(LIMIT="1")
        desktop.essay("It grows no more.")
        desktop.list("email\nann@example.org\nbob@example.org\n")
        code, said = desktop.send(DRY="1", NEW="rest")
        assert (code, "waiting for the edition before, but not in this list: 1; they get neither" in said) == (0, True)
        said = desktop.send(NEW="rest")[1]
        assert "waiting for the edition before, but not in this list: 1; they get neither" in said
    assert dict(relay.taken) == {"ann@example.org": 1, "bob@example.org": 1}


def test_an_edited_list_goes_on_with_the_readers_that_it_began_with(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send(LIMIT="1")
        desktop.list("email\nann@example.org\ncarl@example.org\neve@example.org\n")
        code, said = desktop.send()
        assert code == 0
        assert "in the list, but not in this send: 1" in said
        assert "waiting, but no longer in the list: 1" in said
        assert dict(relay.taken) == THREE
        assert desktop.send()[0] == 0  # the same again: the one who came later
    assert dict(relay.taken) == THREE | {"eve@example.org": 1}


def test_who_is_left_out_for_good_is_not_told_as_new_in_the_list(desktop: Desktop) -> None:
    desktop.list(LIST + "abuse@example.org,\ndan@example.org,\nnobody,\n")
    add(desktop.root / ".mail" / "suppressed.csv", [Entry("dan@example.org", Reason.BOUNCED)])
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send(LIMIT="1")
        code, said = desktop.send()
    assert (code, "in the list, but not" in said) == (0, False)


def test_unknown_is_reported_and_resent_on_request_alone(desktop: Desktop) -> None:
    drops = ["bob@example.org"]

    def answer(verb: str, line: str) -> str | None:
        return HANG_UP if verb == "." and line in drops and drops.pop() else None

    with scripted(answer) as relay:
        desktop.relayed(relay.port)
        code, said = desktop.send()
        assert code == 1
        assert "2 sent, 1 unknown" in said
        code, said = desktop.run("report")
        assert re.search(r"bob@example.org  <open\.[^>]*@example\.org>  the relay hung up", said)
        assert desktop.send()[0] == 0
        assert "bob@example.org" not in relay.taken
        desktop.list("email\nann@example.org\n")
        code, said = desktop.send(RESEND_UNKNOWN="1")  # bob is not in this list
        assert (code, "nobody left to mail" in said, "0 mails" in said) == (0, True, False)
        assert "bob@example.org" not in relay.taken
        desktop.list(LIST)
        code, said = desktop.send(RESEND_UNKNOWN="1")
        assert (code, "mailed again: 1 unknown" in said) == (0, True)
    assert dict(relay.taken) == THREE


def test_a_second_sender_is_refused(desktop: Desktop) -> None:
    desktop.list("email\n" + "".join(f"r{n}@example.org\n" for n in range(100)))
    with scripted() as relay:
        desktop.relayed(relay.port, "rate: 100/h")
        first = desktop.start(LIST="readers.csv", YES="1", RATE="2/s")
        until(lambda: bool(relay.taken), first)
        for lock in (desktop.root / ".mail" / "send.lock", None):
            assert "error[send-busy]" in desktop.send()[1]
            assert "a send is running" in desktop.run("report")[1]
            if lock:
                lock.unlink()  # who takes it for a left-over gets no further
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=30)
        assert desktop.send(RATE="1000")[0] == 0
    assert set(relay.taken.values()) == {1}
    assert len(relay.taken) == 100


def test_senders_that_start_at_once(desktop: Desktop) -> None:
    desktop.list("email\n" + "".join(f"r{n}@example.org\n" for n in range(60)))
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.run("send", LIST="readers.csv", DRY="1")
        racing = [desktop.start(LIST="readers.csv", YES="1") for _ in range(4)]
        said = [process.communicate(timeout=60)[0] for process in racing]
        assert sum(process.returncode == 0 for process in racing) >= 1
        assert "Traceback" not in "".join(said)
        desktop.send()
    assert set(relay.taken.values()) == {1}
    assert len(relay.taken) == 60
