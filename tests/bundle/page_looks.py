"""Is each page of an exhibit seen in the bundle as it was in its file, but for the stamp? At 60 dpi, drawn by mupdf.

A page of a PDF must have the same pixels; of a picture, the frame found on the page must hold the picture, the right way up.
It never reads text, nor judges the stamp.
"""

import glob
import os

from PIL import Image, ImageChops, ImageOps, ImageStat

from opened_bundle import Skipped, geometry, is_pdf, run, stamp_box

DPI = "60"
LARGEST = "1600"  # pixels: plans are drawn smaller
AT_ONCE = 40
STRONG = 60  # a pixel that differs by so much of 255 is another one
SHARE = 0.001  # of the pixels, which may be
MANY = 20  # exhibits of one bundle: beyond, the first and the last page of each are looked at
PICTURE = 20  # mean difference of a picture from itself, drawn by two programs, in a grid of SMALL × SMALL
SMALL = 48
TURNS = (None, *Image.Transpose)
Image.MAX_IMAGE_PIXELS = None


def drawn(bundle, pdf, first, last, name):
    """The pages from `first` to `last`, drawn, in order."""
    folder = os.path.join(bundle.folder.name, name)
    os.makedirs(folder, exist_ok=True)
    for old in glob.glob(folder + "/*.ppm"):
        os.remove(old)
    _, said = run(
        "mutool",
        "draw",
        "-q",
        "-r",
        DPI,
        "-w",
        LARGEST,
        "-h",
        LARGEST,
        "-c",
        "rgb",
        "-F",
        "pnm",
        "-o",
        folder + "/%d.ppm",
        pdf,
        f"{first}-{last}",
    )
    pages = [os.path.join(folder, f"{number}.ppm") for number in range(first, last + 1)]
    if not all(map(os.path.exists, pages)):
        raise Skipped(f"mupdf draws no page {first} to {last} of {os.path.basename(pdf)}: {said[-120:]}")
    return [Image.open(page).convert("RGB") for page in pages]


def blanked(image, box):
    """The picture with the stamp's box in white."""
    image = image.copy()
    if box:
        left, top, right, bottom = (round(share * side) for share, side in zip(box, image.size * 2))
        image.paste((255, 255, 255), (max(left, 0), max(top, 0), max(right, 0), max(bottom, 0)))
    return image


def faults(bundle, part):
    if part.expected.get("unlike"):
        raise Skipped(part.expected["unlike"])
    frame = bundle.report.get("stamp")
    picture = not is_pdf(part.source)
    copy = None if picture else bundle.source_copy(part)
    if not picture and copy is None:
        raise Skipped("no tool opens the source with so many pages")
    pictures = list(frames(part.source)) if picture else []
    runs = [(start, min(AT_ONCE, part.pages - start)) for start in range(0, part.pages, AT_ONCE)]
    if len(bundle.exhibits) > MANY:
        runs = [(start, 1) for start in sorted({0, part.pages - 1})]
    for start, count in runs:
        after = drawn(bundle, bundle.path, part.first + start, part.first + start + count - 1, "after")
        before = [] if picture else drawn(bundle, copy, start + 1, start + count, "before")
        for place in range(count):
            number = start + place + 1
            if part.first + start + place > len(bundle.pdf.pages):
                yield f"there is no page {number}"
                return
            page = bundle.pdf.pages[part.first + start + place - 1]
            width, height, _, unit = geometry(page)
            if min(width, height) <= 0:
                yield f"page {number} has no size"
                continue
            box = stamp_box(frame, width * unit, height * unit) if frame else None
            if picture:
                yield from picture_faults(number, blanked(after[place], box), pictures, number - 1)
            else:
                yield from page_faults(number, before[place], after[place], box)


def page_faults(number, before, after, box):
    if max(abs(a - b) for a, b in zip(before.size, after.size)) > 1:
        yield f"page {number} is {after.size[0]}×{after.size[1]} pixels, {before.size[0]}×{before.size[1]} in its file"
        return
    size = tuple(map(min, zip(before.size, after.size)))
    before, after = (blanked(image.crop((0, 0, *size)), box) for image in (before, after))
    channels = ImageChops.difference(before, after).split()
    difference = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    strong = sum(difference.histogram()[STRONG:])
    if strong > SHARE * size[0] * size[1] + 8:
        where = difference.point(lambda value: 255 * (value >= STRONG)).getbbox()
        yield f"page {number}: {strong} pixels of {size[0] * size[1]} differ, in {where}"


def frames(path):
    """The pictures of a file, upright, on white, and how many times each is wider than high on paper."""
    with Image.open(path) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            one = image.copy()
            one = ImageOps.exif_transpose(one) if number == 0 else one
            if one.mode.startswith("I"):
                one = one.point(lambda value: value / 256).convert("L")
            if "transparency" in one.info or one.mode in ("LA", "PA", "RGBA"):
                one = one.convert("RGBA")
                one = Image.alpha_composite(Image.new("RGBA", one.size, (255, 255, 255, 255)), one)
            across, down = image.info.get("dpi", (1, 1))
            yield one.convert("RGB"), one.width * (down or 1) / (one.height * (across or 1))


def picture_faults(number, page, pictures, place):
    if place >= len(pictures):
        yield f"page {number} has no picture in the file"
        return
    own, ratio = pictures[place]
    grey = page.convert("L").point(lambda value: 255 * (value < 200))
    found = grey.getbbox()
    if not found or min(found[2] - found[0], found[3] - found[1]) < 12:
        yield f"page {number}: no picture is seen ({found})"
        return
    seen = page.crop(found).resize((SMALL, SMALL), Image.Resampling.BOX)
    far = []
    for turn in TURNS:
        picture = own if turn is None else own.transpose(turn)
        far.append(
            sum(ImageStat.Stat(ImageChops.difference(seen, picture.resize((SMALL, SMALL), Image.Resampling.BOX))).mean) / 3
        )
    if far[0] > min(far) + 0.01:
        yield f"page {number}: the picture is turned: {TURNS[far.index(min(far))].name} is nearer"
    elif far[0] > PICTURE:
        yield f"page {number}: the picture has other colours (mean difference {far[0]:.0f})"
    across, down = found[2] - found[0], found[3] - found[1]
    if not 0.9 < across / down / ratio < 1.1:
        yield f"page {number}: the picture is {across}×{down} pixels on the page, and should be {ratio:.2f} times wider than high"
