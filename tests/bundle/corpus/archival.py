"""Kind b: PDF/A and tagged."""

from PIL import ImageCms
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Stream, String

from corpus.paper import changed, opened, raw, saved, sheets, simple
from corpus.registry import makes

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def srgb():
    """An sRGB profile, without the day on which it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07ea00010001000000000000")
    return bytes(profile)


def as_pdfa(pdf, title, part, level="B"):
    """Puts what a PDF/A says of itself in the catalogue; the fonts are embedded already."""
    profile = Stream(pdf, srgb(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )
    xmp = XMP.format(title=title, part=part, level=level).encode()
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, xmp, Type=Name.Metadata, Subtype=Name.XML))
    del pdf.trailer.Info
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font and thing.get("/Subtype") == Name.TrueType:
            symbolic(thing)


def symbolic(font):
    """A subset with its own codes is symbolic, and says no encoding."""
    if "/Encoding" in font:
        del font.Encoding
    font.FontDescriptor.Flags = 4


def archived(name, part, level="B", pages=2):
    def make():
        with opened(sheets(f"Archive PDF/A-{part}{level.lower()}", pages)) as pdf:
            as_pdfa(pdf, f"Archive PDF/A-{part}{level.lower()}", part, level)
            return saved(pdf, min_version="1.7", object_stream_mode=ObjectStreamMode.disable)

    make.__doc__ = f"PDF/A-{part}{level.lower()}."
    makes(name, "b", pages)(make)


archived("pdfa-2b.pdf", 2)
archived("pdfa-2u.pdf", 2, "U")
archived("pdfa-3b.pdf", 3)


@makes("pdfa-said-but-false.pdf", "b")
def pdfa_false():
    """Its metadata say PDF/A-2b; its font is not embedded and it has no profile."""

    def change(pdf):
        xmp = XMP.format(title="Faux", part=2, level="B").encode()
        pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, xmp, Type=Name.Metadata, Subtype=Name.XML))

    return changed(raw(simple("Une archive qui n’en est pas une")), change)


@makes("metadata-bad.pdf", "b")
def metadata_bad():
    """Metadata that are no XML, and an entity that would double itself thirty times."""

    def change(pdf):
        xmp = (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">'
            + b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (i, i - 1, i - 1) for i in range(1, 30))
            + b"]><x>&a29;<unclosed>\xff"
        )
        pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, xmp, Type=Name.Metadata, Subtype=Name.XML))

    return changed(sheets("Métadonnées illisibles"), change)


@makes("tagged.pdf", "b", 2)
def tagged():
    """A tagged document of two pages: structure tree, parent tree, marks 0 to 2 on each page."""
    with opened(sheets("Document balisé", 2)) as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
        rows, kids = Array([]), Array([])
        for number, page in enumerate(pdf.pages):
            own = (
                page.Contents.read_bytes()
                if isinstance(page.Contents, Stream)
                else b"\n".join(s.read_bytes() for s in page.Contents)
            )
            content = (
                b"/Artifact BMC q "
                + own
                + b" Q EMC /H1 <</MCID 0>> BDC EMC /P <</MCID 1 /Lang (fr)>> BDC EMC /Fig /Props BDC EMC"
            )
            page.Contents = Stream(pdf, content)
            page.obj.Resources.Properties = Dictionary(Props=Dictionary(MCID=2))
            page.obj.StructParents = number
            page.obj.Tabs = Name.S
            elements = [
                pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=top, Pg=page.obj, K=mark))
                for mark, kind in enumerate((Name.H1, Name.P, Name.Figure))
            ]
            rows.extend([number, Array(elements)])
            kids.extend(elements)
        top.K = kids
        root.K = Array([top])
        root.ParentTree = Dictionary(Nums=rows)
        root.ParentTreeNextKey = 2
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String("fr-FR")
        return saved(pdf)
