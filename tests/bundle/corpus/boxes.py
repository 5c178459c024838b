"""Kind f: boxes and rotation, sizes and origins."""

from pikepdf import Array, Name

from corpus.paper import A4, changed, deflated, raw, sheets, simple
from corpus.registry import makes


def turned(angle):
    def change(pdf):
        for page in pdf.pages:
            page.obj.Rotate = angle

    return change


def rotation(angle, **expected):
    def make():
        return changed(sheets(f"Page tournée de {angle} degrés", 2), turned(angle))

    make.__doc__ = f"Two A4 pages with /Rotate {angle}."
    makes(f"rotation-{angle}.pdf", "f", 2, **expected)(make)


for right in (0, 90, 180, 270, -90, -450, 990):
    rotation(right)
rotation(45, about=["rotat|orient|tourn|degr"], unlike="readers disagree on 45 degrees")


@makes("rotation-inherited.pdf", "f", 2)
def rotation_inherited():
    """/Rotate 90 and the boxes stand in the page tree only."""

    def change(pdf):
        pdf.Root.Pages.Rotate = 90
        pdf.Root.Pages.MediaBox = Array([0, 0, 595, 842])
        for page in pdf.pages:
            del page.obj.MediaBox

    return changed(sheets("Rotation héritée", 2), change)


def boxed(change_page):
    def change(pdf):
        for page in pdf.pages:
            change_page(page.obj)

    return change


def put(**boxes):
    def change_page(page):
        for name, box in boxes.items():
            page[Name("/" + name)] = Array(box)

    return boxed(change_page)


@makes("negative-origin.pdf", "f")
def negative_origin():
    """The origin is in the middle of the page."""

    def change(pdf):
        page = pdf.pages[0]
        page.contents_add(b"q 1 0 0 1 -297.64 -420.94 cm", prepend=True)
        page.contents_add(b"Q")
        page.obj.MediaBox = Array([-297.64, -420.94, 297.64, 420.95])

    return changed(sheets("Origine négative"), change)


@makes("negative-origin-rotated-cropped.pdf", "f")
def negative_rotated():
    """Negative origin, /Rotate 270 and a CropBox at once."""

    def change(pdf):
        page = pdf.pages[0]
        page.contents_add(b"q 1 0 0 1 -100 -200 cm", prepend=True)
        page.contents_add(b"Q")
        page.obj.MediaBox = Array([-100, -200, 495.28, 641.89])
        page.obj.CropBox = Array([-80, -150, 475, 600])
        page.obj.Rotate = 270

    return changed(sheets("Origine négative, tournée et rognée"), change)


@makes("crop.pdf", "f")
def crop():
    """A CropBox smaller than the MediaBox: what is outside must stay unseen."""
    return changed(sheets("Page rognée"), put(CropBox=[0, 300, 500, 841.89]))


@makes("crop-larger.pdf", "f")
def crop_larger():
    """A CropBox larger than the MediaBox: the MediaBox holds."""
    return changed(sheets("Rognage plus grand que la page"), put(CropBox=[-200, -200, 900, 1200]))


@makes("crop-outside.pdf", "f", unlike="readers disagree on a CropBox outside the page")
def crop_outside():
    """A CropBox wholly outside the MediaBox."""
    return changed(sheets("Rognage hors de la page"), put(CropBox=[2000, 2000, 2500, 2800]))


@makes("box-swapped.pdf", "f")
def box_swapped():
    """The corners of the MediaBox in the other order."""
    return changed(sheets("Coins échangés"), put(MediaBox=[595.28, 841.89, 0, 0]))


@makes("box-zero.pdf", "f", about=["Letter"], unlike="the page had no size")
def box_zero():
    """A MediaBox of 0 × 0."""
    return raw(simple("Une page sans dimension", box=b"/MediaBox [0 0 0 0]"))


@makes("box-missing.pdf", "f", about=["Letter"], unlike="the page had no size")
def box_missing():
    """No MediaBox at all."""
    return raw(simple("Une page sans cadre", box=b""))


@makes("box-three-numbers.pdf", "f", about=["Letter"], unlike="the page had no right size")
def box_three():
    """A MediaBox of three numbers."""
    return raw(simple("Un cadre de trois nombres", box=b"/MediaBox [0 0 595]"))


@makes("box-indirect.pdf", "f")
def box_indirect():
    """The MediaBox, each of its numbers and /Rotate are references."""
    objects = simple("Des nombres indirects", box=b"/MediaBox 10 0 R", page=b"/Rotate 13 0 R")
    return raw(objects | {10: b"[0 0 11 0 R 12 0 R]", 11: b"595.0", 12: b"842", 13: b"90"})


@makes("box-14401.pdf", "f")
def box_huge():
    """A page of 14,401 points, more than the limit of old readers."""
    return raw(simple("Une page de cinq mètres", box=b"/MediaBox [0 0 14401 14401]"))


@makes("a0.pdf", "f")
def a0():
    """A plan on A0."""
    return sheets("Plan au format A0", size=(2383.94, 3370.39))


@makes("a3-landscape.pdf", "f")
def a3():
    """A table on A3, landscape."""
    return sheets("Tableau au format A3", size=(1190.55, 841.89))


@makes("landscape.pdf", "f", 2)
def landscape():
    """A4 landscape without /Rotate."""
    return sheets("Page à l’italienne", 2, size=(A4[1], A4[0]))


@makes("label.pdf", "f")
def label():
    """A postal label of 60 × 40 mm, hardly larger than the stamp."""
    return sheets("Étiquette", size=(170, 113), lines=3)


@makes("letter-us.pdf", "f")
def letter_us():
    """The American format."""
    return sheets("Format américain", size=(612, 792))


@makes("mixed-sizes.pdf", "f", 4)
def mixed():
    """Four pages: A4, A4 landscape, A3 and A5, turned each its own way."""

    def change(pdf):
        for page, box, angle in zip(pdf.pages, [(595, 842), (842, 595), (842, 1191), (420, 595)], (0, 90, 180, 270)):
            page.obj.MediaBox = Array([0, 0, *box])
            page.obj.Rotate = angle

    return changed(sheets("Formats mêlés", 4, size=(420, 595)), change)


@makes("user-unit.pdf", "f")
def user_unit():
    """/UserUnit 2: an A4 page in units of 1/36 inch."""

    def change(pdf):
        pdf.pages[0].obj.UserUnit = 2

    return changed(sheets("Unité double", size=(A4[0] / 2, A4[1] / 2)), change, min_version="1.6")


@makes("image-35000.pdf", "f")
def image_wide():
    """An image of 35,000 × 20 pixels, one bit."""
    data = deflated(
        b"\xf0" * 4375 * 20, b"/Type /XObject /Subtype /Image /Width 35000 /Height 20 /ColorSpace /DeviceGray /BitsPerComponent 1"
    )
    objects = simple("", contents=deflated(b"q 500 0 0 60 40 400 cm /Im Do Q BT /F1 14 Tf 72 700 Td (Une image large) Tj ET"))
    objects[4] = objects[4].replace(b"/Font", b"/XObject << /Im 6 0 R >> /Font")
    return raw(objects | {6: data})
