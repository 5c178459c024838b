"""Kind h: scans, TIFF of every making, and the PDFs that scanners write."""

import io
import struct

from PIL import Image, ImageChops, ImageDraw

from corpus.paper import deflated, raw, simple, stream
from corpus.pictures import jpeg, photo, written
from corpus.registry import makes

TOO_BIG = ["exhibit-too-large", "exhibit-too-complex", "exhibit-damaged"]


def scan(number=1, size=(620, 877)):
    """A page scanned in black and white at 75 dpi: a frame, lines, and a bar as long as its number."""
    image = Image.new("1", size, 1)
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 10, size[0] - 11, size[1] - 11), outline=0, width=3)
    draw.rectangle((60, 60, 60 + 60 * number, 100), fill=0)
    for line in range(12 + number):
        draw.line((60, 160 + 30 * line, size[0] - 60 - 15 * line, 160 + 30 * line), 0, 4)
    return image


def tiff(name, image, what, **options):
    def make():
        return written(image(), "TIFF", **{"dpi": (75, 75), **options})

    make.__doc__ = what
    makes(name, "h")(make)


tiff("ccitt.tiff", scan, "CCITT group 4.", compression="group4")
tiff("ccitt-group3.tiff", scan, "CCITT group 3.", compression="group3")
tiff("ccitt-rle.tiff", scan, "CCITT modified Huffman.", compression="tiff_ccitt")
tiff("one-bit.tiff", scan, "Black and white, not compressed.")
tiff("one-bit-packbits.tiff", scan, "Black and white, PackBits.", compression="packbits")
tiff("one-bit-lzw.tiff", scan, "Black and white, LZW.", compression="tiff_lzw")
tiff("lzw.tiff", photo, "Colour, LZW with a predictor.", compression="tiff_lzw", tiffinfo={317: 2}, dpi=(150, 150))
tiff("deflate.tiff", photo, "Colour, Deflate.", compression="tiff_adobe_deflate", dpi=(150, 150))
tiff("jpeg-inside.tiff", photo, "Colour, JPEG inside.", compression="jpeg", dpi=(150, 150))
tiff("grey.tiff", lambda: photo().convert("L"), "Grey, 8 bits.", dpi=(150, 150))
tiff("palette.tiff", lambda: photo().quantize(200), "256 colours.", dpi=(150, 150))
tiff("cmyk.tiff", lambda: photo().convert("CMYK"), "CMYK.", dpi=(150, 150))
tiff("alpha.tiff", lambda: photo().convert("RGBA"), "Colour with transparency.", dpi=(150, 150))
tiff("big.tiff", photo, "BigTIFF.", big_tiff=True, dpi=(150, 150))
tiff(
    "uneven-dpi.tiff",
    lambda: scan(2, (864, 550)),
    "A fax: 204 × 98 dots per inch, CCITT group 4.",
    compression="group4",
    dpi=(204, 98),
)


@makes("orientation-6.tiff", "h")
def orientation():
    """A TIFF with orientation 6, stored lying."""
    return written(photo().transpose(Image.Transpose.ROTATE_90), "TIFF", tiffinfo={274: 6}, dpi=(150, 150))


@makes("multi-page.tiff", "h", 4)
def multi_page():
    """Four pages: three in CCITT group 4, one in colour."""
    held = io.BytesIO()
    scan(1).save(
        held, "TIFF", compression="group4", dpi=(75, 75), save_all=True, append_images=[scan(2), scan(3), scan(4, (877, 620))]
    )
    return held.getvalue()


@makes("multi-page-mixed.tiff", "h", 3)
def multi_mixed():
    """Three pages of three kinds: colour, grey, black and white, LZW."""
    held = io.BytesIO()
    photo().save(held, "TIFF", compression="tiff_lzw", save_all=True, append_images=[photo((200, 300)).convert("L"), scan(3)])
    return held.getvalue()


def tags(entries, data, order="<"):
    """A TIFF of one directory written by hand: `entries` (tag, type, value), the strip at byte 8."""
    first = 8 + len(data) + len(data) % 2
    out = struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, first) + data + b"\0" * (len(data) % 2)
    out += struct.pack(order + "H", len(entries))
    for tag, kind, value in sorted(entries):
        out += struct.pack(order + "HHI", tag, kind, 1) + (
            struct.pack(order + "HH", value, 0) if kind == 3 else struct.pack(order + "I", value)
        )
    return out + bytes(4)


def described(width, height, bits, photometric, size, more=()):
    return [
        (256, 4, width),
        (257, 4, height),
        (258, 3, bits),
        (259, 3, 1),
        (262, 3, photometric),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, size),
        *more,
    ]


