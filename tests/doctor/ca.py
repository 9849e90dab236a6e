"""A throw-away certificate authority, and servers of SMTP and HTTPS that show its certificates."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = datetime.datetime.now(datetime.UTC)


class Authority:
    """Its own certificate is ``root`` in PEM."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Throw-away")])
        basic = x509.BasicConstraints(ca=True, path_length=0)
        made = self._builder(self.name, self.key, 365).add_extension(basic, critical=True)
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        made = made.add_extension(usage, critical=True)
        self.root = folder / "root.pem"
        self.root.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def context(self, days: int = 90, host: str = "localhost") -> ssl.SSLContext:
        """What a server of ``host`` shows: a certificate that ends in ``days``."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names: list[x509.GeneralName] = [x509.DNSName(host)]
        if host == "localhost":
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        made = self._builder(name, key, days).add_extension(x509.SubjectAlternativeName(names), critical=False)
        made = made.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
        )
        file = self.folder / f"{host}.{days}.pem"
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        signed = made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        file.write_bytes(key.private_bytes(*form) + signed)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - datetime.timedelta(days=400))
            .not_valid_after(NOW + datetime.timedelta(days=days, hours=1))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )


@contextlib.contextmanager
def served(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server on a port of this machine that does ``talk`` with whoever comes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(OSError):
                    client, _ = listening.accept()
                    client.settimeout(5)
                    with client, contextlib.suppress(OSError):
                        talk(client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            thread.join(8)


def smtp(context: ssl.SSLContext | None, *, tls: bool = False) -> Callable[[socket.socket], None]:
    """A relay: STARTTLS where there is a context, or ``tls`` from the first byte."""

    def talk(client: socket.socket) -> None:
        with contextlib.ExitStack() as held:
            connection = client
            if context and tls:
                connection = held.enter_context(context.wrap_socket(client, server_side=True))
            connection.sendall(b"220 relay ESMTP\r\n")
            while line := connection.recv(1000):
                word = line.split()[0].upper()
                if word == b"EHLO":
                    offers = b"250-STARTTLS\r\n" if context and not tls else b""
                    connection.sendall(b"250-relay\r\n" + offers + b"250 PIPELINING\r\n")
                elif word == b"STARTTLS" and context:
                    connection.sendall(b"220 go on\r\n")
                    connection = held.enter_context(context.wrap_socket(client, server_side=True))
                else:
                    connection.sendall(b"502 no\r\n")

    return talk


def https(context: ssl.SSLContext, answer: bytes) -> Callable[[socket.socket], None]:
    """A web server that has one answer."""

    def talk(client: socket.socket) -> None:
        with context.wrap_socket(client, server_side=True) as connection:
            asked = connection.recv(4000)
            assert asked.startswith(b"GET /leave/health HTTP/1.1")
            connection.sendall(answer)

    return talk
