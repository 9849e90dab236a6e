"""XML as text that is known to be well-formed: elements made from names, attributes and children.

:class:`Xml` is escaped already; a plain ``str`` becomes character data through :func:`text`. The prefixes are those
that PowerPoint itself writes; :func:`document` declares them on the root.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pipeline.openxml import NAMESPACES

_PLAIN = re.compile(r"[\w .,:;!?()\-+/#{}%@=*'–—’“”]*")  # what stands for itself in text and attributes
# What XML 1.0 has no way to write (2.2, Char).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Attributes = Mapping[str, str | int | None]


class Xml(str):
    """Well-formed XML content."""

    __slots__ = ()


NOTHING: Final = Xml()


def text(value: str) -> Xml:
    """``value`` as character data. Characters that XML cannot hold are left out."""
    if _PLAIN.fullmatch(value):
        return Xml(value)
    return Xml(_FORBIDDEN.sub("", value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _attribute(name: str, value: str | int) -> str:
    if isinstance(value, int) or _PLAIN.fullmatch(value):
        return f' {name}="{value}"'
    kept = text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
    return f' {name}="{kept}"'


def element(name: str, attributes: Attributes | None = None, *children: Xml) -> Xml:
    """The element ``name``; an attribute that is None is left out."""
    held = "".join(_attribute(key, value) for key, value in (attributes or {}).items() if value is not None)
    inner = "".join(children)
    return Xml(f"<{name}{held}>{inner}</{name}>" if inner else f"<{name}{held}/>")


def document(name: str, prefixes: str, attributes: Attributes, *children: Xml, default: str | None = None) -> bytes:
    """A document whose root ``name`` declares ``prefixes`` ("a r p") and, for names without one, ``default``."""
    declared = {f"xmlns:{prefix}": NAMESPACES[prefix] for prefix in prefixes.split()}
    if default is not None:
        declared["xmlns"] = NAMESPACES[default]
    root = element(name, {**declared, **attributes}, *children)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}'.encode()
