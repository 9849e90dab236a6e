"""A throw-away authority: certificates for this machine, good or bad."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority whose certificate is in ``file``."""

    file: Path
    key: ec.EllipticCurvePrivateKey
    name: x509.Name

    def server(self, host: str = "localhost", days: int = 2) -> ssl.SSLContext:
        """What a server of ``host`` shows; with negative ``days`` it has run out."""
        key, chain = self.files(host, days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, key)
        return context

    def files(self, host: str, days: int = 2) -> tuple[Path, Path]:
        """The key and the certificate of ``host`` as files."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names: list[x509.GeneralName] = [x509.DNSName(host)]
        if host == "localhost":
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        made = (
            _plain(subject, self.name, key, days)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        stem = self.file.with_name(f"{host}.{days}")
        secret = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        stem.with_suffix(".key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *secret))
        stem.with_suffix(".pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        return stem.with_suffix(".key"), stem.with_suffix(".pem")


def authority(folder: Path) -> Authority:
    """A new authority in ``folder``."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Throw-away authority")])
    made = (
        _plain(name, name, key, 2)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "authority.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return Authority(file, key, name)


def _plain(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=4))
        .not_valid_after(now + datetime.timedelta(days=days))
    )
