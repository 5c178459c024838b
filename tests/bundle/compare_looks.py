"""Is each PDF of a folder seen in a bundle as it was seen before? One file at a time, bound alone as an exhibit, then compared
with itself: how many pages qpdf, mupdf and poppler count, and what mupdf and poppler draw.

A page is drawn at 40 dpi (more where it is small, less where it is huge), the stamp left out. A pixel differs when no pixel
within one of it has its colour to NEAR of 255; a page differs when more than FEW pixels and SHARE of all do. A reader that
cannot draw the file is not asked about it. The first pages and the last are looked at. Every loss is accepted (bundle.accept). What a note of the report says is not
shown is told, and is no fault; what known_looks.txt explains neither; any other difference makes the exit code 1.
tests/bundle/looks.sh runs it.
    compare_looks.py BINARY FOLDER [--out DIR] [--pages 4] [--parallel 2] [--seconds 60] [--known FILE] [--only GLOB] [--keep]
DIR keeps results.jsonl, in which a file that was compared already is not compared again, and with --keep the pictures.
"""

import argparse
import fnmatch
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pikepdf
from PIL import Image, ImageChops, ImageFilter

from adapted_case import LOSSES, with_exhibits
from opened_bundle import geometry, stamp_box

HERE = os.path.dirname(os.path.abspath(__file__))
TYPE = "fr/injonction-de-payer"
EXAMPLE = os.path.join(HERE, "..", "..", "letter-templates", TYPE, "case.json")
DPI = 40
SHORT, LONG = 330, 1400  # pixels of the longer side: a small page is drawn larger, a plan smaller
NEAR = 64
FEW = 8
SHARE = 0.0003
MEMORY = 3_000_000_000  # bytes that one run may have
READERS = ("mupdf", "poppler")
# What these notes announce is not shown, and who asked for the bundle was told.
ANNOUNCED = {*LOSSES, "page-without-size", "removed-media", "removed-attachments"}
FAULT = r"\bexhibit-(?:empty|not-a-document|damaged|encrypted|wrong-password|no-pages|too-[a-z-]+)"
Image.MAX_IMAGE_PIXELS = None


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(*command, seconds):
    """(exit code, standard output, standard error); « timeout » in the place of a code."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, preexec_fn=bounded, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return "timeout", "", ""
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def counted(pdf, seconds):
    """How many pages each reader says; None if it says nothing."""
    asked = {
        "qpdf": (("qpdf", "--show-npages", pdf), r"^(\d+)\s*$"),
        "mupdf": (("mutool", "info", "-M", pdf), r"^Pages:\s+(\d+)"),
        "poppler": (("pdfinfo", pdf), r"^Pages:\s+(\d+)"),
    }
    said = {}
    for reader, (command, pattern) in asked.items():
        found = re.search(pattern, run(*command, seconds=seconds)[1], re.MULTILINE)
        said[reader] = int(found[1]) if found else None
    return said


def drawn(reader, pdf, number, dpi, folder, name, seconds):
    """A page as a reader draws it; None if it cannot."""
    base = os.path.join(folder, f"{name}-{reader}-{number}")
    path = base + ".ppm"
    if reader == "mupdf":
        command = ("mutool", "draw", "-q", "-r", f"{dpi:.2f}", "-c", "rgb", "-F", "pnm", "-o", path, pdf, str(number))
    else:
        command = ("pdftoppm", "-q", "-cropbox", "-singlefile", "-r", f"{dpi:.2f}", "-f", str(number), "-l", str(number), pdf, base)
    run(*command, seconds=seconds)
    try:
        with Image.open(path) as image:
            return image.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None


def page_difference(before, after, box):
    """In words, and as a picture, how a page differs; None if it does not."""
    if max(abs(a - b) for a, b in zip(before.size, after.size)) > 1:
        return f"{after.width}×{after.height} pixels, was {before.width}×{before.height}", None
    size = tuple(map(min, zip(before.size, after.size)))
    before, after = (blanked(image.crop((0, 0, *size)), box) for image in (before, after))
    far = ImageChops.lighter(beyond(before, after), beyond(after, before))
    channels = far.split()
    far = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    many = sum(far.histogram()[NEAR:])
    if many <= max(FEW, SHARE * size[0] * size[1]):
        return None
    return f"{many} pixels of {size[0] * size[1]}", far.point(lambda value: 255 * (value >= NEAR))


def beyond(one, other):
    """How far each pixel of one is outside of what the other has around it."""
    lightest, darkest = other.filter(ImageFilter.MaxFilter(3)), other.filter(ImageFilter.MinFilter(3))
    return ImageChops.lighter(ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one))


def blanked(image, box):
    image = image.copy()
    left, top, right, bottom = (round(share * side) for share, side in zip(box, image.size * 2))
    image.paste((255, 255, 255), (max(left - 1, 0), max(top - 1, 0), max(right + 1, 0), max(bottom + 1, 0)))
    return image


class Comparison:
    """One file: what was counted, noted and seen."""

    def __init__(self, options, path):
        self.options, self.path = options, path
        self.differences, self.notes, self.pages, self.refusal = [], [], None, ""

    def compare(self, folder):
        os.mkdir(os.path.join(folder, "exhibits"))
        file = os.path.join(folder, "exhibits", "piece.pdf")
        shutil.copyfile(self.path, file)
        self.counts = counted(file, self.options.seconds)
        bundle = os.path.join(folder, "bundle.pdf")
        part, stamp = self.bind(folder, bundle)
        if part is None:
            return
        # Who counts no page could not read the file.
        said = [count for count in self.counts.values() if count]
        if said and self.pages not in (max(said, key=said.count), *(said if len(set(said)) == len(said) else ())):
            self.differ("pages", f"{self.pages}")
        with pikepdf.open(bundle) as pdf:
            for number in sorted({*range(1, min(self.options.pages, self.pages) + 1), self.pages}):
                self.look(pdf, part, number, stamp, file, bundle, folder)

    def bind(self, folder, bundle):
        """The exhibit's part of the report, and the frame of the stamp."""
        case = os.path.join(folder, "case.json")
        with open(EXAMPLE, encoding="utf-8") as example, open(case, "w", encoding="utf-8") as out:
            json.dump(with_exhibits(json.load(example), [("piece.pdf", None)], self.options.binding), out, ensure_ascii=False)
        command = (self.options.binary, "bundle", TYPE, case, "--exhibits", os.path.join(folder, "exhibits"), "-o", bundle, "--json")
        code, said, erred = run(*command, seconds=self.options.seconds)
        if code == 1:
            self.refusal = " ".join(sorted(set(re.findall(FAULT, erred)))) or erred[-120:].strip()
            readers = [reader for reader, count in self.counts.items() if count]
            if len(readers) == len(self.counts):
                self.differ("refused", self.refusal)
            return None, None
        if code != 0:
            self.differ("crashed", f"{code}: {erred[-160:].strip()}")
            return None, None
        report = json.loads(said)["bundle"]
        part = next(part for part in report["parts"] if part["kind"] == "exhibit")
        self.pages = part["pages"]
        self.notes = [note["id"] for note in part.get("notes", [])]
        return part, report["stamp"]

    def look(self, pdf, part, number, stamp, file, bundle, folder):
        page = pdf.pages[part["first_page"] + number - 2]
        width, height, _, unit = geometry(page)
        longer = max(width, height) * unit / 72
        dpi = min(max(DPI, min(SHORT / longer, 4 * DPI)), LONG / longer)
        box = stamp_box(stamp, width * unit, height * unit)
        for reader in READERS:
            if not self.counts[reader] or number > self.counts[reader]:
                continue
            before = drawn(reader, file, number, dpi, folder, "before", self.options.seconds)
            if before is None:
                continue
            after = drawn(reader, bundle, part["first_page"] + number - 1, dpi, folder, "after", self.options.seconds)
            found = page_difference(before, after, box) if after else ("it cannot be drawn", None)
            if found:
                self.differ(f"looks-{reader}", f"p. {number}: {found[0]}")
                self.keep(reader, number, before, after, found[1])

    def keep(self, reader, number, *images):
        if self.options.keep:
            images = [image.convert("RGB") for image in images if image]
            sheet = Image.new("RGB", (sum(image.width + 4 for image in images), max(image.height for image in images)), (255, 0, 255))
            left = 0
            for image in images:
                sheet.paste(image, (left, 0))
                left += image.width + 4
            name = re.sub(r"[^A-Za-z0-9._-]", "_", os.path.relpath(self.path, self.options.folder))
            sheet.save(os.path.join(self.options.out, f"{name}.{reader}-{number}.png"))

    def differ(self, kind, what):
        self.differences.append([kind, what])

    def result(self):
        name = os.path.relpath(self.path, self.options.folder)
        return {
            "file": name, "pages": self.pages, **self.counts, "refusal": self.refusal, "notes": self.notes,
            "differences": self.differences,
        }  # fmt: skip


