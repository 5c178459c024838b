"""Kind d, and on purpose: loops, bombs and nests. Any end is right but a panic, a hang or a large memory."""

import zlib

from corpus.paper import deflated, raw, sheets, simple, stream
from corpus.registry import makes

DAMAGED = ["exhibit-damaged", "exhibit-too-complex", "exhibit-no-pages", "exhibit-too-slow"]
TOO_MUCH = ["exhibit-too-complex", "exhibit-too-large", "exhibit-too-slow", "exhibit-too-many-pages", "exhibit-damaged"]


@makes("xref-loop.pdf", "d", 2, either=DAMAGED)
def xref_loop():
    """/Prev of the table points at the table itself."""
    data = raw(simple("Table en boucle", pages=2), trailer=b"/Root 1 0 R /Prev 0000000000")
    return data.replace(b"/Prev 0000000000", b"/Prev %010d" % data.rindex(b"xref\n0"))


@makes("pages-loop.pdf", "d", 1, either=DAMAGED)
def pages_loop():
    """The page tree holds a page, and itself."""
    objects = simple("Arbre en boucle")
    objects[2] = b"<< /Type /Pages /Kids [4 0 R 2 0 R] /Count 2 >>"
    return raw(objects)


@makes("parent-loop.pdf", "d", 1, either=DAMAGED)
def parent_loop():
    """The tree is its own parent, and the page looks there for the box it inherits."""
    objects = simple("Parent en boucle", box=b"")
    objects[2] = b"<< /Type /Pages /Parent 2 0 R /Kids [4 0 R] /Count 1 >>"
    return raw(objects)


@makes("deep-pages.pdf", "d", 1, either=DAMAGED)
def deep_pages():
    """Five thousand nested page trees, and one page at the bottom."""
    objects, last = simple("Au fond"), 5010
    objects[2] = b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"
    for number in range(10, last):
        parent = 2 if number == 10 else number - 1
        kid = 4 if number == last - 1 else number + 1
        objects[number] = b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (parent, kid)
    return raw(objects)


@makes("pages-doubling.pdf", "d", refused=TOO_MUCH)
def pages_doubling():
    """Each of thirty page trees holds the next one twice: a thousand million pages in 3 kB."""
    objects = simple("Doublement")
    objects[2] = b"<< /Type /Pages /Kids [10 0 R 10 0 R] /Count 1073741824 >>"
    for number in range(10, 40):
        kid = 4 if number == 39 else number + 1
        objects[number] = b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 2 >>" % (kid, kid)
    return raw(objects)


@makes("deep-arrays.pdf", "d", 1, either=DAMAGED)
def deep_arrays():
    """An object of fifty thousand nested arrays, which a recursive reader does not survive."""
    return raw(simple("Tableaux emboîtés", page=b"/Deep 6 0 R") | {6: b"[" * 50_000 + b"]" * 50_000})


@makes("deep-contents.pdf", "d", 1, either=TOO_MUCH, unlike="readers stop at different depths", costly="readers differ")
def deep_contents():
    """Fifty thousand nested arrays and dictionaries in a marked section of the contents."""
    nest = b"/Span <</A " + b"[" * 25_000 + b"]" * 25_000 + b" >> BDC EMC "
    return raw(simple("", contents=deflated(nest + b"BT /F1 18 Tf 72 700 Td (Contenu profond) Tj ET")))


@makes("references-loop.pdf", "d", 1, either=DAMAGED)
def references_loop():
    """/Contents refers to a reference that refers to itself, the resources too."""
    return raw(simple("", page=b"/Annots 6 0 R").copy() | {5: b"6 0 R", 6: b"7 0 R", 7: b"6 0 R"})


@makes("form-loop.pdf", "d", 1, either=DAMAGED, unlike="readers stop the loop at different depths", costly="readers differ")
def form_loop():
    """A form XObject that paints itself."""
    objects = simple("", contents=stream(b"/Fm Do BT /F1 18 Tf 72 700 Td (Forme en boucle) Tj ET"))
    objects[4] = objects[4].replace(b"/Font", b"/XObject << /Fm 6 0 R >> /Font")
    objects[6] = stream(
        b"/Span << /MCID 0 >> BDC EMC q 0.9 0 0 0.9 10 10 cm 5 5 100 100 re S /Fm Do Q",
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /Fm 6 0 R >> >>",
    )
    return raw(objects)


