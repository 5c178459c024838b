"""Kind h: pictures as telephones and scanners give them, JPEG and PNG."""

import io
import struct
import zlib

from PIL import Image, ImageDraw, ImageOps

from corpus.registry import makes

TOO_BIG = ["exhibit-too-large", "exhibit-too-complex"]


def photo(size=(360, 240)):
    """A receipt on a table: a frame, a figure of its own in each corner, lines, and no symmetry at all."""
    width, height = size
    image = Image.new("RGB", size, (225, 220, 205))
    draw = ImageDraw.Draw(image)
    for line in range(7):
        draw.line(
            (width // 5, height // 3 + line * height // 14, width * (10 - line) // 12, height // 3 + line * height // 14),
            (40, 40, 60),
            3,
        )
    corner = min(size) // 5
    draw.rectangle((8, 8, corner, corner), (200, 30, 30))
    draw.ellipse((width - corner, 8, width - 8, corner), (30, 150, 30))
    draw.polygon(((8, height - 8), (corner, height - 8), (8, height - corner)), (30, 30, 200))
    draw.rectangle((0, 0, width - 1, height - 1), outline=(20, 20, 20), width=4)
    return image


def written(image, kind, **options):
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


def jpeg(image, **options):
    return written(image, "JPEG", quality=85, **{"dpi": (150, 150), **options})


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def exif(orientation):
    def make():
        tags = Image.Exif()
        tags[0x0112] = orientation
        turn = TURNS[orientation]
        stored = photo() if turn is None else photo().transpose(turn)
        return jpeg(stored, exif=tags)

    make.__doc__ = f"A photo stored with EXIF orientation {orientation}; seen upright it is the same as the seven others."
    makes(f"photo-exif-{orientation}.jpg", "h")(make)


for number in TURNS:
    exif(number)


@makes("photo-exif-9.jpg", "h")
def exif_nine():
    """An EXIF orientation that does not exist."""
    tags = Image.Exif()
    tags[0x0112] = 9
    return jpeg(photo(), exif=tags)


@makes("photo-exif-cut.jpg", "h")
def exif_cut():
    """An EXIF block that is cut and points outside itself."""
    data = jpeg(photo())
    block = b"Exif\0\0II*\0\x08\0\0\0\xff\x0f\x12\x01\x03\0\x01\0\0\0"
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


@makes("photo.jpg", "h")
def plain():
    """A colour photo."""
    return jpeg(photo())


@makes("photo-large.jpg", "h")
def large():
    """A photo of 4032 × 3024 without a resolution: scaled down to the page."""
    return written(photo((4032, 3024)), "JPEG", quality=40)


@makes("photo-progressive.jpg", "h")
def progressive():
    """A progressive JPEG."""
    return jpeg(photo(), progressive=True)


@makes("photo-grey.jpg", "h")
def grey_jpeg():
    """A grey JPEG."""
    return jpeg(photo().convert("L"))


@makes("cmyk.jpg", "h")
def cmyk():
    """A CMYK JPEG, inverted as Adobe writes it."""
    return jpeg(photo().convert("CMYK"))


@makes("photo-portrait.jpg", "h")
def portrait():
    """Taller than wide, 300 dpi."""
    return jpeg(photo((240, 360)), dpi=(300, 300))


@makes("photo-dpi-1.jpg", "h")
def dpi_one():
    """1 dot per inch: nine metres wide if one believed it."""
    return jpeg(photo(), dpi=(1, 1))


@makes("photo-dpi-uneven.jpg", "h")
def dpi_uneven():
    """204 × 98 dots per inch, as a fax."""
    return jpeg(photo(), dpi=(204, 98))


@makes("pixel.png", "h", unlike="a single pixel")
def pixel():
    """A single pixel."""
    return written(Image.new("RGB", (1, 1), (200, 0, 0)), "PNG")


@makes("strip.png", "h", unlike="too thin to be compared")
def strip():
    """12,000 × 40 pixels."""
    return written(photo((12000, 40)), "PNG")


@makes("grey.png", "h")
def grey():
    """Grey, 8 bits."""
    return written(photo().convert("L"), "PNG", dpi=(150, 150))


@makes("rgb.png", "h")
def rgb():
    """Colour, 8 bits."""
    return written(photo(), "PNG", dpi=(150, 150))


@makes("one-bit.png", "h")
def one_bit():
    """Black and white."""
    return written(photo().convert("1"), "PNG", dpi=(150, 150))


@makes("palette.png", "h")
def palette():
    """256 colours."""
    return written(photo().quantize(200), "PNG", dpi=(150, 150))


@makes("palette-4-bit.png", "h")
def palette_four():
    """Sixteen colours, four bits a pixel."""
    return written(photo().quantize(12), "PNG", bits=4, dpi=(150, 150))


@makes("palette-transparent.png", "h")
def palette_transparent():
    """Colours of which one is transparent."""
    image = photo().quantize(16)
    return written(image, "PNG", transparency=image.getpixel((180, 30)), dpi=(150, 150))


@makes("alpha.png", "h")
def alpha():
    """Colour with transparency."""
    image = photo().convert("RGBA")
    mask = Image.new("L", image.size, 255)
    ImageDraw.Draw(mask).ellipse((120, 20, 240, 220), 60)
    image.putalpha(mask)
    return written(image, "PNG", dpi=(150, 150))


@makes("grey-alpha.png", "h")
def grey_alpha():
    """Grey with transparency."""
    return written(
        Image.merge("LA", (photo().convert("L"), ImageOps.invert(Image.new("L", (360, 240), 90)))), "PNG", dpi=(150, 150)
    )


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, bits, colour, rows, interlace=0, extra=b""):
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"pHYs", struct.pack(">IIB", 5906, 5906, 1))
        + extra
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