@makes("white-is-zero.tiff", "h")
def white_is_zero():
    """Black and white, zero is white, big-endian, no resolution."""
    image = scan()
    data = bytes(255 - byte for byte in image.tobytes())
    return tags(described(*image.size, 1, 0, len(data)), data, ">")


@makes("fill-order.tiff", "h")
def fill_order():
    """Black and white with the bits of each byte in the other order."""
    image = scan()
    data = bytes(int(f"{byte:08b}"[::-1], 2) for byte in image.tobytes())
    return tags(described(*image.size, 1, 1, len(data), [(266, 3, 2)]), data)


@makes("16-bit.tiff", "h")
def sixteen():
    """Grey, 16 bits."""
    data = bytes(v for byte in photo().convert("L").tobytes() for v in (byte, byte))
    return tags(described(360, 240, 16, 1, len(data)), data)


@makes("bomb.tiff", "h", refused=TOO_BIG)
def bomb():
    """60,000 × 60,000 pixels in 200 bytes."""
    return tags(described(60_000, 60_000, 8, 1, 100), bytes(100))


@makes("unknown-compression.tiff", "h", refused=["exhibit-damaged", "exhibit-not-a-document"])
def unknown_compression():
    """A compression that nobody knows."""
    return tags([(t, k, 34999 if t == 259 else v) for t, k, v in described(100, 100, 8, 1, 100)], bytes(100))


def group4(image):
    """The CCITT group 4 data of a picture: what Pillow puts in the one strip of a TIFF, its black told as black."""
    negative, held = ImageChops.invert(image.convert("L")).convert("1"), io.BytesIO()
    negative.save(held, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(io.BytesIO(held.getvalue())) as made:
        (offset,), (size,) = made.tag_v2[273], made.tag_v2[279]
    return held.getvalue()[offset : offset + size]


def painted(image_object, page=b"", draw=b"595 0 0 842 0 0", invisible=b""):
    objects = simple("", page=page, contents=deflated(b"q %s cm /Im0 Do Q %s" % (draw, invisible)))
    objects[4] = objects[4].replace(b"/Font", b"/XObject << /Im0 6 0 R >> /Font")
    return raw(objects | {6: image_object}, start=b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")


def bilevel(data, entries):
    image = b"/Type /XObject /Subtype /Image /Width 620 /Height 877 /ColorSpace /DeviceGray /BitsPerComponent 1 "
    return stream(data, image + entries)


def ccitt_object():
    return bilevel(group4(scan()), b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 620 /Rows 877 >>")


@makes("scan-ccitt.pdf", "h")
def scan_ccitt():
    """A scanner's PDF: CCITT group 4, and an invisible layer of recognised text."""
    return painted(ccitt_object(), invisible=b"BT 3 Tr /F1 12 Tf 72 700 Td (Texte reconnu par la machine) Tj ET")


@makes("scan-rotated.pdf", "h")
def scan_rotated():
    """A scan laid sideways, put right by /Rotate 270."""
    return painted(ccitt_object(), b"/Rotate 270")


@makes("scan-skewed.pdf", "h")
def scan_skewed():
    """A scan drawn askew, by three degrees."""
    return painted(ccitt_object(), draw=b"560 29 -29 800 32 5")


@makes("jbig2.pdf", "h")
def jbig2():
    """A scanner's PDF: JBIG2 (a generic region, coded as CCITT group 4)."""
    data = group4(scan())
    page = struct.pack(">IIIIBH", 620, 877, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", 620, 877, 0, 0, 0) + b"\x01" + data
    segments = struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page + struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region
    return painted(bilevel(segments, b"/Filter /JBIG2Decode"))


def colour(data, space, entries, size=(360, 240)):
    image = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 " % (*size, space)
    return painted(stream(data, image + entries), draw=b"360 0 0 240 100 400")


@makes("scan-jpeg2000.pdf", "h")
def jpeg2000():
    """A colour scan in JPEG 2000."""
    held = io.BytesIO()
    photo().save(held, "JPEG2000")
    return colour(held.getvalue(), b"/DeviceRGB", b"/Filter /JPXDecode")


@makes("scan-cmyk.pdf", "h")
def cmyk():
    """A CMYK JPEG inside, inverted as Adobe writes it."""
    return colour(jpeg(photo().convert("CMYK")), b"/DeviceCMYK", b"/Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]")


@makes("scan-inline-image.pdf", "h")
def inline_image():
    """An inline image whose data holds « EI », « BDC » and « /MCID 3 »."""
    data = (b"EI /P <</MCID 3>> BDC\nEI Q EMC (" * 40)[: 32 * 32]
    contents = (
        b"q 200 0 0 200 100 400 cm BI /W 32 /H 32 /CS /G /BPC 8 ID "
        + data
        + b"\nEI Q BT /F1 18 Tf 72 700 Td (Image en ligne) Tj ET"
    )
    return raw(simple("", contents=deflated(contents)))
