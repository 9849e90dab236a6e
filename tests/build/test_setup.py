"""The set-up says what to type where a machine lacks something, and makes the environment where it does not."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.build.project import ROOT, Project, environment

TOOLS = ("sh", "id", "printf", "touch", "env", "rm", "mkdir", "cat", "dirname")


class Machine:
    """A machine of a few programs: the folder ``bin`` is its whole PATH."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            if found:
                (self.bin / tool).symlink_to(found)
        shutil.copytree(ROOT / "make", root / "make")
        shutil.copytree(ROOT / "lock", root / "lock")

    def program(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        alone = {name: value for name, value in environment().items() if name != "PYTHON"} | {"PATH": str(self.bin)}
        return subprocess.run(command, cwd=self.root, env=alone, capture_output=True, text=True, check=False)

    def said(self, name: str) -> str:
        path = self.root / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


# A Python that is new enough, has the modules that $HAS names, and makes environments of itself.
PYTHON = """
case "$*" in
*version_info*) exit 0 ;;
--version) echo "Python 3.99" ;;
*"import venv"*) {venv} ;;
"-m venv"*)
    mkdir -p "$4/bin" && printf '#!/bin/sh\\nexec "{bin}/python3" "$@"\\n' >"$4/bin/python"
    {chmod} +x "$4/bin/python" ;;
*"import weasyprint"*) {pango} ;;
*) echo "$*" >>calls ;;
esac
"""


def python(machine: Machine, *, venv: str = "exit 0", pango: str = "exit 0") -> None:
    text = PYTHON.format(venv=venv, pango=pango, bin=machine.bin, chmod=shutil.which("chmod"))
    machine.program("python3", text)


def test_an_old_make_is_told_what_to_type(project: Project) -> None:
    done = project.make(".FEATURES=else-if")
    assert done.code == 2
    assert "This needs GNU Make 4.3 or later" in done.err
    assert "brew install make && gmake" in done.err
    assert len(done.err.splitlines()) == 1


def test_an_old_python_is_told_what_to_type(machine: Machine) -> None:
    machine.program("python3", "exit 1")
    done = machine.run("sh", "make/setup.sh", ".venv", "run")
    assert done.returncode == 1
    assert done.stderr.startswith("set-up: this needs Python 3.11 or later. Type: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_newer_python_of_another_name_is_found(machine: Machine) -> None:
    machine.program("python3", "exit 1")
    machine.program("python3.12", "exit 0")
    assert machine.run("sh", "make/find-python.sh").stdout == "python3.12\n"


def test_a_missing_venv_module_is_told_what_to_type(machine: Machine) -> None:
    python(machine, venv="exit 1")
    done = machine.run("sh", "make/setup.sh", ".venv", "run")
    assert done.returncode == 1
    assert done.stderr == "set-up: Python's module venv is missing. Type: sudo apt-get install python3-venv\n"


def test_pip_installs_the_lock_by_its_hashes(machine: Machine) -> None:
    python(machine)
    done = machine.run("sh", "make/setup.sh", ".venv", "run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--require-hashes -r lock/run.txt" in machine.said("calls")
    assert "-m compileall -q pipeline" in machine.said("calls")
    assert (machine.root / ".venv/.run").exists()


def test_uv_installs_it_where_it_is(machine: Machine) -> None:
    python(machine)
    machine.program("uv", '[ "$1" = venv ] && exit 1; echo "uv $*" >>calls')
    assert machine.run("sh", "make/setup.sh", ".venv", "run").returncode == 0
    assert "uv pip install" in machine.said("calls")
    assert "-m pip install" not in machine.said("calls")


def test_a_failed_install_leaves_no_stamp(machine: Machine) -> None:
    python(machine)
    machine.program("uv", "exit 1")
    text = (machine.bin / "python3").read_text(encoding="utf-8")
    machine.program("python3", text.replace('echo "$*" >>calls', 'case "$*" in *install*) exit 1 ;; esac'))
    done = machine.run("sh", "make/setup.sh", ".venv", "run")
    assert done.returncode == 1
    assert "could not be installed" in done.stderr
    assert not (machine.root / ".venv/.run").exists()


def test_root_gets_pango_without_being_asked(machine: Machine) -> None:
    python(machine, pango="[ -f pango ]")
    (machine.bin / "id").unlink()
    machine.program("id", "echo 0")
    machine.program("apt-get", 'echo "$*" >>asked; case "$*" in *libpango*) : >pango ;; esac')
    done = machine.run("sh", "make/setup.sh", ".venv", "run")
    assert done.returncode == 0
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in machine.said("asked")
    assert "Pango is missing" not in done.stdout


def test_anyone_else_gets_the_one_command_and_goes_on(machine: Machine) -> None:
    python(machine, pango="exit 1")
    (machine.bin / "id").unlink()
    machine.program("id", "echo 1000")
    machine.program("apt-get", "echo asked >asked")
    done = machine.run("sh", "make/setup.sh", ".venv", "run")
    assert done.returncode == 0
    assert "Pango is missing, so handouts will fail. Type: sudo apt-get install libpango-1.0-0" in done.stdout
    assert not machine.said("asked")
    assert (machine.root / ".venv/.run").exists()


@pytest.mark.slow
def test_a_changed_lock_sets_up_again(project: Project) -> None:
    project.make("newsletter", "ESSAY=alpha")
    (project.root / "make/setup.sh").write_text('echo "set up $2"; touch "$1/.$2"\n', encoding="utf-8")
    (project.root / "lock/run.txt").touch()
    again = project.make("newsletter", "ESSAY=alpha")
    assert again.out.startswith("set up run\n")
    assert again.calls == ["alpha.newsletter"]
    assert "set up" not in project.make("newsletter", "ESSAY=alpha").out
