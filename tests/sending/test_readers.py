"""Lists as people and services hand them over: who is a reader, who is not, and nobody forgotten in silence."""

from __future__ import annotations

import random
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.sending.entries import State
from pipeline.sending.readers import ListError, Readers
from pipeline.sending.suppression import Reason
from tests.sending.made import NOW, Desk, edition

Desks = Callable[..., Desk]
PLAIN = "email,name,language\nann@example.org,Ann,en\nbob@example.org,,de\n"
MAILCHIMP = "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,LEID,EUID,NOTES,TAGS"


def listed(path: Path, wanted: tuple[str, ...] = ("name",)) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Each row's address, its name and why it is left out; the codes of what was told with the lines."""
    readers = Readers(path, wanted)
    rows = [
        (str(row.address or row.text), row.fields.get("name", ""), row.skipped or "")
        for row in readers.planned(lambda _: None)
    ]
    told = [problem for problem in readers.problems if problem.code != "list-field"]  # most of these have no names
    return rows, [f"{problem.place.line}:{problem.code}" for problem in told]


def put(folder: Path, data: str | bytes, name: str = "readers.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(folder: Path, **files: str) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".csv", text)
    return path


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("email", "E-Mail").replace("name", "NAME"),
        PLAIN.replace("\n", "\n\n") + ",,\n",
        '"email","name","language"\n"ann@example.org","Ann","en"\n"Bob <bob@example.org>"," ","de"',
    ],
)
def test_a_plain_list(tmp_path: Path, data: str) -> None:
    rows, told = listed(put(tmp_path, data))
    assert rows == [("ann@example.org", "Ann", ""), ("bob@example.org", "", "")]
    assert told == []


def test_further_columns_are_fields(tmp_path: Path) -> None:
    path = put(tmp_path, "Home Town,E-mail Address,First name\nUlm,ann@example.org,Ann\n")
    [row] = Readers(path, ("name", "home_town", "language")).planned(lambda _: None)
    assert row.fields == {"name": "Ann", "home_town": "Ulm", "language": ""}


def test_a_field_that_no_reader_has_is_told_with_the_columns_that_there_are(tmp_path: Path) -> None:
    path = put(tmp_path, "email,Name,first name\nann@example.org,Ann,\nbob@example.org,Bob,\nnobody,,X\n")
    readers = Readers(path, ("first_name", "name"))
    rows = list(readers.planned(lambda _: None))
    assert [row.fields["first_name"] for row in rows] == ["", "", "X"]
    [told] = [problem for problem in readers.problems if problem.code == "list-field"]
    assert str(told).startswith(f"{path}:1: warning[list-field] no reader has a `first_name`: all are greeted without")
    assert told.hint == "its columns: email, name, first_name"
    addresses = Readers(put(tmp_path, "email\nann@example.org\n", "addresses.csv"), ("name",))
    assert ([row.skipped for row in addresses.planned(lambda _: None)], addresses.problems) == ([None], [])


def test_only_what_the_newsletter_uses_is_kept(tmp_path: Path) -> None:
    [row] = Readers(put(tmp_path, "email,name,salary\nann@example.org,Ann,1000\n"), ()).planned(lambda _: None)
    assert row.fields == {}


def test_rows_that_are_none_are_listed_with_their_line(tmp_path: Path) -> None:
    rows, told = listed(
        put(
            tmp_path,
            'email,name\nann@example.org,Ann\nnobody,X\n"a@b.example, c@d.example",Y\n,\n'
            '"ann@example.org\r\nBcc: eve@example.org",Z\nabuse@example.org,\ninfo@example.org,\n',
        )
    )
    assert [(address, why.partition(":")[0]) for address, _, why in rows] == [
        ("ann@example.org", ""),
        ("nobody", "invalid"),
        ("a@b.example, c@d.example", "invalid"),
        ("ann@example.org Bcc: eve@example.org", "invalid"),
        ("abuse@example.org", "role address"),
        ("info@example.org", ""),
    ]
    assert told == ["3:list-address", "4:list-address", "6:list-address", "8:list-role", "9:list-role"]


