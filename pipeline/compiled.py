"""What modules have compiled as they are imported, kept from one build to the next.

Python keeps a module compiled, but compiles anew in every process what the module asks for as it runs: the methods that
:mod:`dataclasses` writes as text, and regular expressions. That was a third of a newsletter's time. What comes of such
a text depends on the text alone, so here it is kept by its text, beside our compiled code and written as Python writes
that (``marshal``). A text that is not known is compiled the plain way, and kept for the next time.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import marshal
import os
import re
import sys
from typing import Any

_MOST = 5000  # texts: ours and all libraries' together have fewer; what is beyond that is of code that is gone
_OPTIMIZED = 1  # the flag of functions' code, which the bodies of modules and classes lack (``inspect.CO_OPTIMIZED``)

_re: Any = getattr(re, "_compiler", None)  # Python's own part that compiles patterns
_plain: Any = getattr(_re, "compile", None)

_kept: dict[object, bytes] = {}  # what came of a text, each written down by itself: no build needs all of them
_new: list[str | bytes] = []  # the texts that were not known


def recall(name: str) -> None:
    """Takes what was kept as ``name``. To be called before the modules that it is for are imported.

    In a Python that compiles patterns elsewhere, nothing is taken or kept.
    """
    if _plain is None:
        return
    try:
        with open(_path(name), "rb") as file:
            version, kept = marshal.loads(file.read())  # noqa: S302 - kept by us, trusted as our compiled code is
    except (OSError, EOFError, ValueError, TypeError):
        version, kept = "", {}
    if version == sys.version and len(kept) <= _MOST:
        _kept.update(kept)
    vars(dataclasses)["exec"] = _execute
    _re.compile = _compile


def keep(name: str) -> None:
    """Keeps as ``name`` what is known by now; where nothing is new, or it cannot be written, nothing."""
    if not _new:
        return
    from pathlib import Path

    from pipeline.files import write

    try:
        write(Path(_path(name)), marshal.dumps((sys.version, _kept)))
    except OSError:
        return


def _path(name: str) -> str:
    return f"{os.path.splitext(__spec__.cached or __file__)[0]}.{name}"


@functools.cache
def _writable() -> bool:
    """Whether what is new can be kept; where it cannot, taking patterns apart would be for nothing."""
    return not sys.dont_write_bytecode and os.access(os.path.dirname(_path("")), os.W_OK | os.X_OK)


def _execute(text: str, names: dict[str, Any], space: dict[str, Any]) -> None:
    """Runs ``text``, the definition of a method, as the built-in ``exec`` does, for which it stands."""
    known = _kept.get(text)
    code = marshal.loads(known) if known else compile(text, "<string>", "exec", dont_inherit=True)  # noqa: S302 - as above
    if not known and _writable():
        _kept[text] = marshal.dumps(code)
        _new.append(text)
    exec(code, names, space)  # noqa: S102 - what dataclasses has written


def _compile(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
    """``pattern`` compiled as :mod:`re` does, for whose own function it stands."""
    if type(pattern) not in (str, bytes):
        return _plain(pattern, flags)  # type: ignore[no-any-return]  # Python's own part, which has no types
    key = (type(pattern) is str, pattern, int(flags))
    known = _kept.get(key)
    if known:
        return _made(pattern, marshal.loads(known))  # noqa: S302 - as above
    made: re.Pattern[Any] = _plain(pattern, flags)
    if _writable() and _importing():
        with contextlib.suppress(Exception):  # another Python may make patterns of other parts: they are not kept
            parts = _parts(pattern, flags)
            if _made(pattern, parts) == made:
                _kept[key] = marshal.dumps(parts)
                _new.append(pattern)
    return made


def _importing() -> bool:
    """Whether a module asks for a pattern as it is imported: one that is asked for later may hold an essay's words."""
    frame = sys._getframe(2)  # noqa: SLF001 - Python's own way to ask who calls
    while frame.f_back is not None and frame.f_globals.get("__name__") == "re":
        frame = frame.f_back
    return not frame.f_code.co_flags & _OPTIMIZED


def _parts(pattern: str | bytes, flags: int) -> tuple[Any, ...]:
    """What Python makes a pattern of: its flags, its code, how many groups it has, and their names both ways."""
    parsed = _re._parser.parse(pattern, flags)  # noqa: SLF001 - as above
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    code = [int(word) for word in _re._code(parsed, flags)]  # noqa: SLF001 - as above
    return int(flags | state.flags), code, state.groups - 1, dict(state.groupdict), tuple(names)


def _made(pattern: str | bytes, parts: tuple[Any, ...]) -> re.Pattern[Any]:
    made: re.Pattern[Any] = _re._sre.compile(pattern, *parts)  # noqa: SLF001 - as above
    return made
