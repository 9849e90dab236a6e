"""Templates: Jinja in its sandbox, a theme's own over the shared ones, every file read through the tracked door.

The essay is data: no template runs in it. A mistake in a template is a problem at the template's line.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sized
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemBytecodeCache,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.files import Files, inside
from pipeline.problems import Place, Problems, error
from pipeline.theme import Theme


class _Loader(BaseLoader):
    """Templates of the theme's folder, else of the base's; what was looked for and absent is remembered."""

    def __init__(self, theme: Theme, files: Files) -> None:
        self.folders = (theme.folder, theme.base)
        self.files = files

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        for folder in self.folders:
            path = inside(folder, template)
            text = self.files.text(path) if path else None
            if text is not None:
                return text, str(path), lambda: True
        raise TemplateNotFound(template)


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates beside Python's own compiled files, known by their source: compiling is half of composing."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a compiled template, where that may be written."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> _Compiled | None:
    folder = Path(__file__).parent / "__pycache__"
    return None if sys.dont_write_bytecode or not folder.is_dir() else _Compiled(str(folder), "%s.j2c")


# What a template can bring about; all else is a fault of ours.
_FAULTS = (
    *(TemplateError, SecurityError, TypeError, ValueError, ArithmeticError, LookupError),
    *(RecursionError, MemoryError, TimeoutError),
)
LONGEST = 30  # seconds that a template may take; a long essay's takes one


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which a product or power cannot eat the machine's memory."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """``left * right`` or ``left ** right``, where that is of a sane size."""
        for one, other in ((left, right), (right, left)):
            many = isinstance(other, int) and abs(other) * max(1, len(one)) if isinstance(one, Sized) else 0
            if many > _MOST:
                raise OverflowError(f"a text or list of over {_MOST} is too long for a template")
        if operator == "**" and (abs(left) > _MOST or abs(right) > _EXPONENT):
            raise OverflowError("a power is too large for a template")
        return super().call_binop(context, operator, left, right)


_MOST = 1_000_000
_EXPONENT = 100


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """Ends with a TimeoutError what runs for over ``LONGEST`` seconds: a template may loop without end.

    Only a process's first thread hears the clock, and only where there are signals.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _late(*_: object) -> None:
    raise TimeoutError(f"it takes over {LONGEST} seconds: does it loop without end?")


class Templates:
    """The templates of one theme."""

    def __init__(self, theme: Theme, files: Files) -> None:
        self.theme = theme
        self.files = files

    @cached_property
    def _environment(self) -> Environment:
        return _Sandbox(
            loader=_Loader(self.theme, self.files),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_compiled(),
        )

    def render(self, name: str, context: Mapping[str, object]) -> tuple[str | None, Problems]:
        """The template ``name`` (``slides/deck.html.j2``) filled with ``context``."""
        try:
            with _bounded():
                return self._environment.get_template(name).render(context), ()
        except TemplateNotFound as fault:
            folder = self.files.shown(self.theme.folder / str(fault))
            return None, (error(Place(folder), "template-missing", f"there is no template `{fault}`"),)
        except TemplateSyntaxError as fault:
            shown = self.files.shown(Path(fault.filename)) if fault.filename else name
            return None, (error(Place(shown, fault.lineno), "template-syntax", fault.message or "broken template"),)
        except _FAULTS as fault:
            path, line = _where(fault)
            shown = self.files.shown(Path(path)) if path else name
            said = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
            return None, (error(Place(shown, line), "template-error", said),)

    def style(self, name: str) -> str:
        """The text of a stylesheet, the theme's own after the shared one, so that it can override."""
        texts = (self.files.text(folder / name) for folder in (self.theme.base, self.theme.folder))
        return "\n".join(text for text in texts if text)


def _where(fault: BaseException) -> tuple[str | None, int | None]:
    """The innermost template line that ``fault`` came through (Jinja rewrites tracebacks to template lines)."""
    found: tuple[str | None, int | None] = (None, None)
    trace = fault.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename.endswith(".j2"):
            found = (filename, trace.tb_lineno)
        trace = trace.tb_next
    return found
