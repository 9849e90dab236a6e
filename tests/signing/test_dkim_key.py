"""``make dkim-key`` as a person runs it."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from pipeline.commands.dkim_key import run
from pipeline.signing.keys import Kind, load, made, pem


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ESSAY", "CONTENT", "DOMAIN", "SELECTOR", "KIND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIPELINE_MAIL", ".mail")
    (tmp_path / "content").mkdir()
    return tmp_path / ".mail"


def test_a_key_is_made_once_and_then_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--domain", "Example.org.", "--selector", "s1"]) == 0
    first = capsys.readouterr().out
    file = folder / "example.org.s1.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first.startswith("A new key: .mail/example.org.s1.pem")
    assert "s1._domainkey.example.org. IN TXT (" in first
    assert "dkim: {domain: example.org, selector: s1}" in first
    assert load(file).public() in re.sub(r'" "', "", first)
    before = file.read_bytes()
    assert run(["--domain", "example.org", "--selector", "s1"]) == 0
    assert capsys.readouterr().out == first.replace("A new key", "The key that was there")
    assert file.read_bytes() == before


def test_a_key_of_the_other_kind_is_not_shown_for_what_was_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIND", "ED25519")
    monkeypatch.setenv("DOMAIN", "example.org")
    assert run([]) == 0
    assert "k=ed25519" in capsys.readouterr().out
    assert run(["--kind", "rsa"]) == 1
    captured = capsys.readouterr()
    assert "of the kind ed25519" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(
    ("domain", "selector"),
    [
        ("example.org", "ж"),  # what stands in the header is ASCII
        ("example.org", "a_b"),  # what publication.yaml would refuse
        ("example.org", "../../x"),
        ("example.org", "-x"),
        ("example.org", "a..b"),
        ("example.org", "a" * 64),
        ("example.org", "s\n"),
        ("localhost", "s1"),
        ("exa mple.org", "s1"),
    ],
)
def test_a_name_that_is_none(folder: Path, capsys: pytest.CaptureFixture[str], domain: str, selector: str) -> None:
    assert run([f"--domain={domain}", f"--selector={selector}"]) == 1
    assert "names no key" in capsys.readouterr().err
    assert not folder.exists()


def test_what_lies_there_and_is_no_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mkdir(mode=0o700)
    file = folder / "example.org.s1.pem"
    file.write_bytes(pem(made(Kind.ED25519)))
    for data, mode, says in ((file.read_bytes(), 0o640, "others may read"), (b"none", 0o600, "no key in PEM form")):
        file.write_bytes(data)
        file.chmod(mode)
        assert run(["--domain", "example.org", "--selector", "s1"]) == 1
        assert says in capsys.readouterr().err
        assert file.read_bytes() == data