def test_a_hostile_list_harms_nobody(tmp_path: Path) -> None:
    long, formula = "n" * 10_000, '=HYPERLINK(""https://x.example"")'
    rows, told = listed(
        put(
            tmp_path,
            f'email,name\na@example.org,{long}\nb@example.org,"{formula}"\nc@example.org,"Smith, John"\n'
            'd@example.org,Smith, John\ne@example.org,"say ""hi"""\nf@example.org,\x00\x1b[31mX\n'
            '=1+1@example.org,F\n"g@example.org",<script>\nh@example.org\n+i@example.org,"two\nlines"\n',
        )
    )
    assert [row[0] for row in rows] == [
        *(f"{letter}@example.org" for letter in "abcdef"),
        *("=1+1@example.org", "g@example.org", "h@example.org", "+i@example.org"),
    ]
    assert [row[1] for row in rows] == [
        *("", "", "Smith, John", "", 'say "hi"', "\x00\x1b[31mX", "F", "<script>", "", "two\nlines")
    ]
    assert all(row[2] == "" for row in rows)
    assert told == ["2:list-value", "3:list-value", "5:list-cells"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("", "list-columns", None),
        ("\n\n", "list-columns", None),
        ("name,town\nAnn,Ulm\n", "list-columns", 1),
        ("ann@example.org\nbob@example.org\n", "list-columns", 1),
        (PLAIN.encode("utf-16"), "list-encoding", 1),
        ("email,name\nann@example.org,Ann\nzoe@example.org,Zo\xeb\n".encode("latin-1"), "list-encoding", 3),
        ('email,name\nann@example.org,"Ann\nbob@example.org,Bob\n', "list-quotes", 2),
        ('email,name\nann@example.org,"Ann\nbob@example.org,Bob\ncarl@example.org,"C"\n', "list-quotes", 2),
        ('email,name\nann@example.org,"Ann\nbob@example.org,Bob"\n', "list-quotes", 2),
        ('email,name\nann@example.org,"Ann" B\n', "list-quotes", 2),
        ("email,name\nann@example.org," + "x" * 2_000_000, "list-quotes", 2),
        (b"PK\x03\x04 no archive", "list-zip", None),
    ],
)
def test_a_list_that_would_forget_readers_is_refused(
    tmp_path: Path, data: str | bytes, code: str, line: int | None
) -> None:
    with pytest.raises(ListError) as told:
        listed(put(tmp_path, data))
    assert (told.value.problem.code, told.value.problem.place.line) == (code, line)


def test_duplicates_are_listed_with_the_row_that_stands(tmp_path: Path, desk: Desks) -> None:
    made = desk()
    path = put(tmp_path, "email\nann@example.org\nAnn@Example.ORG\nb@bücher.example\nb@xn--bcher-kva.example\n")
    with made.books.ledger.plan(edition(), "l", NOW, Readers(path).planned(lambda _: None)) as send:
        found = [(row.row, row.state, row.why) for row in made.books.ledger.rows(send)]
    assert found == [
        (2, State.PLANNED, ""),
        (3, State.SKIPPED, "the same as row 2"),
        (4, State.PLANNED, ""),
        (5, State.SKIPPED, "the same as row 4"),
    ]


def test_who_is_no_reader_by_one_row_may_be_one_by_another(tmp_path: Path, desk: Desks) -> None:
    made = desk()
    rows = "ann@example.org,pending\nann@example.org,subscribed\nAnn@example.org,\nann@example.org,archived\n"
    path = put(tmp_path, f"email,status\n{rows}")
    with made.books.ledger.plan(edition(), "l", NOW, Readers(path).planned(lambda _: None)) as send:
        found = [(row.row, row.state, row.why) for row in made.books.ledger.rows(send)]
    assert found == [
        (2, State.SKIPPED, "has not confirmed the subscription"),
        (3, State.PLANNED, ""),
        (4, State.SKIPPED, "the same as row 3"),
        (5, State.SKIPPED, "is not subscribed"),
    ]


