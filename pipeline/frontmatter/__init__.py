"""The front matter: YAML → :class:`pipeline.meta.Meta`, and the JSON Schema of what may stand in it.

One form (:mod:`pipeline.frontmatter.form`) names every key once. Filled in by a person's YAML it gives the typed
``Meta``; left blank it gives the schema. So the two cannot drift apart.
"""

from pipeline.frontmatter.answers import read
from pipeline.frontmatter.schema import keys, publication_schema, schema

__all__ = ["keys", "publication_schema", "read", "schema"]
