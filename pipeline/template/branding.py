"""A theme for handout and newsletter from a template: its colours, its fonts, its logo.

What the template has in colours is mended where text could not be read in it; each such change is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

from pipeline.faces import Faces
from pipeline.files import write
from pipeline.look import Scheme
from pipeline.openxml import find, name
from pipeline.problems import Place, Problem, error
from pipeline.rasters import kind
from pipeline.slides import Layout
from pipeline.template.colors import BLACK, WHITE, mixed
from pipeline.template.package import whole
from pipeline.template.wearing import Worn, palette_of
from pipeline.theme import CONTRAST, Color, DeckTokens, Family, Palette, Theme
from pipeline.units import Length

_STEPS: Final = 50  # in which a colour is brought to ink until it can be read
_LEAST, _MOST = 0.001, 0.12  # of the slide: what is smaller than a logo, and what is larger
_QUIET: Final = 0.3  # of the paper in the colour of captions, where a template has none for them
_NIGHT: Final = Color("16181C")
_HEADER: Final = """\
# Written by `python -m pipeline template {path} --theme {id}`: the colours and fonts of that template, for the handout,
# the newsletter and slides without it. What each token means is told in themes/editorial/theme.yaml. Change what you
# like: it is not written again.
"""
_LOGO: Final = """\
/* The logo of the template, at the head of the first page. (The newsletter's stands in theme.yaml.) */
header.title::before {{ content: ""; display: block; height: 11mm; margin-bottom: 8mm;
  background: url("file:///theme/{file}") 0 0/contain no-repeat }}
"""


@dataclass(frozen=True, slots=True)
class Branding:
    """A theme to be written: its files by their paths within its folder, and what was changed on the way."""

    files: Mapping[str, bytes]
    notes: tuple[str, ...]


def branding(worn: Worn, like: Theme, id: str) -> Branding:
    """The theme ``id`` in the colours and fonts of ``worn``; all else as in ``like``."""
    notes: list[str] = []
    light, dark = _palettes(_colored(worn, palette_of(worn, like)), notes)
    found = logo(worn)
    tree = {
        "name": id.replace("-", " ").title(),
        "colors": {"light": _colors(light), "dark": _colors(dark)},
        "fonts": {
            "serif": _family(worn.heading.family),
            "sans": _family(worn.body.family),
            "mono": _family(like.families["mono"]),
        },
        "deck": _deck(like.deck),
        "handout": _handout(like),
        "newsletter": {
            "width": round(like.newsletter.width.px),
            "size": round(like.newsletter.size.px),
            "leading": like.newsletter.leading,
            "heading": "serif",
            "body": "sans",
            **({"logo": f"logo.{found[1]}"} if found else {}),
        },
    }
    import yaml

    text = _HEADER.format(path=Path(worn.path).name, id=id) + yaml.safe_dump(
        tree, sort_keys=False, allow_unicode=True, default_flow_style=None, width=160
    )
    files = {"theme.yaml": text.encode()}
    if found is not None:
        file = f"logo.{found[1]}"
        files[file] = found[0]
        files["handout/handout.css"] = _LOGO.format(file=file).encode()
    else:
        notes.append("no logo was found: a small picture on the slide master")
    for one in dict.fromkeys((worn.heading, worn.body)):
        if not one.same:
            notes.append(
                f"`{one.family.office}` is not at hand: handout and mail show {one.family.faces.family} in its stead"
            )
    return Branding(files, tuple(notes))


def written(made: Branding, themes: Path, id: str) -> Problem | None:
    """Writes the theme ``id`` below ``themes``; a problem where it has no name, or is there."""
    folder = themes / id
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", id) or id == "base":
        return error(
            Place("--theme"), "theme-name", f"no theme can be called `{id}`", "small letters, digits and hyphens"
        )
    if folder.exists():
        hint = "choose another name, or take that folder away"
        return error(Place(str(folder)), "theme-there", f"there is a theme `{id}`: it is not overwritten", hint)
    for file, data in made.files.items():
        write(folder / file, data)
    return None


def _colored(worn: Worn, palette: Palette) -> Palette:
    """``palette`` with the template's first accent: on the paper of a handout it can be read, or be made to."""
    scheme = worn.choices[Layout.POINTS].design.scheme
    muted = mixed(palette.ink, palette.paper, _QUIET) if palette.muted == palette.ink else palette.muted
    return replace(palette, accent=scheme.named("accent1") or palette.accent, muted=muted)


