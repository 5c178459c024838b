"""Kind a: invoices with their data inside."""

from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String

from corpus.archival import as_pdfa
from corpus.paper import opened, saved, sheets
from corpus.registry import makes

XML = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
<rsm:ExchangedDocument><ram:ID>F-2026-031</ram:ID></rsm:ExchangedDocument></rsm:CrossIndustryInvoice>
"""


def invoice(title, xml):
    with opened(sheets(title)) as pdf:
        as_pdfa(pdf, title, 3)
        spec = AttachedFileSpec(
            pdf,
            xml,
            filename="factur-x.xml",
            mime_type="text/xml",
            relationship=Name.Alternative,
            creation_date="D:20260415120000+02'00'",
            mod_date="D:20260415120000+02'00'",
        )
        spec.obj.UF = String("factur-x.xml")
        pdf.attachments["factur-x.xml"] = spec
        pdf.Root.AF = Array([spec.obj])
        pdf.pages[0].obj.AF = Array([spec.obj])
        return saved(pdf, min_version="1.7")


@makes("facturx.pdf", "a", about=["joint|attach"])
def facturx():
    """A Factur-X invoice, PDF/A-3b, with its XML."""
    return invoice("Facture F-2026-031", XML.encode())


@makes("facturx-bad-xml.pdf", "a", about=["joint|attach"])
def facturx_bad():
    """The XML says an encoding that it is not in."""
    return invoice("Facture F-2026-032", XML.replace("UTF-8", "UTF-16").encode() + b"\xff\xfe")


@makes("attachment.pdf", "a", about=["joint|attach"])
def attachment():
    """A spreadsheet attached to the document, and the viewer told to show attachments."""
    with opened(sheets("Avec un fichier joint")) as pdf:
        pdf.attachments["calcul.csv"] = AttachedFileSpec(
            pdf, b"montant\n1000\n", filename="calcul.csv", creation_date="D:20260415120000Z", mod_date="D:20260415120000Z"
        )
        pdf.Root.PageMode = Name.UseAttachments
        pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)
        return saved(pdf)
