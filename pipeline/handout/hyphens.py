"""Hyphenation patterns, read in a tenth of the time that parsing takes.

Pyphen parses its thousands of patterns anew in every process. What it made of a dictionary is kept here as Python
writes code constants (``marshal``), by the dictionary's size and time and Pyphen's version; where nothing fits, Pyphen
parses.
"""

from __future__ import annotations

import contextlib
import marshal
from pathlib import Path
from typing import Any

from pipeline.files import write
from pipeline.pdf.startup import beside


def recall(language: str, cache: Path | None = None) -> bool:
    """Has Pyphen know the patterns of ``language`` (BCP 47); whether they were kept already.

    ``cache`` is where they are kept: by default beside the compiled code of the room `pdf`.
    """
    import pyphen  # type: ignore[import-untyped]  # carries no types

    name = pyphen.language_fallback(language)
    if name is None:
        return False
    dictionary: Path = pyphen.LANGUAGES[name]
    if dictionary in pyphen.hdcache:
        return True
    about = dictionary.stat()
    kept = cache or beside(f"{dictionary.stem}-pyphen-{pyphen.__version__}.{about.st_size}-{about.st_mtime_ns}")
    with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
        patterns, longest = marshal.loads(kept.read_bytes())  # noqa: S302 - kept by us, trusted as our compiled code is
        made: Any = pyphen.HyphDict.__new__(pyphen.HyphDict)
        made.patterns, made.maxlen, made.cache = patterns, longest, {}
        pyphen.hdcache[dictionary] = made
        return True
    parsed: Any = pyphen.HyphDict(dictionary)
    pyphen.hdcache[dictionary] = parsed
    with contextlib.suppress(OSError, ValueError):  # ValueError: patterns that change letters have a type of their own
        write(kept, marshal.dumps((parsed.patterns, parsed.maxlen)))
    return False
