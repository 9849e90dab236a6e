"""Drawings, by the name that they had: :mod:`pipeline.pictures.drawings`."""

from pipeline.pictures.drawings import ON_SLIDES, Drawing, DrawingError, drawing, is_drawing

__all__ = ["ON_SLIDES", "Drawing", "DrawingError", "drawing", "is_drawing"]
