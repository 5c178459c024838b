"""Kind d: damaged as files are when a mail, a scanner or a disk has spoilt them. Readers open most, so the bundle should."""

import base64
import re
import zlib

from corpus.paper import body, deflated, drawn, raw, sheets, simple, stream, table
from corpus.registry import makes


@makes(
    "truncated.pdf",
    "d",
    2,
    unlike="readers show the half of the page that is there, or none",
    either=["exhibit-damaged", "exhibit-no-pages"],
)
def truncated():
    """Cut in the middle of the second of three pages: neither table nor trailer, a page without contents, one gone."""
    data = raw(simple("Fichier coupé", pages=3))
    return data[: data.index(b"(Fichier coup\xe9 2)") + 8]


@makes("truncated-tail.pdf", "d", 3)
def truncated_tail():
    """Every object is there, the table and the trailer are not."""
    data = raw(simple("Fin coupée", pages=3))
    return data[: data.index(b"xref\n0 ")]


@makes("truncated-eof.pdf", "d", 3)
def truncated_eof():
    """The last line is missing."""
    return raw(simple("Dernière ligne absente", pages=3)).removesuffix(b"%%EOF\n")


@makes("xref-wrong.pdf", "d", 2)
def xref_wrong():
    """startxref points beside the table."""
    return re.sub(rb"startxref\n\d+", b"startxref\n99", raw(simple("Table mal indiquée", pages=2)))


@makes("xref-beyond.pdf", "d", 2)
def xref_beyond():
    """startxref points beyond the end."""
    return re.sub(rb"startxref\n\d+", b"startxref\n99999999999", raw(simple("Table hors du fichier", pages=2)))


@makes("xref-offsets-wrong.pdf", "d", 2)
def xref_offsets():
    """The table is where it should be; its offsets are all 7 too high."""
    written, offsets = body(simple("Positions fausses", pages=2))
    end = b"trailer\n<< /Size 9 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(written)
    return written + table({number: offset + 7 for number, offset in offsets.items()}) + end


@makes("xref-from-1.pdf", "d", 2)
def xref_from_one():
    """The table says that it begins at object 1: each number is one too high."""
    return raw(simple("Table qui commence à un", pages=2)).replace(b"xref\n0 8\n", b"xref\n1 8\n")


@makes("xref-short-lines.pdf", "d", 2)
def xref_short():
    """Lines of the table of 19 bytes, not 20."""
    return re.sub(rb"(\d{10} \d{5} [nf]) \n", rb"\1\n", raw(simple("Lignes courtes", pages=2)))


@makes("carriage-returns.pdf", "d", 2)
def carriage_returns():
    """Line ends changed on the way, as a mail gateway does: the offsets are wrong and the streams longer."""
    return raw(simple("Fins de ligne changées", pages=2)).replace(b"\n", b"\r\n")


@makes("length-wrong.pdf", "d")
def length_wrong():
    """/Length of the contents is too short."""
    return re.sub(rb"/Length \d+", b"/Length 11", raw(simple("Longueur fausse")))


@makes("length-too-long.pdf", "d")
def length_too_long():
    """/Length of the contents runs into the next objects."""
    return re.sub(rb"/Length \d+", b"/Length 400", raw(simple("Longueur trop grande")))


@makes("length-dangling.pdf", "d")
def length_dangling():
    """/Length is a reference to an object that is not there."""
    return re.sub(rb"/Length \d+", b"/Length 77 0 R", raw(simple("Longueur absente")))


@makes("header-late.pdf", "d", 2)
def header_late():
    """The header at byte 1016, offsets from the header."""
    return b" " * 1015 + b"\n" + raw(simple("En-tête tardif", pages=2))


@makes("header-too-late.pdf", "d", 2, either=["exhibit-not-a-document", "exhibit-damaged"])
def header_too_late():
    """The header at byte 3000: no standard holds it for a PDF, some readers do."""
    return b" " * 2999 + b"\n" + raw(simple("En-tête trop tardif", pages=2))


