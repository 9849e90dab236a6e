"""The question before a send: what goes out, to how many, through which relay, and what the checks found."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.problems import Place, Problems, Severity, error, printable
from pipeline.sending.entries import Edition, Send
from pipeline.sending.progress import lasting
from pipeline.signing.signer import Signer


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person agrees to. ``so_far`` is of each send how it stands, and why readers are left out."""

    sends: Sequence[Send]
    relay: str
    rate: float | None
    problems: Problems
    count: int
    signer: Signer | None
    so_far: tuple[tuple[str, ...], ...]

    def lines(self) -> list[str]:
        """It, line by line."""
        found = [sum(1 for problem in self.problems if problem.severity is severity) for severity in Severity]
        signed = f"{self.signer.domain} ({self.signer.selector})" if self.signer else "not here (the relay may)"
        pace = f"{self.rate:g} a second" if self.rate and self.rate >= 1 else f"{(self.rate or 0) * 60:g} a minute"
        editions = {send.edition.digest: send.edition for send in self.sends}.values()
        lines = [
            *(("subject", f"{printable(one.subject)}  ({len(one.message) / 1000:.0f} kB)") for one in editions),
            *(("from", text) for text in dict.fromkeys(map(_sender, editions))),
            ("relay", self.relay + (f", {pace}" if self.rate else "")),
            ("signed", signed),
            ("checks", ", ".join(_number(n, severity.value) for n, severity in zip(found, Severity, strict=True))),
            *(("list", printable(of)) for of in dict.fromkeys(send.list for send in self.sends)),
            *(("" if number else "so far", text) for told in self.so_far for number, text in enumerate(told)),
            ("now", mails(self.count) + (f", {lasting(self.count / self.rate)} at least" if self.rate else "")),
        ]
        return [f"  {name:<8} {text}" for name, text in lines]


def mails(count: int) -> str:
    """So many mails."""
    return _number(count, "mail")


def _sender(edition: Edition) -> str:
    bounces = f", bounces to {edition.returns}" if edition.returns != edition.author else ""
    return edition.author + bounces


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def agreed(summary: Summary, yes: bool) -> bool:
    """Whether a person says yes to ``summary``, or has said so before (``YES=1``)."""
    print("\n".join(summary.lines()), flush=True)
    if yes:
        return True
    if not sys.stdin.isatty():
        problem = error(Place("YES"), "send-unasked", "nobody can be asked here", "YES=1 sends without asking")
        print(problem, file=sys.stderr)
        return False
    try:
        answer = input(f"Send {mails(summary.count)}? Type yes: ")
    except EOFError:
        answer = ""
    except KeyboardInterrupt:
        print("\nnothing was sent")
        raise
    if answer.strip().lower() in {"yes", "y"}:
        return True
    print("nothing was sent")
    return False