def _palettes(palette: Palette, notes: list[str]) -> tuple[Palette, Palette]:
    """The light palette and the dark one; the one that the template lacks is made of the other's colours."""
    dark = palette.paper.luminance < palette.ink.luminance
    paper = palette.paper if not dark and palette.paper.luminance > 0.8 else WHITE
    ink = palette.ink if palette.ink.contrast(paper) >= CONTRAST else (palette.paper if dark else BLACK)
    night = palette.paper if dark and palette.paper.luminance < 0.08 else _NIGHT
    light = _mended(Palette(paper, ink, palette.muted, palette.accent, palette.line, palette.panel), "light", notes)
    bright = palette.ink if dark else Color("ECECEC")
    worn = Palette(night, bright, palette.muted, palette.accent, palette.line, palette.panel)
    return light, _mended(worn, "dark", notes)


def _mended(palette: Palette, scheme: str, notes: list[str]) -> Palette:
    """``palette`` with lines and panel mixed anew, and text brought to the ink until it can be read on both grounds."""
    paper = palette.paper
    panel, line = mixed(paper, palette.ink, 0.05), mixed(paper, palette.ink, 0.22)
    end = WHITE if scheme == Scheme.DARK else BLACK
    found: dict[str, Color] = {}
    for key in ("ink", "muted", "accent"):
        asked: Color = getattr(palette, key)
        tried = (mixed(asked, end, step / _STEPS) for step in range(_STEPS + 1))
        made = next(one for one in tried if min(one.contrast(paper), one.contrast(panel)) >= CONTRAST)
        if made != asked:
            told = f"{scheme}: `{key}` is {made.css} instead of {asked.css}, which could not be read on {paper.css}"
            notes.append(told)
        found[key] = made
    return Palette(paper, found["ink"], found["muted"], found["accent"], line, panel)


def _colors(palette: Palette) -> dict[str, str]:
    return {one.name: getattr(palette, one.name).css for one in fields(Palette)}


def _faces(faces: Faces) -> dict[str, object]:
    where = {"package": faces.package} if faces.package else {"theme": faces.theme}
    styles = {"regular": faces.regular, "bold": faces.bold, "italic": faces.italic, "bold-italic": faces.bold_italic}
    return {"family": faces.family, **where, "faces": styles}


def _family(family: Family) -> dict[str, object]:
    return {
        **_faces(family.faces),
        "office": family.office,
        "fallback": _faces(family.fallback),
        "mail": family.mail,
    }


def _deck(tokens: DeckTokens) -> dict[str, object]:
    look = tokens.look
    scenes = {
        key: {"ground": getattr(look, key).ground.value, "ornament": getattr(look, key).ornament.value}
        for key in ("cover", "divider", "quotation", "content")
    }
    return {
        "width": _points(tokens.width),
        "height": _points(tokens.height),
        "margin": _points(tokens.margin),
        "scheme": "light",
        "heading": "serif",
        "body": "sans",
        "sizes": {kind: _points(size) for kind, size in tokens.sizes.items()},
        "minimum": {kind: _points(size) for kind, size in tokens.minimum.items()},
        "look": {
            "claim": {"color": look.claim.color.value, "weight": look.claim.weight.value},
            "term": {"color": look.term.color.value, "case": look.term.case.value},
            **scenes,
            "stand": look.stand.value,
            "foot": look.foot.value,
        },
    }


def _handout(like: Theme) -> dict[str, object]:
    tokens = like.handout
    margin = {side: round(getattr(tokens, side).mm, 1) for side in ("top", "right", "bottom", "left")}
    return {
        "size": _points(tokens.size),
        "leading": tokens.leading,
        "margin": margin,
        "heading": "serif",
        "body": "sans",
    }


def _points(length: Length) -> float:
    return round(length.pt, 2)


def logo(worn: Worn) -> tuple[bytes, str] | None:
    """The picture that is likeliest the logo, with its extension: a small one of the master, or of the title slide."""
    package, area = worn.package, worn.slide.width * worn.slide.height
    found: list[tuple[bool, int, str]] = []
    designs = [choice.design for choice in worn.choices.values()]
    for n, part in enumerate(dict.fromkeys([one.master for one in designs] + [one.part for one in designs])):
        root = package.root(part)
        for picture in () if root is None else root.iter(name("p:pic")):
            size = find(picture, "p:spPr/a:xfrm/a:ext")
            blip = find(picture, "p:blipFill/a:blip")
            link = package.links(part).get(blip.get(name("r:embed"), "")) if blip is not None else None
            if size is None or link is None or link.target not in package.parts:
                continue
            share = whole(size.get("cx")) * whole(size.get("cy")) / area
            label = next(iter(picture.iter(name("p:cNvPr"))), None)
            said = "" if label is None else f"{label.get('name', '')} {label.get('descr', '')}".casefold()
            if _LEAST < share < _MOST and kind(package.parts[link.target]) in ("png", "jpeg"):
                found.append(("logo" in said, -n, link.target))
    if not found:
        return None
    data = package.parts[max(found)[2]]
    return data, {"png": "png", "jpeg": "jpg"}[kind(data) or "png"]
