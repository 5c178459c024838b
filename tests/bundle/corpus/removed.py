"""Kind g: what must not come into a bundle: scripts, programs, files, other forms, traces. Each that is taken away is a note."""

from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, Stream, String

from corpus.interactive import add, appearance, field
from corpus.paper import opened, saved, sheets
from corpus.registry import makes


def script(text="app.alert('Bonjour')"):
    return Dictionary(S=Name.JavaScript, JS=String(text))


@makes("javascript.pdf", "g", about=["script"])
def javascript():
    """Scripts wherever a file can hold one: names, opening, page, field, calculation, link, bookmark, and one after another."""
    with opened(sheets("Document à scripts")) as pdf:
        page = pdf.pages[0]
        stored = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=Stream(pdf, b"this.print();")))
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("init"), stored])))
        pdf.Root.OpenAction = script()
        pdf.Root.AA = Dictionary(WC=script(), DP=script())
        page.obj.AA = Dictionary(O=script(), C=script())
        made = field(pdf, page, "total", "1 000,00", AA=Dictionary(K=script(), F=script(), V=script(), C=script()), A=script())
        pdf.Root.AcroForm.CO = Array([made])
        chain = Dictionary(
            S=Name.URI,
            URI=String("https://exemple.fr/"),
            Next=Array([script(), Dictionary(S=Name.Named, N=Name.Print, Next=script())]),
        )
        add(
            pdf,
            page,
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([100, 100, 300, 120]),
                    F=4,
                    Border=Array([0, 0, 0]),
                    A=chain,
                    PA=script(),
                )
            ),
            field=False,
        )
        with pdf.open_outline() as tree:
            tree.root.append(OutlineItem("Signet à script", action=script()))
        return saved(pdf)


@makes("launch.pdf", "g", about=["programme|lanc|launch|action"])
def launch():
    """Links that start a program, on this page and by opening the file."""
    with opened(sheets("Document qui lance un programme")) as pdf:
        run = Dictionary(S=Name.Launch, F=String("cmd.exe"), Win=Dictionary(F=String("cmd.exe"), P=String("/c calc")))
        pdf.Root.OpenAction = run
        add(
            pdf,
            pdf.pages[0],
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Link, Rect=Array([100, 100, 300, 120]), F=4, Border=Array([0, 0, 0]), A=run
                )
            ),
            field=False,
        )
        return saved(pdf)


@makes("actions.pdf", "g")
def actions():
    """A link or a button for each action that sends, fetches, hides, plays or goes elsewhere."""
    with opened(sheets("Document à actions")) as pdf:
        page = pdf.pages[0]
        for row, kind in enumerate(
            (
                "SubmitForm",
                "ResetForm",
                "ImportData",
                "GoToR",
                "GoToE",
                "Hide",
                "Named",
                "Sound",
                "Movie",
                "Rendition",
                "SetOCGState",
                "Thread",
                "GoTo3DView",
                "RichMediaExecute",
                "Trans",
                "Inconnue",
            )
        ):
            action = Dictionary(
                S=Name("/" + kind), F=String("http://exemple.fr/x"), D=Array([0, Name.Fit]), N=Name.Print, T=String("x")
            )
            add(
                pdf,
                page,
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Link,
                        Rect=Array([100, 60 + 20 * row, 300, 76 + 20 * row]),
                        F=4,
                        Border=Array([0, 0, 0]),
                        A=action,
                    )
                ),
                field=False,
            )
        return saved(pdf)


@makes("attachment-on-page.pdf", "g", about=["joint|attach"], unlike="the paper clip is taken away")
def attachment_on_page():
    """A file clipped to the page."""
    with opened(sheets("Fichier agrafé à la page")) as pdf:
        spec = AttachedFileSpec(
            pdf, b"MZ programme", filename="facture.exe", creation_date="D:20260415120000Z", mod_date="D:20260415120000Z"
        )
        add(
            pdf,
            pdf.pages[0],
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.FileAttachment,
                    Rect=Array([100, 300, 120, 320]),
                    F=4,
                    FS=spec.obj,
                    Contents=String("facture.exe"),
                )
            ),
            field=False,
        )
        return saved(pdf)


