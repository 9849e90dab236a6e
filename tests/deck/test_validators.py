"""What stands behind the line "decks validated, 0 faults": both validators are asked, and both are heard."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.deck import build
from pipeline.files import Files
from tests.conftest import needs
from tests.deck.sample import MOMENT, deck, essay, theme
from tests.deck.test_check import PRESENTATION, changed
from tests.validators import SDK, validated


@needs(str(SDK))
def test_a_fault_is_reported_by_both_with_the_test_that_built_the_deck(tmp_path: Path) -> None:
    data, _ = build(deck(tmp_path), essay(tmp_path), theme(), Files(tmp_path), MOMENT)
    assert data is not None
    broken = changed(data, PRESENTATION, "<p:sldSz ", "<p:slideSize ")
    for name, made in (("sound", data), ("broken", broken)):
        (tmp_path / f"{name}.pptx").write_bytes(made)
        (tmp_path / f"{name}.txt").write_text(f"test of {name}")
    faults = list(validated(sorted(tmp_path.glob("*.pptx"))))
    assert {fault.partition(":")[0] for fault in faults} == {"test of broken"}
    assert any("openxml-audit" in fault for fault in faults)
    assert any("Open XML SDK" in fault for fault in faults)
    shutil.rmtree(tmp_path)
