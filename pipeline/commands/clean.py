"""``clean``: removes what was built. What you edited by hand, and what you put there yourself, is kept and said."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
from pathlib import Path

from pipeline.made import withdraw
from pipeline.outputs import Product, Target, targets


def run(arguments: list[str]) -> int:
    """Removes it all and names what it kept."""
    parser = argparse.ArgumentParser(prog="python -m pipeline clean", description=__doc__)
    parser.add_argument("--build", type=Path, default=Path("build"))
    build = parser.parse_args(arguments).build
    for slug in {target.slug: None for target in targets(build)}:
        for name in remove(build, slug):
            print(f"{build / slug / name}: kept, for it is your work; remove it yourself")
    (build / ".settings").unlink(missing_ok=True)
    shutil.rmtree(build / ".fonts", ignore_errors=True)
    for folder in (*build.glob(".*"), build):
        with contextlib.suppress(OSError):
            folder.rmdir()
    return 0


def remove(build: Path, slug: str) -> tuple[str, ...]:
    """Removes all that was made of the essay ``slug``; the names of what is kept in its folder."""
    kept: dict[str, None] = {}
    for product in Product:
        target = Target(build, slug, product)
        mine = [path.name for path in withdraw(target)]
        kept |= dict.fromkeys(mine)
        # The digests stay beside what is kept: by them the next build knows that it is edited.
        records = (target.depfile, target.problems, target.traceback, target.row, target.unwanted)
        for record in (*records, *(() if mine else (target.made,))):
            record.unlink(missing_ok=True)
    folder = build / slug
    shutil.rmtree(folder / "maildir", ignore_errors=True)  # a rehearsal of `send`: made anew by the next
    for made in (
        *folder.glob("pictures/*.png"),
        *folder.glob("campaign-*/newsletter.*"),
        *folder.glob("campaign-*/README.txt"),
    ):
        made.unlink()
    for below in (folder / "pictures", *folder.glob("campaign-*"), folder):
        with contextlib.suppress(OSError):
            below.rmdir()
    with contextlib.suppress(FileNotFoundError):
        kept |= dict.fromkeys(sorted(os.listdir(folder)))
    return tuple(kept)
