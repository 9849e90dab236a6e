"""The bibliography: works read from ``references.bib`` or CSL-JSON, and cited as a CSL style sets them (CSL 1.0.2).

Only essays with a bibliography import what is here. A file is read (:mod:`.bibtex`, :mod:`.csljson`), a style opened
(:mod:`.style`), and the essay's citations set by it (:mod:`.citing`).
"""
