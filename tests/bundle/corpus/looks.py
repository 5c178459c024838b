"""Kind l: what a reader draws although the file says it in an unusual way. Each must look as before, in poppler and in mupdf.

The names begin with « looks- »: check.sh compares them with themselves, by compare_looks.py.
"""

import base64
import zlib

from corpus.paper import body, raw, simple, stream, table
from corpus.registry import makes

DRAWN = b"0.1 0.2 0.7 rg 60 80 475 300 re f 0 g BT /F1 40 Tf 72 700 Td (%s) Tj ET"
BOX = b"<< /Type /Annot /Subtype /Widget /F %d /T (f%d) /P 4 0 R /Rect [%d %d %d %d] %s >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R >> >>"


def look(text, size=(300, 60), ground=b""):
    return stream(b"q %s 0 g BT /F1 30 Tf 8 16 Td (%s) Tj ET Q" % (ground, text), FORM % size)


def annotated(annotations, looks=(), page=b"", form=b""):
    """A page with these annotations, from object 10 on, and appearances from object 40 on."""
    objects = simple("Une page annotée", page=page + b" /Annots [%s]" % b" ".join(b"%d 0 R" % (10 + at) for at in range(len(annotations))))
    objects |= {10 + at: annotation for at, annotation in enumerate(annotations)}
    objects |= {40 + at: appearance for at, appearance in enumerate(looks)}
    objects[1] = objects[1].replace(
        b"/Pages",
        b"/AcroForm << /Fields [] /DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 3 0 R /ZaDb 7 0 R >> >> %s >> /Pages" % form,
    )
    objects[7] = b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"
    return raw(objects)


def shifted(objects):
    """A whole PDF whose table says that it begins at object 1."""
    written, offsets = body(objects)
    end = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 2, max(objects), len(written))
    return written + table(offsets).replace(b"xref\n0 ", b"xref\n1 ") + end


@makes("looks-xref-from-1.pdf", "l", notes=["repaired"])
def xref_from_one():
    """The table begins at 1: object 1, the contents of the page, is where the free one should be."""
    return shifted({
        1: stream(DRAWN % b"Le premier objet"),
        2: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        3: b"<< /Type /Page /Parent 4 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 2 0 R >> >> /Contents 1 0 R >>",
        4: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        5: b"<< /Type /Catalog /Pages 4 0 R >>",
    })  # fmt: skip


@makes("looks-free-but-there.pdf", "l", notes=["repaired"])
def free_but_there():
    """The table calls the contents free and is wrong about the page: who looks for the one finds the other."""
    written, offsets = body(simple("", contents=stream(DRAWN % b"Dit libre, et pourtant")))
    offsets[4] += 3
    rows = table(offsets).replace(b"%010d 00000 n" % offsets[5], b"%010d 00001 f" % 0)
    return written + rows + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(written)


@makes("looks-field-on-remark.pdf", "l", notes=["form-flattened"])
def field_on_remark():
    """Two filled fields on an opaque square, a third one beside: the amounts stay above it."""
    square = b"<< /Type /Annot /Subtype /Square /F 4 /Rect [60 300 500 500] /C [1 1 0.6] /IC [1 1 0.6] /AP << /N 40 0 R >> >>"
    fields = [
        BOX % (4, at, 80, 320 + 120 * at, 380, 380 + 120 * at, b"/FT /Tx /V (12 345,67) /AP << /N %d 0 R >>" % (41 + at)) for at in range(3)
    ]
    looks = [stream(b"1 1 0.6 rg 0 0 440 200 re f", FORM % (440, 200)), *(look(b"12 345,67 EUR") for _ in range(3))]
    return annotated([square, *fields], looks)