@makes("interlaced.png", "h")
def interlaced():
    """Colour, Adam7."""
    image = photo()
    pixels = image.load()
    rows = bytearray()
    for left, top, across, down in ADAM7:
        for y in range(top, image.height, down):
            rows.append(0)
            for x in range(left, image.width, across):
                rows += bytes(pixels[x, y])
    return png(image.width, image.height, 8, 2, bytes(rows), interlace=1)


@makes("16-bit.png", "h")
def sixteen():
    """Colour, 16 bits."""
    image = photo()
    line = image.width * 3
    data = image.tobytes()
    rows = b"".join(
        b"\0" + bytes(v for byte in data[y * line : y * line + line] for v in (byte, byte)) for y in range(image.height)
    )
    return png(image.width, image.height, 16, 2, rows)


@makes("16-bit-grey.png", "h")
def sixteen_grey():
    """Grey, 16 bits."""
    image = photo().convert("L")
    data = image.tobytes()
    rows = b"".join(b"\0" + bytes(v for byte in data[y * 360 : y * 360 + 360] for v in (byte, 255 - byte)) for y in range(240))
    return png(360, 240, 16, 0, rows)


@makes("key-colour.png", "h")
def key_colour():
    """Colour with one transparent colour (tRNS)."""
    image = photo()
    data = image.tobytes()
    rows = b"".join(b"\0" + data[y * 1080 : y * 1080 + 1080] for y in range(240))
    return png(360, 240, 8, 2, rows, extra=chunk(b"tRNS", struct.pack(">HHH", 225, 220, 205)))


@makes("gamma-and-profile.png", "h")
def gamma():
    """gAMA, cHRM and an ICC profile that is none."""
    image = photo()
    data = image.tobytes()
    rows = b"".join(b"\0" + data[y * 1080 : y * 1080 + 1080] for y in range(240))
    return png(
        360,
        240,
        8,
        2,
        rows,
        extra=chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile")),
    )


@makes("bomb.png", "h", refused=TOO_BIG)
def bomb_png():
    """30,000 × 30,000 pixels, 900 million, in 110 kB."""
    packer = zlib.compressobj(9)
    row = bytes(3751)
    rows = b"".join(packer.compress(row * 100) for _ in range(300)) + packer.flush()
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@makes("bomb-profile.png", "h", 1, either=TOO_BIG + ["exhibit-damaged"], costly="a profile of 256 MB")
def bomb_profile():
    """An ICC profile of 256 MB, deflated, in a picture of 360 × 240."""
    packer = zlib.compressobj(9)
    profile = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    data = photo().tobytes()
    rows = b"".join(b"\0" + data[y * 1080 : y * 1080 + 1080] for y in range(240))
    return png(360, 240, 8, 2, rows, extra=chunk(b"iCCP", b"x\0\0" + profile))


@makes("bomb.jpg", "h", refused=TOO_BIG + ["exhibit-damaged"])
def bomb_jpeg():
    """A JPEG of 5 kB whose header says 65,500 × 65,500."""
    data = bytearray(jpeg(photo()))
    frame = data.index(b"\xff\xc0\x00\x11")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(data)


@makes("size-zero.png", "h", refused=["exhibit-damaged", "exhibit-not-a-document", "exhibit-no-pages"])
def size_zero():
    """0 × 0 pixels."""
    return png(0, 0, 8, 2, b"")
