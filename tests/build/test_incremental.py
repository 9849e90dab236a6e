"""What is rebuilt, when, and nothing else: Make's behaviour, through Make."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.build.project import PNG, Project

pytestmark = pytest.mark.slow
EVERY = [f"{slug}.{kind}" for slug in ("alpha", "beta") for kind in ("deck", "handout", "newsletter")]
MAILS = ["alpha.newsletter", "beta.newsletter"]


def test_a_first_make_builds_all_and_a_second_runs_no_python(project: Project) -> None:
    first = project.make()
    assert (first.code, first.err, first.calls) == (0, "", EVERY)
    assert all(project.built("alpha", f"newsletter.{kind}").stat().st_size for kind in ("html", "txt", "eml"))
    assert re.search(r"newsletter\.eml +\d+ kB +\d+ words", first.row("alpha/newsletter"))
    second = project.make()
    assert (second.code, second.err, second.calls) == (0, "", [])
    assert second.out[second.out.index("\n  output") :] == first.out[first.out.index("\n  output") :]
    assert not project.parts()


def test_a_touched_essay_rebuilds_itself_alone(project: Project) -> None:
    project.make("newsletter")
    (project.root / "content/alpha/essay.md").touch()
    assert project.make("newsletter").calls == ["alpha.newsletter"]
    assert project.make("newsletter").calls == []


def test_essay_narrows_and_kinds_narrow(project: Project) -> None:
    assert project.make("newsletter", "ESSAY=beta").calls == ["beta.newsletter"]
    assert project.make("deck", ESSAY="alpha").calls == ["alpha.deck"]
    assert project.make("handout", "newsletter", "ESSAY=alpha").calls == ["alpha.handout", "alpha.newsletter"]
    nowhere = project.make(CONTENT="nowhere")
    assert nowhere.code
    assert nowhere.out == "CONTENT: error[content-missing] there is no folder `nowhere`\n"
    (project.root / "empty").mkdir()
    assert "There is no essay in empty yet. Type: make new" in project.make(CONTENT="empty").out
    nobody = project.make("ESSAY=nobody")
    assert nobody.code
    assert "there is no essay `nobody` in content; there are: alpha beta" in nobody.out


def test_a_file_is_a_target(project: Project) -> None:
    one = project.make("build/alpha/newsletter.txt")
    assert (one.code, one.calls) == (0, ["alpha.newsletter"])
    assert project.make("build/alpha/newsletter.html", "build/alpha/newsletter.eml").calls == []
    project.built("alpha", "newsletter.txt").unlink()
    assert project.make("newsletter", "ESSAY=alpha").calls == ["alpha.newsletter"]


@pytest.mark.parametrize("flag", ["-j1", "-j4", "-j", "-s"])
def test_any_j_is_taken_as_it_is(project: Project, flag: str) -> None:
    done = project.make(flag, "newsletter")
    assert (done.code, done.err, done.calls) == (0, "", MAILS)


def test_a_figure_rebuilds_what_shows_it_and_its_loss_is_a_problem_at_its_line(project: Project) -> None:
    essay = project.essay("alpha", "\n\n![A dot](dot.png)\n")
    line = essay.read_text(encoding="utf-8").splitlines().index("![A dot](dot.png)") + 1
    figure = essay.parent / "dot.png"
    figure.write_bytes(PNG)
    assert project.make("newsletter").code == 0
    figure.touch()
    assert project.make("newsletter").calls == ["alpha.newsletter"]
    figure.unlink()
    lost = project.make("newsletter")
    assert lost.code == 2
    assert lost.calls == ["alpha.newsletter"]
    assert re.search(rf"(?m)^content/alpha/essay\.md:{line}:1: error\[[a-z-]+\] .*dot\.png", lost.out)
    assert "No rule to make" not in lost.err
    assert project.make("newsletter").calls == ["alpha.newsletter"]
    figure.write_bytes(PNG)
    os.utime(figure, (1, 1))
    back = project.make("newsletter")
    assert (back.code, back.calls) == (0, ["alpha.newsletter"])
    assert project.make("newsletter").calls == []


def test_what_was_absent_and_comes_rebuilds_however_old_it_is(project: Project) -> None:
    project.make("newsletter")
    publication = project.root / "content/publication.yaml"
    publication.write_text("name: The Example\n", encoding="utf-8")
    os.utime(publication, (1, 1))
    assert project.make("newsletter").calls == MAILS
    assert project.make("newsletter").calls == []
    assert "The Example" in project.built("alpha", "newsletter.html").read_text(encoding="utf-8")
    publication.unlink()
    assert project.make("newsletter").calls == MAILS
    assert "The Example" not in project.built("alpha", "newsletter.html").read_text(encoding="utf-8")


def test_a_template_of_the_themes_own_takes_over_when_it_comes(project: Project) -> None:
    project.make("newsletter")
    rules = (project.root / "build/.deps/alpha.newsletter.d").read_text(encoding="utf-8")
    override = re.findall(r"wildcard (themes/editorial/\S+\.j2)", rules)[0]
    base = override.replace("editorial", "base")
    assert f"  {base}" in rules
    own = project.root / override
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text((project.root / base).read_text(encoding="utf-8"), encoding="utf-8")
    assert project.make("newsletter").calls == MAILS
    (project.root / base).touch()
    assert project.make("newsletter").calls == []


def test_code_and_theme_rebuild_what_uses_them(project: Project) -> None:
    project.edit("content/alpha/essay.md", "outputs: [newsletter]", "outputs: [newsletter, handout]")
    project.make("newsletter", "handout")
    (project.root / "pipeline/newsletter/__init__.py").touch()
    assert project.make("newsletter", "handout").calls == MAILS
    (project.root / "themes/editorial/theme.yaml").touch()
    # Beta's handout is left out before its theme is looked at.
    assert project.make("newsletter", "handout").calls == ["alpha.handout", *MAILS]


def test_settings_rebuild_when_they_change_and_only_then(project: Project) -> None:
    project.make("newsletter")
    other = project.root / "themes/other"
    other.mkdir()
    text = (project.root / "themes/editorial/theme.yaml").read_text(encoding="utf-8")
    (other / "theme.yaml").write_text(text, encoding="utf-8")
    assert project.make("newsletter", "THEME=other").calls == MAILS
    assert project.make("newsletter", THEME="other").calls == []
    assert project.make("newsletter").calls == MAILS
    assert project.make("newsletter", "STRICT=1").calls == MAILS
    assert project.make("newsletter", "SOURCE_DATE_EPOCH=1700000000").calls == MAILS
    (project.root / "content").rename(project.root / "essays")
    assert project.make("newsletter", "CONTENT=essays", "SOURCE_DATE_EPOCH=1700000000").calls == MAILS
    nowhere = project.make("newsletter", "THEME=nowhere", "CONTENT=essays")
    assert nowhere.code
    assert "error[theme-missing]" in nowhere.out


def test_strict_makes_warnings_errors(project: Project) -> None:
    loose = project.make("newsletter")
    assert loose.code == 0
    assert "warning[" in loose.out
    strict = project.make("newsletter", "STRICT=1")
    assert strict.code
    assert "warning[" not in strict.out
    assert not project.built("alpha").exists()


def test_a_lost_depfile_rebuilds(project: Project) -> None:
    project.make("newsletter")
    (project.root / "build/.deps/alpha.newsletter.d").unlink()
    assert project.make("newsletter").calls == ["alpha.newsletter"]


def test_an_output_left_out_is_removed_and_not_tried_again(project: Project) -> None:
    project.edit("content/alpha/essay.md", "outputs: [newsletter]", "outputs: [handout, newsletter]")
    assert project.make("ESSAY=alpha").code == 0
    assert project.built("alpha", "handout.pdf").exists()
    project.edit("content/alpha/essay.md", "outputs: [handout, newsletter]", "outputs: [newsletter]")
    left = project.make("ESSAY=alpha")
    assert "left out" in left.row("handout.pdf")
    assert not project.built("alpha", "handout.pdf").exists()
    assert project.make("ESSAY=alpha").calls == []
    project.edit("content/alpha/essay.md", "outputs: [newsletter]", "outputs: [handout, newsletter]")
    assert "alpha.handout" in project.make("ESSAY=alpha").calls
    assert project.built("alpha", "handout.pdf").exists()
    assert project.make("ESSAY=alpha").calls == []


def test_an_essay_saved_while_it_builds_is_built_again(project: Project) -> None:
    essay = project.root / "content/alpha/essay.md"
    place = "    known = digests(target.made)\n    contents"
    saved = f"    open({str(essay)!r}, 'a').close(); os.utime({str(essay)!r})\n"
    project.edit("pipeline/made.py", place, saved + place)
    project.make("newsletter", "ESSAY=alpha")
    assert project.make("newsletter", "ESSAY=alpha").calls == ["alpha.newsletter"]


def test_an_essay_that_goes_is_pruned(project: Project) -> None:
    project.make("newsletter")
    mine = project.built("beta", "newsletter.txt")
    mine.write_text("my words", encoding="utf-8")
    for path in (project.root / "content/beta").iterdir():
        path.unlink()
    assert project.make("newsletter").code == 0
    done = project.make("prune")
    assert "build/beta: removed, but for newsletter.txt" in done.out
    assert mine.read_text(encoding="utf-8") == "my words"
    assert not project.built("beta").exists()
    assert project.built("alpha").exists()


def test_clean_removes_all_but_a_persons_work(project: Project) -> None:
    project.make("newsletter")
    mine = project.built("alpha", "newsletter.html")
    mine.write_text("my words", encoding="utf-8")
    (project.built("alpha").parent / "notes.txt").write_text("more", encoding="utf-8")
    done = project.make("clean")
    assert done.code == 0
    assert "build/alpha/newsletter.html: kept" in done.out
    left = {str(p.relative_to(project.root)) for p in (project.root / "build").rglob("*") if p.is_file()}
    assert left == {"build/alpha/newsletter.html", "build/alpha/notes.txt", "build/.made/alpha.newsletter"}
    again = project.make("newsletter")
    assert "warning[edited-by-hand]" in again.out
    assert mine.read_text(encoding="utf-8") == "my words"


def test_two_essays_share_nothing_but_their_folder(project: Project, tmp_path: Path) -> None:
    project.make("newsletter")
    rules = (project.root / "build/.deps/alpha.newsletter.d").read_text(encoding="utf-8")
    assert "beta" not in rules
    assert "lock/run.txt" in rules
    assert str(tmp_path) not in rules
