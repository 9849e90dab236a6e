"""The relay as publication.yaml and the environment give it; each mistake a problem at its line."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from pathlib import Path

from pipeline import private
from pipeline.meta import Meta, Security
from pipeline.private import PrivateError
from pipeline.problems import Place, Problem, Problems, error
from pipeline.sending.pace import rate
from pipeline.sending.transport import PORTS, Password, Way

VARIABLE = "PIPELINE_SMTP_PASSWORD"
FILE = "password"  # in the state folder
_KEYS = ("host", "port", "security", "user", "rate")


def way(meta: Meta, shared: str, folder: Path, environment: Mapping[str, str]) -> tuple[Way | None, Problems]:
    """The way to the relay, or None where none is given; ``shared`` is the path of publication.yaml.

    An essay cannot name a relay: it would get the password.
    """
    relay = meta.newsletter.relay
    if relay is None:
        return None, ()

    def at(key: str) -> Place:
        return meta.places.get(f"newsletter.relay.{key}", meta.place("newsletter.relay", shared))

    problems: list[Problem] = []
    for key in _KEYS:
        place = meta.places.get(f"newsletter.relay.{key}")
        if place and place.path != shared:
            hint = f"write it into {shared}: the relay gets the password, and an essay may come from anywhere"
            problems.append(error(place, "relay-place", f"`newsletter.relay.{key}` stands in an essay", hint))
    if problems:
        return None, tuple(problems)
    if relay.host is None:
        problems.append(error(at("relay"), "relay-host", "`newsletter.relay` has no `host`", "host: smtp.example.org"))
        return None, tuple(problems)
    if relay.security is Security.NONE and not _here(relay.host):
        hint = "write `security: starttls` (port 587) or `security: tls` (port 465)"
        message = f"`none` leaves the way to {relay.host} open to anyone; only this machine is reached so"
        problems.append(error(at("security"), "relay-insecure", message, hint))
    password = None
    if relay.user:
        password, wrong = _password(folder, environment, at("user"))
        problems += wrong
    if problems:
        return None, tuple(problems)
    return Way(relay.host, relay.port or PORTS[relay.security], relay.security, relay.user, password), ()


def pace(meta: Meta, asked: str) -> tuple[float | None, Problems]:
    """Mails a second: ``asked`` (``RATE``) beats the relay's ``rate``; None is as fast as it goes."""
    if asked:
        found = rate(asked)
        hint = "10/s, 30/min, 500/h"
        return found, () if found else (error(Place("RATE"), "send-setting", f"`{asked}` is no rate", hint),)
    relay = meta.newsletter.relay
    return (rate(relay.rate) if relay and relay.rate else None), ()


def _here(host: str) -> bool:
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _password(folder: Path, environment: Mapping[str, str], place: Place) -> tuple[Password | None, Problems]:
    """From the environment, else from a file that only its owner can read."""
    if given := environment.get(VARIABLE):
        return Password(given), ()
    file = folder / FILE
    hint = f"set {VARIABLE}, or put it into {file} (chmod 600)"
    try:
        given = private.read(file, 4096).decode("utf-8").rstrip("\r\n")
    except FileNotFoundError:
        return None, (error(place, "relay-password", "there is no password for this user", hint),)
    except PrivateError as fault:
        return None, (error(Place(str(file)), "relay-password", str(fault), fault.hint),)
    except UnicodeDecodeError:
        return None, (error(Place(str(file)), "relay-password", "the password is not UTF-8", hint),)
    if not given.isprintable() or not given:
        return None, (error(Place(str(file)), "relay-password", "it must hold the password in one line", hint),)
    return Password(given), ()
