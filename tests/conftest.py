"""What tests share: goldens that are read and accepted, tools that must be there under CI, fresh projects."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ("tests.validators",)

# Nothing fails for being slow. CI draws the same examples each time; elsewhere each run looks at new ones.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")


@pytest.fixture
def golden() -> Callable[[Path, str], None]:
    """Compares ``text`` with the file ``path``; under ``ACCEPT=1`` (``make accept``) writes it instead."""

    def compare(path: Path, text: str) -> None:
        if os.environ.get("ACCEPT") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        diff = difflib.unified_diff(there.splitlines(), text.splitlines(), str(path), "now", lineterm="")
        assert there == text, "\n".join(["differs from its golden; `make accept`, then read the diff", *diff])

    return compare


@pytest.fixture(autouse=True, scope="session")
def every_pdf_is_sound() -> Iterator[None]:
    """Every PDF that a test typesets, of whatever room, is PDF/A and PDF/UA-1, and bears our own checks."""
    from pipeline.pdf import typesetting
    from tests.pdf.sound import unsound

    plain = typesetting.typeset

    def checked(*given: Any, **named: Any) -> Any:
        pdf, problems = plain(*given, **named)
        if pdf is not None and "pdf-plain" not in {problem.code for problem in problems}:
            assert unsound(pdf) == []
        return pdf, problems

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting, "typeset", checked)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_half_picture_passes() -> None:
    """WeasyPrint has not been imported past our own import, which would have Pillow take half a picture for a whole."""
    from PIL import ImageFile

    assert not ImageFile.LOAD_TRUNCATED_IMAGES, "import WeasyPrint through pipeline.pdf.startup.weasyprint()"


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skips a test whose programs are not installed; under CI=true that is a failure instead."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing and os.environ.get("CI") == "true":
        return pytest.mark.usefixtures("missing_tool")
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


@pytest.fixture
def missing_tool() -> None:
    """Fails: under CI every tool is there."""
    pytest.fail("a tool that this test needs is not installed; .ci/run must install it")
