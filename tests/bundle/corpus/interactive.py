"""Kind g: what lives on a page: forms, links, layers, remarks. What is seen must stay seen."""

from pikepdf import Array, Dictionary, Name, OutlineItem, Stream, String

from corpus.paper import opened, raw, saved, sheets, simple, stream
from corpus.registry import makes


def appearance(pdf, width, height, content, **entries):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    form = Stream(
        pdf,
        content.encode("cp1252") if isinstance(content, str) else content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, width, height]),
        Resources=Dictionary(Font=Dictionary(Helv=font)),
        **entries,
    )
    return pdf.make_indirect(form)


def said(text, ink="0 g"):
    return f"/Tx BMC q 0.9 0.9 1 rg 0 0 200 20 re f {ink} BT /Helv 12 Tf 4 5 Td ({text}) Tj ET Q EMC"


def add(pdf, page, annotation, field=True):
    if "/Annots" not in page.obj:
        page.obj.Annots = Array([])
    page.obj.Annots.append(annotation)
    if field:
        if "/AcroForm" not in pdf.Root:
            pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([]), DA=String("/Helv 12 Tf 0 g")))
        pdf.Root.AcroForm.Fields.append(annotation)
    return annotation


def field(pdf, page, name, value, rect=(100, 300, 300, 320), seen=True, **entries):
    """A text field, with its appearance unless `seen` is false."""
    made = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String(name),
            V=String(value),
            F=4,
            Rect=Array(list(rect)),
            P=page.obj,
            DA=String("/Helv 12 Tf 0 g"),
        )
    )
    if seen:
        made.AP = Dictionary(N=appearance(pdf, rect[2] - rect[0], rect[3] - rect[1], said(value)))
    for key, entry in entries.items():
        made[Name("/" + key)] = entry
    return add(pdf, page, made)


@makes("form-filled.pdf", "g")
def form_filled():
    """Three text fields filled in, with their appearance."""
    with opened(sheets("Formulaire rempli")) as pdf:
        for row, (name, value) in enumerate((("nom", "Comptoir Montcarmel"), ("montant", "14 640,00"), ("ville", "Chaponost"))):
            field(pdf, pdf.pages[0], name, value, (100, 300 + 40 * row, 300, 320 + 40 * row))
        return saved(pdf)


def twin(value):
    with opened(sheets("Formulaire jumeau")) as pdf:
        field(pdf, pdf.pages[0], "nom", value)
        field(pdf, pdf.pages[0], "total", value + " euros", (100, 350, 300, 370))
        return saved(pdf)


@makes("form-twin-a.pdf", "g")
def twin_a():
    """The first of two forms with the same field names and other values."""
    return twin("Valeur A 1111")


@makes("form-twin-b.pdf", "g")
def twin_b():
    """The second of two forms with the same field names and other values."""
    return twin("Valeur B 2222")


@makes("form-no-appearance.pdf", "g", unlike="each reader draws the value its own way")
def no_appearance():
    """Fields with a value and no appearance (/NeedAppearances): the value is drawn, or a note says it is unseen."""
    with opened(sheets("Formulaire sans apparence")) as pdf:
        field(pdf, pdf.pages[0], "nom", "Valeur invisible", seen=False)
        pdf.Root.AcroForm.NeedAppearances = True
        return saved(pdf)


@makes("form-hidden.pdf", "g", absent=["secret", "masqué"])
def hidden():
    """A hidden field, one not to be seen on screen, one of no size: their text must not come out."""
    with opened(sheets("Formulaire à champs cachés")) as pdf:
        page = pdf.pages[0]
        field(pdf, page, "caché", "Texte secret", F=2)
        field(pdf, page, "invisible", "Texte masqué", (100, 350, 300, 370), F=32)
        field(pdf, page, "vu", "Texte visible", (100, 400, 300, 420))
        field(pdf, page, "nul", "", (100, 440, 100, 440))
        return saved(pdf)


@makes("form-boxes.pdf", "g", absent=["décoché"])
def boxes():
    """Tick boxes and radio buttons: of each, only the state of /AS is drawn."""
    with opened(sheets("Formulaire à cases")) as pdf:
        page = pdf.pages[0]
        for row, state in enumerate(("Oui", "Off", "Oui")):
            on = appearance(pdf, 120, 20, "0 0 20 20 re S 2 2 16 16 re f BT /Helv 10 Tf 26 5 Td (coch\xe9) Tj ET")
            off = (
                appearance(pdf, 120, 20, "0 0 20 20 re S BT /Helv 10 Tf 26 5 Td (d\xe9coch\xe9) Tj ET")
                if row == 2
                else appearance(pdf, 120, 20, "0 0 20 20 re S")
            )
            made = pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Btn,
                    T=String(f"case{row}"),
                    F=4,
                    P=page.obj,
                    V=Name("/" + state),
                    AS=Name("/" + state),
                    Rect=Array([100, 300 + 40 * row, 220, 320 + 40 * row]),
                    AP=Dictionary(N=Dictionary(Oui=on, Off=off)),
                )
            )
            add(pdf, page, made)
        return saved(pdf)


