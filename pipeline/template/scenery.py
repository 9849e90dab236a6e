"""What a layout draws besides text, as SVG: background, plain shapes, lines, pictures; for what shows no pptx."""

from __future__ import annotations

from pipeline.template.model import Design
from pipeline.template.package import Package
from pipeline.units import Box


def scene(package: Package, design: Design, slide: Box) -> str:
    return ""
