"""``bench``: cold time and peak memory of each output, next to pandoc and WeasyPrint's own command, in one run.

Every figure is the median of cold processes, taken in turns so that a busy machine is busy for all of them. The essay
is the shipped one, and it repeated ten and a hundred times with headings of their own.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.commands.essays import content, find
from pipeline.records import PROJECT

RUNS = {1: 5, 10: 5, 100: 3}
# What a Make above would hand down to the Make that is measured.
_OF_MAKE = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "ESSAY", "CONTENT", "THEME", "STRICT"}


@dataclass(slots=True)
class Timed:
    """One row: a command, the times that it took and that its processes computed, in seconds, and its peak in bytes."""

    name: str
    command: tuple[str, ...]
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    failed: bool = False

    @property
    def time(self) -> float:
        """The median time."""
        return statistics.median(self.seconds) if self.seconds else float("nan")

    @property
    def peak(self) -> float:
        """The median of the peaks."""
        return statistics.median(self.memory) if self.memory else float("nan")

    @property
    def cpu(self) -> float:
        """The median of what was computed, on however many cores: steadier than the time on a busy machine."""
        return statistics.median(self.computed) if self.computed else float("nan")

    def run(self, folder: Path) -> None:
        """Runs it once, cold; the memory is that of its largest process."""
        started = time.perf_counter()
        process = _spawn(self.command, folder / "said")
        _, status, usage = os.wait4(process, 0)
        self.seconds.append(time.perf_counter() - started)
        self.memory.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
        self.computed.append(usage.ru_utime + usage.ru_stime)
        self.failed |= status != 0


def _spawn(command: tuple[str, ...], said: Path) -> int:
    """Starts ``command`` with its words going to the file ``said``."""
    to = str(said)
    environment = {name: value for name, value in os.environ.items() if name not in _OF_MAKE}
    actions = [(os.POSIX_SPAWN_OPEN, 1, to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), (os.POSIX_SPAWN_DUP2, 1, 2)]
    return os.posix_spawn(command[0], command, environment, file_actions=actions)


def run(arguments: list[str]) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m pipeline bench", description=__doc__)
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY, else the first essay")
    parser.add_argument("--times", type=int, nargs="*", default=list(RUNS), help="how often the essay is repeated")
    parser.add_argument("--no-send", dest="send", action="store_false", help="leaves out how fast mails are sent")
    asked = parser.parse_args(arguments)
    paths, problems = find(asked.essay)
    if not paths:
        print(*problems, sep="\n")
        return 1
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {_memory()}, Python {platform.python_version()}, {_processor()}"
    )
    print(f"load before it began: {os.getloadavg()[0]:.1f}")
    ok = True
    for times in asked.times:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            ok &= bench(paths[0], times, Path(name).resolve())
    if asked.send:
        from pipeline.commands import sendbench

        ok &= sendbench.table(paths[0])
    return 0 if ok else 1


def bench(path: Path, times: int, folder: Path) -> bool:
    """The table of the essay at ``path`` repeated ``times`` over; whether every command ended well."""
    essay = folder / "content" / "essay" / "essay.md"
    essay.parent.mkdir(parents=True)
    for beside in path.parent.iterdir():
        if beside.is_file() and beside != path:
            shutil.copy(beside, essay.parent / beside.name)
    defaults = content() / "publication.yaml"
    if defaults.exists():
        shutil.copy(defaults, folder / "content" / "publication.yaml")
    essay.write_text(repeated(path.read_text(encoding="utf-8"), times), encoding="utf-8")
    _same_faces(path, folder)
    rows = commands(essay, folder)
    for _ in range(RUNS.get(times, 3)):
        for row in rows.values():
            row.run(folder)
    print(f"\nthe essay × {times}: {len(essay.read_text(encoding='utf-8').split()):,} words")
    for row in rows.values():
        told = "  FAILED" if row.failed else ""
        print(f"  {row.name:<52} {row.time:8.2f} s {row.cpu:8.2f} s cpu {row.peak / 1e6:6.0f} MB{told}")
    for line in (*ratios(rows, times), *by_slide(rows, times, folder)):
        print(f"    {line}")
    return not any(row.failed for row in rows.values())


def _same_faces(path: Path, folder: Path) -> None:
    """WeasyPrint's own command gets the fonts that ours gets: it would else set, and measure, something else."""
    from pipeline.commands import stages
    from pipeline.files import Files
    from pipeline.fonts import fontconfig

    files = Files(PROJECT)
    essay, _ = stages.essay(path, files)
    theme = stages.theme(path, essay.meta, files)[0] if essay else None
    if theme:
        os.environ["FONTCONFIG_FILE"] = str(fontconfig(theme, files, folder / "fonts"))


def repeated(text: str, times: int) -> str:
    """The essay with its body ``times`` over; each repetition's headings and labels are its own."""
    head, body = _parts(text)
    bodies = [body]
    for number in range(2, times + 1):
        again = re.sub(r"(?m)^(#+ .*?)(\s*\{.*\})?$", rf"\1 {number}", body)
        bodies.append(re.sub(r"\[\^([^\]]+)\]", rf"[^\1-{number}]", again))
    return head + "\n\n".join(bodies)


