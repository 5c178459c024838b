"""Kind i: long documents and other scripts."""

import io

from pikepdf import OutlineItem
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.paper import changed, raw, sheets, simple, stream
from corpus.registry import makes

# « فاتورة رقم ٢٠٢٦ » and « المبلغ المستحق », letters joined and laid out from left to right, as a text layer holds them on paper.
ARABIC = (
    "٢٠٢٦ \ufee2\ufed7\ufead \ufe93\ufead\ufeee\ufe97\ufe8e\ufed3",
    "\ufed6\ufea4\ufe98\ufeb4\ufee4\ufedf\ufe8d \ufedf\ufee0\ufe92\ufee4\ufedf\ufe8d",
)
ACCENTS = (
    "ÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜŸ àâäæçéèêëîïôœùûüÿ",
    "Dès Noël où un zéphyr haï me vêt de glaçons würmiens",
    "L’œuvre « ambiguë » : 1 234,56 € — n° 7, § 3",
    "Décomposé : e\u0301te\u0301, c\u0327a, nai\u0308f",
)


@makes("352-pages.pdf", "i", 352)
def pages_352():
    """A contract of 352 pages."""
    return sheets("Contrat-cadre", 352, lines=3)


@makes("pages-in-a-deep-tree.pdf", "i", 64)
def balanced():
    """64 pages in a tree of six levels."""
    objects = simple("Arbre équilibré", pages=64)

    def branch(number, pages):
        if len(pages) == 1:
            return pages[0]
        half = len(pages) // 2
        left, right = branch(number * 2, pages[:half]), branch(number * 2 + 1, pages[half:])
        own = 2 if number == 1 else 1000 + number
        objects[own] = b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count %d >>" % (left, right, len(pages))
        return own

    branch(1, [4 + 2 * i for i in range(64)])
    return raw(objects)


def lines(title, texts):
    """Lines in DejaVu Sans, of Debian's fonts-dejavu-core: reportlab's own font has neither Arabic nor combining accents."""
    pdfmetrics.registerFont(TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    canvas.setFont("DejaVu", 18)
    for row, text in enumerate(texts):
        canvas.drawString(40, 700 - 40 * row, text)
    canvas.save()
    return held.getvalue()


@makes("arabic.pdf", "i")
def arabic():
    """Arabic, letters joined."""
    return lines("فاتورة", ARABIC)


@makes("accents.pdf", "i")
def accents():
    """Every French letter, and accents that are letters of their own."""
    return lines("Où l’été s’achève à Noël", ACCENTS)


@makes("Pièce jointe n° 3 – reçu de l’été.pdf", "i")
def accented_name():
    """A name with accents, a dash, an apostrophe and a degree sign."""
    return sheets("Reçu de l’été")


@makes("titles-in-utf-16.pdf", "i", 2)
def utf16():
    """Title and bookmarks in UTF-16, one with a language code in its middle."""

    def change(pdf):
        with pdf.open_outline() as outline:
            outline.root.extend([OutlineItem("Première partie – « été »", 0), OutlineItem("الجزء الثاني", 1)])
        pdf.docinfo.Title = "Été\u2028Œuvre 🙂"

    return changed(sheets("Titres en UTF-16", 2), change)


@makes("no-unicode.pdf", "i")
def no_unicode():
    """A font whose glyphs no table turns into letters."""
    objects = simple("", contents=stream(b"BT /F1 18 Tf 72 700 Td (\x01\x02\x03) Tj ET"))
    glyphs = b"/a 6 0 R /b 6 0 R /c 6 0 R"
    objects[3] = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << %s >> "
        b"/Encoding << /Type /Encoding /Differences [1 /a /b /c] >> /FirstChar 1 /LastChar 3 /Widths [1000 1000 1000] /Resources << >> >>"
        % glyphs
    )
    return raw(objects | {6: stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")})
