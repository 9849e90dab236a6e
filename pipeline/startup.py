"""Start-up: python-pptx's and segno's import without an HTTP client.

For one function that escapes XML, either imports ``xml.sax.saxutils``, which imports ``urllib.request`` and with
it ``http.client``, ``ssl`` and ``email``: a tenth of a deck's time, for an opener of URLs that is never called.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import types
import urllib

_NAME = "urllib.request"


def without_http() -> None:
    """Puts a module in the place of ``urllib.request`` that becomes the real one when first asked (PEP 562).

    The standard library's ``LazyLoader`` does not serve: Python 3.11's own import statement already asks it.
    """
    if _NAME in sys.modules:
        return
    stand_in = types.ModuleType(_NAME)
    stand_in.__spec__ = importlib.util.find_spec(_NAME)

    def asked(name: str) -> object:
        if sys.modules.get(_NAME) is stand_in:
            del sys.modules[_NAME]
        return getattr(importlib.import_module(_NAME), name)

    stand_in.__dict__["__getattr__"] = asked
    sys.modules[_NAME] = stand_in
    urllib.__dict__["request"] = stand_in  # as importing it would
