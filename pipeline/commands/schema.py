"""``schema``: the JSON Schema of the front matter, by which an editor completes and checks it."""

from __future__ import annotations

import argparse


def run(arguments: list[str]) -> int:
    """Prints the schema."""
    parser = argparse.ArgumentParser(prog="python -m pipeline schema", description=__doc__)
    parser.add_argument("--publication", action="store_true", help="that of publication.yaml")
    asked = parser.parse_args(arguments)
    from pipeline.frontmatter import publication_schema, schema

    print(publication_schema() if asked.publication else schema(), end="")
    return 0
