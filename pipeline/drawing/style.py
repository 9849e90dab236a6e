"""What all slides of a theme share as CSS: grounds, colours by their role, families, and how plain HTML is set."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.css import string
from pipeline.drawing.sheet import points
from pipeline.drawing.tables import HEAD, RULE
from pipeline.layouts import PITCH, Color, Family, layouts
from pipeline.theme import Theme

# A run of another face must not make its line higher: lines are as high as their box says.
_PLAIN = """
.slide{{position:relative;direction:ltr;width:{width};height:{height};overflow:hidden;color:{ink};font-family:{body};
 font-size:18pt;line-height:{pitch};font-weight:normal;font-style:normal;text-align:left}}
.slide .box{{position:absolute;margin:0;padding:0}}
.slide .middle,.slide .bottom{{display:flex;flex-direction:column}}
.slide .middle{{justify-content:center}}
.slide .bottom{{justify-content:flex-end}}
.slide h1,.slide h2,.slide h3,.slide p,.slide pre,.slide ul,.slide ol,.slide li{{margin:0;padding:0;list-style:none;
 font-size:inherit;font-weight:inherit;font-family:inherit;line-height:inherit;white-space:pre-wrap;
 overflow-wrap:anywhere}}
.slide th,.slide td{{white-space:pre-wrap;overflow-wrap:anywhere}}
.slide a{{color:{accent};text-decoration:underline}}
.slide code{{font-family:{mono};font-size:inherit;line-height:0}}
.slide sup,.slide sub{{font-size:.67em;line-height:0;vertical-align:.45em}}
.slide sub{{vertical-align:-.37em}}
.slide .bullet,.slide .number{{color:{accent};white-space:nowrap}}
.slide .bullet{{font-family:{signs}}}
.slide [dir=rtl]{{direction:rtl}}
.slide [dir=ltr]{{direction:ltr}}
.slide .bold{{font-weight:bold}}
.slide .capitals{{text-transform:uppercase}}
.slide figure img,.slide svg{{display:block;width:100%;height:100%}}
.slide .cut img{{object-fit:cover}}
.slide table{{border-collapse:separate;border-spacing:0;table-layout:fixed}}
.slide th,.slide td{{vertical-align:top;text-align:left;font-weight:normal;border-bottom:{rule} solid {line}}}
.slide th{{vertical-align:bottom}}
.slide th{{font-weight:bold;border-bottom:{head} solid {accent}}}
"""


def stacks(theme: Theme) -> Mapping[str, str]:
    """The theme's families as CSS, by their own names, for a page that is set with the theme's faces alone."""
    scripts = [faces.family for faces in theme.scripts.values()]
    named = {name: (family.faces.family, *scripts) for name, family in theme.families.items()}
    named["signs"] = (theme.families["sans"].fallback.family,)
    return {name: ",".join(string(family) for family in families) for name, families in named.items()}


def style(theme: Theme, stacks: Mapping[str, str]) -> str:
    """The rules."""
    palette, tokens = theme.slides, theme.deck
    families = {Family.HEADING: tokens.heading, Family.BODY: tokens.body, Family.MONO: "mono"}
    plain = _PLAIN.format(
        width=points(tokens.width),
        height=points(tokens.height),
        ink=palette.ink.css,
        accent=palette.accent.css,
        line=palette.line.css,
        body=stacks[tokens.body],
        mono=stacks["mono"],
        signs=stacks["signs"],
        pitch=PITCH,
        rule=points(RULE),
        head=points(HEAD),
    )
    colors = {color: getattr(palette, color.value).css for color in Color}
    rules = [f".slide .in-{family}{{font-family:{stacks[name]}}}" for family, name in families.items()]
    rules += [f".slide .ink-{color}{{color:{css}}}" for color, css in colors.items()]
    rules += [f".slide .fill-{color}{{background:{css}}}" for color, css in colors.items()]
    rules += [f".slide.on-{color}{{background:{css}}}" for color, css in colors.items()]
    rules += [
        f".slide .mark-{color} a,.slide .mark-{color} .bullet,.slide .mark-{color} .number{{color:{css}}}"
        for color, css in colors.items()
    ]
    rules.append(".slide .to-r{text-align:right}")
    if theme.template is not None:
        rules.append(".slide .to-ctr{text-align:center}")
        # WeasyPrint takes the blank that a line ends with for a part of it, and centres both.
        rules.append(".slide .hosted:is(.to-ctr,.to-r) :is(h1,h2,p,li){white-space:pre-line}")
        rules.append(".slide .hosted .bullet,.slide .hosted .number{color:inherit}")
        worn = {place.dress.link for spec in layouts(theme) for place in spec.placeholders if place.dress}
        rules += [f".slide .links-{color} a{{color:#{color}}}" for color in sorted(worn)]
    # What a picture leaves open was drawn for white paper.
    dark = ".slide" if palette is not theme.light else ".slide.on-accent"
    rules.append(f"{dark} figure:not(.chart) img{{background:{theme.light.paper.css}}}")
    return plain + "\n".join(rules) + "\n"