def test_the_whole_zip_of_mailchimp(tmp_path: Path) -> None:
    row = "2,2026-01-02 03:04:05,123,abc,,"
    path = zipped(
        tmp_path,
        subscribed_members_export_6f00=f"{MAILCHIMP}\nann@example.org,Ann,Bee,{row}\nboth@example.org,,,{row}\n",
        unsubscribed_members_export_6f00=f"{MAILCHIMP},UNSUB_TIME\ngone@example.org,Gone,,{row},2026-03-04 05:06:07\n"
        f"both@example.org,,,{row},2026-03-04 05:06:07\n",
        cleaned_members_export_6f00=f"{MAILCHIMP},CLEAN_TIME\ndead@example.org,,,{row},2026-03-04 05:06:07\n",
        nonsubscribed_members_export_6f00=f"{MAILCHIMP}\nshop@example.org,,,{row}\n",
        granular_activity__opens="Email,IP\nwho@example.org,127.0.0.1\n",
    )
    rows, told = listed(path)
    assert sorted(rows) == [
        ("ann@example.org", "Ann", ""),
        ("both@example.org", "", ""),
        ("both@example.org", "", "has unsubscribed"),
        ("dead@example.org", "", "could not be reached (bounced)"),
        ("gone@example.org", "Gone", "has unsubscribed"),
        ("shop@example.org", "", "has not confirmed the subscription"),
    ]
    assert told == []
    assert {(entry.address, entry.reason) for entry in Readers(path).leaving()} == {
        ("gone@example.org", Reason.UNSUBSCRIBED),
        ("both@example.org", Reason.UNSUBSCRIBED),
        ("dead@example.org", Reason.BOUNCED),
    }
    assert set(Readers(path).keys()) == {"ann@example.org", "both@example.org"}


def test_who_wants_text_messages_has_not_asked_for_mail(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        subscribed_email_audience_export_1=f"{MAILCHIMP}\nann@example.org,Ann,,2,,1,x,,\n",
        subscribed_sms_audience_export_1=f"{MAILCHIMP}\nbob@example.org,Bob,,2,,1,x,,\n",
    )
    assert listed(path)[0] == [("ann@example.org", "Ann", "")]


def test_mailchimp_in_another_language(tmp_path: Path) -> None:
    head = MAILCHIMP.replace("Email Address", "E-Mail-Adresse (Pflicht)").replace("First Name", "Vorname")
    rows, _ = listed(put(tmp_path, f"{head}\nann@example.org,Ann,,2,,1,x,,\n", "subscribed_members_export_1.csv"))
    assert rows == [("ann@example.org", "Ann", "")]


def test_buttondown(tmp_path: Path) -> None:
    kinds = (
        "regular",
        "premium",
        "gifted",
        "churning",
        "unactivated",
        "unsubscribed",
        "spammy",
        "removed",
        "complained",
    )
    lines = "".join(f'{kind}@example.org,,"[]",{kind},"{{""first_name"": ""Ann""}}"\n' for kind in kinds)
    path = put(tmp_path, f"email_address,notes,tags,type,metadata\n{lines}", "subscribers.csv")
    rows, _ = listed(path)
    assert [(address.partition("@")[0], why) for address, _, why in rows] == [
        *((kind, "") for kind in kinds[:4]),
        ("unactivated", "has not confirmed the subscription"),
        ("unsubscribed", "has unsubscribed"),
        ("spammy", "is not subscribed"),
        ("removed", "is not subscribed"),
        ("complained", "has complained"),
    ]
    assert {name for _, name, _ in rows} == {"Ann"}
    assert {entry.reason for entry in Readers(path).leaving()} == {Reason.UNSUBSCRIBED, Reason.COMPLAINED}


def test_listmonk(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "uuid,email,name,attributes,status,created_at,updated_at\n"
        '1,ann@example.org,Ann,"{""city"": ""Ulm"", ""n"": {""a"": 1}}",enabled,2026-01-02,2026-01-02\n'
        "2,bob@example.org,Bob,{},blocklisted,2026-01-02,2026-01-02\n"
        '3,carl@example.org,Carl,"{broken",disabled,2026-01-02,2026-01-02\n',
    )
    rows, told = listed(path)
    assert told == ["1:list-status"]  # it does not say who has left a list
    assert rows == [
        ("ann@example.org", "Ann", ""),
        ("bob@example.org", "Bob", "has unsubscribed"),
        ("carl@example.org", "Carl", "is not subscribed"),
    ]
    first = next(iter(Readers(path, ("city",)).planned(lambda _: None)))
    assert first.fields == {"city": "Ulm"}


