"""Binds each file of the corpus by itself, then all that are taken, and says what became of each against expected.toml.

A run may take 20 s and so much memory; a panic, a signal, or a refusal without its reason is a failure. Each bundle made is
left beside its report for check_bundle.py: OUT/NAME.bundle.pdf and OUT/NAME.bundle.report.json.
    bind_corpus.py BINARY TYPE EXAMPLE.json CORPUS_DIR OUT
"""

import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor

from adapted_case import with_exhibits

TIME = 20
MEMORY_KB = int(os.environ.get("MEMORY_KB", "3000000"))
FAULTS = {
    "exhibit-" + what
    for what in (
        "empty",
        "not-a-document",
        "damaged",
        "encrypted",
        "wrong-password",
        "no-pages",
        "too-many-pages",
        "too-large",
        "too-slow",
        "too-complex",
    )
}
CORNERS = ("top_left", "bottom_left", "bottom_right")
# Bundles asked to be PDF/A: of the first every exhibit may be, of the others veraPDF judges what they say of themselves.
# A file that declares PDF/A and names a font that is not embedded is not believed, even where it never uses it.
SURELY_ARCHIVED = "archive-pictures"
ARCHIVED = {
    "archive": (
        "pdfa-2b.pdf",
        "pdfa-2u.pdf",
        "photo.jpg",
        "photo-exif-6.jpg",
        "grey.png",
        "alpha.png",
        "palette.png",
        "ccitt.tiff",
    ),
    "archive-cmyk": ("pdfa-2b.pdf", "cmyk.jpg", "cmyk.tiff"),
    SURELY_ARCHIVED: (
        "16-bit.png",
        "gamma-and-profile.png",
        "jpeg-inside.tiff",
        "multi-page-mixed.tiff",
        "one-bit.png",
        "key-colour.png",
    ),
    "archive-3": ("pdfa-3b.pdf", "facturx.pdf"),
    "archive-false": ("pdfa-said-but-false.pdf", "pdfa-2b.pdf"),
    "archive-mixed": ("pdfa-2b.pdf", "font-not-embedded.pdf"),
}
AT_ONCE = 50  # exhibits that one bundle may have


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_KB * 1024, MEMORY_KB * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bind(binary, kind, example, corpus, out, name, files, time=TIME, binding=None):
    """Runs the command; gives (exit code or a word, what it printed, what it printed on standard error)."""
    folder = os.path.join(out, "cases", name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "exhibits"))
    for file, _ in files:
        shutil.copyfile(os.path.join(corpus, file), os.path.join(folder, "exhibits", file))
    case = os.path.join(folder, "case.json")
    with open(case, "w", encoding="utf-8") as file:
        json.dump(with_exhibits(example, files, binding), file, ensure_ascii=False, indent=2)
    pdf = os.path.join(out, name + ".bundle.pdf")
    command = [binary, "bundle", kind, case, "--exhibits", os.path.join(folder, "exhibits"), "-o", pdf, "--json"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=time, preexec_fn=bounded)
        code, said, erred = done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        code, said, erred = "timeout", "", ""
    shutil.rmtree(os.path.join(folder, "exhibits"))
    if code == 0 and os.path.exists(pdf):
        with open(os.path.join(out, name + ".bundle.report.json"), "w", encoding="utf-8") as file:
            file.write(said)
    elif os.path.exists(pdf):
        os.remove(pdf)
    return code, said, erred


def faults(expected, code, said, erred, pdf):
    if code == "timeout":
        yield f"it took more than {TIME} s"
    elif code == 101 or "panicked at" in erred:
        yield f"a panic: {erred[:200]}"
    elif code not in (0, 1):
        yield f"it ended with {code}: {(erred or said)[-250:]}"
    elif code == 1:
        yield from refusal_faults(expected, erred)
    else:
        yield from taken_faults(expected, said, pdf)