@makes("looks-upright.pdf", "l", notes=["form-flattened"])
def upright():
    """Fields that must not turn with their page (NoRotate, NoZoom), which is turned by 90 degrees, and one that must."""
    flags = (4, 4 | 16, 4 | 8 | 16, 4 | 8)
    fields = [
        BOX % (flag, at, 200, 100 + 150 * at, 500, 160 + 150 * at, b"/FT /Tx /V (debout) /AP << /N %d 0 R >>" % (40 + at))
        for at, flag in enumerate(flags)
    ]
    return annotated(fields, [look(b"debout", ground=b"0.8 1 0.8 rg 0 0 300 60 re f") for _ in flags], page=b"/Rotate 90")


@makes("looks-ticked.pdf", "l", notes=["form-flattened", "field-drawn"], unlike="mupdf draws ticks of its own shape")
def ticked():
    """Ticked and empty boxes, in black on a ground, without appearance or without that of their state."""
    kinds = (
        b"/FT /Btn /V /Yes /AS /Yes /MK << /CA (4) /BG [0.8 0.9 1] >> /DA (/ZaDb 0 Tf 0 g)",
        b"/FT /Btn /V /Off /AS /Off /MK << /CA (4) /BG [0.8 0.9 1] >>",
        b"/FT /Btn /V /Oui /AS /Oui /MK << /CA (4) >> /AP << /N << /Off 40 0 R >> >>",
        b"/FT /Btn /Ff 32768 /V /A /AS /A /MK << /CA (l) >>",
        b"/FT /Btn /Ff 65536 /MK << /CA (Envoyer) /BG [0.9 0.9 0.9] >> /DA (/Helv 20 Tf 0 g)",
    )
    fields = [BOX % (4, at, 80, 100 + 110 * at, 180, 200 + 110 * at, kind) for at, kind in enumerate(kinds)]
    return annotated(fields, [look(b"non")])


@makes("looks-grounds.pdf", "l", notes=["form-flattened", "field-drawn"], unlike="each reader sets such words in its own way")
def grounds():
    """Fields without appearance that are filled in, or empty, on a coloured ground with a border; and an open list."""
    kinds = (
        b"/FT /Tx /V (Durand) /DA (/Helv 24 Tf 0 0 1 rg) /MK << /BG [1 1 0.6] /BC [1 0 0] >> /BS << /W 2 /S /S >>",
        b"/FT /Tx /DA (/Helv 24 Tf 0 g) /MK << /BG [0.6 1 0.6] /BC [0 0 0] >> /BS << /W 3 /S /S >>",
        b"/FT /Ch /Ff 131072 /V (Deux) /Opt [(Un) (Deux)] /DA (/Helv 24 Tf 0 g) /MK << /BG [0.9 0.9 0.9] >>",
        b"/FT /Ch /Opt [(Un) (Deux) (Trois)] /DA (/Helv 20 Tf 0 g) /MK << /BG [0.9 0.9 0.9] >>",
    )
    fields = [BOX % (4, at, 80, 100 + 130 * at, 380, 200 + 130 * at, kind) for at, kind in enumerate(kinds)]
    return annotated(fields)


@makes("looks-ticked-by-value.pdf", "l", notes=["form-flattened", "unseen-field"])
def ticked_by_value():
    """A box whose value says that it is ticked, and whose state does not: no reader shows it, and the note says so."""
    return annotated([BOX % (4, 0, 80, 300, 180, 400, b"/FT /Btn /V /Yes /MK << /CA (4) >>")])


@makes("looks-stale.pdf", "l", notes=["field-drawn"], unlike="mupdf shows the old value, poppler the new one")
def stale():
    """The form asks for new appearances, and the one there shows an older value: the value is what counts."""
    text = b"/FT /Tx /V (NOUVEAU) /DA (/Helv 30 Tf 0 g) /AP << /N 40 0 R >>"
    return annotated([BOX % (4, 0, 80, 300, 380, 360, text)], [look(b"ANCIEN")], form=b"/NeedAppearances true")


@makes("looks-printed-only.pdf", "l", notes=["form-flattened"])
def printed_only():
    """A field that is printed and not shown: it is neither shown by the bundle, nor gone."""
    return annotated([BOX % (4 | 32, 0, 80, 300, 380, 360, b"/FT /Tx /V (papier) /AP << /N 40 0 R >>")], [look(b"papier")])


