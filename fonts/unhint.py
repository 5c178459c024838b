#!/usr/bin/env python3
"""Makes the sans-serif fonts of this folder from Adobe's own files of the same version (Source Sans 3, TTF):
`unhint.py FOLDER-OF-ADOBE'S-FILES`. Source Serif 4 carries no hinting and is Adobe's file as it is.

A printed page never uses hinting, yet each PDF would carry it: the tables and the instructions of every glyph go, every glyph and every
layout feature stays. A changed file may not be called « Source » (SIL Open Font License, reserved font name), so it has a name of ours; the
copyright and the licence stay in it. Needs fonttools. The outlines are the same to the unit: a page looks the same, pixel for pixel.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
HINTING = ("fpgm", "prep", "cvt ", "cvar", "gasp", "hdmx", "VDMX", "LTSH", "DSIG")
RENAMED = {"SourceSans3": "RecouvranceSans", "Source Sans 3": "Recouvrance Sans"}
# Unique id, family, full name, PostScript name, typographic family: what a font is called, and nothing of its copyright.
NAMES = (1, 3, 4, 6, 16, 21, 25)


def renamed(text):
    for theirs, ours in RENAMED.items():
        text = text.replace(theirs, ours)
    return text


def unhinted(path):
    font = TTFont(path, recalcTimestamp=False, recalcBBoxes=False)
    for table in HINTING:
        if table in font:
            del font[table]
    for name in font.getGlyphOrder():
        font["glyf"][name].removeHinting()
    maximum = font["maxp"]
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
                  "maxSizeOfInstructions"):
        setattr(maximum, field, 1 if field == "maxZones" else 0)
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = renamed(record.toUnicode())
        assert record.nameID not in NAMES or "Source" not in record.toUnicode(), record.toUnicode()
    return font


for source in sorted(Path(sys.argv[1]).glob("SourceSans3-*.ttf")):
    target = HERE / renamed(source.name)
    unhinted(source).save(target)
    print(target.name, source.stat().st_size, "→", target.stat().st_size)