def explained(result, kind, known):
    """Why a difference is none to be mended: what the notes announce, or what is known."""
    for pattern, kinds, reason in known:
        if fnmatch.fnmatch(result["file"], pattern) and fnmatch.fnmatch(kind, kinds):
            return reason
    announced = [note for note in result["notes"] if note in ANNOUNCED]
    if announced and kind.startswith(("looks", "pages")):
        return "announced: " + ", ".join(announced)
    return None


def read_known(path):
    """(glob of the file, glob of the kind, reason) of each line that is no comment."""
    with open(path, encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    return [tuple(part.strip() for part in line.split("|", 2)) for line in lines]


def one(options, path):
    comparison = Comparison(options, path)
    comparison.counts = {}
    with tempfile.TemporaryDirectory(prefix="looks-") as folder:
        try:
            comparison.compare(folder)
        except Exception as error:  # a file that breaks the comparison is a difference, and the next one is compared
            comparison.differ("script", repr(error)[:200])
    return comparison.result()


def found_in(options):
    for folder, _, names in os.walk(options.folder):
        for name in names:
            path = os.path.join(folder, name)
            if name.lower().endswith(".pdf") and fnmatch.fnmatch(os.path.relpath(path, options.folder), options.only):
                yield path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("folder")
    parser.add_argument("--out")
    parser.add_argument("--known", default=os.path.join(HERE, "known_looks.txt"))
    parser.add_argument("--only", default="*")
    parser.add_argument("--keep", action="store_true")
    for name, usual in (("pages", 4), ("parallel", 2), ("seconds", 60)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--binding", type=json.loads, help="JSON: the « bundle » of the case")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    options.out = options.out or tempfile.mkdtemp(prefix="looks-")
    os.makedirs(options.out, exist_ok=True)
    log, results = os.path.join(options.out, "results.jsonl"), {}
    if os.path.exists(log):
        with open(log, encoding="utf-8") as file:
            results = {result["file"]: result for result in map(json.loads, file)}
    waiting = [path for path in sorted(found_in(options)) if os.path.relpath(path, options.folder) not in results]
    with ThreadPoolExecutor(options.parallel) as pool, open(log, "a", encoding="utf-8") as file:
        for result in pool.map(lambda path: one(options, path), waiting):
            results[result["file"]] = result
            file.write(json.dumps(result, ensure_ascii=False) + "\n")
            file.flush()
    return table([results[name] for name in sorted(results) if fnmatch.fnmatch(name, options.only)], read_known(options.known))


def table(results, known):
    """Prints the differences, and says whether one of them is unexplained."""
    unexplained = 0
    print(f"{'ours':>5}{'qpdf':>6}{'mupdf':>6}{'poppl':>6}  file: difference")
    for result in results:
        counts = "".join(f"{'–' if count is None else count:>6}" for count in (result.get(key) for key in ("qpdf", "mupdf", "poppler")))
        for kind, what in result["differences"]:
            reason = explained(result, kind, known)
            unexplained += reason is None
            ours = "–" if result["pages"] is None else result["pages"]
            tail = f" = {reason}" if reason else f" UNEXPLAINED [{' '.join(result['notes'])}]"
            print(f"{ours:>5}{counts}  {result['file']}: {kind} {what}{tail}")
    differing = sum(bool(result["differences"]) for result in results)
    bound = sum(result["pages"] is not None for result in results)
    print(f"{len(results)} files, {bound} bound, {differing} differ, {unexplained} differences unexplained")
    return 1 if unexplained or not results else 0


if __name__ == "__main__":
    sys.exit(main())
