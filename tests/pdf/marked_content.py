"""Is every marked piece of the pages held by the structure tree, and by that page's place in it?

veraPDF says yes to pages that were merged in without their part of the tree: their marks then point at another document's
elements, or at none, and a screen reader reads the wrong words or nothing. Here tree, parent tree and pages are read
apart and must tell the same story. It never judges which tags were chosen, nor the reading order.
    marked_content.py FILE.pdf…
"""

import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from verdict import finish, judge


def number_tree(node):
    """A number tree as a plain dict."""
    numbers = list(node.get("/Nums", []))
    found = {int(key): value for key, value in zip(numbers[::2], numbers[1::2])}
    for kid in node.get("/Kids", []):
        found.update(number_tree(kid))
    return found


def claims(root):
    """What the tree holds: (stream, mcid) → the elements that hold it, and object → the elements that hold it."""
    marks, objects, waiting, seen = {}, {}, [root], set()
    while waiting:
        element = waiting.pop()
        if element.objgen in seen:
            continue
        seen.add(element.objgen)
        kids = element.get("/K")
        for kid in kids if isinstance(kids, Array) else [] if kids is None else [kids]:
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                stream = kid.get("/Stm", kid.get("/Pg", element.get("/Pg")))
                marks.setdefault((stream.objgen, int(kid.MCID)), []).append(element.objgen)
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                objects.setdefault(kid.Obj.objgen, []).append(element.objgen)
            elif isinstance(kid, Dictionary):
                waiting.append(kid)
            else:
                marks.setdefault((element.Pg.objgen, int(kid)), []).append(element.objgen)
    return marks, objects


def painted(holder, resources, seen):
    """Each stream painted on a page, the page itself first, with the ids marked in it, in order."""
    ids, forms = [], []
    for operands, operator in pikepdf.parse_content_stream(holder):
        if str(operator) in ("BDC", "DP"):
            properties = operands[1]
            if isinstance(properties, Name):
                properties = resources.Properties[properties]
            if "/MCID" in properties:
                ids.append(int(properties.MCID))
        elif str(operator) == "Do":
            form = resources.XObject[operands[0]]
            if isinstance(form, Stream) and form.get("/Subtype") == Name.Form and form.objgen not in seen:
                seen.add(form.objgen)
                forms.append(form)
    found = [(holder.obj if isinstance(holder, pikepdf.Page) else holder, ids)]
    for form in forms:
        found += painted(form, form.get("/Resources", resources), seen)
    return found


def faults(path):
    with pikepdf.open(path) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            yield "the document has no structure tree"
            return
        marks, objects = claims(root)
        parents, owners, painted_marks = number_tree(root.get("/ParentTree", Dictionary())), {}, set()
        for number, page in enumerate(pdf.pages, 1):
            for stream, ids in painted(page, page.obj.get("/Resources", Dictionary()), set()):
                painted_marks.update((stream.objgen, mcid) for mcid in ids)
                if ids:
                    yield from stream_faults(f"page {number}", stream, ids, marks, parents, owners)
            for annotation in page.obj.get("/Annots", []):
                yield from annotation_faults(f"page {number}", annotation, objects, parents)
        lost = [key for key in marks if key not in painted_marks]
        if lost:
            yield f"the tree holds {len(lost)} marks that stand on no page, e.g. {lost[0][1]}"
        if not painted_marks:
            yield "nothing on the pages is marked"


def stream_faults(where, stream, ids, marks, parents, owners):
    key = stream.get("/StructParents")
    if key is None:
        yield f"{where}: {len(ids)} marks and no /StructParents"
        return
    owner = owners.setdefault(int(key), (stream.objgen, where))
    if owner[0] != stream.objgen:
        yield f"{where}: /StructParents {int(key)} is already that of {owner[1]}"
    if len(ids) != len(set(ids)):
        yield f"{where}: {len(ids) - len(set(ids))} ids are used twice"
    row = parents.get(int(key))
    if not isinstance(row, Array):
        yield f"{where}: the parent tree has no row {int(key)}"
        return
    orphans = [i for i in set(ids) if i >= len(row) or not isinstance(row[i], Dictionary)
               or marks.get((stream.objgen, i)) != [row[i].objgen]]
    if orphans:
        yield f"{where}: {len(orphans)} of {len(set(ids))} marks are not held by their one element, e.g. {sorted(orphans)[:3]}"


def annotation_faults(where, annotation, objects, parents):
    if annotation.get("/Subtype") == Name.Popup:
        return
    parent = parents.get(int(annotation.get("/StructParent", -1)))
    if not isinstance(parent, Dictionary) or objects.get(annotation.objgen) != [parent.objgen]:
        yield f"{where}: a {annotation.get('/Subtype')} annotation is not held by its one element"


if __name__ == "__main__":
    finish(judge(path, "marked content", faults, path) for path in sys.argv[1:])
