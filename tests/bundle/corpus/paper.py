"""Sheets to start from: printed ones with an embedded font, and PDFs written object by object, faults and all."""

import io
import os
import zlib

import pikepdf
import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)
FONT = "Vera"  # comes with reportlab; not a font of the product, so that the stamp's is told from it

pdfmetrics.registerFont(TTFont(FONT, os.path.join(os.path.dirname(reportlab.__file__), "fonts", "Vera.ttf")))


def corners(canvas, size):
    """A frame and a different figure in each corner, so that a page turned, cut or shifted is seen."""
    width, height = size
    canvas.setLineWidth(2)
    canvas.rect(6, 6, width - 12, height - 12)
    canvas.setFillColorRGB(0.8, 0.1, 0.1)
    canvas.rect(12, height - 42, 30, 30, fill=1, stroke=0)
    canvas.setFillColorRGB(0.1, 0.6, 0.1)
    canvas.circle(width - 30, height - 30, 15, fill=1, stroke=0)
    canvas.setFillColorRGB(0.1, 0.1, 0.8)
    canvas.line(12, 12, 42, 42)
    canvas.setFillColorRGB(0, 0, 0)


def sheets(title, pages=1, size=A4, lines=6, font=FONT):
    """A printed PDF: its title, the page's number and some lines on each page."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    for number in range(1, pages + 1):
        corners(canvas, size)
        step = min(size[1] / 12, 24)
        canvas.setFont(font, step * 0.7)
        canvas.drawString(size[0] / 8, size[1] - 4 * step, f"{title}, page {number} sur {pages}")
        canvas.setFont(font, step * 0.5)
        for line in range(lines):
            canvas.drawString(
                size[0] / 8,
                size[1] - (6 + line) * step,
                f"Ligne {line + 1} : le montant dû est de {1000 + number * 7 + line},00 €.",
            )
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def opened(data, **options):
    return pikepdf.open(io.BytesIO(data), **options)


def saved(pdf, **options):
    """The bytes of a pikepdf document, always the same (but for AES, whose keys are drawn at random)."""
    held = io.BytesIO()
    options.setdefault("deterministic_id", "encryption" not in options)
    options.setdefault("static_id", "encryption" in options)
    options.setdefault("fix_metadata_version", False)
    pdf.save(held, **options)
    return held.getvalue()


def changed(data, change, **options):
    """`data` after `change(pdf)`."""
    with opened(data) as pdf:
        change(pdf)
        return saved(pdf, **options)


def stream(data, entries=b""):
    """A stream object, as written in a file."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def deflated(data, entries=b""):
    return stream(zlib.compress(data, 9), entries + b" /Filter /FlateDecode")


def body(objects, start=b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"):
    """Header and objects, and the offset of each."""
    written, offsets = bytearray(start), {}
    for number, content in objects.items():
        offsets[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return bytes(written), offsets


def table(offsets):
    """A classical cross-reference table of the objects from 0 to the last; what is not there is free."""
    rows = [b"0000000000 65535 f \n"]
    for number in range(1, max(offsets) + 1):
        rows.append(b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n")
    return b"xref\n0 %d\n" % len(rows) + b"".join(rows)


def raw(objects, trailer=b"/Root 1 0 R", start=b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", shift=0):
    """A whole PDF from its objects as written; `shift` is added to every offset, startxref too."""
    written, offsets = body(objects, start)
    offsets = {number: offset + shift for number, offset in offsets.items()}
    end = b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, len(written) + shift)
    return written + table(offsets) + end


def drawn(text):
    """A content stream: a frame and a line of text."""
    return b"1 w 30 30 535 780 re S BT /F1 18 Tf 72 700 Td (%s) Tj ET" % text.encode("cp1252")


def simple(text, page=b"", contents=None, pages=1, box=b"/MediaBox [0 0 595 842]"):
    """Objects of a plain document: 1 catalogue, 2 page tree, 3 font, then for each page the page and its contents."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for i in range(pages):
        objects[4 + 2 * i] = b"<< /Type /Page /Parent 2 0 R %s /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R %s >>" % (
            box,
            5 + 2 * i,
            page,
        )
        objects[5 + 2 * i] = contents or stream(drawn(f"{text} {i + 1}" if pages > 1 else text))
    return objects
