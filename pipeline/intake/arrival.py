"""Import: a text file comes in, an essay's folder is made. Nothing of the author's is ever overwritten."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import tempfile
from pathlib import Path

import yaml

from pipeline import files as disk
from pipeline.files import Files
from pipeline.intake import foreign, rawtext
from pipeline.intake.draft import Draft
from pipeline.problems import Place, Problems, error, failed, in_order
from pipeline.source import read
from pipeline.source.opening import LARGEST, Opened, decoded
from pipeline.source.slug import SLUG, slug


def run(text: Path, title: str | None, content: Path, files: Files) -> tuple[Path | None, Problems]:
    """Imports the file ``text`` into a new folder of ``content``; the path of its essay.md, None where it failed.

    ``title`` beats the text's own. The problems hold what could not be carried over, with its line in ``text``, and
    what the new essay lacks, with its line in essay.md.
    """
    text = Path(os.path.expanduser(text))
    shown = files.shown(text)
    opened, problems = _opened(files.root / text, shown)
    if opened is None or failed(problems):
        return None, problems
    title = " ".join((title or "").split()) or None
    lines = opened.lines
    if not any(line.strip() for line in lines):
        return None, (*problems, error(Place(shown, 1), "essay-empty", "the file is empty"))
    made = foreign.draft(lines, files.root / text, shown, title) if foreign.known(lines, text) else None
    made = made or rawtext.draft(lines, shown, title)
    problems = (*problems, *in_order(made.problems))
    if failed(made.problems):
        return None, problems
    name = made.slug or slug(str(made.matter["title"])) or slug(text.stem) or "essay"
    path, faults = keep(made, name, content, files)
    problems = (*problems, *faults)
    return (None, problems) if path is None else (path, (*problems, *read(path, Files(files.root))[1]))


def _opened(path: Path, shown: str) -> tuple[Opened | None, Problems]:
    """The text, in UTF-8, or in UTF-16 where a byte-order mark says so."""
    where = Place(shown)
    if not path.exists():
        return None, (error(where, "file-missing", "there is no such file"),)
    if not path.is_file():
        return None, (error(where, "file-unreadable", "it is no file", "give the text file itself"),)
    try:
        if path.stat().st_size > LARGEST:
            return None, (error(where, "essay-too-large", f"at most {LARGEST // 2**20} MiB can be read"),)
        data = path.read_bytes()
    except OSError as fault:
        return None, (error(where, "file-unreadable", f"it cannot be read: {fault.strerror}"),)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            return None, (error(where, "not-utf-8", "broken UTF-16", "save the file as UTF-8"),)
    return decoded(data, shown)


def keep(made: Draft, name: str, content: Path, files: Files) -> tuple[Path | None, Problems]:
    """Writes ``made`` to the folder ``name`` of ``content``, whole or not at all; never over an essay."""
    folder = content / name
    path = folder / "essay.md"
    full = files.root / folder
    where = Place(files.shown(path))
    if not SLUG.fullmatch(name):
        return None, (error(where, "slug", f"`{name}` cannot be a folder's name"),)
    if os.path.lexists(files.root / path):
        hint = "give another TITLE=, or move the essay that is there"
        return None, (error(where, "essay-exists", "there is such an essay; it stays as it is", hint),)
    taken = [picture for picture in made.pictures if os.path.lexists(full / picture)]
    if taken:
        hint = "move it away, or give another TITLE="
        return None, (error(Place(files.shown(folder / taken[0])), "file-exists", "it would be overwritten", hint),)
    try:
        _write(made, full)
    except OSError as fault:
        return None, (error(where, "not-written", f"it cannot be written: {fault.strerror}"),)
    return path, ()


def _write(made: Draft, folder: Path) -> None:
    """All of it beside ``folder``, then one rename; into a folder that is there, the essay last."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent) as name:
        beside = Path(name) / "essay"
        for picture, source in made.pictures.items():
            (beside / picture).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, beside / picture)
        disk.write(beside / "essay.md", text(made).encode())
        if not folder.exists():
            os.rename(beside, folder)
            return
        written: list[Path] = []
        try:
            for picture in (*made.pictures, "essay.md"):
                (folder / picture).parent.mkdir(parents=True, exist_ok=True)
                os.link(beside / picture, folder / picture)  # fails where something has come there meanwhile
                written.append(folder / picture)
        except OSError:
            for path in written:
                with contextlib.suppress(OSError):
                    path.unlink()
            raise


def text(made: Draft) -> str:
    """The essay.md of ``made``."""
    matter = dict(made.matter)
    with contextlib.suppress(ValueError):  # what is no date is told when the essay is read
        matter |= {"date": datetime.date.fromisoformat(str(matter["date"]))} if "date" in matter else {}
    written = yaml.safe_dump(matter, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=False)
    return f"---\n{written}---\n\n{made.body}"
