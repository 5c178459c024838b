"""Kind e: every way to lay out the objects of a file."""

import zlib

import pikepdf
from pikepdf import Name

from corpus.paper import body, changed, opened, raw, saved, sheets, simple, stream, table
from corpus.pictures import jpeg, photo
from corpus.registry import makes


@makes("object-streams.pdf", "e", 3)
def object_streams():
    """Objects in streams, cross-reference in a stream."""
    return changed(sheets("Flux d’objets", 3), lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@makes("xref-stream.pdf", "e", 2)
def xref_stream():
    """A cross-reference stream with a predictor, written by hand."""
    written, offsets = body(simple("Flux de table", pages=2), b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets[8] = len(written)
    rows = [(0, 0, 255)] + [(1, offsets[number], 0) for number in range(1, 9)]
    lines = [bytes([kind]) + offset.to_bytes(2, "big") + bytes([generation]) for kind, offset, generation in rows]
    above, data = bytes(4), b""
    for line in lines:
        data += b"\2" + bytes((a - b) % 256 for a, b in zip(line, above))
        above = line
    entries = b"/Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>"
    return written + b"8 0 obj\n" + stream(zlib.compress(data), entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % offsets[8]


@makes("linearized.pdf", "e", 3)
def linearized():
    """Linearized, for the web."""
    return changed(sheets("Linéarisé", 3), lambda pdf: None, linearize=True)


@makes("linearized-object-streams.pdf", "e", 3)
def linearized_streams():
    """Linearized, with object streams."""
    return changed(
        sheets("Linéarisé avec flux", 3), lambda pdf: None, linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
    )


@makes("linearized-then-changed.pdf", "e", 3)
def linearized_changed():
    """Linearized, then added to: what the first lines say is no longer true."""
    data = linearized()
    with opened(data) as pdf:
        number, root = pdf.Root.objgen[0], pdf.Root.unparse(resolved=True)
        size = int(pdf.trailer.Size)
    first = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    return data + update(len(data), {number: root.replace(b"<<", b"<< /Lang (fr)", 1)}, first, number, size)


def update(start, objects, prev, root, size):
    """An incremental update of classical form."""
    written, offsets = body(objects, b"")
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, start + offset) for number, offset in sorted(offsets.items()))
    size = max(size, max(objects) + 1)
    return (
        written
        + b"xref\n"
        + rows
        + b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, prev, start + len(written))
    )


@makes("incremental.pdf", "e", 2, absent=["périmé"])
def incremental():
    """Three updates: a page's text replaced twice, and a page taken away."""
    data = raw(simple("Texte périmé", pages=3))
    for text in ("Texte encore faux", "Texte à jour"):
        prev = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        data += update(len(data), {5: stream(b"BT /F1 18 Tf 72 700 Td (%s) Tj ET" % text.encode("cp1252"))}, prev, 1, 10)
    prev = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    last = {2: b"<< /Type /Pages /Kids [4 0 R 8 0 R] /Count 2 >>", 9: stream(b"BT /F1 18 Tf 72 700 Td (Texte de la fin) Tj ET")}
    return data + update(len(data), last, prev, 1, 10)


@makes("hybrid-xref.pdf", "e", 2)
def hybrid():
    """A table for old readers and a stream for new ones, which alone knows the object stream with the contents' font."""
    objects = simple("Table hybride", pages=2)
    font = objects.pop(3)
    objects[9] = stream(b"3 0 " + font, b"/Type /ObjStm /N 1 /First 4")
    written, offsets = body(objects, b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    place = len(written)
    data = bytes([2, 0, 9, 0])
    written += b"10 0 obj\n" + stream(data, b"/Type /XRef /Size 11 /W [1 2 1] /Index [3 1] /Root 1 0 R") + b"\nendobj\n"
    end = b"trailer\n<< /Size 11 /Root 1 0 R /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n" % (place, len(written))
    return written + table(offsets) + end


@makes("pdf-2.0.pdf", "e", 2)
def pdf_two():
    """PDF 2.0."""
    return changed(
        sheets("PDF 2.0", 2), lambda pdf: None, force_version="2.0", object_stream_mode=pikepdf.ObjectStreamMode.generate
    )


@makes("pdf-1.0.pdf", "e", 2)
def pdf_one():
    """PDF 1.0, as the first programs wrote it."""
    return raw(simple("PDF 1.0", pages=2), start=b"%PDF-1.0\n")


@makes("version-in-catalogue.pdf", "e", 2)
def version():
    """The header says 1.3, the catalogue 1.7."""

    def change(pdf):
        pdf.Root.Version = Name("/1.7")

    return changed(sheets("Version au catalogue", 2), change, force_version="1.3")


@makes("fonts-shared.pdf", "e", 40)
def fonts_shared():
    """Forty pages that share one font and one picture: the bundle must not hold them forty times."""
    with opened(sheets("Ressources partagées", 40)) as pdf:
        picture = pikepdf.Stream(
            pdf,
            jpeg(photo((1200, 800))),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=1200,
            Height=800,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        picture = pdf.make_indirect(picture)
        for page in pdf.pages:
            page.obj.Resources.XObject = pikepdf.Dictionary(Logo=picture)
            page.contents_add(b"q 60 0 0 40 450 60 cm /Logo Do Q")
        return saved(pdf)