@makes("garbage-before.pdf", "d", 2)
def garbage_before():
    """The header lines of an HTTP answer before the file."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + raw(simple("Octets parasites au début", pages=2))


@makes("garbage-before-counted.pdf", "d", 2)
def garbage_counted():
    """Lines before the header, counted in the offsets."""
    return raw(simple("Octets comptés au début", pages=2), start=b"@PJL ENTER LANGUAGE=PDF\n%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")


@makes("garbage-after.pdf", "d", 2)
def garbage_after():
    """4 kB of zeros after the end."""
    return raw(simple("Octets parasites à la fin", pages=2)) + bytes(4096)


@makes("no-header.pdf", "d", 2, either=["exhibit-not-a-document", "exhibit-damaged"])
def no_header():
    """The line %PDF is missing."""
    return raw(simple("Sans en-tête", pages=2), start=b"%\xe2\xe3\xcf\xd3\n")


@makes("no-trailer.pdf", "d", 2)
def no_trailer():
    """The table without the trailer: the catalogue must be looked for."""
    data = raw(simple("Sans fin", pages=2))
    return data[: data.index(b"trailer")]


@makes("no-contents.pdf", "d")
def no_contents():
    """A blank page, without /Contents."""
    objects = simple("")
    objects[4] = objects[4].replace(b"/Contents 5 0 R", b"")
    return raw(objects)


@makes("contents-dangling.pdf", "d")
def contents_dangling():
    """/Contents refers to an object that is not there."""
    objects = simple("")
    objects[4] = objects[4].replace(b"/Contents 5 0 R", b"/Contents 55 0 R")
    return raw(objects)


@makes("contents-split.pdf", "d")
def contents_split():
    """/Contents is a list of streams, cut between the operands and their operator."""
    objects = simple("")
    objects[4] = objects[4].replace(b"/Contents 5 0 R", b"/Contents [5 0 R 6 0 R 7 0 R 77 0 R]")
    return raw(objects | {5: stream(b"BT /F1 18 Tf 72"), 6: deflated(b"700 Td (Contenu en morceaux)"), 7: stream(b"Tj ET")})


@makes("fuzzed-stream.pdf", "d")
def fuzzed_stream():
    """The second half of the deflated contents is spoilt; the first half is readable."""
    lines = b"".join(b"BT /F1 12 Tf 72 %d Td (Ligne %d du document) Tj ET\n" % (780 - 12 * i, i * 7919) for i in range(60))
    data = zlib.compress(lines, 9)
    spoilt = data[: len(data) // 2] + bytes((byte * 7 + 13) % 256 for byte in data[len(data) // 2 :])
    return raw(simple("", contents=stream(spoilt, b"/Filter /FlateDecode")))


@makes("flate-cut.pdf", "d")
def flate_cut():
    """Deflated contents without their end, as some scanners write them."""
    data = zlib.compress(drawn("Flux sans fin"))
    return raw(simple("", contents=stream(data[:-6], b"/Filter /FlateDecode")))


@makes("kids-missing.pdf", "d", 2, unlike="readers show blank pages for what is no page")
def kids_missing():
    """The page tree names a null, a page that is not there, and something that is no page."""
    objects = simple("Enfants absents", pages=2)
    objects[2] = b"<< /Type /Pages /Kids [4 0 R null 66 0 R 3 0 R 6 0 R] /Count 5 >>"
    return raw(objects)


@makes("type-missing.pdf", "d", 2)
def type_missing():
    """Neither the pages nor their tree say their /Type."""
    return raw({n: o.replace(b"/Type /Pages", b"").replace(b"/Type /Page", b"") for n, o in simple("Sans type", pages=2).items()})


@makes("count-lies.pdf", "d", 2)
def count_lies():
    """/Count says a thousand million."""
    objects = simple("Un compte faux", pages=2)
    objects[2] = objects[2].replace(b"/Count 2", b"/Count 1000000000")
    return raw(objects)


@makes("page-shared.pdf", "d", 3)
def page_shared():
    """The same page three times in the tree."""
    objects = simple("Une page trois fois")
    objects[2] = b"<< /Type /Pages /Kids [4 0 R 4 0 R 4 0 R] /Count 3 >>"
    return raw(objects)


@makes("parent-missing.pdf", "d", 2, unlike="some readers find no font without the parent")
def parent_missing():
    """The pages have no /Parent, and inherit their resources from it."""
    objects = simple("Parent absent", pages=2)
    objects[2] = objects[2].replace(b"/Kids", b"/Resources << /Font << /F1 3 0 R >> >> /Kids")
    for number in (4, 6):
        objects[number] = objects[number].replace(b"/Parent 2 0 R", b"").replace(b"/Resources << /Font << /F1 3 0 R >> >>", b"")
    return raw(objects)


@makes("resources-inherited.pdf", "d", 2)
def resources_inherited():
    """The resources stand in the page tree only."""
    objects = simple("Ressources héritées", pages=2)
    objects[2] = objects[2].replace(b"/Kids", b"/Resources << /Font << /F1 3 0 R >> >> /Kids")
    for number in (4, 6):
        objects[number] = objects[number].replace(b"/Resources << /Font << /F1 3 0 R >> >>", b"")
    return raw(objects)


@makes("resources-missing.pdf", "d")
def resources_missing():
    """No resources at all: a drawing needs none."""
    objects = simple("", contents=stream(b"1 0 0 rg 100 100 200 300 re f"))
    objects[4] = objects[4].replace(b"/Resources << /Font << /F1 3 0 R >> >>", b"")
    return raw(objects)


@makes("state-left-open.pdf", "d")
def state_left_open():
    """The contents end with three q, a turned and scaled matrix, a clip, white ink and an invisible text mode."""
    return raw(
        simple("", contents=stream(drawn("Restes d’état") + b" q q q 0.1 0.1 -0.1 0.1 40 40 cm 0 0 5 5 re W n 1 g 1 G 3 Tr 9 Tc"))
    )


@makes("state-popped.pdf", "d")
def state_popped():
    """More Q than q."""
    return raw(simple("", contents=stream(b"Q Q Q " + drawn("État dépilé") + b" Q Q Q Q")))


@makes("text-left-open.pdf", "d")
def text_left_open():
    """A BT without ET, and a marked section without its end."""
    return raw(simple("", contents=stream(b"/Span BMC " + drawn("Texte resté ouvert").removesuffix(b"ET"))))


@makes("names-odd.pdf", "d")
def names_odd():
    """Resource names with spaces, accents and signs, written with #."""
    objects = simple("", contents=stream(b"BT /Police#20n#B0#201#2F#23 18 Tf 72 700 Td (Noms \\351tranges) Tj ET"))
    objects[4] = objects[4].replace(b"/F1", b"/Police#20n#B0#201#2F#23")
    return raw(objects)


