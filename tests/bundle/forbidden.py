"""What no bundle may hold, wherever it stands: actions that run, files, forms, media, and traces of what pages were.

It walks every object, reachable or not. It never follows a reference twice, nor judges what a page shows.
"""

from pikepdf import Array, Dictionary, Name, Object, Stream

ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ResetForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Hide",
    "/Named",
    "/Sound",
    "/Movie",
    "/Rendition",
    "/SetOCGState",
    "/Thread",
    "/GoTo3DView",
    "/RichMediaExecute",
    "/Trans",
}
KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
KINDS = {"/EmbeddedFile", "/Filespec"}
ANNOTATIONS = {"/Widget", "/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
CATALOGUE = (
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/AF",
    "/Collection",
    "/Threads",
    "/Perms",
    "/NeedsRendering",
    "/PieceInfo",
    "/SpiderInfo",
)
PAGE = ("/AA", "/AF", "/Thumb", "/PieceInfo", "/Metadata", "/Trans", "/PresSteps", "/B", "/Dur")
EXHIBIT_PAGE = ("/StructParents", "/Tabs")
SCHEMES = ("http:", "https:", "mailto:")


def dictionaries(pdf):
    """Every dictionary of the file, direct ones and those of streams too."""
    for thing in pdf.objects:
        waiting = [thing]
        while waiting:
            here = waiting.pop()
            if isinstance(here, (Dictionary, Stream)):
                if isinstance(here, Dictionary):
                    yield here
                else:
                    yield here.stream_dict
                kids = [value for _, value in (here.stream_dict if isinstance(here, Stream) else here).items()]
            elif isinstance(here, Array):
                kids = list(here)
            else:
                continue
            waiting.extend(kid for kid in kids if isinstance(kid, Object) and not kid.is_indirect)


def faults(pdf, exhibit_pages):
    found = {}

    def find(what, where):
        found.setdefault(what, []).append(where)

    pages = {page.obj.objgen for page in pdf.pages}
    for here in dictionaries(pdf):
        where = f"object {here.objgen[0]}" if here.is_indirect else "a direct object"
        for key in KEYS & set(here.keys()):
            find(f"{key}", where)
        if here.get("/EF") is not None and isinstance(here.get("/EF"), Dictionary):
            find("/EF", where)
        kind, subtype, action = (here.get(key) for key in ("/Type", "/Subtype", "/S"))
        if isinstance(kind, Name) and str(kind) in KINDS:
            find(f"/Type {kind}", where)
        if isinstance(subtype, Name) and str(subtype) in ANNOTATIONS and "/Rect" in here:
            find(f"an annotation {subtype}", where)
        if isinstance(action, Name) and str(action) in ACTIONS and here.get("/Type", Name.Action) == Name.Action:
            find(f"an action {action}", where)
        if action == Name.URI and not str(here.get("/URI", "")).lower().startswith(SCHEMES):
            find(f"a link to {str(here.get('/URI', ''))[:40]}", where)
        if "/AA" in here and isinstance(here["/AA"], Dictionary) and ("/Rect" in here or "/FT" in here):
            find("/AA", where)
        target = here.get("/D") if action == Name.GoTo else here.get("/Dest")
        if isinstance(target, Array) and len(target) and isinstance(target[0], Dictionary) and target[0].objgen not in pages:
            find("a link to a page that is not in the bundle", where)
    for key in CATALOGUE:
        if key in pdf.Root:
            find(f"{key} in the catalogue", "")
    for number, page in enumerate(pdf.pages, 1):
        for key in PAGE + (EXHIBIT_PAGE if number in exhibit_pages else ()):
            if key in page.obj:
                find(f"{key} on a page", f"page {number}")
    for what, places in found.items():
        yield f"{what}: {', '.join(dict.fromkeys(p for p in places[:3] if p)) or 'once'}" + (
            f" and {len(places) - 3} more" if len(places) > 3 else ""
        )