@makes("form-turned.pdf", "g", 2)
def turned():
    """Fields whose appearance has a matrix, a box not at the origin, another size than theirs; the second page is turned."""
    with opened(sheets("Formulaire tourné", 2)) as pdf:
        for page in pdf.pages:
            quarter = appearance(pdf, 200, 20, said("Tourné d’un quart"), Matrix=Array([0, 1, -1, 0, 20, 0]))
            made = field(
                pdf, page, f"quart{page.index}", "Tourné d’un quart", (400, 300, 420, 500), seen=False, MK=Dictionary(R=90)
            )
            made.AP = Dictionary(N=quarter)
            wide = appearance(pdf, 200, 20, said("Agrandi"), Matrix=Array([2, 0, 0, 2, 7, 9]))
            wide.BBox = Array([-5, -5, 205, 25])
            made = field(pdf, page, f"grand{page.index}", "Agrandi", (100, 200, 350, 240), seen=False)
            made.AP = Dictionary(N=wide)
        pdf.pages[1].obj.Rotate = 90
        return saved(pdf)


@makes("form-kids.pdf", "g", 2)
def kids():
    """A field whose kids on two pages inherit its type and value."""
    with opened(sheets("Champ à deux endroits", 2)) as pdf:
        parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("nom"), V=String("Hérité"), Kids=Array([])))
        for page in pdf.pages:
            made = field(pdf, page, "x", "Hérité")
            del made.FT, made.V, made.T
            made.Parent = parent
            parent.Kids.append(made)
        pdf.Root.AcroForm.Fields = Array([parent])
        return saved(pdf)


@makes("form-outside-tree.pdf", "g")
def outside_tree():
    """A widget that no list of fields knows, and a field list without its widget on a page."""
    with opened(sheets("Champ hors de l’arbre")) as pdf:
        field(pdf, pdf.pages[0], "perdu", "Champ perdu")
        pdf.Root.AcroForm.Fields = Array(
            [pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("ailleurs"), V=String("Nulle part")))]
        )
        return saved(pdf)


@makes("signed.pdf", "g", notes=["signature-broken"])
def signed():
    """A signature with its appearance; its bytes are no real signature."""
    with opened(sheets("Contrat signé")) as pdf:
        value = pdf.make_indirect(
            Dictionary(
                Type=Name.Sig,
                Filter=Name("/Adobe.PPKLite"),
                SubFilter=Name("/adbe.pkcs7.detached"),
                ByteRange=Array([0, 100, 200, 100]),
                Contents=String(bytes(64)),
                Name=String("Claire Durand"),
                M=String("D:20260605120000+02'00'"),
            )
        )
        made = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String("signature"),
                V=value,
                F=132,
                Rect=Array([300, 150, 500, 210]),
                P=pdf.pages[0].obj,
            )
        )
        made.AP = Dictionary(
            N=appearance(
                pdf,
                200,
                60,
                "0.9 1 0.9 rg 0 0 200 60 re f 0 g BT /Helv 11 Tf 6 36 Td (Signé par Claire Durand) Tj 0 -16 Td (le 5 juin 2026) Tj ET",
            )
        )
        add(pdf, pdf.pages[0], made)
        pdf.Root.AcroForm.SigFlags = 3
        pdf.Root.Perms = Dictionary(DocMDP=value)
        return saved(pdf)


@makes("signature-empty.pdf", "g")
def signature_empty():
    """A signature field that nobody signed, of no size."""
    with opened(sheets("Contrat à signer")) as pdf:
        add(
            pdf,
            pdf.pages[0],
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Sig,
                    T=String("signature"),
                    F=132,
                    Rect=Array([0, 0, 0, 0]),
                    P=pdf.pages[0].obj,
                )
            ),
        )
        return saved(pdf)


