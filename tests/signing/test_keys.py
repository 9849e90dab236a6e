from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.private import PrivateError
from pipeline.problems import Problems, failed
from pipeline.signing.asked import made_file, signer
from pipeline.signing.keys import Kind, load, made, pem, zone
from pipeline.source import read as read_essay
from tests.conftest import needs


def put(file: Path, data: bytes, mode: int = 0o600) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    file.chmod(mode)
    return file


def essay(folder: Path, newsletter: str, own: str = "") -> tuple[Essay, Problems]:
    path = folder / "content" / "one" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\ntitle: One\n{own}---\n\nWords.\n")
    (folder / "content" / "publication.yaml").write_text(f"newsletter: {newsletter}\n")
    found, problems = read_essay(path, Files(folder))
    assert found is not None
    return found, problems


@pytest.mark.parametrize("kind", Kind)
def test_a_key_comes_back_from_its_file(tmp_path: Path, kind: Kind) -> None:
    key = made(kind)
    assert load(put(tmp_path / "key", pem(key))).record() == key.record()


@needs("openssl")
@pytest.mark.parametrize("arguments", [["-traditional"], []])
def test_both_forms_of_pem_are_read(tmp_path: Path, arguments: list[str]) -> None:
    file = put(tmp_path / "key", pem(made(Kind.RSA)))
    out = subprocess.run(["openssl", "rsa", "-in", file, *arguments], capture_output=True, check=True).stdout
    assert (b"BEGIN RSA PRIVATE KEY" in out) == bool(arguments)
    assert load(put(tmp_path / "other", out)).record() == load(file).record()


@needs("openssl")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"], "has 1024 bits"),
        (["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "neither RSA nor Ed25519"),
        (["genpkey", "-algorithm", "RSA", "-aes256", "-pass", "pass:x"], "locked by a password"),
        (["genpkey", "-algorithm", "X25519"], "neither RSA nor Ed25519"),
    ],
)
def test_keys_that_do_not_sign_mail(tmp_path: Path, arguments: list[str], says: str) -> None:
    out = subprocess.run(["openssl", *arguments], capture_output=True, check=True).stdout
    with pytest.raises(PrivateError, match=says):
        load(put(tmp_path / "key", out))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "holds no key"),
        (b"\xff\x00" * 50_000, "holds no key"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "no private key but a public key"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "but a certificate"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "damaged"),
        (b"-----BEGIN RSA PRIVATE KEY-----\n", "damaged"),
        (b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", "locked"),
        (b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "damaged"),
    ],
)
def test_files_that_hold_no_key(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(PrivateError, match=says) as caught:
        load(put(tmp_path / "key", data))
    assert caught.value.hint


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PrivateError, match="others may read"):
        load(put(tmp_path / "key", pem(made(Kind.ED25519)), 0o644))


def test_a_line_of_a_zone_file() -> None:
    key = made(Kind.RSA)
    line = zone("example.org", "s1", key.record())
    assert line.startswith('s1._domainkey.example.org. IN TXT ( "v=DKIM1; k=rsa; p=')
    strings = re.findall(r'"([^"]*)"', line)
    assert "".join(strings) == key.record()
    assert all(len(text) <= 255 for text in strings)
    assert len(strings) == 2


def test_an_essay_without_dkim_has_no_signer(tmp_path: Path) -> None:
    found, problems = essay(tmp_path, "{from: Ann <ann@example.org>}")
    assert not failed(problems)
    assert signer(found, tmp_path) == (None, ())


def test_the_signer_of_an_essay(tmp_path: Path) -> None:
    found, problems = essay(tmp_path, "{from: Ann <ann@news.example.org>, dkim: {domain: Example.ORG, selector: s1}}")
    assert not failed(problems)
    put(made_file(tmp_path, "example.org", "s1"), pem(made(Kind.RSA)))
    made_signer, problems = signer(found, tmp_path, 5)
    assert made_signer is not None
    assert problems == ()
    assert (made_signer.domain, made_signer.selector, made_signer.moment) == ("example.org", "s1", 5)


@pytest.mark.parametrize("dkim", ["selector: s1, key: k.pem", "selector: s1"])
def test_the_domain_is_that_of_the_sender_where_none_is_given(dkim: str, tmp_path: Path) -> None:
    found, _ = essay(tmp_path, f"{{from: Ann <ann@bücher.example>, dkim: {{{dkim}}}}}")
    _, problems = signer(found, tmp_path)
    assert [p.code for p in problems] == ["dkim-key"]
    assert "DOMAIN=xn--bcher-kva.example SELECTOR=s1" in (problems[0].hint or "")


@pytest.mark.parametrize(
    ("newsletter", "code", "says"),
    [
        ("{from: a@example.org, dkim: {domain: other.org}}", "dkim-domain", "other.org cannot sign for example.org"),
        ("{from: a@example.org, dkim: {domain: ple.org}}", "dkim-domain", "cannot sign"),
        ("{dkim: {selector: s1}}", "dkim-domain", "no sender"),
        ("{from: a@example.org, dkim: {key: /etc}}", "dkim-key", "cannot be read|no plain file"),
        ('{from: a@example.org, dkim: {key: "~nobody-there/k"}}', "dkim-key", "there is no key"),
        ("{from: a@example.org, dkim: {selector: s1}}", "dkim-key", "there is no key"),
    ],
)
def test_what_keeps_an_essay_from_being_signed(tmp_path: Path, newsletter: str, code: str, says: str) -> None:
    found, _ = essay(tmp_path, newsletter)
    made_signer, problems = signer(found, tmp_path)
    assert made_signer is None
    assert [p.code for p in problems] == [code]
    assert re.search(says, problems[0].message)
    assert problems[0].place.line == 1


def test_an_essay_names_no_file_of_a_key(tmp_path: Path) -> None:
    found, _ = essay(tmp_path, "{from: a@example.org}", "newsletter: {dkim: {key: /home/ann/.ssh/id_rsa}}\n")
    made_signer, [problem] = signer(found, tmp_path)
    assert made_signer is None
    assert (problem.code, problem.place.line) == ("dkim-place", 3)


@pytest.mark.parametrize("written", ["{selector: 'a b'}", "{domain: 'nowhere'}", "{selektor: a}", "yes", "[a]"])
def test_mistakes_in_the_front_matter_are_told(tmp_path: Path, written: str) -> None:
    _, problems = essay(tmp_path, f"{{from: a@example.org, dkim: {written}}}")
    assert failed(problems)
    assert problems[0].place.line == 1