@makes("object-stream-loop.pdf", "d", 1, either=DAMAGED)
def object_stream_loop():
    """An object stream that says it extends itself and holds itself."""
    objects = simple("Flux d’objets en boucle")
    inner = b"6 0 8 5 <<>> [6 0 R]"
    objects[6] = stream(inner, b"/Type /ObjStm /N 2 /First 8 /Extends 6 0 R")
    return raw(objects, start=b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")


@makes("length-loop.pdf", "d", 1, either=DAMAGED)
def length_loop():
    """/Length of a stream is that very stream."""
    return raw(simple("Longueur en boucle")).replace(b"/Length ", b"/Length 5 0 R /Was ")


@makes("zero-pages.pdf", "d", refused=["exhibit-no-pages"])
def zero_pages():
    """A sound file without a page."""
    return raw({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"})


@makes("no-catalogue.pdf", "d", refused=["exhibit-damaged", "exhibit-no-pages"])
def no_catalogue():
    """A sound table, and neither catalogue nor page."""
    return raw({1: b"<< /Hello (world) >>", 2: b"[1 2 3]"})


@makes("pages-are-a-number.pdf", "d", refused=["exhibit-damaged", "exhibit-no-pages"])
def pages_number():
    """/Pages is 42."""
    return raw({1: b"<< /Type /Catalog /Pages 42 >>"})


def packed(byte, count):
    """`count` times a byte, deflated, without holding them."""
    packer, out = zlib.compressobj(9), []
    for _ in range(count >> 20):
        out.append(packer.compress(byte * (1 << 20)))
    return b"".join(out) + packer.flush()


@makes("bomb.pdf", "d", 1, either=TOO_MUCH, unlike="its contents are 512 MB of blanks", costly="readers take long")
def bomb():
    """Contents of 512 MB in 2 kB: blanks, deflated twice."""
    return raw(simple("", contents=stream(zlib.compress(packed(b" ", 512 << 20), 9), b"/Filter [/FlateDecode /FlateDecode]")))


@makes("bomb-marked.pdf", "d", 1, either=TOO_MUCH, unlike="its contents are 200 MB", costly="readers take long")
def bomb_marked():
    """Contents of 200 MB of marked sections, each to be rewritten."""
    unit = b"/P <</MCID 1>> BDC EMC\n" * 40_000
    packer, out = zlib.compressobj(9), []
    for _ in range((200 << 20) // len(unit)):
        out.append(packer.compress(unit))
    return raw(simple("", contents=stream(b"".join(out) + packer.flush(), b"/Filter /FlateDecode")))


@makes("bomb-object-stream.pdf", "d", 1, either=TOO_MUCH + ["exhibit-no-pages"], costly="readers take long")
def bomb_objects():
    """An object stream of 512 MB, deflated."""
    objects = simple("Flux d’objets piégé", page=b"/Odd 7 0 R")
    objects[6] = stream(packed(b" ", 512 << 20), b"/Type /ObjStm /N 1 /First 10 /Filter /FlateDecode")
    return raw(objects, start=b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")


@makes("many-objects.pdf", "d", 1, either=TOO_MUCH, costly="two hundred thousand objects")
def many_objects():
    """Two hundred thousand objects that nobody needs."""
    return raw(simple("Beaucoup d’objets") | {number: b"null" for number in range(6, 200_000)})


@makes("size-lies.pdf", "d", 2, either=DAMAGED)
def size_lies():
    """The table says it holds two thousand million objects."""
    return (
        raw(simple("Taille fausse", pages=2))
        .replace(b"/Size 8", b"/Size 2000000000")
        .replace(b"xref\n0 8", b"xref\n0 2000000000")
    )


@makes("xref-stream-lies.pdf", "d", 1, either=DAMAGED)
def xref_stream_lies():
    """A cross-reference stream with fields of a thousand million bytes."""
    objects = simple("Flux de table faux")
    objects[6] = stream(
        b"\0" * 40, b"/Type /XRef /Size 7 /W [1000000000 2000000000 1000000000] /Index [0 2000000000] /Root 1 0 R"
    )
    data = raw(objects, start=b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    return data[: data.index(b"xref\n0")] + b"startxref\n%d\n%%%%EOF\n" % data.index(b"6 0 obj")


@makes("predictor-lies.pdf", "d", 1, either=DAMAGED)
def predictor_lies():
    """Contents with a predictor of two thousand million columns."""
    data = zlib.compress(b"BT /F1 18 Tf 72 700 Td (Colonnes) Tj ET")
    entries = b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>"
    return raw(simple("", contents=stream(data, entries)))


@makes("outline-loop.pdf", "d", 2)
def outline_loop():
    """Bookmarks whose /Next and /First turn in a circle."""
    objects = simple("Signets en boucle", pages=2)
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R >>"
    objects[10] = b"<< /Type /Outlines /First 11 0 R /Last 12 0 R /Count 2 >>"
    objects[11] = b"<< /Title (Un) /Parent 10 0 R /Next 12 0 R /First 11 0 R /Dest [4 0 R /Fit] >>"
    objects[12] = b"<< /Title (Deux) /Parent 10 0 R /Next 11 0 R /Prev 11 0 R /Dest [6 0 R /Fit] >>"
    return raw(objects)


@makes("name-tree-loop.pdf", "d", 1)
def name_tree_loop():
    """Name trees of destinations and scripts that hold themselves."""
    objects = simple("Arbre de noms en boucle")
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R /Names << /Dests 6 0 R /JavaScript 6 0 R /EmbeddedFiles 6 0 R >> >>"
    return raw(objects | {6: b"<< /Kids [6 0 R 6 0 R 6 0 R] >>"})


@makes("field-loop.pdf", "d", 1, either=DAMAGED)
def field_loop():
    """Form fields that are each other's parent and kid."""
    objects = simple("Champs en boucle", page=b"/Annots [6 0 R]")
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R] >> >>"
    objects[6] = b"<< /Type /Annot /Subtype /Widget /Parent 7 0 R /Kids [7 0 R] /T (a) /Rect [100 100 200 120] /F 4 >>"
    objects[7] = b"<< /Parent 6 0 R /Kids [6 0 R 7 0 R] /T (b) >>"
    return raw(objects)


@makes("brotli-filter.pdf", "d", 1, either=["exhibit-damaged"], unlike="no reader knows the filter")
def brotli_filter():
    """Contents with a filter of tomorrow, Brotli."""
    return raw(simple("", contents=stream(bytes.fromhex("0b0580") + b"Bonjour" + b"\x03", b"/Filter /BrotliDecode")))


@makes("unknown-filter.pdf", "d", 1, either=["exhibit-damaged"], unlike="no reader knows the filter")
def unknown_filter():
    """Contents with a filter that does not exist, parameters of the wrong kind."""
    return raw(simple("", contents=stream(b"0 0 10 10 re f", b"/Filter [/Zorglub 42 null] /DecodeParms (no)")))


@makes("wrong-kinds.pdf", "d", 1, either=DAMAGED, unlike="the page had no size")
def wrong_kinds():
    """Every entry of the page and of the catalogue is of the wrong kind."""
    objects = simple("")
    objects[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /Names 12 /AcroForm [1] /Outlines (x) /OCProperties /No /StructTreeRoot 3.5 "
        b"/MarkInfo [] /Metadata (x) >>"
    )
    objects[4] = (
        b"<< /Type /Page /Parent (x) /MediaBox /Big /CropBox (x) /Rotate [90] /UserUnit /Two /Resources 12 /Contents << >> "
        b"/Annots << /A 1 >> /Group 3 /Tabs 1 /StructParents (x) /AA 3 /B 7 >>"
    )
    return raw(objects)


@makes("numbers-huge.pdf", "d", 1, either=DAMAGED, unlike="the page has no size a reader can show")
def numbers_huge():
    """Boxes, turns and units beyond any integer, and real numbers with exponents and many digits."""
    return raw(
        simple(
            "Nombres immenses",
            box=b"/MediaBox [-99999999999999999999 -1e30 999999999999999999999999 4294967296.000000000000000000001]",
            page=b"/Rotate 99999999999999999999 /UserUnit 1000000000000",
        )
    )


@makes("random-bytes.pdf", "d", 1, refused=["exhibit-damaged", "exhibit-no-pages", "exhibit-not-a-document"])
def random_bytes():
    """The header of a PDF, then 64 kB of noise."""
    value, out = 12345, bytearray()
    for _ in range(65_536):
        value = (value * 1103515245 + 12345) % 2**31
        out.append(value >> 16 & 255)
    return b"%PDF-1.7\n" + bytes(out)


@makes(
    "bits-flipped.pdf",
    "d",
    0,
    either=DAMAGED + ["exhibit-encrypted"],
    unlike="the damage falls where it falls",
    costly="readers differ",
)
def bits_flipped():
    """A sound file with one byte in 400 changed."""
    data = bytearray(sheets("Octets changés", 2))
    for place in range(20, len(data), 400):
        data[place] ^= 0x11
    return bytes(data)
