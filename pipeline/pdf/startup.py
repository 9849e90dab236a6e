"""WeasyPrint, imported without what its import wastes.

Half of WeasyPrint's import is cffi parsing C declarations that never change, and a sixth is fontTools, which it needs
only where HarfBuzz cannot subset a font. Both stand aside here while WeasyPrint is imported:

* cffi can write parsed declarations down (its "out-of-line ABI mode"). That text is kept beside our compiled code,
  and used when it was made by this very cffi from the very declarations that WeasyPrint hands over.
* fontTools is replaced by names that import it when they are first used.

On any mismatch WeasyPrint is imported the plain way; the result is the same, only later.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib
import importlib.util
import io
import sys
import tempfile
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.files import write
from pipeline.pdf.sheets import remembered

_OURS = "weasyprint"
_PANGO = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib")


class PangoMissingError(Exception):
    """A library that WeasyPrint opens is not on the machine; the text says which."""


class _MismatchError(Exception):
    """WeasyPrint hands over other declarations than those that were written down."""


def weasyprint(cache: Path | None = None) -> Any:
    """The module ``weasyprint``. Raises :class:`PangoMissingError`.

    ``cache`` is where cffi's declarations are kept: by default beside this module's compiled code.
    """
    if _OURS in sys.modules:
        return sys.modules[_OURS]
    kept = cache or declarations()
    try:
        with _quiet(), _strict_pictures(), remembered(beside if cache is None else cache.with_name):
            short = _short(kept)
            if not short:
                importlib.import_module(_OURS)
            _hold()
    except OSError as fault:
        _forget()
        raise PangoMissingError(str(fault)) from fault
    if not short:
        _keep(kept)
    return sys.modules[_OURS]


def _hold() -> None:
    """Holds Pango in memory to the end of the process, with all that it needs.

    Pango looks for fonts in threads of its own. Python's end drops cffi's libraries, which unmaps the code under a
    thread that has not ended yet: a crash (SIGSEGV) after all was done, seldom, and with the status of a failure.
    """
    import _cffi_backend  # type: ignore[import-untyped]  # carries no types
    from weasyprint.text.ffi import ffi  # type: ignore[import-untyped]  # carries no types

    flag = getattr(_cffi_backend, "RTLD_NODELETE", None)  # there is none on Windows
    for name in _PANGO if flag is not None else ():
        with contextlib.suppress(OSError):
            ffi.dlopen(name, _cffi_backend.RTLD_NOW | _cffi_backend.RTLD_NOLOAD | flag)


@contextlib.contextmanager
def _strict_pictures() -> Iterator[None]:
    """WeasyPrint's import has Pillow take half a picture for a whole one, in the whole process; that is undone."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def declarations() -> Path:
    """Where the declarations are kept, by Python's and cffi's version."""
    import _cffi_backend

    return beside(f"weasyprint-cffi-{_cffi_backend.__version__}.declared")


def beside(name: str) -> Path:
    """The file ``name`` beside this module's compiled code, which is trusted as that is; by Python's version."""
    compiled = Path(importlib.util.cache_from_source(__file__))
    return compiled.with_name(f"{sys.implementation.cache_tag}-{name}")


def _short(kept: Path) -> bool:
    """Imports WeasyPrint with the declarations in ``kept``; whether that went well. Raises OSError for a library."""
    if "cffi" in sys.modules or not kept.is_file():
        return False
    try:
        digest, _, code = kept.read_text("utf-8").partition("\n")
        sys.modules["cffi"] = _declared(digest, code)
        with _later():
            importlib.import_module(_OURS)
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - whatever is wrong with the short way, the plain way follows
        _forget()
        return False
    finally:
        sys.modules.pop("cffi", None)
    return True


def _declared(digest: str, code: str) -> types.ModuleType:
    """A module ``cffi`` whose only FFI has the declarations of ``code`` already."""
    import _cffi_backend

    class FFI(_cffi_backend.FFI):  # type: ignore[misc]
        """cffi's compiled FFI, which takes the declarations that it was made from."""

        def cdef(self, source: str) -> None:
            """Takes ``source`` if it is what ``code`` was made from."""
            if _digest(source) != digest:
                raise _MismatchError

    names: dict[str, Any] = {"FFI": FFI}
    exec(compile(code, "weasyprint declarations", "exec"), names)  # noqa: S102 - cffi's own output, kept by us
    made = types.ModuleType("cffi")
    made.FFI = lambda: names["ffi"]  # type: ignore[attr-defined]
    return made


def _keep(kept: Path) -> None:
    """Writes down the declarations that WeasyPrint's import has parsed; where that cannot be done, nothing."""
    try:
        from weasyprint.text.ffi import ffi

        source = "\n".join(ffi._cdefsources)  # noqa: SLF001 - what cffi itself writes down
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            ffi.set_source(_OURS, None)
            ffi.emit_python_code(str(Path(folder) / "code.py"))
            code = (Path(folder) / "code.py").read_text("utf-8")
        code = code.replace("import _cffi_backend\n", "").replace("_cffi_backend.FFI(", "FFI(")
        write(kept, f"{_digest(source)}\n{code}".encode())
    except Exception:  # noqa: BLE001 - the declarations only save time
        return


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()


def _forget() -> None:
    """Forgets a half-done import of WeasyPrint."""
    for name in [name for name in sys.modules if name == _OURS or name.startswith(f"{_OURS}.")]:
        del sys.modules[name]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps WeasyPrint from printing about a missing library (the problem tells it), and the collector from running."""
    was = gc.isenabled()
    gc.disable()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        if was:
            gc.enable()


class _Late:
    """A name of fontTools that is imported when it is first used; from then on WeasyPrint has the real names."""

    def __init__(self, home: str, name: str) -> None:
        self._home, self._name = home, name

    def _real(self) -> Any:
        home = importlib.import_module(self._home)
        return getattr(home, self._name, None) or importlib.import_module(f"{self._home}.{self._name}")

    def _arrive(self) -> Any:
        """The real thing; every stand-in that WeasyPrint still holds gives way to what it stands for."""
        for using in ("weasyprint.pdf.fonts", "weasyprint.text.fonts"):
            held = vars(sys.modules[using])
            for name, value in list(held.items()):
                if isinstance(value, _Late):
                    held[name] = value._real()  # noqa: SLF001
        return self._real()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._arrive(), name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._arrive()(*given, **named)


_LATE = {
    "fontTools": ("subset",),
    "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


@contextlib.contextmanager
def _later() -> Iterator[None]:
    """Has stand-ins for fontTools while WeasyPrint is imported. A name that they lack is an ImportError."""
    made = {}
    if "fontTools" not in sys.modules:
        for home, names in _LATE.items():
            made[home] = types.ModuleType(home)
            vars(made[home]).update({name: _Late(home, name) for name in names})
            made[home].__path__ = []
    sys.modules.update(made)
    try:
        yield
    finally:
        for home in made:
            sys.modules.pop(home, None)
