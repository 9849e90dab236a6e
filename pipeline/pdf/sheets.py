"""WeasyPrint's own stylesheets, read once and not in every process.

WeasyPrint 70.0 reads three as it is imported: what browsers do with HTML, what they do with forms, and what old
attributes mean. That is a fifteenth of the time of a short handout, and two of the three are never used. What comes of
a stylesheet depends on its text alone, so here it is kept by that text beside our compiled code, as Python keeps
objects (``pickle``); selectors, which cssselect2 makes functions of, as Python keeps code (``marshal``). A text that is
not known is read by WeasyPrint, and kept for the next time.
"""

from __future__ import annotations

import contextlib
import io
import marshal
import pickle
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

from pipeline.files import write
from pipeline.pdf.tested import VERSIONS

_READS = "weasyprint.html"  # the module that reads them
Kept = dict[str, bytes]  # what became of each text


@contextlib.contextmanager
def remembered(place: Callable[[str], Path]) -> Iterator[None]:
    """While WeasyPrint is imported, has it take what was kept; ``place`` gives a name its path. Nothing is raised."""
    finder = _Finder(place)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder:
    """Finds the module that reads the stylesheets, and has it take those that were kept."""

    def __init__(self, place: Callable[[str], Path]) -> None:
        self.place = place

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's own, but for how it is run."""
        found = PathFinder.find_spec(name, path, target) if name == _READS else None
        if found is not None and found.loader is not None:
            plain = found.loader.exec_module
            found.loader.exec_module = lambda module: self.run(module, plain)  # type: ignore[method-assign]
        return found

    def run(self, module: types.ModuleType, plain: Callable[[types.ModuleType], None]) -> None:
        """Runs ``module``, with another ``CSS`` in WeasyPrint's package meanwhile."""
        package: Any = sys.modules["weasyprint"]
        real = package.CSS
        if package.__version__ not in VERSIONS:
            plain(module)
            return
        path = self.place(f"weasyprint-sheets-{package.__version__}-{_libraries()}")
        sheets = _Sheets(real, path)
        package.CSS = sheets.sheet
        try:
            plain(module)
        finally:
            package.CSS = real
        vars(module)["CSS"] = real
        sheets.keep()


def _libraries() -> str:
    import cssselect2  # type: ignore[import-untyped]  # carries no types
    import tinycss2  # type: ignore[import-untyped]  # carries no types

    return f"{tinycss2.__version__}-{cssselect2.__version__}"


class _Sheets:
    """Stylesheets of the class ``real``, kept in the file ``path``."""

    def __init__(self, real: Any, path: Path) -> None:
        self.real, self.path = real, path
        self.new = False
        self.kept: Kept = {}
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
            self.kept = dict(marshal.loads(path.read_bytes()))  # noqa: S302 - kept by us, trusted as our compiled code is

    def sheet(self, *, string: str, counter_style: Any = None) -> Any:
        """The stylesheet whose text is ``string``; what it says of counters goes into ``counter_style``."""
        counters: dict[str, Any] = {} if counter_style is None else counter_style
        if string in self.kept:
            try:
                state, counts = pickle.loads(self.kept[string])  # noqa: S301 - as above
            except Exception:  # noqa: BLE001 - whatever is wrong with what was kept, the plain way follows
                self.kept.clear()
            else:
                made = self.real.__new__(self.real)
                vars(made).update(state)
                counters.update(counts)
                return made
        before = set(counters)
        made = self.real(string=string, counter_style=counter_style)
        counts = {name: counters[name] for name in counters if name not in before}
        with contextlib.suppress(Exception):  # what cannot be kept is read again
            self.kept[string] = _dumped((vars(made), counts))
            self.new = True
        return made

    def keep(self) -> None:
        """Writes down what is new, where that can be done."""
        if self.new and not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                write(self.path, marshal.dumps(self.kept))


def _dumped(value: object) -> bytes:
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(value)
    return out.getvalue()


class _Pickler(pickle.Pickler):
    """Keeps the functions that cssselect2 has made of selectors too: as code, since they have no name to go by."""

    def reducer_override(self, value: object) -> Any:
        """How ``value`` is kept: the function that makes it, and of what."""
        if isinstance(value, types.FunctionType) and value.__name__ == "<lambda>" and value.__closure__ is None:
            return _selector, (marshal.dumps(value.__code__), tuple(sorted(set(value.__globals__) - {"__builtins__"})))
        return NotImplemented


def _selector(code: bytes, names: tuple[str, ...]) -> Callable[[Any], bool]:
    """A selector of its ``code``; ``names`` are what it knows of cssselect2's."""
    from cssselect2 import compiler

    held = vars(compiler)
    return types.FunctionType(marshal.loads(code), {name: held[name] for name in names})  # noqa: S302 - as above
