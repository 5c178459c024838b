"""Does a DL window show the recipient's address, all of it, and nothing else?

Read on page 1 of a letter: words with their boxes (pdftotext), and the ink itself (pdftoppm), since a logo or a rule is no
word. The words must be those of whom the case, for this type, makes the addressee. It never reads the rest of the letter.
    window_check.py LETTER.pdf CASE.json MENTIONS.toml
"""

import json
import re
import subprocess
import sys
import tomllib
from xml.etree import ElementTree

from verdict import finish, judge, words

# Millimetres from the top left corner of an A4 sheet folded in three. Left, right, top, bottom.
FRAME = (110, 195, 55, 88)  # where the window is, whatever envelope
WHITE = (88, 202, 33, 93)  # all that it may show when the sheet slides: 10 mm sideways, 11 mm up or down
LEFT, LOWEST = 115, 82  # left edge of the block; below 82 mm a 35 mm window may hide it
MOST_LINES, MOST_SIGNS = 6, 38  # NF Z 10-011
CLOSE = 0.5  # a box of poppler against a box of the page
PIXELS_PER_MM = 5  # for the ink

# Words that address a person, which the case does not hold.
POLITE = set("a l attention de du la le m mme ei".split())


def addressee(case):
    """Who receives the letter: the guarantor of the case's rank where it has guarantors, else the debtor."""
    guarantors = case.get("guarantors") or []
    rank = (case.get("letter") or {}).get("guarantor") or 1
    return guarantors[rank - 1]["party"] if case["recipient"] == "guarantor" else case["debtor"]


def address_words(case):
    """Words that may stand in the window, those that must, and the names of which one must."""
    debtor = addressee(case)
    address, strings = debtor.get("address") or {}, []
    waiting = [debtor]
    while waiting:
        value = waiting.pop()
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        strings += [value] if isinstance(value, str) else []
    needed = [*address.get("lines", []), address.get("postcode") or "", address.get("city") or ""]
    names = [set(words(debtor[k])) for k in ("name", "last_name", "trading_name") if debtor.get(k)]
    return POLITE.union(*map(words, strings)), set().union(*map(words, needed)), names


def boxes(pdf):
    """Words of page 1 as (text, left, right, top, bottom) in millimetres, in reading order."""
    page = subprocess.run(["pdftotext", "-f", "1", "-l", "1", "-bbox-layout", pdf, "-"], capture_output=True, check=True).stdout
    for element in ElementTree.fromstring(page).iter():
        if element.tag.endswith("}word"):
            left, right, top, bottom = (float(element.get(k)) * 25.4 / 72 for k in ("xMin", "xMax", "yMin", "yMax"))
            yield element.text or "", left, right, top, bottom


def meets(box, area):
    return box[1] < area[1] and box[2] > area[0] and box[3] < area[3] and box[4] > area[2]


def lines(seen):
    """Boxes grouped into lines by their middle."""
    grouped = []
    for box in sorted(seen, key=lambda b: (b[3] + b[4], b[1])):
        middle = (box[3] + box[4]) / 2
        if grouped and abs(middle - grouped[-1][0]) < 1.5:
            grouped[-1][1].append(box)
        else:
            grouped.append((middle, [box]))
    return [sorted(line, key=lambda b: b[1]) for _, line in grouped]


def word_faults(pdf, case):
    page = list(boxes(pdf))
    framed = [box for box in page if meets(box, FRAME)]
    if not framed:
        yield "no word stands in the window"
        return
    allowed, needed, names = address_words(case)
    block = lines(framed)
    texts = [" ".join(box[0] for box in line) for line in block]
    abroad = (addressee(case).get("address") or {}).get("country") or "FR"
    for index, text in enumerate(texts):
        is_country = abroad != "FR" and index == len(texts) - 1 > 1 and len(words(text)) < 3
        foreign = [] if is_country else [w for w in words(text) if w not in allowed]
        if foreign:
            yield f"« {text} » in the window is not of the address ({', '.join(foreign)})"
        if len(text) > MOST_SIGNS:
            yield f"« {text} » has {len(text)} signs, more than {MOST_SIGNS}"
        left, right = block[index][0][1], max(box[2] for box in block[index])
        if abs(left - LEFT) > CLOSE:
            yield f"« {text} » begins at {left:.1f} mm, not {LEFT}"
        if right > FRAME[1]:
            yield f"« {text} » ends at {right:.1f} mm, outside the window"
        if any(a[2] > b[1] + CLOSE for a, b in zip(block[index], block[index][1:])):
            yield f"« {text} » is printed over itself"
        # The French post asks for capitals; an address of another country stands as its own post writes it.
        if abroad == "FR" and index >= len(texts) - 2 and not re.fullmatch(r"[^\Wa-zÀ-ÿ]+(\W[^\Wa-zÀ-ÿ]+)*", text):
            yield f"« {text} », one of the last two lines, is not in capitals without accents"
    shown = {w for text in texts for w in words(text)}
    if needed - shown:
        yield f"the window does not show {', '.join(sorted(needed - shown))}"
    if not any(name <= shown for name in names):
        yield "the window does not show the addressee's name"
    if len(block) > MOST_LINES:
        yield f"{len(block)} lines, more than {MOST_LINES}"
    top, bottom = min(b[3] for b in framed), max(b[4] for b in framed)
    if top < FRAME[2] - CLOSE or bottom > LOWEST:
        yield f"the address stands from {top:.1f} to {bottom:.1f} mm, not within {FRAME[2]} and {LOWEST}"
    for box in page:
        if meets(box, WHITE) and box not in framed:
            yield f"« {box[0]} » at {box[1]:.0f}, {box[3]:.0f} mm may slide into the window"


def ink_faults(pdf):
    x, y, width, height = (v * PIXELS_PER_MM for v in (WHITE[0], WHITE[2], WHITE[1] - WHITE[0], WHITE[3] - WHITE[2]))
    command = ["pdftoppm", "-gray", "-singlefile", "-f", "1", "-l", "1", "-r", str(PIXELS_PER_MM * 25.4)]
    image = subprocess.run(command + ["-x", str(x), "-y", str(y), "-W", str(width), "-H", str(height), pdf], capture_output=True, check=True).stdout
    grey = image[-width * height :]
    if not image.startswith(b"P5") or len(image) < width * height:
        yield "the page is smaller than the white it must keep"
        return
    words_there = [box for box in boxes(pdf) if meets(box, FRAME)]
    for at, value in enumerate(grey):
        if value < 250:
            mm = (WHITE[0] + at % width / PIXELS_PER_MM, WHITE[2] + at // width / PIXELS_PER_MM)
            if not any(b[1] - 1 < mm[0] < b[2] + 1 and b[3] - 1 < mm[1] < b[4] + 1 for b in words_there):
                yield f"ink at {mm[0]:.0f}, {mm[1]:.0f} mm that is no word of the address"
                return


if __name__ == "__main__":
    letter, case_path, type_path = sys.argv[1:]
    with open(case_path, encoding="utf-8") as file:
        the_case = json.load(file)
    with open(type_path, "rb") as file:
        the_case["recipient"] = tomllib.load(file).get("recipient", "debtor")
    finish([judge(letter, "window, words", word_faults, letter, the_case), judge(letter, "window, ink", ink_faults, letter)])
