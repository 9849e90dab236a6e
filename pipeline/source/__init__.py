"""The essay's text: Markdown with YAML front matter → :class:`pipeline.document.Essay`, every mistake at its line."""

from pipeline.source.dump import dump_essay
from pipeline.source.reader import read

__all__ = ["dump_essay", "read"]
