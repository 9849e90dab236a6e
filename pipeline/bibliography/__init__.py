"""The bibliography: works read from ``references.bib`` or CSL-JSON, and cited as a CSL style sets them (CSL 1.0.2).

Only essays with a bibliography import what is here.
"""

from __future__ import annotations

from pipeline.bibliography.citing import Bibliography, Cite, Cited

__all__ = ["Bibliography", "Cite", "Cited"]
