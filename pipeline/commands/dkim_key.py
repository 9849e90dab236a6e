"""``dkim-key``: makes a key that signs mail, or shows the record of the one that is there."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.ending import failed_with
from pipeline.commands.essays import find
from pipeline.files import Files
from pipeline.header import HeaderError, a_labels
from pipeline.meta import Dkim
from pipeline.problems import Place, Problems, error
from pipeline.sending import state


def run(arguments: list[str]) -> int:
    """Prints the record to publish and what to write into publication.yaml; 1 where a problem is in the way."""
    parser = argparse.ArgumentParser(prog="python -m pipeline dkim-key", description=__doc__)
    kinds = ["rsa", "ed25519"]
    parser.add_argument("--domain", default="", help="the domain of `from`; else DOMAIN, else what the essays say")
    parser.add_argument("--selector", default="", help="the key's name in the DNS; else SELECTOR, else `mail`")
    parser.add_argument("--kind", default="", choices=kinds, help="else KIND, else rsa (2048 bits), which all can read")
    asked = parser.parse_args(arguments)
    wanted = asked.kind or os.environ.get("KIND", "").lower()
    kind = wanted or "rsa"
    if kind not in kinds:
        what = f"`{kind}` is no kind of key; there are: {', '.join(kinds)}"
        return failed_with(error(Place("KIND"), "dkim-key", what))
    named, problems = _named(
        asked.domain or os.environ.get("DOMAIN", ""), asked.selector or os.environ.get("SELECTOR", "")
    )
    if named is None:
        return failed_with(*problems)
    domain, selector, file = named
    from pipeline import private
    from pipeline.signing.asked import usable
    from pipeline.signing.keys import Kind, made, pem, zone

    place = Place(str(file))
    try:
        new = not file.exists() and private.write(file, pem(made(Kind(kind))), new=True)
    except OSError as fault:
        return failed_with(error(place, "dkim-key", f"the key cannot be written: {fault.strerror}"))
    key, problems = usable(file, place, domain, selector)
    if key is None:
        return failed_with(*problems)
    if wanted and key.kind != wanted:
        hint = "another SELECTOR= for another key; both may be published"
        return failed_with(error(place, "dkim-key", f"the key that is there is of the kind {key.kind}", hint))
    print(f"{'A new key' if new else 'The key that was there'}: {file} (keep it to yourself, and in the backup)\n")
    print(f"Publish this TXT record in the zone of {domain}:\n\n{zone(domain, selector, key.record())}\n")
    print(f"Then write into publication.yaml, and check with `make doctor`:\n\n{_yaml(domain, selector)}")
    return 0


def _named(domain: str, selector: str) -> tuple[tuple[str, str, Path] | None, Problems]:
    """Domain, selector and file: as asked for, else as the first essay with a sender has them."""
    from pipeline.frontmatter.form import SELECTOR
    from pipeline.signing.asked import key_file, made_file, signing_domain

    files = Files(Path.cwd())
    dkim: Dkim | None = None
    paths = () if domain else find()[0]
    for path in paths:
        essay, _ = stages.essay(path, files)
        if essay is not None and essay.meta.newsletter.sender:
            found, problems = signing_domain(essay)
            if found is None:
                return None, problems
            domain, dkim = found, essay.meta.newsletter.dkim
            break
    selector = selector or (dkim.selector if dkim else "mail")
    try:
        domain = a_labels(domain)
        a_labels(f"{selector}.domainkey.{domain}")  # no longer than a name may be
        named = re.fullmatch(SELECTOR.pattern or "", selector) is not None
    except HeaderError:
        named = False
    if not named:
        hint = "make dkim-key DOMAIN=example.org SELECTOR=s2026"
        return None, (error(Place("DOMAIN"), "dkim-domain", f"`{domain}` with `{selector}` names no key", hint),)
    folder = state.folder()
    return (domain, selector, key_file(dkim, domain, folder) if dkim else made_file(folder, domain, selector)), ()


def _yaml(domain: str, selector: str) -> str:
    return f"newsletter:\n  dkim: {{domain: {domain}, selector: {selector}}}"
