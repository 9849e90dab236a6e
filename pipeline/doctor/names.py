"""Questions to the DNS, with short patience: what cannot be asked is unknown, not absent."""

from __future__ import annotations

from dataclasses import dataclass, field

import dns.exception
import dns.name
import dns.resolver
import dns.reversename

PATIENCE = 4.0  # seconds for one question


class UnansweredError(Exception):
    """The DNS gave no answer; the message says why."""


@dataclass(slots=True)
class Names:
    """The DNS as this machine asks it, or the ``server`` at an address with its ``port``."""

    server: str | None = None
    port: int = 53
    _silent: int = 0
    _world: bool | None = None
    _answers: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def txt(self, name: str) -> tuple[str, ...]:
        """The texts of ``name``, each in one piece (RFC 7208, 3.3). Raises UnansweredError."""
        return self.ask(name, "TXT")

    def ask(self, name: str, kind: str) -> tuple[str, ...]:
        """The records of ``name``, none where there are none. Raises UnansweredError."""
        if self._world is None:
            self._world = any(self._asked(known, "NS") for known in (".", "com."))
        if not self._world:
            raise UnansweredError("the DNS asked here knows nothing of the world: is there a network?")
        if (name, kind) not in self._answers:
            self._answers[name, kind] = self._asked(name, kind)
        return self._answers[name, kind]

    def addresses(self, name: str) -> tuple[str, ...]:
        """The addresses of a host, of both kinds. Raises UnansweredError."""
        return (*self.ask(name, "A"), *self.ask(name, "AAAA"))

    def back(self, address: str) -> tuple[str, ...]:
        """The names that an address says it has (PTR). Raises UnansweredError."""
        return self.ask(str(dns.reversename.from_address(address)), "PTR")

    def _asked(self, name: str, kind: str) -> tuple[str, ...]:
        if self._silent >= 2:  # nobody is there: the rest need not wait too
            raise UnansweredError("no answer from the DNS: is there a network?")
        try:
            found = self._resolver().resolve(name, kind, raise_on_no_answer=False, lifetime=PATIENCE, search=False)
            rrset = found.rrset or ()
        except dns.resolver.NXDOMAIN:
            return ()
        except dns.resolver.NoNameservers:
            raise UnansweredError(f"the servers of {name} do not answer for it (SERVFAIL, or refused)") from None
        except (dns.exception.Timeout, OSError, dns.resolver.NoResolverConfiguration):
            self._silent += 1
            raise UnansweredError("no answer from the DNS: is there a network?") from None
        except dns.exception.DNSException as fault:
            raise UnansweredError(f"{name}: {type(fault).__name__}") from None
        self._silent = 0
        if kind == "TXT":
            return tuple(b"".join(one.strings).decode("utf-8", "replace") for one in rrset)
        return tuple(str(one) for one in rrset)

    def _resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=self.server is None)
        if self.server is not None:
            resolver.nameservers = [self.server]
            resolver.port = self.port
        return resolver
