"""What other programs say of the mail: a spam filter, a validator of HTML."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, needs
from tests.newsletter.made import made, part
from tests.newsletter.sample import FULL
from tests.newsletter.test_browser import NODE, mail

SHIPPED = Path("content/open-source-and-ai-safety/essay.md")
MOST = 0.5  # points; a mail is spam from 5 on

# What the validator finds and a mail needs, and why.
KNOWN = {
    "no-deprecated-attr": r"Attribute \"(align|border|cellpadding|cellspacing|name|width)\" is deprecated",  # Outlook's
    "prefer-native-element": r"native <(article|main)> element",  # clients drop those elements, and keep a div's role
}


@pytest.mark.slow
@needs("spamassassin")
def test_no_filter_takes_the_shipped_essay_for_spam(tmp_path: Path) -> None:
    command = [
        "spamassassin",
        "--local",
        "--test-mode",
        f"--siteconfigpath={_rules()}",
        f"--prefspath={tmp_path}/prefs",
    ]
    (tmp_path / "prefs").write_text("use_bayes 0\n")
    ran = subprocess.run(command, input=mail(SHIPPED, ROOT, "editorial"), capture_output=True, timeout=120, check=True)
    said = ran.stdout.decode("utf-8", "replace")
    score = re.search(r"^X-Spam-Status: .*?score=(-?[0-9.]+)", said, re.MULTILINE)
    assert score, said[:2000]
    assert float(score[1]) <= MOST, said[-2000:]


def _rules() -> str:
    return "/etc/spamassassin" if Path("/etc/spamassassin").is_dir() else "/etc/mail/spamassassin"


@pytest.mark.slow
@needs("node", str(NODE / "html-validate" / "bin" / "html-validate.mjs"))
def test_a_validator_finds_nothing_but_what_a_mail_needs(tmp_path: Path) -> None:
    pages = {"mail": part(made(FULL), "html"), "web": made(FULL).html}
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    files = [str(tmp_path / f"{name}.html") for name in pages]
    command = ["node", str(ROOT / "tests" / "newsletter" / "html.mjs"), *files]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = json.loads(ran.stdout)
    assert [one for one in found if not re.search(KNOWN.get(one["rule"], "(?!)"), one["message"])] == []
    assert {one["rule"] for one in found} == set(KNOWN)