XFA = b"""<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.3/">
<subform name="form1"><field name="nom"/></subform></template></xdp:xdp>"""


@makes("xfa.pdf", "g", about=["xfa"])
def xfa():
    """A form in XFA beside its ordinary fields, as the administration's were."""
    with opened(sheets("Formulaire XFA statique")) as pdf:
        field(pdf, pdf.pages[0], "nom", "Comptoir Montcarmel")
        pdf.Root.AcroForm.XFA = Array([String("template"), Stream(pdf, XFA), String("datasets"), Stream(pdf, b"<x/>")])
        pdf.Root.NeedsRendering = False
        return saved(pdf)


@makes("xfa-dynamic.pdf", "g", about=["xfa"])
def xfa_dynamic():
    """A dynamic XFA form: its only page says « Please wait », the document itself is in the XML."""
    with opened(sheets("Veuillez patienter")) as pdf:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(pdf, XFA))
        pdf.Root.NeedsRendering = True
        pdf.Root.Extensions = Dictionary(ADBE=Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=8))
        return saved(pdf)


@makes("media.pdf", "g", unlike="the still picture may be left or not")
def media():
    """A film, a sound, a screen and a 3D view, each with a still picture of itself."""
    with opened(sheets("Document à films")) as pdf:
        page = pdf.pages[0]
        for row, kind in enumerate((Name.RichMedia, Name.Screen, Name.Movie, Name("/3D"), Name.Sound)):
            made = pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array([100, 200 + 40 * row, 300, 220 + 40 * row]), F=4, P=page.obj)
            )
            made.AP = Dictionary(N=appearance(pdf, 200, 20, "0.8 0.8 0.6 rg 0 0 200 20 re f"))
            if kind == Name.RichMedia:
                spec = AttachedFileSpec(
                    pdf, b"FWS", filename="film.swf", creation_date="D:20260415120000Z", mod_date="D:20260415120000Z"
                )
                made.RichMediaContent = Dictionary(Assets=Dictionary(Names=Array([String("film.swf"), spec.obj])))
            add(pdf, page, made, field=False)
        return saved(pdf)


@makes("page-extras.pdf", "g", 2)
def page_extras():
    """What programs leave on pages: thumbnail, PieceInfo, metadata, transition, steps, beads, tab order, times, separations."""
    with opened(sheets("Pages chargées", 2)) as pdf:
        page = pdf.pages[0].obj
        thumb = Stream(pdf, bytes(3 * 16), Width=4, Height=4, ColorSpace=Name.DeviceRGB, BitsPerComponent=8)
        bead = pdf.make_indirect(Dictionary(Type=Name.Bead, R=Array([0, 0, 100, 100]), P=page))
        bead.N = bead.V = bead
        thread = pdf.make_indirect(Dictionary(Type=Name.Thread, F=bead, I=Dictionary(Title=String("Fil"))))
        bead.T = thread
        pdf.Root.Threads = Array([thread])
        page.Thumb = pdf.make_indirect(thumb)
        page.PieceInfo = Dictionary(
            ADBE_Word=Dictionary(LastModified=String("D:20260101"), Private=Stream(pdf, b"brouillon confidentiel"))
        )
        page.Metadata = Stream(pdf, b"<x/>", Type=Name.Metadata, Subtype=Name.XML)
        page.Trans = Dictionary(S=Name.Wipe)
        page.Dur = 3
        page.PresSteps = Dictionary(Type=Name.NavNode, NA=Dictionary(S=Name.JavaScript, JS=String("1")))
        page.B = Array([bead])
        page.Tabs, page.StructParents = Name.S, 3
        page.LastModified, page.ID, page.PZ = String("D:20260101"), String("x"), 1.5
        page.SeparationInfo = Dictionary(Pages=Array([page, pdf.pages[1].obj]), DeviceColorant=Name.Cyan)
        page.VP = Array([Dictionary(Type=Name.Viewport, BBox=Array([0, 0, 100, 100]))])
        page.TemplateInstantiated = Name.x
        pdf.Root.PieceInfo = Dictionary(X=Dictionary(Private=String("brouillon")))
        pdf.Root.Names = Dictionary(Templates=Dictionary(Names=Array([String("x"), pdf.pages[1].obj])))
        return saved(pdf)
