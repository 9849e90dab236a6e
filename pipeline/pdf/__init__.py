"""PDF by WeasyPrint: what every output that is a PDF needs, whatever stands on its pages.

This page imports nothing heavy: WeasyPrint comes in when something is typeset.
"""
