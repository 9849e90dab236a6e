"""A photograph of sixty megapixels: each output is built in bounded memory, and is not swollen by it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import ROOT

SCRIPT = r"""
import pathlib, re, sys
from pipeline.__main__ import main
status = main(sys.argv[1:])
# Not ru_maxrss, which is the parent's too where a process is started without a copy.
print("PEAK", int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path("/proc/self/status").read_text())[1]) // 1024)
sys.exit(status)
"""
MEGABYTES = 200  # a process that shows no picture takes 30 to 70; the photograph's pixels alone are 180
ESSAY = """---
title: A large photograph
date: 2026-01-02
authors: [Ada Example]
cover: {path: photo.jpg, alt: A field}
---

==The field is wide.== It was taken from the ridge.

![A field](photo.jpg){.full}
"""


@pytest.fixture(scope="module")
def essay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "content" / "large"
    folder.mkdir(parents=True)
    (folder / "essay.md").write_text(ESSAY)
    tile = Image.effect_noise((500, 500), 50).resize((5000, 6000), Image.Resampling.BILINEAR)
    photo = Image.new("RGB", (10_000, 6_000), (90, 120, 160))
    photo.paste(tile.convert("RGB"), (2000, 0))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at home"
    photo.save(folder / "photo.jpg", quality=92, exif=exif)
    assert (folder / "photo.jpg").stat().st_size > 3_000_000
    return folder / "essay.md"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("output", "most"),
    [
        ("deck", {"deck.pptx": 2_500_000, "deck.html": 2_500_000}),
        ("handout", {"handout.pdf": 2_000_000}),
        ("newsletter", {"newsletter.eml": 1_000_000, "newsletter.html": 1_000_000}),
    ],
)
def test_sixty_megapixels(output: str, most: dict[str, int], essay: Path) -> None:
    root = essay.parent.parent.parent
    for name in ("themes", "pipeline"):
        if not (root / name).exists():
            (root / name).symlink_to(ROOT / name)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1767312000"}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, "build", output, "content/large/essay.md"],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert int(ran.stdout.split("PEAK")[1]) < MEGABYTES
    for name, bound in most.items():
        data = (root / "build" / "large" / name).read_bytes()
        assert len(data) < bound
        assert b"taken at home" not in data