@makes("optional-content.pdf", "g", absent=["brouillon"])
def optional_content():
    """Two layers, one shown, one not: what is not shown must not come out."""
    contents = (
        b"/OC /Shown BDC BT /F1 18 Tf 72 700 Td (Calque visible) Tj ET EMC /OC /Hidden BDC 1 0 0 rg 100 100 300 300 re f "
        b"BT /F1 18 Tf 72 650 Td (Calque de brouillon) Tj ET EMC /Fm Do"
    )
    objects = simple("", contents=stream(contents))
    objects[4] = objects[4].replace(b"/Font", b"/Properties << /Shown 6 0 R /Hidden 7 0 R >> /XObject << /Fm 8 0 R >> /Font")
    objects[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R 7 0 R] /D << /Name (D) /BaseState /ON /ON [6 0 R] "
        b"/OFF [7 0 R] /Order [6 0 R 7 0 R] /AS [<< /Event /View /Category [/View] /OCGs [6 0 R 7 0 R] >>] >> >> >>"
    )
    objects[6] = b"<< /Type /OCG /Name (Visible) >>"
    objects[7] = b"<< /Type /OCG /Name (Brouillon) >>"
    objects[8] = stream(
        b"0 0 1 rg 300 500 100 100 re f",
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC << /Type /OCMD /OCGs 7 0 R /P /AllOff >>",
    )
    return raw(objects, start=b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")


@makes("optional-content-all-off.pdf", "g", absent=["brouillon"])
def all_off():
    """/BaseState /OFF and one layer on, its names the same as another file's."""
    return optional_content().replace(b"/BaseState /ON /ON", b"/BaseState /OFF/ON")


@makes("font-not-embedded.pdf", "g")
def font_not_embedded():
    """Helvetica, Times and Arial, none of them embedded."""
    objects = simple(
        "",
        contents=stream(b"BT /F1 18 Tf 72 700 Td (Helvetica) Tj /F2 18 Tf 0 -40 Td (Times) Tj /F3 18 Tf 0 -40 Td (Arial) Tj ET"),
    )
    objects[4] = objects[4].replace(b"/F1 3 0 R", b"/F1 3 0 R /F2 6 0 R /F3 7 0 R")
    objects[6] = objects[3].replace(b"Helvetica", b"Times-Roman")
    objects[7] = objects[3].replace(b"/Type1", b"/TrueType").replace(b"/Helvetica", b"/Arial,Bold")
    return raw(objects)


@makes("links.pdf", "g", 3)
def links():
    """Links to the web, by mail, to another page, to a page that is gone, by a name, and one of script."""
    with opened(sheets("Document à liens", 3)) as pdf:
        page, gone = pdf.pages[0], pdf.make_indirect(Dictionary(Type=Name.Page))
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("fin"), Array([pdf.pages[2].obj, Name.Fit])])))
        targets = [
            dict(A=Dictionary(S=Name.URI, URI=String("https://www.legifrance.gouv.fr/"))),
            dict(A=Dictionary(S=Name.URI, URI=String("mailto:greffe@exemple.fr"))),
            dict(Dest=Array([pdf.pages[1].obj, Name.XYZ, 0, 800, 0])),
            dict(A=Dictionary(S=Name.GoTo, D=Array([gone, Name.Fit]))),
            dict(A=Dictionary(S=Name.GoTo, D=String("fin"))),
            dict(Dest=Array([2, Name.Fit])),
            dict(A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))),
            dict(A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))),
        ]
        for row, target in enumerate(targets):
            add(
                pdf,
                page,
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Link,
                        Rect=Array([100, 100 + 30 * row, 300, 120 + 30 * row]),
                        Border=Array([0, 0, 0]),
                        F=4,
                        **target,
                    )
                ),
                field=False,
            )
        return saved(pdf)


@makes("remarks.pdf", "g")
def remarks():
    """A highlight, a stamp and a text written on the page, all with their appearance: they are seen, and stay seen."""
    with opened(sheets("Document annoté")) as pdf:
        page = pdf.pages[0]
        for row, (kind, text) in enumerate(
            ((Name.FreeText, "Remarque en marge"), (Name.Stamp, "REÇU le 5 juin"), (Name.Square, "Carré"))
        ):
            made = pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=kind,
                    F=4,
                    P=page.obj,
                    Contents=String(text),
                    Rect=Array([100, 300 + 40 * row, 300, 320 + 40 * row]),
                )
            )
            made.AP = Dictionary(N=appearance(pdf, 200, 20, said(text, "0.7 0 0 rg")))
            add(pdf, page, made, field=False)
        return saved(pdf)


@makes("outline.pdf", "g", 3)
def outline():
    """Bookmarks of its own, nested, with accents."""
    with opened(sheets("Document à signets", 3)) as pdf:
        with pdf.open_outline() as tree:
            part = OutlineItem("Première partie", 0)
            part.children.append(OutlineItem("Détail à la page deux", 1))
            tree.root.extend([part, OutlineItem("Dernière partie", 2)])
        return saved(pdf)


@makes("transparency.pdf", "g")
def transparency():
    """A page that is a transparency group, isolated, with a blend mode, a soft mask and half ink."""
    objects = simple(
        "",
        page=b"/Group << /S /Transparency /CS /DeviceRGB /I true /K true >>",
        contents=stream(
            b"1 0 0 rg 100 400 200 200 re f q /Gs gs 0 0 1 rg 200 300 200 200 re f Q BT /F1 18 Tf 72 700 Td (Transparence) Tj ET"
        ),
    )
    objects[4] = objects[4].replace(b"/Font", b"/ExtGState << /Gs << /ca 0.5 /CA 0.5 /BM /Multiply >> >> /Font")
    return raw(objects)


@makes("page-labels.pdf", "g", 3)
def page_labels():
    """Pages that count themselves i, ii, A-1."""
    with opened(sheets("Pages numérotées", 3)) as pdf:
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D, P=String("A-"))]))
        return saved(pdf)
