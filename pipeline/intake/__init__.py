"""The way in: raw text or another tool's Markdown → ``content/<slug>/essay.md``, and the skeleton of a new essay."""

from pipeline.intake.arrival import run
from pipeline.intake.skeleton import new

__all__ = ["new", "run"]