def refusal_faults(expected, erred):
    ids = set(re.findall(r"[a-z]+(?:-[a-z]+)+", erred)) & FAULTS
    if not expected.get("faults"):
        yield f"it is refused: {' '.join(sorted(ids)) or erred[-250:]}"
    elif not ids & set(expected["faults"]):
        said = " ".join(sorted(ids)) or "no reason: " + erred[-250:]
        yield f"it is refused for {said}, and should be for {' or '.join(expected['faults'])}"


def taken_faults(expected, said, pdf):
    if expected["outcome"] == "refused":
        yield f"it is taken, and should be refused for {' or '.join(expected['faults'])}"
        return
    if not os.path.exists(pdf):
        yield "no file is written"
        return
    try:
        parts = json.loads(said)["bundle"]["parts"]
    except (ValueError, KeyError, TypeError) as error:
        yield f"the report cannot be read: {error!r}"
        return
    pages = next((part.get("pages") for part in parts if part.get("kind") == "exhibit"), None)
    if pages != expected.get("pages", pages):
        yield f"it has {pages} pages, and should have {expected['pages']}"


def line(name, found, what):
    found = list(found)
    print(" ".join(f"{'FAIL' if found else 'ok'} {name}: {what}{': ' + '; '.join(found) if found else ''}".split()), flush=True)
    return not found


def main(binary, kind, example_path, corpus, out):
    os.makedirs(out, exist_ok=True)
    with open(example_path, encoding="utf-8") as file:
        example = json.load(file)
    with open(os.path.join(corpus, "expected.toml"), "rb") as file:
        entries = tomllib.load(file)["file"]

    def one(entry):
        files = [(entry["name"], entry.get("password"))]
        return entry, bind(binary, kind, example, corpus, out, entry["name"], files)

    good, held = True, []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for entry, (code, said, erred) in pool.map(one, entries):
            name = entry["name"]
            pdf = os.path.join(out, name + ".bundle.pdf")
            good &= line(name, faults(entry, code, said, erred, pdf), "refused" if code == 1 else "bound")
            if code == 0 and os.path.exists(pdf) and not entry.get("costly"):
                held.append((name, entry.get("password")))
    for name, group, binding in sets(entries, held):
        found = set_faults(group, binding, name, out, *bind(binary, kind, example, corpus, out, name, group, 60, binding))
        good &= line(name, found, f"{len(group)} exhibits bound")
    if held:
        good &= line("together-1", twice(binary, kind, example, corpus, out, held[:AT_ONCE]), "the same bytes twice")
    else:
        good &= line("corpus", ["no file at all is taken"], "bound")
    return 0 if good else 1


def sets(entries, held):
    """(name, files, how to bind them) of the bundles of several exhibits; those that no file was taken for are left out."""
    for start in range(0, len(held), AT_ONCE):
        yield f"together-{start // AT_ONCE + 1}", held[start : start + AT_ONCE], None
    shapes = {entry["name"] for entry in entries if entry["kind"] == "f"}
    shaped = [file for file in held if file[0] in shapes]
    for corner in CORNERS if shaped else ():
        yield f"stamp-{corner}", shaped, {"position": corner, "prefix": "Pièce adverse n°", "start": 7}
    for name, files in ARCHIVED.items():
        kept = [file for file in held if file[0] in files]
        if kept:
            yield name, kept, {"conformance": "pdfa"}


def set_faults(group, binding, name, out, code, said, erred):
    if code != 0:
        yield f"it ended with {code}: {erred[-250:]}"
        return
    told = json.loads(said)["bundle"]
    if len(told["parts"]) - 1 != len(group):
        yield f"{len(told['parts']) - 1} exhibits of {len(group)}"
    if name == SURELY_ARCHIVED and told.get("conformance", "none") == "none":
        yield f"the whole does not say PDF/A: {told.get('notes')}"


def twice(binary, kind, example, corpus, out, group):
    digests = set()
    for name in ("twice-1", "twice-2"):
        bind(binary, kind, example, corpus, os.path.join(out, "twice"), name, group, 60)
        with open(os.path.join(out, "twice", name + ".bundle.pdf"), "rb") as file:
            digests.add(hashlib.sha256(file.read()).hexdigest())
    if len(digests) > 1:
        yield "two runs give other bytes"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:6]))
