"""Every check of a finished bundle: a filing, its bordereau and its stamped exhibits in one PDF, against its report and sources.

It asks qpdf, poppler, mupdf, ghostscript and pikepdf; veraPDF too, where VERACHECK names it. A check that cannot be carried
out for want of a field of the report, or because the source itself is unreadable, says so and is no failure.
    check_bundle.py [--brief] BUNDLE.pdf REPORT.json CORPUS_DIR       --brief: one line if everything holds
"""

import hashlib
import os
import re
import sys
import unicodedata

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from opened_bundle import Bundle, Skipped, geometry, is_pdf, run, stamp_box, text_of, words
import forbidden
import page_looks
from marked_content import faults as marked_faults


def read(path):
    with open(path, "rb") as file:
        return file.read()


def report_faults(bundle):
    told, data = bundle.report, read(bundle.path)
    if not told:
        yield "the report has no part « bundle »"
        return
    count = len(bundle.pdf.pages)
    facts = {"pages": count, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    yield from (
        f"{key} is {told[key]}, and should be {value}" for key, value in facts.items() if key in told and told[key] != value
    )
    if not bundle.exhibits or bundle.filing is None:
        yield f"the parts are {[part.kind for part in bundle.parts]}"
    following = 1
    for part in bundle.parts:
        if part.missing:
            yield f"{part.name} has no {', '.join(part.missing)}"
            continue
        if part.first != following:
            yield f"{part.name} begins on page {part.first}, not {following}"
        following = part.first + part.pages
        if part.source and not os.path.exists(part.source):
            yield f"{part.name}: there is no such file"
        elif part.source:
            own = read(part.source)
            for key, value in (("bytes", len(own)), ("sha256", hashlib.sha256(own).hexdigest())):
                if part.entry[key] != value:
                    yield f"{part.name}: {key} is {part.entry[key]}, and should be {value}"
        if part.expected.get("pages", part.pages) != part.pages:
            yield f"{part.name} has {part.pages} pages, and should have {part.expected['pages']}"
    if bundle.parts and following - 1 != count:
        yield f"the parts end on page {following - 1} of {count}"
    yield from (f"the report has no {key}" for key in ("pages", "bytes", "sha256", "conformance", "stamp") if key not in told)


def note_faults(bundle):
    for part in bundle.exhibits:
        ids = [note.get("id") for note in part.notes]
        said = " ".join(f"{note.get('id')} {note.get('says')}" for note in part.notes).lower()
        yield from (f"{part.name} has no note {wanted}" for wanted in part.expected.get("notes", []) if wanted not in ids)
        yield from (
            f"{part.name}: no note speaks of « {about} »"
            for about in part.expected.get("about", [])
            if not re.search(about.lower(), said)
        )
        yield from (f"{part.name}: the note {note.get('id')} says nothing" for note in part.notes if not note.get("says"))


def tool_faults(tool):
    def look(bundle):
        complaints = bundle.complaints(bundle.path, tool)
        if not complaints:
            return
        unsound = bundle.unsound(tool)
        if unsound:
            raise Skipped(f"it complains ({complaints[0][-100:]}) as it does of {', '.join(unsound[:3])}")
        yield from complaints

    return look


def text_faults(bundle):
    unread = []
    for part in bundle.exhibits:
        pages = text_of(bundle.path, part.first, part.first + part.pages - 1)
        for absent in part.expected.get("absent", []):
            if any(words(absent)[0] in words(page) for page in pages):
                yield f"{part.name}: « {absent} » can be read"
        if part.expected.get("costly") or not is_pdf(part.source):
            continue
        copy = bundle.source_copy(part)
        if copy is None:
            unread.append(part.name)
            continue
        for number, (before, after) in enumerate(zip(text_of(copy, 1, part.pages), pages), 1):
            has, whole = words(after), "".join(words(after))
            lost = [word for word in words(before) if word not in has and word not in whole]
            if lost and not any(note.get("id") in TOLD_LOSSES for note in part.notes):
                yield f"{part.name}, page {number}: « {' '.join(lost[:5])} » cannot be read any more"
    if unread and len(unread) == len(bundle.exhibits):
        raise Skipped(f"poppler cannot open {', '.join(unread[:3])}")


# Words that are not there any more are told by one of these notes, and had to be accepted.
TOLD_LOSSES = ("unseen-field", "content-unreadable", "content-damaged")

# Pages that do not look as in their source, known and not mended yet: each says why, and is printed as left out.
KNOWN_LOOKS = {
    "fuzzed-stream.pdf": "a spoilt stream: poppler reads more of it before the damage",
    "hybrid-xref.pdf": "its font is known only through /XRefStm, which the reader does not follow",
}
# The same, for an exhibit that is bound with others.
KNOWN_TOGETHER = {"optional-content.pdf": "layers joined with those of a file that hides all of its own"}


def look_faults(bundle):
    skipped = {}
    for part in bundle.exhibits:
        reasons = KNOWN_LOOKS if len(bundle.exhibits) == 1 else KNOWN_LOOKS | KNOWN_TOGETHER
        known = next((why for file, why in reasons.items() if f"({file})" in part.name), None)
        if known:
            skipped[part.name] = known
            continue
        if part.expected.get("costly"):
            skipped[part.name] = part.expected["costly"]
            continue
        try:
            yield from (f"{part.name}, {fault}" for fault in page_looks.faults(bundle, part))
        except Skipped as why:
            skipped[part.name] = str(why)
    if skipped and len(skipped) == len(bundle.exhibits):
        raise Skipped("; ".join(skipped.values()))


def outline(bundle):
    """(title, number of the page it leads to) of each bookmark, nested ones too."""
    found = []
    with bundle.pdf.open_outline(max_depth=20) as tree:
        waiting = list(tree.root)
        while waiting:
            item = waiting.pop(0)
            target = item.destination
            if item.action is not None and "/D" in item.action:
                target = item.action.D
            found.append((item.title, target_page(bundle, target)))
            waiting[:0] = item.children
    return found


def target_page(bundle, target):
    """The number of the page that a destination leads to, from 1; None if it leads nowhere."""
    if isinstance(target, (Name, String, str)):
        target = named(bundle.pdf, str(target))
    if isinstance(target, Dictionary):
        target = target.get("/D")
    if not isinstance(target, Array) or not len(target):
        return None
    if isinstance(target[0], Object) and isinstance(target[0], Dictionary):
        return bundle.page_of.get(target[0].objgen)
    return target[0] + 1 if isinstance(target[0], int) else None


def named(pdf, name):
    old = pdf.Root.get("/Dests", Dictionary())
    if name in old or "/" + name.lstrip("/") in old:
        return old.get("/" + name.lstrip("/"))
    tree = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    return pikepdf.NameTree(tree).get(name) if tree is not None else None


def bookmark_faults(bundle):
    marks = outline(bundle)
    if not marks:
        yield "there is no bookmark"
        return
    for part in bundle.exhibits:
        wanted = set(words(part.title)) | {str(part.number)}
        pages = [page for title, page in marks if wanted <= set(words(title))]
        if not pages:
            yield f"no bookmark says {part.number} and « {part.title} »"
        elif part.first not in pages:
            yield f"the bookmark of {part.name} leads to page {pages[0]}, not {part.first}"
    inside = range(1, bundle.exhibits[0].first if bundle.exhibits else 2)
    if not any(page in inside for _, page in marks):
        yield "no bookmark leads to the filing"
    if not any("bordereau" in words(title) and page in inside for title, page in marks):
        yield "no bookmark leads to the bordereau"
    yield from (f"the bookmark « {title} » leads nowhere" for title, page in marks if page is None)


def label_faults(bundle):
    if "/PageLabels" not in bundle.pdf.Root:
        yield "there are no page labels"
        return
    labels = [page.label for page in bundle.pdf.pages]
    if len(set(labels)) != len(labels):
        twice = next(label for label in labels if labels.count(label) > 1)
        yield f"two pages are called « {twice} »"
    for part in bundle.exhibits:
        bad = [
            labels[number - 1]
            for number in part.numbers
            if number <= len(labels) and str(part.number) not in words(labels[number - 1])
        ]
        if bad:
            yield f"a page of {part.name} is called « {bad[0]} »"


WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


def stamp_faults(bundle):
    frame = bundle.report.get("stamp")
    if not frame:
        raise Skipped("the report does not say where the stamp is")
    for part in bundle.exhibits:
        code, said = run(
            "pdftotext",
            "-q",
            "-bbox",
            "-cropbox",
            "-f",
            str(part.first),
            "-l",
            str(part.first + part.pages - 1),
            bundle.path,
            "-",
        )
        sheets = said.split("<page ")[1:]
        if code or len(sheets) != part.pages:
            yield f"{part.name}: pdftotext gives {len(sheets)} pages"
            continue
        for place, sheet in enumerate(sheets):
            if part.first + place > len(bundle.pdf.pages):
                yield f"{part.name} has no page {place + 1}"
                break
            width, height, _, unit = geometry(bundle.pdf.pages[part.first + place - 1])
            if min(width, height) <= 0:
                yield f"{part.name}, page {place + 1} has no size"
                continue
            box = stamp_box(frame, width * unit, height * unit)
            yield from (
                f"{part.name}, page {place + 1}: {fault}" for fault in stamped(part, WORD.findall(sheet), width, height, box)
            )


def stamped(part, found, width, height, box):
    """Faults of the stamp among the words of a page: it says its number, from left to right, in its box."""
    inside = []
    for left, top, right, bottom, text in found:
        left, right, top, bottom = float(left) / width, float(right) / width, float(top) / height, float(bottom) / height
        if box[0] <= left and right <= box[2] and box[1] <= top and bottom <= box[3]:
            inside.append((left, right - left, bottom - top, text))
    said = [word for *_, text in sorted(inside) for word in words(text)]
    if "piece" not in said:
        yield f"the stamp's box says « {' '.join(said[:8])} »"
        return
    if str(part.number) not in said[said.index("piece") :]:
        yield f"the stamp does not say {part.number} after « pièce »: « {' '.join(said[:8])} »"
    for _, wide, high, text in inside:
        plain = unicodedata.normalize("NFC", text)
        if len(plain) >= 5 and wide * width < high * height:
            yield f"« {plain} » stands on its end"
            return


def forbidden_faults(bundle):
    exhibit_pages = {number for part in bundle.exhibits if part.first for number in part.numbers}
    yield from forbidden.faults(bundle.pdf, exhibit_pages)


def base_fonts(pdf):
    """The names of all fonts of a file."""
    with pikepdf.open(pdf) as opened:
        return {str(thing.get("/BaseFont")) for thing in opened.objects if isinstance(thing, Dictionary) and "/BaseFont" in thing}


def font_faults(bundle):
    """The fonts of the page itself are the stamp's, or were in the exhibit's own file, embedded or not."""
    for part in bundle.exhibits:
        own = None
        for number in sorted({part.first, part.first + part.pages - 1} & set(range(1, len(bundle.pdf.pages) + 1))):
            fonts = bundle.pdf.pages[number - 1].obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
            if not len(fonts):
                yield f"page {number} has no font of a stamp"
            for name, font in fonts.items():
                held = font.get("/DescendantFonts", [font])[0].get("/FontDescriptor", Dictionary())
                if font.get("/Subtype") == Name.Type3 or any(key in held for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                    continue
                if own is None:
                    copy = bundle.source_copy(part) if is_pdf(part.source) else None
                    own = base_fonts(copy) if copy else set()
                if str(font.get("/BaseFont")) not in own:
                    yield f"page {number}: the font {font.get('/BaseFont', name)} is not embedded"


def link_faults(bundle):
    if bundle.filing is None or not bundle.filing.pages:
        raise Skipped("the report has no filing")
    reached = set()
    for page in list(bundle.pdf.pages)[: (bundle.exhibits[0].first - 1 if bundle.exhibits else None)]:
        for note in page.obj.get("/Annots", []):
            if note.get("/Subtype") == Name.Link:
                action = note.get("/A", Dictionary())
                target = note.get("/Dest", action.get("/D") if action.get("/S") == Name.GoTo else None)
                reached.add(target_page(bundle, target))
    yield from (
        f"no link of the filing leads to page {part.first}, of {part.name}"
        for part in bundle.exhibits
        if part.first not in reached
    )


def marked(bundle):
    """Marks of the whole; annotations kept from an exhibit belong to no structure, as its pages do not."""
    others = tuple(f"page {number}: a /" for part in bundle.exhibits for number in part.numbers)
    try:
        for fault in marked_faults(bundle.path):
            if not fault.startswith(others):
                yield fault
    except Exception as error:
        # Contents that name what they do not have, or that no tool parses: then at least no exhibit may hold a mark.
        yield from exhibit_marks(bundle)
        raise Skipped(f"marks of the filing, for {error!r}") from error


def exhibit_marks(bundle):
    for part in bundle.exhibits:
        for number in part.numbers:
            page, seen = bundle.pdf.pages[number - 1], set()
            waiting = [(page, page.obj.get("/Resources", Dictionary()))]
            while waiting:
                holder, resources = waiting.pop()
                try:
                    found = list(pikepdf.parse_content_stream(holder))
                except pikepdf.PdfError:
                    continue
                for operands, operator in found:
                    if str(operator) in ("BDC", "DP") and len(operands) > 1:
                        listed = resources.get("/Properties", Dictionary())
                        marks = listed.get(operands[1]) if isinstance(operands[1], Name) else operands[1]
                        if isinstance(marks, Dictionary) and "/MCID" in marks:
                            yield f"page {number}: a mark of {part.name} is left"
                            return
                    elif str(operator) == "Do" and operands:
                        form = resources.get("/XObject", Dictionary()).get(operands[0])
                        if isinstance(form, Stream) and form.get("/Subtype") == Name.Form and form.objgen not in seen:
                            seen.add(form.objgen)
                            waiting.append((form, form.get("/Resources", resources)))


def conformance_faults(bundle):
    told = bundle.report.get("conformance", "none")
    metadata = bundle.pdf.Root.get("/Metadata")
    claim = metadata is not None and b"pdfaid:part" in metadata.read_bytes()
    if claim != (told != "none"):
        yield f"the report says {told}, and the metadata {'say' if claim else 'do not say'} PDF/A"
    flavour = re.fullmatch(r"PDF/A-(\d)([a-z])", "PDF/A-2b" if told == "pdfa" else told)
    if flavour and os.environ.get("VERACHECK"):
        code, said = run(os.environ["VERACHECK"], "".join(flavour.groups()), bundle.path)
        if code:
            yield said[-300:]
    elif flavour:
        raise Skipped("VERACHECK names no veraPDF")


CHECKS = {
    "report": report_faults,
    "notes": note_faults,
    "qpdf": tool_faults("qpdf"),
    "mupdf": tool_faults("mutool"),
    "ghostscript": tool_faults("gs"),
    "text": text_faults,
    "marked content": marked,
    "looks": look_faults,
    "bookmarks": bookmark_faults,
    "labels": label_faults,
    "stamp": stamp_faults,
    "forbidden": forbidden_faults,
    "stamp's font": font_faults,
    "links": link_faults,
    "conformance": conformance_faults,
}
HEAVY = {"qpdf", "mupdf", "ghostscript", "text", "marked content", "stamp"}  # not of a file that keeps readers busy


def check(pdf, report, corpus):
    """(check, "ok" | "FAIL", what was found) of every check."""
    bundle = Bundle(pdf, report, corpus)
    for name, look in CHECKS.items():
        if name in HEAVY and bundle.costly:
            yield name, "ok", f"left out: {', '.join(bundle.costly)} keeps readers busy"
            continue
        found, why = [], ""
        try:
            for fault in look(bundle):
                found.append(fault)
        except Skipped as skipped:
            why = f"left out: {skipped}"
        except Exception as error:
            found.append(f"could not be checked: {error!r}")
        shown = "; ".join(found[:4]) + (f"; and {len(found) - 4} more" if len(found) > 4 else "")
        yield name, "FAIL" if found else "ok", shown or why


def main(arguments):
    brief = "--brief" in arguments
    pdf, report, corpus = (argument for argument in arguments if argument != "--brief")
    try:
        results = list(check(pdf, report, corpus))
    except Exception as error:
        results = [("open", "FAIL", repr(error))]
    failed = [result for result in results if result[1] == "FAIL"]
    name = os.path.basename(pdf)
    if brief and not failed:
        left = [check for check, _, said in results if said]
        print(f"ok {name}: bundle" + (f" (left out: {', '.join(left)})" if left else ""))
    for check_name, verdict, said in failed if brief else results:
        print(" ".join(f"{verdict} {name}: {check_name}{': ' + said if said else ''}".split()))
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