@pytest.mark.parametrize("head", ["email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at"])
def test_substack(tmp_path: Path, head: str) -> None:
    text = f"{head}\nann@example.org,false,,other,false,2025-01-01,\n"
    text += "bob@example.org,true,2026-12-01,yearly,true,2025-01-01,\n"
    wanted = [("ann@example.org", "", ""), ("bob@example.org", "", "has unsubscribed")]
    assert listed(put(tmp_path, text, "email_list.essays.csv"))[0] == wanted
    path = zipped(tmp_path, **{"email_list.essays": text, "posts": "post_id,email\n1,a@example.org\n"})
    assert listed(path)[0] == wanted


def test_substacks_newer_columns(tmp_path: Path) -> None:
    text = "Email,Name,Subscription type,Activity,Subscription date\nann@example.org,Ann,Free,5,2025-01-01\n"
    assert listed(put(tmp_path, text))[0] == [("ann@example.org", "Ann", "")]


@pytest.mark.parametrize(
    ("column", "said", "reason"),
    [
        *(
            ("status", word, Reason.UNSUBSCRIBED)
            for word in ("unsubscribed", "Unsubscribe", "opt-out", "Opted Out", "unsubscribed by admin")
        ),
        *(("status", word, Reason.BOUNCED) for word in ("hard bounce", "Bounced", "cleaned")),
        *(("Subscription Status", word, Reason.COMPLAINED) for word in ("complaint", "Complained", "abuse")),
        *(("status", word, None) for word in ("not subscribed", "NOT_SUBSCRIBED", "non-subscribed", "pending")),
        *(("unsubscribed", word, Reason.UNSUBSCRIBED) for word in ("true", "1", "Yes", "X", "2026-01-02", "by phone")),
        *((column, "2026-01-02", Reason.UNSUBSCRIBED) for column in ("Unsubscribed at", "UNSUB_TIME")),
        *(("bounced", "true", Reason.BOUNCED), ("opt_out", "1", Reason.UNSUBSCRIBED), ("subscribed", "no", None)),
    ],
)
def test_a_row_that_says_no_is_no_readers(tmp_path: Path, column: str, said: str, reason: Reason | None) -> None:
    path = put(tmp_path, f"email,name,{column}\nann@example.org,Ann,{said}\nbob@example.org,,\n")
    rows, told = listed(path)
    assert [(address, why == "") for address, _, why in rows] == [("ann@example.org", False), ("bob@example.org", True)]
    assert told == []
    assert [entry.reason for entry in Readers(path).leaving()] == ([reason] if reason else [])


@pytest.mark.parametrize("said", ["", " ", "false", "No", "0", "NULL", "-", "n/a", "0000-00-00 00:00:00"])
@pytest.mark.parametrize("column", ["unsubscribed", "bounced_at", "UNSUB_TIME", "email_disabled"])
def test_a_row_that_says_nothing_against_it_is_a_readers(tmp_path: Path, column: str, said: str) -> None:
    path = put(tmp_path, f"email,name,{column}\nann@example.org,Ann,{said}\n")
    assert listed(path) == ([("ann@example.org", "Ann", "")], [])


def test_a_status_that_nobody_knows_is_told_once_and_mailed(tmp_path: Path) -> None:
    lines = "a@x.example,friend\nb@x.example,friend\nc@x.example,Cancelled\nd@x.example,subscribed\ne@x.example,\n"
    rows, told = listed(put(tmp_path, f"email,status\n{lines}"))
    assert [why for _, _, why in rows] == [""] * 5
    assert told == ["2:list-status", "4:list-status"]
    assert listed(put(tmp_path, "email,type\na@x.example,friend\n"))[1] == []


