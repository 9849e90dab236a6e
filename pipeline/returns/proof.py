"""Proof that a mail which came back was ours: a token that only we make, or a Message-ID that the ledger knows."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.leaving import tokens
from pipeline.leaving.secrets import Secrets
from pipeline.returns.reading import Returned
from pipeline.sending import addresses
from pipeline.sending.addresses import AddressError
from pipeline.sending.entries import Send, State
from pipeline.sending.ledger import Ledger


@dataclass(slots=True)
class Archive:
    """What we know of our own mails: the ledger, where there is one, and the secrets."""

    secrets: Secrets | None
    ledger: Ledger | None
    _sends: dict[str, Send] | None = None
    _ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def proven(self, mail: Returned) -> tuple[str, ...]:
        """The readers whose mail it was, by our own spelling; a forwarded mail's bounce names another address."""
        found = [self.secrets and tokens.address(self.secrets, token) for token in mail.tokens]
        if not any(found):
            found = [self._known(one) for one in mail.ids]
        known = tuple(dict.fromkeys(address for address in found if address))
        named = tuple(address for address in known if address in self._keys(mail.addresses))
        return named or (known if len(known) == 1 else ())

    def mailed(self, mail: Returned) -> tuple[str, ...]:
        """Those of the addresses that a mail names to whom some send of ours went: no proof, but a reason to look."""
        names = self._keys(mail.addresses)
        slugs = {send.edition.slug for send in self._all().values()}
        return tuple(key for key in names if self.ledger and any(self.ledger.holds(slug, key) for slug in slugs))

    def _known(self, id: str) -> str | None:
        """The reader of the copy with this Message-ID."""
        left, _, domain = id.rpartition("@")
        send = self._all().get(left.rpartition(".")[0])
        return self._index(send, domain).get(id) if send else None

    def _index(self, send: Send, domain: str) -> dict[str, str]:
        """The Message-IDs of a send with their readers; made once, where a bounce asks for it."""
        if domain != send.edition.author.rpartition("@")[2]:
            return {}
        if send.name not in self._ids:
            rows = (
                self.ledger.rows(send, *(state for state in State if state is not State.SKIPPED)) if self.ledger else ()
            )
            mine = ((row.address, send.message_id(row.address)) for row in rows if row.address)
            self._ids[send.name] = {made: address.key for address, made in mine}
        return self._ids[send.name]

    def _all(self) -> dict[str, Send]:
        if self._sends is None:
            self._sends = {send.name: send for send in self.ledger.sends()} if self.ledger else {}
        return self._sends

    def _keys(self, named: tuple[str, ...]) -> tuple[str, ...]:
        keys = []
        for address in named[:100]:
            try:
                keys.append(addresses.key(address))
            except AddressError:
                continue
        return tuple(dict.fromkeys(keys))
