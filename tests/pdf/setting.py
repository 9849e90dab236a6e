"""Pages of HTML as our PDF, for tests: no essay, no theme, one face that ships with the project."""

from __future__ import annotations

from pathlib import Path

from pipeline.pdf.startup import weasyprint

FACES = Path(__file__).resolve().parents[2] / "themes" / "base" / "fonts"
SENTENCE = "Good type is the clothing of words, which fits the thought that wears it. "


def typeset(body: str, style: str = "", lang: str = "en") -> bytes:
    """``body`` as a PDF on small sheets, so that everything runs over pages."""
    maker = weasyprint()
    from pipeline.pdf import archive, seam

    assert seam.reach(maker.__version__)
    page = (
        f'<html lang="{lang}"><title>A test</title><style>'
        f"@font-face{{font-family:Ours;src:url({(FACES / 'LiberationSans-Regular.ttf').as_uri()})}}"
        "@page{size:90mm 60mm;margin:8mm;@bottom-right{content:counter(page)}}"
        "html{font:9pt/12pt Ours;hyphens:auto;orphans:1;widows:1} p{margin:0 0 4pt}"
        ".note{float:footnote;display:block} ::footnote-call{content:counter(footnote)}"
        f"{style}</style><body>{body}"
    )
    return archive.write(maker.HTML(string=page).render(pdf_variant="pdf/a-2a"), ())