@pytest.mark.parametrize("name", ["readers-cleaned.csv", "readers_cleaned.csv", "cleaned.csv", "no-unsubscribed.csv"])
def test_a_list_that_somebody_has_cleaned_is_still_one(tmp_path: Path, name: str) -> None:
    assert listed(put(tmp_path, PLAIN, name))[0] == [("ann@example.org", "Ann", ""), ("bob@example.org", "", "")]
    with zipfile.ZipFile(tmp_path / "list.zip", "w") as archive:
        archive.writestr(name, PLAIN)
    assert listed(tmp_path / "list.zip")[0] == [("ann@example.org", "Ann", ""), ("bob@example.org", "", "")]


def test_of_two_columns_of_a_name_the_first_that_says_something_counts(tmp_path: Path) -> None:
    rows, _ = listed(put(tmp_path, "email,name,Name\na@x.example,A,\nb@x.example, ,B\nc@x.example,C,Other\n"))
    assert [name for _, name, _ in rows] == ["A", "B", "C"]


@pytest.mark.parametrize("name", ["xl/workbook.xml", "mimetype"])
def test_a_spreadsheets_own_file_says_what_to_do(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "readers.xlsx", "w") as archive:
        archive.writestr(name, "")
    with pytest.raises(ListError) as told:
        listed(tmp_path / "readers.xlsx")
    assert "CSV UTF-8" in (told.value.problem.hint or "")


def test_an_archive_that_holds_no_list_is_refused(tmp_path: Path) -> None:
    for files in ({}, {"opens": "email\na@example.org\n", "clicks": "email\nb@example.org\n"}):
        with pytest.raises(ListError) as told:
            listed(zipped(tmp_path, **files))
        assert told.value.problem.code == "list-zip"


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, readers="email\n" + "".join(f"r{n}@example.org\n" for n in range(3000)))
    data = bytearray(path.read_bytes())
    data[200:300] = bytes(100)
    path.write_bytes(bytes(data))
    with pytest.raises(ListError) as told:
        listed(path)
    assert told.value.problem.code == "list-zip"


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_is_damaged_anywhere_is_refused_or_whole(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "export.zip"
    rows = "".join(f"r{number}@example.org,{number},e\n" for number in range(40))
    with zipfile.ZipFile(path, "w", kind) as archive:
        archive.writestr("subscribed_members_export_1.csv", f"Email Address,LEID,EUID\n{rows}")
        archive.writestr("unsubscribed_members_export_1.csv", "Email Address,LEID,EUID\nr7@example.org,7,e\n")
    good, chance, whole = path.read_bytes(), random.Random(8), listed(path)
    assert len(whole[0]) == 41
    refused = 0
    for _ in range(300):
        data = bytearray(good)
        at = chance.randrange(4, len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at:]
            case _:
                del data[at : at + chance.randrange(1, 30)]
        path.write_bytes(data)
        try:
            assert listed(path) == whole
        except ListError as fault:
            refused += fault.problem.code in {"list-zip", "list-columns"}
    assert refused > 150


def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's own, of the name
        for name in ("ann", "bob"):
            archive.writestr("subscribers.csv", f"email\n{name}@example.org\n")
    assert [address for address, _, _ in listed(path)[0]] == ["ann@example.org", "bob@example.org"]


def test_lists_that_are_too_long_together_are_refused_before_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.sending.readers.LARGEST", 1 << 20)
    path = zipped(tmp_path, subscribed_1="email\n" + "\n" * 700_000, subscribed_2="email\n" + "\n" * 700_000)
    with pytest.raises(ListError) as told:
        listed(path)
    assert "over 1 MiB" in str(told.value)


def test_a_bomb_ends_at_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sending.readers.LARGEST", 1 << 20)
    path = zipped(tmp_path, readers="email\n" + "\n" * (1 << 22))
    with pytest.raises(ListError) as told:
        listed(path)
    assert told.value.problem.code == "list-zip"
    assert path.stat().st_size < 100_000


def test_a_suppressed_reader_is_left_out(tmp_path: Path) -> None:
    readers = Readers(put(tmp_path, PLAIN), ())
    rows = readers.planned(lambda key: "suppressed: bounced" if key == "bob@example.org" else None)
    assert [row.skipped for row in rows] == [None, "suppressed: bounced"]
