"""Templates: Jinja in its sandbox, a theme's own over the shared ones, every file read through the tracked door.

The essay is data: no template runs in it. A mistake in a template is a problem at the template's line.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

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


class Templates:
    """The templates of one theme."""

    def __init__(self, theme: Theme, files: Files) -> None:
        self.theme = theme
        self.files = files

    @cached_property
    def _environment(self) -> Environment:
        return ImmutableSandboxedEnvironment(
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
            return self._environment.get_template(name).render(context), ()
        except TemplateNotFound as fault:
            folder = self.files.shown(self.theme.folder / str(fault))
            return None, (error(Place(folder), "template-missing", f"there is no template `{fault}`"),)
        except TemplateSyntaxError as fault:
            shown = self.files.shown(Path(fault.filename)) if fault.filename else name
            return None, (error(Place(shown, fault.lineno), "template-syntax", fault.message or "broken template"),)
        except (TemplateError, SecurityError, TypeError, ValueError, ArithmeticError, LookupError) as fault:
            path, line = _where(fault)
            shown = self.files.shown(Path(path)) if path else name
            return None, (error(Place(shown, line), "template-error", f"{type(fault).__name__}: {fault}"),)

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
