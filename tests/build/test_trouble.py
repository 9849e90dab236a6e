"""What goes wrong: broken essays, killed builds, full disks, hostile names. Nothing is lost and everything is told."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from tests.build.project import PNG, Project, environment

pytestmark = pytest.mark.slow
HOSTILE = ["$(shell touch harm).png", "a b.png", "a#b%c.png", "a'b.png", "a=b&c.png", "ä:日.png", "x[1]*.png"]


def test_a_broken_essay_hides_no_other_and_is_tried_again(project: Project) -> None:
    assert project.make("newsletter").code == 0
    before = project.built("beta").read_bytes()
    project.edit(
        "content/alpha/essay.md", "outputs: [newsletter]", "outputs: [newsletter]\nsubtilte: oops\ndate: never"
    )
    (project.root / "content/beta/essay.md").touch()
    broken = project.make("newsletter")
    assert broken.code == 2
    assert broken.calls == ["alpha.newsletter", "beta.newsletter"]
    assert "failed" in broken.row("alpha/")
    assert re.search(r"(?m)^content/alpha/essay\.md:\d+:\d+: error\[[a-z-]+\] .*", broken.out)
    assert not project.built("alpha").exists()
    assert project.built("beta").read_bytes() == before
    again = project.make("newsletter")
    assert (again.code, again.calls) == (2, ["alpha.newsletter"])
    assert "content/alpha/essay.md:" in again.out


def test_folders_that_are_no_slugs_are_reported_and_harm_nothing(project: Project) -> None:
    names = [
        "My Essay",
        "Übung",
        "$(shell touch harm)",
        "`touch harm`",
        "-x",
        "a;touch harm",
        "%",
        "a'b",
        "UPPER",
        "a\tb",
    ]
    for name in names:
        folder = project.root / "content" / name
        folder.mkdir()
        (folder / "essay.md").write_text("# x\n", encoding="utf-8")
    done = project.make("newsletter")
    assert done.code == 2
    assert done.calls == ["alpha.newsletter", "beta.newsletter"]
    assert done.out.count("error[slug]") == len(names)
    assert "content/My Essay: error[slug]" in done.out
    assert project.make("newsletter").code == 2
    assert project.make("newsletter", "ESSAY=alpha").code == 0
    assert not list(project.root.rglob("harm"))


def test_hostile_names_of_figures_do_no_harm(project: Project) -> None:
    essay = _showing(project, HOSTILE)
    done = project.make("newsletter", "ESSAY=alpha")
    assert (done.code, done.err) == (0, "")
    assert project.make("newsletter", "ESSAY=alpha").calls == []
    for name in HOSTILE:
        (essay.parent / name).touch()
        assert project.make("newsletter", "ESSAY=alpha").calls == ["alpha.newsletter"], name
    for name in HOSTILE:
        (essay.parent / name).unlink()
    lost = project.make("newsletter", "ESSAY=alpha")
    assert len(set(re.findall(r"essay\.md:(\d+):1: error\[figure-missing\]", lost.out))) == len(HOSTILE)
    assert not list(project.root.rglob("harm*"))


@pytest.mark.parametrize("name", ["a;touch harm;.png", "a;.png"])
def test_a_figure_that_make_cannot_name_is_a_problem(project: Project, name: str) -> None:
    _showing(project, [name])
    done = project.make("newsletter", "ESSAY=alpha")
    assert done.code == 2
    assert re.search(r"content/alpha/essay\.md:\d+:1: error\[figure-name\] .*semicolon", done.out)
    assert not list(project.root.rglob("harm*"))


def _showing(project: Project, names: list[str]) -> Path:
    essay = project.essay("alpha", "\n\n" + "\n\n".join(f"![A dot](<{name}>)" for name in names) + "\n")
    for name in names:
        (essay.parent / name).write_bytes(PNG)
    return essay


def test_an_output_edited_by_hand_is_kept_and_the_new_one_lies_beside_it(project: Project) -> None:
    project.make("newsletter", "ESSAY=alpha")
    mine, new = project.built("alpha", "newsletter.html"), project.built("alpha", "newsletter.new.html")
    mine.write_text("my words", encoding="utf-8")
    assert project.make("newsletter", "ESSAY=alpha").calls == []
    project.essay("alpha", "It grows and grows.")
    kept = project.make("newsletter", "ESSAY=alpha")
    assert kept.code == 0
    assert "build/alpha/newsletter.html: warning[edited-by-hand]" in kept.out
    assert mine.read_text(encoding="utf-8") == "my words"
    assert "grows and grows" in new.read_text(encoding="utf-8")
    assert "grows and grows" in project.built("alpha", "newsletter.txt").read_text(encoding="utf-8")
    assert project.make("newsletter", "ESSAY=alpha").calls == []
    # A second edit, of the new one this time: both are kept.
    new.write_text("my other words", encoding="utf-8")
    project.essay("alpha", "It shrinks.")
    assert project.make("newsletter", "ESSAY=alpha").code == 0
    assert new.read_text(encoding="utf-8") == "my other words"
    third = project.built("alpha", "newsletter.new-2.html")
    assert "It shrinks." in third.read_text(encoding="utf-8")
    # The person takes the newest: from then on all is as if nothing had been edited.
    third.replace(mine)
    new.unlink()
    project.essay("alpha", "It rests.")
    settled = project.make("newsletter", "ESSAY=alpha")
    assert "edited-by-hand" not in settled.out
    assert "It rests." in mine.read_text(encoding="utf-8")
    assert not new.exists()


def test_an_edited_output_outlives_a_failed_build(project: Project) -> None:
    project.make("newsletter", "ESSAY=alpha")
    mine = project.built("alpha", "newsletter.txt")
    mine.write_text("my words", encoding="utf-8")
    project.essay("alpha", "\n\n![gone](gone.png)\n")
    for _ in range(2):
        failed = project.make("newsletter", "ESSAY=alpha")
        assert (failed.code, failed.calls) == (2, ["alpha.newsletter"])
        assert mine.read_text(encoding="utf-8") == "my words"
    # Newer than all that Make looks at, and still no one is told that all is well.
    os.utime(mine, (time.time() + 60, time.time() + 60))
    assert project.make("newsletter", "ESSAY=alpha").code == 2


def test_a_killed_build_leaves_no_half_written_output(project: Project) -> None:
    code = "        os.replace(part, path)\n"
    kill = "        if path.suffix == '.eml':\n            os.kill(os.getpid(), 9)\n"
    project.edit("pipeline/files.py", code, kill + code)
    killed = project.make("newsletter", "ESSAY=alpha")
    assert killed.code == 2
    assert "error[lost]" in killed.out
    assert "failed" in killed.row("alpha/newsletter.eml")
    assert not project.built("alpha").exists()
    assert len(project.parts()) == 1
    project.edit("pipeline/files.py", kill + code, code)
    assert project.make("newsletter", "ESSAY=alpha").code == 0
    assert project.built("alpha").exists()
    assert not project.parts()
    assert project.make("newsletter", "ESSAY=alpha").calls == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_make_leaves_no_half_written_output(project: Project, number: signal.Signals) -> None:
    code = "        os.replace(part, path)\n"
    wait = "        if path.suffix == '.eml':\n            import time; open('waits', 'w').close(); time.sleep(30)\n"
    project.edit("pipeline/files.py", code, wait + code)
    make = subprocess.Popen(
        ["make", "newsletter", "ESSAY=alpha"],
        cwd=project.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    while not (project.root / "waits").exists():
        assert make.poll() is None
        time.sleep(0.02)
    os.killpg(make.pid, number)
    said, _ = make.communicate(timeout=20)
    assert make.returncode
    assert "Traceback" not in said
    time.sleep(0.3)
    assert not project.parts()
    assert not project.built("alpha").exists()
    project.edit("pipeline/files.py", wait + code, code)
    assert project.make("newsletter", "ESSAY=alpha").code == 0
    assert project.built("alpha").exists()


def test_a_full_disk_is_a_problem_and_what_was_there_stays(project: Project) -> None:
    assert project.make("newsletter", "ESSAY=alpha").code == 0
    before = project.built("alpha").read_bytes()
    project.essay("alpha", "It grows. " * 900)
    project.python(before="ulimit -f 16")  # blocks of 512 bytes: larger files cannot be written
    full = project.make("newsletter", "ESSAY=alpha")
    assert full.code == 2
    assert re.search(r"(?m)^build/alpha/\S+: error\[cannot-write\] cannot write it: File too large", full.out)
    assert project.built("alpha").read_bytes() == before
    assert not project.parts()
    project.python()
    assert project.make("newsletter", "ESSAY=alpha").calls == ["alpha.newsletter"]
    assert project.make("newsletter", "ESSAY=alpha").calls == []


def test_a_disk_so_full_that_no_problem_can_be_kept_is_told_all_the_same(project: Project) -> None:
    project.python(before="ulimit -f 0")
    full = project.make("newsletter", "ESSAY=alpha")
    assert full.code == 2
    assert "error[cannot-write]" in full.out
    assert not project.built("alpha").exists()


@pytest.mark.parametrize("place", ["build", "build/alpha", "build/.deps", "build/alpha/newsletter.txt"])
def test_a_folder_that_cannot_be_written_is_a_problem(project: Project, place: str) -> None:
    path = project.root / place
    path.parent.mkdir(exist_ok=True, parents=True)
    if place.endswith(".txt"):
        path.mkdir(parents=True)
    else:
        path.touch()
    done = project.make("newsletter", "ESSAY=alpha")
    assert done.code == 2
    assert "error[cannot-write]" in done.out
    assert project.make("newsletter", "ESSAY=alpha").code == 2


def test_a_fault_of_ours_is_one_line_and_its_traceback_is_kept(project: Project) -> None:
    project.edit(
        "pipeline/newsletter/__init__.py",
        "    from pipeline.newsletter.mail",
        "    {}['oops']\n    from pipeline.newsletter.mail",
    )
    done = project.make("newsletter", "ESSAY=alpha")
    assert done.code == 2
    assert "content/alpha/essay.md: error[bug] the pipeline itself failed: KeyError: 'oops'" in done.out
    kept = project.root / "build/.problems/alpha.newsletter.traceback"
    assert "Traceback" in kept.read_text(encoding="utf-8")
    assert "Traceback" in project.make("newsletter", "ESSAY=alpha", PIPELINE_TRACEBACK="1").err
    project.edit("pipeline/newsletter/__init__.py", "    {}['oops']\n", "")
    assert project.make("newsletter", "ESSAY=alpha").code == 0
    assert not kept.exists()


def test_a_date_that_is_none_is_a_problem(project: Project) -> None:
    done = project.make("newsletter", "ESSAY=alpha", "SOURCE_DATE_EPOCH=yesterday")
    assert done.code == 2
    assert "SOURCE_DATE_EPOCH: error[source-date-epoch] `yesterday`" in done.out


def test_words_travel_as_they_are_typed(project: Project) -> None:
    title = "~ A $HOME $(x) \"quoted\" 'title' `touch harm` #1 & more"
    done = project.make("new", f"TITLE={title}")
    assert done.code == 0, done.err
    path = Path(done.out.splitlines()[0])
    assert path.name == "essay.md"
    words = (project.root / path).read_text(encoding="utf-8").splitlines()[1].removeprefix("title: ")
    assert yaml.safe_load(words) == title
    assert project.make("new", TITLE=title).code == 2
    assert project.make("newsletter", f"ESSAY={path.parent.name}").code == 0
    assert not list(project.root.rglob("harm"))


def test_a_text_is_imported_and_builds(project: Project, tmp_path: Path) -> None:
    text = tmp_path / "my $notes.txt"
    text.write_text("Ada Example\n\nOn Trees\n\nTrees grow slowly. They grow for long.\n", encoding="utf-8")
    assert project.make("import").code == 2
    done = project.make("import", f"FILE={text}", "TITLE=On Trees")
    assert done.code == 0, done.err
    assert done.out.startswith("content/on-trees/essay.md")
    assert project.make("newsletter", "ESSAY=on-trees").code == 0
    assert project.make("import", FILE=str(text), TITLE="On Trees").code == 2


def test_drafts_say_so(project: Project) -> None:
    project.edit("content/alpha/essay.md", "date:", "draft: true\ndate:")
    assert "draft" in project.make("newsletter", "ESSAY=alpha").row("alpha/")