@makes("generations.pdf", "d")
def generations():
    """Objects of generation 65534 and 1."""
    data = raw(simple("Générations")).replace(b"4 0 obj", b"4 1 obj").replace(b"[4 0 R]", b"[4 1 R]")
    rows = data.split(b"\n")
    first = rows.index(b"0 6") + 1
    rows[first + 4] = rows[first + 4].replace(b" 00000 n", b" 00001 n")
    return b"\n".join(rows)


@makes("prev-missing.pdf", "d", 2)
def prev_missing():
    """/Prev points at nothing, and nothing is missing."""
    return raw(simple("Table précédente absente", pages=2), trailer=b"/Root 1 0 R /Prev 4")


@makes("version-9.pdf", "d", 2)
def version_nine():
    """The header says PDF-9.9."""
    return raw(simple("Version future", pages=2), start=b"%PDF-9.9\n%\xe2\xe3\xcf\xd3\n")


@makes("recompressed-twice.pdf", "d")
def twice():
    """Contents through ASCII85, ASCIIHex and two Flate, as a printer's chain leaves them."""
    inner = zlib.compress(zlib.compress(drawn("Quatre filtres"))).hex().encode() + b">"
    outer = base64.a85encode(inner) + b"~>"
    return raw(simple("", contents=stream(outer, b"/Filter [/ASCII85Decode /ASCIIHexDecode /FlateDecode /FlateDecode]")))


@makes("run-length.pdf", "d")
def run_length():
    """Contents through RunLength, a filter of old."""
    text = drawn("Filtre ancien")
    data = b"".join(bytes([len(part) - 1]) + part for part in (text[i : i + 128] for i in range(0, len(text), 128))) + b"\x80"
    return raw(simple("", contents=stream(data, b"/Filter /RunLengthDecode")))


@makes("two-files-glued.pdf", "d", 1, either=["exhibit-damaged"])
def glued():
    """Two PDFs one after the other, as `cat` makes them: readers show the second."""
    return sheets("Premier fichier") + raw(simple("Second fichier"))
