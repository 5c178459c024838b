"""Kind b: marks in places where a rewriting that reads bytes, not tokens, would go wrong."""

from corpus.paper import deflated, raw, simple, stream
from corpus.registry import makes


@makes("marked-in-form.pdf", "b")
def in_form():
    """The marks stand in a form inside a form, each with its StructParents; the page has none."""
    objects = simple("", page=b"/StructParents 0", contents=stream(b"/Fm0 Do"))
    objects[4] = objects[4].replace(b"/Font", b"/XObject << /Fm0 6 0 R >> /Font")
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /StructParents %d /Resources << %s /Font << /F1 3 0 R >> >>"
    objects[6] = deflated(
        b"/P <</MCID 0>> BDC BT /F1 18 Tf 72 700 Td (Texte dans une forme) Tj ET EMC /Fm1 Do",
        form % (1, b"/XObject << /Fm1 7 0 R >>"),
    )
    objects[7] = deflated(
        b"/Span << /MCID 4 /ActualText <FEFF00E9> >> BDC BT /F1 18 Tf 72 660 Td (Forme dans la forme) Tj ET EMC", form % (2, b"")
    )
    return raw(objects)


@makes("marked-in-strings.pdf", "b")
def in_strings():
    """« /MCID 3 » and « BDC » in strings, names, comments and hexadecimal; a real mark among them."""
    contents = (
        rb"BT /F1 14 Tf 60 700 Td (Texte : /P <</MCID 3>> BDC, \(parenth\350ses \)\) et EMC) Tj 0 -30 Td <2f4d43494420332042444320> Tj ET "
        rb"% /P <</MCID 9>> BDC"
        b"\n"
        rb"/P<</MCID 3/ActualText(/MCID 5 \) BDC)/E<4d434944>>>BDC BT /F1 14 Tf 60 600 Td (Une vraie marque) Tj ET EMC "
        rb"/P << /A << /MCID 7 >> /MCID"
        b"\r"
        rb"12 >>BDC BT /F1 14 Tf 60 560 Td (Une autre) Tj ET EMC /MCID/P DP"
    )
    return raw(simple("", contents=deflated(contents)))


@makes("marked-in-properties.pdf", "b", 2)
def in_properties():
    """Marks in the list of properties of the resources, some of them optional content, some shared by two pages."""
    contents = deflated(
        b"/P /M0 BDC BT /F1 18 Tf 72 700 Td (Marque par nom) Tj ET EMC /OC /Layer BDC BT /F1 18 Tf 72 660 Td (Calque) Tj ET EMC "
        b"/P /Absent BDC EMC /P /M0 DP"
    )
    objects = simple("", contents=contents, pages=2)
    for page in (4, 6):
        objects[page] = objects[page].replace(b"/Font", b"/Properties << /M0 10 0 R /Layer 11 0 R >> /Font")
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [11 0 R] /D << /Order [11 0 R] >> >> >>"
    return raw(objects | {10: b"<< /MCID 0 /Lang (fr) >>", 11: b"<< /Type /OCG /Name (Calque) >>"})


@makes("marked-across-streams.pdf", "b")
def across():
    """A mark whose dictionary begins in one stream of the contents and ends in the next."""
    objects = simple("")
    objects[4] = objects[4].replace(b"/Contents 5 0 R", b"/Contents [5 0 R 6 0 R]")
    objects[5] = deflated(b"/P << /MCID 0 /Lang (fr)")
    return raw(objects | {6: deflated(b">> BDC BT /F1 18 Tf 72 700 Td (Marque sur deux flux) Tj ET EMC")})


@makes("marked-in-pattern.pdf", "b")
def in_pattern():
    """Marks in a tiling pattern and in a Type 3 font."""
    objects = simple(
        "",
        contents=deflated(
            b"/Pattern cs /P0 scn 100 300 300 300 re f 0 g BT /F2 40 Tf 72 700 Td (a) Tj ET BT /F1 18 Tf 72 650 Td (Motif) Tj ET"
        ),
    )
    objects[4] = objects[4].replace(b"/Font << ", b"/Pattern << /P0 6 0 R >> /Font << /F2 7 0 R ")
    objects[6] = stream(
        b"/P <</MCID 0>> BDC 0.8 0 0 rg 0 0 10 10 re f EMC",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 20 20] /XStep 20 /YStep 20 /Resources << >>",
    )
    objects[7] = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /a 8 0 R >> "
        b"/Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1000] /Resources << >> >>"
    )
    objects[8] = stream(b"1000 0 0 0 750 750 d1 /P <</MCID 1>> BDC 0 0 750 750 re f EMC")
    return raw(objects)


@makes("marked-but-no-tree.pdf", "b")
def no_tree():
    """Pages extracted from a tagged document: marks, /StructParents, and no tree."""
    return raw(
        simple(
            "",
            page=b"/StructParents 17 /Tabs /S",
            contents=deflated(b"/P <</MCID 5>> BDC BT /F1 18 Tf 72 700 Td (Marques sans arbre) Tj ET EMC"),
        )
    )
