"""A finished bundle, its report, and the files that it was made of, ready to be asked about. It never judges.

A source may be damaged or locked: `source_copy` gives a copy that poppler and mupdf read, or none.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from functools import cached_property

import pikepdf
from PIL import Image
from pikepdf import Dictionary

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "pdf"))
from verdict import words  # noqa: E402

TIME = 120  # seconds that any tool may take


class Skipped(Exception):
    """A check that cannot be carried out here, for a reason that is no fault of the bundle."""


def run(*command, time=TIME):
    """Ends with (exit code, everything printed); a tool that takes too long ends with -1."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=time)
    except subprocess.TimeoutExpired:
        return -1, f"{command[0]} took more than {time} s"
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def text_of(pdf, first, last, *options):
    """The text of each page from `first` to `last`, as pdftotext gives it."""
    done = subprocess.run(
        ["pdftotext", "-q", *options, "-f", str(first), "-l", str(last), pdf, "-"], capture_output=True, timeout=TIME
    )
    if done.returncode:
        raise Skipped(f"pdftotext cannot read {os.path.basename(pdf)}")
    return done.stdout.decode("utf-8", "replace").split("\f")[:-1]


def is_pdf(path):
    with open(path, "rb") as file:
        head = file.read(4096)
    # One without its header is one still: it begins with an object.
    return b"%PDF" in head or b" 0 obj" in head


def is_whole_picture(path):
    try:
        with Image.open(path) as image:
            image.load()
    except (OSError, ValueError, SyntaxError):
        return False
    return True


class Part:
    """One part of the report; what is missing from it is said by `missing`."""

    def __init__(self, entry, corpus, expected):
        self.kind, self.number, self.title = entry.get("kind"), entry.get("number"), entry.get("title", "")
        self.file, self.first, self.pages = entry.get("file"), entry.get("first_page"), entry.get("pages")
        self.notes, self.entry = entry.get("notes", []), entry
        self.source = os.path.join(corpus, self.file) if self.file else None
        self.expected = expected.get(self.file, {})
        self.missing = [key for key in ("kind", "title", "first_page", "pages", "bytes", "sha256") if key not in entry]
        if self.kind == "exhibit":
            self.missing += [key for key in ("number", "file") if key not in entry]

    @property
    def numbers(self):
        """Its pages in the bundle, from 1."""
        return range(self.first, self.first + self.pages)

    @property
    def name(self):
        return f"exhibit {self.number} ({self.file})" if self.kind == "exhibit" else f"the {self.kind}"


class Bundle:
    def __init__(self, pdf, report, corpus):
        self.path, self.corpus = pdf, corpus
        with open(report, encoding="utf-8") as file:
            self.report = json.load(file).get("bundle", {})
        expected, path = {}, os.path.join(corpus, "expected.toml")
        if os.path.exists(path):
            with open(path, "rb") as file:
                expected = {entry["name"]: entry for entry in tomllib.load(file)["file"]}
        self.parts = [Part(entry, corpus, expected) for entry in self.report.get("parts", [])]
        self.exhibits = [part for part in self.parts if part.kind == "exhibit"]
        self.filing = next((part for part in self.parts if part.kind == "filing"), None)
        self.folder = tempfile.TemporaryDirectory(prefix="bundle-")
        self.copies = {}

    @cached_property
    def pdf(self):
        return pikepdf.open(self.path)

    @cached_property
    def page_of(self):
        """objgen of a page → its number, from 1."""
        return {page.obj.objgen: number for number, page in enumerate(self.pdf.pages, 1)}

    @property
    def costly(self):
        return [part.name for part in self.exhibits if part.expected.get("costly")]

    def source_copy(self, part):
        """A copy of the source that poppler opens with as many pages as the part has; None if no tool gives one."""
        if part.file not in self.copies:
            self.copies[part.file] = self._copy(part)
        return self.copies[part.file]

    def _copy(self, part):
        password = part.expected.get("password", "")
        base = os.path.join(self.folder.name, f"source-{len(self.copies)}")
        ways = [
            lambda: (0, part.source),
            lambda: (run("qpdf", f"--password={password}", "--decrypt", part.source, base + "q.pdf")[0], base + "q.pdf"),
            lambda: (run("mutool", "clean", "-p", password, part.source, base + "m.pdf")[0], base + "m.pdf"),
        ]
        for way in ways:
            code, path = way()
            if code in (0, 3) and os.path.exists(path) and f"Pages: {part.pages}" in " ".join(run("pdfinfo", path)[1].split()):
                return path
        return None

    def complaints(self, path, tool):
        """What qpdf, mupdf or ghostscript finds wrong in a file, a line each."""
        if tool == "qpdf":
            code, said = run("qpdf", "--check", path)
            return [line for line in said.splitlines() if "WARNING" in line or "ERROR" in line] or (
                ["it failed"] if code not in (0, 3) else []
            )
        if tool == "mutool":
            code, said = run("mutool", "draw", "-q", "-r", "8", "-w", "400", "-h", "400", "-F", "pnm", "-o", os.devnull, path)
            return [line for line in said.splitlines() if line.startswith("error:")] or (
                [f"it failed: {said[-200:]}"] if code else []
            )
        code, said = run("gs", "-q", "-dSAFER", "-sDEVICE=nullpage", "-dBATCH", "-dNOPAUSE", path)
        return [line for line in said.splitlines() if "rror" in line or "****" in line] or (
            [f"it failed: {said[-200:]}"] if code else []
        )

    def unsound(self, tool):
        """The exhibits whose own file the tool complains of: what they show is carried as it is."""

        def complained(part):
            if not is_pdf(part.source):
                return not is_whole_picture(part.source)
            copy = self.source_copy(part)
            return copy is None or self.complaints(part.source, tool) or self.complaints(copy, tool)

        return [part.name for part in self.exhibits if part.source and os.path.exists(part.source) and complained(part)]


def geometry(page):
    """A page as it is seen: width and height in points, the turn in degrees, the points of one unit."""

    def box(value):
        a, b, c, d = map(float, value)
        return min(a, c), min(b, d), max(a, c), max(b, d)

    media = box(page.mediabox)
    crop = (
        box(page.obj.get("/CropBox", page.mediabox))
        if not page.obj.get("/Parent", Dictionary()).get("/CropBox")
        else box(page.cropbox)
    )
    seen = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    turn = int(page.obj.get("/Rotate", page.obj.get("/Parent", Dictionary()).get("/Rotate", 0))) % 360
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = seen[2] - seen[0], seen[3] - seen[1]
    return (height, width, turn, unit) if turn % 180 else (width, height, turn, unit)


def stamp_box(frame, width, height):
    """The stamp's box on a page of that size, as shares of it: (left, top, right, bottom). It keeps to the corner where it
    is on A4, and is in proportion of the short side."""
    x, y, w, h = (frame[key] for key in ("x_mm", "y_mm", "width_mm", "height_mm"))
    scale = min(width, height) / 210 * 25.4 / 72
    wide, high = width * 25.4 / 72, height * 25.4 / 72
    left = x * scale if x + w / 2 < 105 else wide - (210 - x) * scale
    top = y * scale if y + h / 2 < 148.5 else high - (297 - y) * scale
    slack = 1.2 * scale
    return (left - slack) / wide, (top - slack) / high, (left + w * scale + slack) / wide, (top + h * scale + slack) / high


__all__ = ["Bundle", "Part", "Skipped", "geometry", "is_pdf", "run", "stamp_box", "text_of", "words"]