@makes("looks-short-filters.pdf", "l")
def short_filters():
    """Streams whose filters have the names of inline images, in /Filter and in /F: contents, a form, an image."""
    packed = base64.a85encode(zlib.compress(DRAWN % b"Des filtres courts" + b" /Fm Do q 200 0 0 200 80 420 cm /Im Do Q")) + b"~>"
    grey = bytes(range(0, 256, 4)).hex().encode() + b">"
    objects = simple("", contents=stream(packed, b"/Filter [/A85 /Fl]"))
    objects[4] = objects[4].replace(b"/Font", b"/XObject << /Fm 6 0 R /Im 7 0 R >> /Font")
    objects[6] = stream(zlib.compress(b"1 0 0 rg 330 420 200 200 re f"), FORM % (595, 842) + b" /F /Fl")
    objects[7] = stream(grey, b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /AHx")
    return raw(objects)


@makes("looks-inline-image.pdf", "l")
def inline_image():
    """Inline images whose data hold « EI » and a parenthesis, packed and not, in contents from which an id is taken."""
    data = b" EI \x01\x02\xfe (\nEI \xff\x00 Q".ljust(64, b"\x55")
    inline = b"q 200 0 0 200 %d 300 cm BI /W 8 /H 8 /BPC 8 /CS /G %s ID %s\nEI Q\n"
    content = b"/P <</MCID 0>> BDC\n" + inline % (60, b"", data) + inline % (300, b"/F [/AHx]", data.hex().encode() + b">")
    return raw(simple("", contents=stream(content + DRAWN % b"Des images dans le texte" + b" EMC")))


@makes("looks-no-mediabox.pdf", "l", 3, notes=["page-without-size"])
def no_mediabox():
    """A page without MediaBox, one whose box is empty, one that inherits an inverted box by reference."""
    objects = simple("Sans dimension", contents=stream(DRAWN % b"Letter"), pages=3, box=b"")
    objects[6] = objects[6].replace(b"/Resources", b"/MediaBox [0 0 0 0] /Resources")
    objects[8] = objects[8].replace(b"/Resources", b"/MediaBox 20 0 R /Resources")
    objects[20] = b"[400 21 0 R 0 0]"
    objects[21] = b"500"
    return raw(objects)


@makes("looks-calibrated.pdf", "l")
def calibrated():
    """Colours of a space of its own (CalRGB), beyond those of a screen, to which the intent of the filing must not be applied."""
    space = b"/ColorSpace << /Cs [/CalRGB << /WhitePoint [1 1 1] /Gamma [1 1 1] /Matrix [1 0 0 0 1 0 0 0 1] >>] >> /Font"
    objects = simple("", contents=stream(b"/Cs cs 1 0 0 sc 60 420 475 300 re f 0 0 1 sc 60 80 475 300 re f"))
    objects[4] = objects[4].replace(b"/Font", space)
    return raw(objects)


@makes("looks-to-the-edge.pdf", "l")
def to_the_edge():
    """A picture that fills a page whose sides are no whole number of pixels: its last row and column stay."""
    return raw(simple("", contents=stream(b"0.8 0 0 rg -5 -5 700 900 re f"), box=b"/MediaBox [0 0 500.3 700.7]"))


@makes("looks-names.pdf", "l")
def names():
    """Names written with #xx, the same name written in two ways."""
    objects = simple("", contents=stream(b"0 g BT /F#31 40 Tf 72 700 Td (Des noms) Tj /A#20b#2f#c3#a9 Do ET /A#20b#2f#C3#A9 Do"))
    objects[4] = objects[4].replace(b"/Font", b"/XObject << /A#20b#2F#c3#a9 6 0 R >> /#46ont")
    objects[6] = stream(b"0 0.5 0 rg 60 80 475 300 re f", FORM % (595, 842))
    return raw(objects)
