from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from pipeline.leaving import secrets
from pipeline.leaving.tokens import address, token
from pipeline.private import PrivateError


def test_the_first_use_makes_a_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / ".mail"
    assert secrets.existing(folder) is None
    made = secrets.load(folder)
    assert secrets.load(folder) == made == secrets.existing(folder)
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert os.listdir(folder) == ["secret"]
    assert secrets.load(tmp_path / "other") != made


def test_old_tokens_outlive_a_new_secret(tmp_path: Path) -> None:
    before = secrets.load(tmp_path)
    old = token(before, "a@example.org")
    assert secrets.rotate(tmp_path) == 2
    after = secrets.load(tmp_path)
    assert after.keys[1:] == before.keys
    assert token(after, "a@example.org") != old
    assert address(after, old) == "a@example.org"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_so_many_secrets_and_no_more(tmp_path: Path) -> None:
    for number in range(secrets.MOST):
        assert secrets.rotate(tmp_path) == number + 1
    with pytest.raises(PrivateError, match="32 secrets"):
        secrets.rotate(tmp_path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    secrets.load(tmp_path)
    (tmp_path / "secret").chmod(mode)
    with pytest.raises(PrivateError, match="others may read") as caught:
        secrets.load(tmp_path)
    assert caught.value.hint == f"chmod 600 '{tmp_path / 'secret'}'"


@pytest.mark.parametrize("data", [b"", b"\n", b"abc\n", b"0" * 63, b"\xff" * 64, b"A" * 64, b"0" * 64 + b"\nrest\n"])
def test_a_damaged_secret_is_refused_and_not_replaced(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "secret"
    file.write_bytes(data)
    file.chmod(0o600)
    with pytest.raises(PrivateError, match="holds no secret"):
        secrets.load(tmp_path)
    assert file.read_bytes() == data


def test_a_link_leads_to_a_secret_and_a_pipe_is_none(tmp_path: Path) -> None:
    secrets.load(tmp_path / "real")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "secret").symlink_to(tmp_path / "real" / "secret")
    assert secrets.load(tmp_path / "linked") == secrets.load(tmp_path / "real")  # a secrets' store may link it
    (tmp_path / "piped").mkdir()
    os.mkfifo(tmp_path / "piped" / "secret", 0o600)
    with pytest.raises(PrivateError, match="no plain file"):
        secrets.load(tmp_path / "piped")


def _load(folder: Path) -> bytes:
    return secrets.load(folder).keys[0].tag


def test_many_processes_that_come_first_have_one_secret(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(6) as pool:
        assert len(set(pool.map(_load, [tmp_path / "state"] * 24))) == 1
    assert os.listdir(tmp_path / "state") == ["secret"]
