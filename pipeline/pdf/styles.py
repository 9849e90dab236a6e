"""A style's values, found without the detours of WeasyPrint 70.0 where nothing was said of a property.

WeasyPrint works out each property of each element when it is first asked for. Of most properties no rule says anything,
so that they are the parent's or CSS's initial value; yet each goes through all that a rule could have asked for
(variables, arithmetic, logical sides): a tenth of the time of a handout. What of this could apply to a property is
settled here once, and where nothing does, its value is taken straight away; all else goes WeasyPrint's own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pipeline.pdf.tested import VERSIONS

# Properties that are worked out from others, or are handed on in ways of their own.
_ENTANGLED = frozenset(("display", "float", "page", "position"))


def mend(version: str) -> bool:
    """Has styles of WeasyPrint ``version`` answer quickly; another one than those tested is left as it is."""
    if version not in VERSIONS:
        return False
    from weasyprint import css  # type: ignore[import-untyped]  # carries no types

    plain = css.ComputedStyle.__missing__
    if getattr(plain, "mended", False):
        return True
    untouched = _untouched(css)

    def missing(style: Any, key: str) -> Any:
        """The value of the property ``key``, which is kept in ``style``."""
        way = untouched.get(key)
        parent, cascaded = style.parent_style, style.cascaded
        if way is None or parent is None or key in cascaded:
            return plain(style, key)
        inherited, value, compute, logical = way
        for name in logical:
            if name in cascaded:
                return plain(style, key)
        if inherited:
            value = parent[key]
        elif compute is not None:
            value = compute(style, key, value)
        style[key] = value
        return value

    missing.mended = True  # type: ignore[attr-defined]
    css.ComputedStyle.__missing__ = missing
    return True


def _untouched(css: Any) -> dict[str, tuple[bool, Any, Callable[..., Any] | None, tuple[str, ...]]]:
    """What becomes of each property that no rule speaks of: whether it is inherited, else its initial value and what
    computes that, and the names of the logical properties that could speak of it (CSS Logical Properties 1).
    """
    made = {}
    for key, initial in css.INITIAL_VALUES.items():
        if key in _ENTANGLED or key.startswith("text_decoration_"):
            continue
        compute = css.COMPUTER_FUNCTIONS.get(key) if key in css.INITIAL_NOT_COMPUTED else None
        made[key] = key in css.INHERITED, initial, compute, tuple(_logical(css, key))
    return made


def _logical(css: Any, key: str) -> Iterable[str]:
    named = css.PHYSICAL_FUNCTIONS.get(key)
    return {named(block="ttb", inline=inline) for inline in ("ltr", "rtl")} if named else ()
