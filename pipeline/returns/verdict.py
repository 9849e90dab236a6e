"""The verdict on a mail that came back: who is suppressed for it and why, or what a person is told."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.returns.proof import Archive
from pipeline.returns.reading import Kind, Returned
from pipeline.sending.suppression import Reason

_REASONS = {Kind.PERMANENT: Reason.BOUNCED, Kind.COMPLAINT: Reason.COMPLAINED, Kind.LEAVING: Reason.UNSUBSCRIBED}

_NOTHING = (Kind.AUTOMATIC, Kind.OTHER, Kind.BROKEN)  # what follows from these


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done about a mail: ``readers`` are suppressed for ``reason``, or counted where there is none.

    ``says`` is for a person; ``unproven`` are addresses that it names, and that nothing proves to be its.
    """

    kind: Kind
    says: str
    readers: tuple[str, ...] = ()
    reason: Reason | None = None
    unproven: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it needs no second look: what lacks proof does, once one trusts it or the secret is back."""
        return bool(self.readers) or self.kind in _NOTHING


def verdict(mail: Returned, archive: Archive, *, trusting: bool = False) -> Verdict:
    """The verdict on ``mail``. ``trusting`` takes the word of a bounce or complaint on those whom a send of ours had.

    Nobody is taken off by a mail that asks to leave in another's name, trusting or not.
    """
    reason = _REASONS.get(mail.kind)
    if mail.kind in _NOTHING:
        return Verdict(mail.kind, mail.says)
    readers = archive.proven(mail)
    if not readers and trusting and mail.kind is not Kind.LEAVING:
        readers = archive.mailed(mail)
    if readers:
        return Verdict(mail.kind, mail.says, readers, reason)
    return Verdict(mail.kind, mail.says, (), None, mail.addresses[:5])
