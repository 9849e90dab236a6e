"""What makes the file one to keep: PDF/A (ISO 19005-2, 19005-3, level A) and PDF/UA-1 (ISO 14289-1) at once."""

from __future__ import annotations

import warnings
from typing import Any

import pydyf  # type: ignore[import-untyped]  # carries no types
from weasyprint import Attachment  # type: ignore[import-untyped]  # carries no types
from weasyprint.pdf.metadata import DocumentMetadata  # type: ignore[import-untyped]  # carries no types

from pipeline.pdf.typesetting import Attached

# That the file is PDF/UA-1 (ISO 14289-1, 5), and what that says, as PDF/A asks of every property that it does not
# know itself (ISO 19005-2, 6.6.2.3.2).
_CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


class Metadata(DocumentMetadata):  # type: ignore[misc]  # its base is untyped
    """A document's metadata, which says that the file is PDF/UA-1 besides PDF/A."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str | None) -> bytes:
        """The metadata as RDF (ISO 16684-1)."""
        made: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return made.replace(b"</rdf:RDF>", _CLAIM)

    def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str | None, compress: bool) -> None:
        """Adds it, readable without unpacking, for those who look after archives."""
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)


def variant(attached: tuple[Attached, ...]) -> str:
    """WeasyPrint's word for the standard: only PDF/A-3 may hold files that are no PDF/A themselves (6.8)."""
    return "pdf/a-3a" if attached else "pdf/a-2a"


def write(document: Any, attached: tuple[Attached, ...]) -> bytes:
    """``document``, a ``weasyprint.Document``, as a PDF that holds the files ``attached``."""
    document.metadata = Metadata(**vars(document.metadata))
    files = [
        Attachment(
            string=one.text,
            name=one.name,
            description=one.description,
            relationship=one.relationship,
            created=one.moment,
            modified=one.moment,
        )
        for one in attached
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70.0 leaves its colour profile open
        made: bytes = document.write_pdf(pdf_variant=variant(attached), attachments=files, finisher=_finish)
    return made


def _finish(_document: Any, pdf: Any) -> None:
    """What is left to put right in ``pdf``, a ``pydyf.PDF`` that WeasyPrint made as PDF/A."""
    for made in pdf.objects:
        if isinstance(made, pydyf.Stream) and made.extra.get("Interpolate") == "true":
            del made.extra["Interpolate"]  # pictures are shown as they are (ISO 19005-2, 6.2.8.1)
    if "AF" in pdf.catalog:  # WeasyPrint 70.0 lists each file twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
