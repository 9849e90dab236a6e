"""What is made where it is asked for: the deck as PDF, and the copy to give away. Then it is kept up to date."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.build.project import Project

pytestmark = pytest.mark.slow
NOTES = "It grows.\n\n::: notes\nOnly on stage.\n:::\n"


def wanted(project: Project, slug: str = "alpha") -> Path:
    """An essay whose deck is wanted."""
    path = project.essay(slug, NOTES)
    project.edit(f"content/{slug}/essay.md", "outputs: [newsletter]", "outputs: [deck]")
    return path


def test_a_deck_is_shown_in_a_browser_too(project: Project) -> None:
    wanted(project)
    done = project.make("deck", "ESSAY=alpha")
    assert (done.code, done.err, done.calls) == (0, "", ["alpha.deck"])
    assert project.built("alpha", "deck.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert "deck.pptx" in done.row("alpha/deck")
    project.built("alpha", "deck.html").unlink()
    assert project.make("build/alpha/deck.html").calls == ["alpha.deck"]
    project.built("alpha", "deck.html").write_text("mine", encoding="utf-8")
    (project.root / "content/alpha/essay.md").touch()
    kept = project.make("deck", "ESSAY=alpha")
    assert "build/alpha/deck.html: warning[edited-by-hand]" in kept.out
    assert project.built("alpha", "deck.html").read_text(encoding="utf-8") == "mine"
    assert project.built("alpha", "deck.new.html").exists()


def test_the_pdf_is_made_when_asked_for_and_kept_up_to_date(project: Project) -> None:
    essay = wanted(project)
    assert project.make("ESSAY=alpha").calls == ["alpha.deck", "alpha.handout", "alpha.newsletter"]
    assert not project.built("alpha", "deck.pdf").exists()
    done = project.make("deck-pdf")
    assert (done.code, done.calls) == (0, ["alpha.deck-pdf", "beta.deck-pdf"])
    assert "slides" in done.row("alpha/deck.pdf")
    assert "left out" in done.row("beta/deck.pdf")
    assert project.built("alpha", "deck.pdf").read_bytes().startswith(b"%PDF-")
    assert project.make("deck-pdf").calls == []
    essay.touch()
    again = project.make("deck", "ESSAY=alpha")
    assert again.calls == ["alpha.deck", "alpha.deck-pdf"]
    assert again.row("alpha/deck.pdf")
    project.built("alpha", "deck.pdf").unlink()  # who removes it wants it no more
    essay.touch()
    assert project.make("deck", "ESSAY=alpha").calls == ["alpha.deck"]


def test_two_outputs_asked_for_together_are_made_and_told_once(project: Project) -> None:
    project.essay("alpha", NOTES)
    done = project.make("handout", "newsletter", "ESSAY=alpha")
    assert (done.code, sorted(done.calls)) == (0, ["alpha.handout", "alpha.newsletter"])
    assert "Nothing to be done" not in done.out + done.err


def test_a_pdf_that_failed_comes_back_with_the_essay(project: Project) -> None:
    wanted(project)
    project.make("deck-pdf", "ESSAY=alpha")
    project.edit("content/alpha/essay.md", "title:", "titel:")
    assert project.make("deck", "ESSAY=alpha").code == 2
    assert not project.built("alpha", "deck.pdf").exists()
    project.edit("content/alpha/essay.md", "titel:", "title:")
    assert project.make("deck", "ESSAY=alpha").calls == ["alpha.deck", "alpha.deck-pdf"]
    assert project.built("alpha", "deck.pdf").exists()


def test_the_copy_to_give_away_has_no_notes(project: Project) -> None:
    wanted(project)
    assert project.make("deck", "ESSAY=alpha", SHARE="0").calls == ["alpha.deck"]
    done = project.make("deck", "ESSAY=alpha", SHARE="1")
    assert (done.code, done.calls) == (0, ["alpha.deck-share"])  # the deck itself is as it was
    assert done.row("alpha/deck-share.pptx")
    assert b"Only on stage" in _words(project.built("alpha", "deck.pptx"))
    assert b"0:00" in _words(project.built("alpha", "deck.pptx"))  # its clock
    given = _words(project.built("alpha", "deck-share.pptx"))
    assert b"Only on stage" not in given
    assert b"0:00" not in given
    assert b"It grows" in given
    assert project.make("deck", "ESSAY=alpha").calls == []
    (project.root / "content/alpha/essay.md").touch()
    assert project.make("deck", "ESSAY=alpha").calls == ["alpha.deck", "alpha.deck-share"]
    assert project.make("handout", "ESSAY=alpha", SHARE="1").calls == ["alpha.handout"]
    project.make("clean")
    assert project.make("deck", "ESSAY=alpha").calls == ["alpha.deck"]


def _words(path: Path) -> bytes:
    """The slides and their notes."""
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if "lides/" in name)
