"""``prune``: removes the outputs of essays that are gone. What you edited by hand is kept, and said."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.commands.clean import remove
from pipeline.commands.essays import content
from pipeline.outputs import targets


def run(arguments: list[str]) -> int:
    """Removes them and names them."""
    parser = argparse.ArgumentParser(prog="python -m pipeline prune", description=__doc__)
    parser.add_argument("--build", type=Path, default=Path("build"))
    build = parser.parse_args(arguments).build
    gone = {target.slug: None for target in targets(build) if not (content() / target.slug / "essay.md").exists()}
    for slug in gone:
        kept = remove(build, slug)
        print(f"{build / slug}: {'removed' if not kept else 'removed, but for ' + ', '.join(kept)}")
    return 0
