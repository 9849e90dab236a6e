"""DMARC (RFC 7489): what the sender's domain asks of receivers, and whether our mails would pass."""

from __future__ import annotations

from pipeline.doctor.finding import Finding, Findings, State
from pipeline.doctor.names import Names, UnansweredError


def dmarc(names: Names, sender: str, returns: str, signer: str | None) -> Findings:
    """The findings on the policy of ``sender``, the domain of From.

    ``returns`` is the domain of the envelope, which SPF speaks of; ``signer`` is that of the signature, where we sign.
    """
    subject = f"DMARC {sender}"
    try:
        found, where = _policy(names, sender)
    except UnansweredError as fault:
        return (Finding(State.UNKNOWN, subject, str(fault)),)
    if not found:
        todo = f'publish: _dmarc.{sender}. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@{sender}"'
        return (Finding(State.FAIL, subject, "there is no policy; Gmail and Yahoo ask bulk senders for one", todo),)
    if len(found) > 1:
        return (Finding(State.FAIL, subject, f"there are {len(found)} policies, so none counts", "leave one"),)
    tags = {
        name.strip().lower(): text.strip() for name, _, text in (part.partition("=") for part in found[0].split(";"))
    }
    policy = tags.get("p", "").lower() if where == sender else tags.get("sp", tags.get("p", "")).lower()
    if policy not in ("none", "quarantine", "reject"):
        return (
            Finding(State.FAIL, subject, f"p={policy or '(nothing)'} is no policy", "p=none, quarantine or reject"),
        )
    said = f"{found[0]} (of {where})" if where != sender else found[0]
    first = _reporting(names, subject, said, where, tags)
    return (first, _alignment(sender, returns, signer, tags, where))


def _policy(names: Names, sender: str) -> tuple[tuple[str, ...], str]:
    """The policy of a domain, else of the nearest above it, and whose it is. Raises UnansweredError."""
    labels = sender.split(".")
    for at in range(len(labels) - 1):
        domain = ".".join(labels[at:])
        found = tuple(text for text in names.txt(f"_dmarc.{domain}") if text.lower().startswith("v=dmarc1"))
        if found:
            return found, domain
    return (), sender


def _reporting(names: Names, subject: str, said: str, where: str, tags: dict[str, str]) -> Finding:
    """The finding on a policy that is whole: whether anybody hears what it does."""
    if "rua" not in tags:
        todo = f"add rua=mailto:postmaster@{where}: reports on who sends in your name"
        return Finding(State.WARN, subject, f"asks for no reports: {said}", todo)
    if silent := _untaken(names, where, tags["rua"]):
        says = f"reports go to {silent}, which does not say that it takes them, so none are sent (7.1): {said}"
        todo = f'give rua= an address at {where}, or publish: {where}._report._dmarc.{silent}. IN TXT "v=DMARC1"'
        return Finding(State.WARN, subject, says, todo)
    idle = tags.get("p", "").lower() == "none"
    then = "p=quarantine, once the reports name no mail of yours that fails" if idle else None
    return Finding(State.OK, subject, said, then)


def _untaken(names: Names, where: str, reports: str) -> str | None:
    """The domain outside ``where`` to which reports go, and which takes none for it; None where there is no such."""
    for address in reports.lower().split(","):
        domain = address.partition("!")[0].strip().rpartition("@")[2].rstrip(".")
        if not domain or any(
            low == high or low.endswith(f".{high}") for low, high in ((domain, where), (where, domain))
        ):
            continue
        try:
            if not any(text.lower().startswith("v=dmarc1") for text in names.txt(f"{where}._report._dmarc.{domain}")):
                return domain
        except UnansweredError:
            continue
    return None


def _alignment(sender: str, returns: str, signer: str | None, tags: dict[str, str], where: str) -> Finding:
    """Whether the domain of the signature or of the envelope goes with From's (3.1); ``where`` is the policy's."""
    subject = f"DMARC alignment of {sender}"
    signed = signer is not None and _aligned(sender, signer, tags.get("adkim", "r"), where)
    returned = _aligned(sender, returns, tags.get("aspf", "r"), where)
    if signed:
        more = "" if returned else f"; bounces go to {returns}, which is not aligned: the signature must hold"
        return Finding(State.OK, subject, f"signed by {signer}{more}")
    if returned:
        says = f"by SPF alone, by way of {returns}: a mail that is forwarded fails"
        todo = "sign: make dkim-key (or have the relay sign as your domain, and send yourself a TEST=)"
        return Finding(State.WARN, subject, says, todo)
    says = f"neither the signature ({signer or 'none'}) nor the envelope ({returns}) goes with {sender}"
    return Finding(State.FAIL, subject, says, "sign with the domain of `from`, or give `returns` an address there")


def _aligned(sender: str, other: str, mode: str, where: str) -> bool:
    """Alignment, strict or relaxed: relaxed takes what is above or below, and all below the domain of the policy."""
    if sender == other:
        return True
    return mode.lower() != "s" and any(
        low.endswith(f".{high}") for low, high in ((sender, other), (other, sender), (other, where))
    )