def _parts(text: str) -> tuple[str, str]:
    found = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    return (text[: found.end()], text[found.end() :]) if found else ("", text)


def commands(essay: Path, folder: Path) -> dict[str, Timed]:
    """What is measured, by a short key; what is not installed is left out, and said."""
    python, build = sys.executable, str(folder / "build")
    rows = {
        kind: Timed(f"{kind}, ours", (python, "-m", "pipeline", "build", kind, str(essay), "--build", build))
        for kind in ("newsletter", "deck", "handout")
    }
    for name in ("Makefile", "make", "pipeline", "themes", "lock", ".venv"):
        (folder / name).symlink_to(PROJECT / name)
    script = 'cd "$0" && rm -rf build && exec make -s -j2'
    rows["trio"] = Timed("all three, ours, make -j2", ("/bin/sh", "-c", script, str(folder)))
    weasyprint = str(Path(python).parent / "weasyprint")
    ours = folder / "ours.html"
    dumped = Timed("", (python, "-m", "pipeline", "dump", "handout", str(essay)))
    dumped.run(folder)
    shutil.copy(folder / "said", ours)
    rows["weasyprint"] = Timed(
        "handout's HTML, WeasyPrint's own command",
        (weasyprint, "--pdf-variant", "pdf/ua-1", "--base-url", f"{PROJECT}/", str(ours), str(folder / "w.pdf")),
    )
    pandoc = _pandoc()
    if pandoc is None:
        print("pandoc is not installed (lock/bench.txt): make bench installs it")
        return rows
    plain, page = folder / "plain.md", folder / "pandoc.html"
    head, body = _parts(essay.read_text(encoding="utf-8"))
    plain.write_text(head + body, encoding="utf-8")
    rows["pandoc-pptx"] = Timed("deck, pandoc", (pandoc, str(plain), "-o", str(folder / "p.pptx")))
    rows["pandoc-pdf"] = Timed(
        "handout, pandoc → WeasyPrint",
        (
            "/bin/sh",
            "-c",
            '"$0" "$1" -s -o "$2" && exec "$3" --pdf-variant pdf/ua-1 "$2" "$4"',
            *(pandoc, str(plain), str(page), weasyprint, str(folder / "p.pdf")),
        ),
    )
    return rows


def ratios(rows: dict[str, Timed], times: int) -> list[str]:
    """What the figures are held against: the targets of the issue, as ratios or seconds."""
    lines: list[str] = []
    if times == 1:
        lines.append(at_most("newsletter", rows["newsletter"].time, 0.25, "s"))
        lines.append(at_most("deck", rows["deck"].time, 0.5, "s"))
    if times == 100:
        lines.append(at_most("newsletter", rows["newsletter"].time, 1.0, "s"))
    by = rows["weasyprint"]
    limit = {1: 0.65, 100: 1.2}.get(times, 1.0)
    lines.append(at_most("handout by WeasyPrint's own command, time", rows["handout"].time / by.time, limit))
    if times == 100:
        lines.append(at_most("handout by WeasyPrint's own command, memory", rows["handout"].peak / by.peak, 1.2))
    if "pandoc-pdf" in rows:
        what, value = "all three by pandoc → WeasyPrint for the PDF", rows["trio"].time / rows["pandoc-pdf"].time
        most = {1: 1.0, 100: 1.5}.get(times)
        lines.append(f"{what}: {value:.2f} ×" if most is None else at_most(what, value, most))
    return lines


def by_slide(rows: dict[str, Timed], times: int, folder: Path) -> list[str]:
    """What a slide takes: the time of the whole process by the slides in the file that it wrote, each its own."""
    made = {"deck": folder / "build" / "essay" / "deck.pptx", "pandoc-pptx": folder / "p.pptx"}
    each: dict[str, float] = {}
    lines: list[str] = []
    for key, path in made.items():
        if key in rows and path.exists() and not rows[key].failed:
            count = slides(path)
            each[key] = rows[key].time / max(1, count)
            lines.append(f"{rows[key].name}: {count:,} slides, {1000 * each[key]:.2f} ms a slide")
    if times == 100 and len(each) == len(made):
        lines.append(at_most("deck by pandoc's, a slide", each["deck"] / each["pandoc-pptx"], 1.0))
    return lines


def slides(deck: Path) -> int:
    """How many slides the written file has."""
    with zipfile.ZipFile(deck) as archive:
        return sum(1 for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name))


def at_most(what: str, value: float, limit: float, unit: str = "×") -> str:
    """A figure with its limit, and OVER where it is over it."""
    return f"{what}: {value:.2f} {unit} (at most {limit:g}){'' if value <= limit else '  OVER'}"


def _pandoc() -> str | None:
    """The pandoc that PyPI's ``pypandoc_binary`` carries, else the machine's."""
    found = importlib.util.find_spec("pypandoc")
    carried = Path(found.origin).parent / "files" / "pandoc" if found and found.origin else None
    return str(carried) if carried and carried.exists() else shutil.which("pandoc")


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def _processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    found = re.search(r"model name\s*:\s*(.+)", text)
    return found[1] if found else platform.processor()
