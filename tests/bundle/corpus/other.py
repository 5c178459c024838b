"""Kind z: not a document that can be bound, or not what its name says."""

import io
import zipfile

from PIL import Image

from corpus.paper import raw, simple
from corpus.pictures import photo
from corpus.registry import makes

NOT_ONE = ["exhibit-not-a-document"]


@makes("empty.pdf", "z", refused=["exhibit-empty"])
def empty():
    """No byte at all."""
    return b""


@makes("empty.jpg", "z", refused=["exhibit-empty"])
def empty_picture():
    """No byte at all, named as a picture."""
    return b""


@makes("blank.pdf", "z", refused=NOT_ONE + ["exhibit-empty", "exhibit-damaged"])
def blank():
    """A hundred thousand zeros, as a failed copy leaves."""
    return bytes(100_000)


@makes("not-a-pdf.pdf", "z", refused=NOT_ONE)
def not_a_pdf():
    """A text, named as a PDF."""
    return "Bonjour,\nvoici la facture dont nous avons parlé.\n".encode() * 10


@makes("web-page.pdf", "z", refused=NOT_ONE)
def web_page():
    """The page of an expired session, saved as a PDF."""
    return "<!DOCTYPE html><html><head><title>Votre session a expiré</title></head><body>Reconnectez-vous</body></html>".encode()


@makes("letter.docx", "z", refused=NOT_ONE)
def letter():
    """The beginnings of a Word document."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(zipfile.ZipInfo(name), "<?xml version='1.0'?><w/>")
    return held.getvalue()


@makes("zip-with-pdf.pdf", "z", either=NOT_ONE + ["exhibit-damaged"])
def zipped():
    """A ZIP whose first file, stored as it is, is a PDF: « %PDF » stands in its first 1,024 bytes, so that readers show it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(zipfile.ZipInfo("facture.pdf"), raw(simple("Dans une archive")))
    return held.getvalue()


def picture(kind, **options):
    def make():
        held = io.BytesIO()
        photo().save(held, kind, **options)
        return held.getvalue()

    make.__doc__ = f"A {kind} picture, which the contract does not take."
    return make


makes("photo.gif", "z", refused=NOT_ONE)(picture("GIF"))
makes("photo.bmp", "z", refused=NOT_ONE)(picture("BMP"))
makes("photo.webp", "z", refused=NOT_ONE)(picture("WEBP", lossless=True))
makes("photo.jp2", "z", refused=NOT_ONE)(picture("JPEG2000"))


@makes("photo.heic", "z", refused=NOT_ONE)
def heic():
    """The first bytes of a photo as an iPhone takes it."""
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(2000)


@makes("image-renamed.pdf", "z")
def image_renamed():
    """A JPEG, named as a PDF: its bytes say what it is."""
    held = io.BytesIO()
    photo().save(held, "JPEG", quality=80, dpi=(150, 150))
    return held.getvalue()


@makes("pdf-renamed.jpg", "z", 2)
def pdf_renamed():
    """A PDF, named as a JPEG."""
    return raw(simple("Un PDF sous un autre nom", pages=2))


@makes("jpeg-renamed.png", "z")
def jpeg_renamed():
    """A JPEG, named as a PNG."""
    return image_renamed()


@makes("no-extension", "z", 2)
def no_extension():
    """A PDF without an extension."""
    return raw(simple("Un PDF sans extension", pages=2))


@makes("FACTURE N° 12 (été 2026).PDF", "z")
def spaced():
    """Capitals, spaces, accents and brackets in the name."""
    return raw(simple("Un nom difficile"))


@makes("header-only.pdf", "z", refused=["exhibit-damaged", "exhibit-no-pages", "exhibit-not-a-document"])
def header_only():
    """A header and an end, nothing between."""
    return b"%PDF-1.4\n%%EOF\n"


@makes("postscript.pdf", "z", refused=NOT_ONE)
def postscript():
    """PostScript, named as a PDF."""
    return b"%!PS-Adobe-3.0\n%%Title: facture\n/Times-Roman findfont 12 scalefont setfont 72 720 moveto (Facture) show showpage\n%%EOF\n"


@makes("jpeg-cut.jpg", "z", either=["exhibit-damaged"], unlike="half the picture is missing")
def jpeg_cut():
    """A JPEG cut in the middle."""
    data = image_renamed()
    return data[: len(data) // 2]


@makes("jpeg-header-only.jpg", "z", refused=["exhibit-damaged", "exhibit-not-a-document"])
def jpeg_header():
    """The first 20 bytes of a JPEG."""
    return image_renamed()[:20]


@makes("png-cut.png", "z", either=["exhibit-damaged"], unlike="half the picture is missing")
def png_cut():
    """A PNG cut in the middle."""
    held = io.BytesIO()
    photo().save(held, "PNG")
    return held.getvalue()[: len(held.getvalue()) // 2]


@makes("tiff-cut.tiff", "z", refused=["exhibit-damaged", "exhibit-not-a-document"])
def tiff_cut():
    """The first 8 bytes of a TIFF, whose directory is beyond the end."""
    return b"II*\x00\xff\xff\x00\x00"


@makes(
    "tiff-loop.tiff",
    "z",
    1,
    either=["exhibit-damaged", "exhibit-too-many-pages", "exhibit-too-complex", "exhibit-too-slow"],
    unlike="readers show one page",
    costly="readers differ",
)
def tiff_loop():
    """A TIFF whose first directory is also its next."""
    held = io.BytesIO()
    Image.new("L", (16, 16), 128).save(held, "TIFF")
    data = bytearray(held.getvalue())
    first = int.from_bytes(data[4:8], "little")
    after = first + 2 + 12 * int.from_bytes(data[first : first + 2], "little")
    data[after : after + 4] = first.to_bytes(4, "little")
    return bytes(data)
