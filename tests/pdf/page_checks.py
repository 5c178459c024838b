"""The plain checks of a PDF that demo wrote: sound file, A4, text, title, fonts, no image, no attachment, and its report.

NAME.pdf is final and has its report beside it, NAME.report.json; NAME.projet.pdf is a draft and says so on every page.
It asks qpdf and poppler and compares what they say; it never opens a PDF itself, nor judges the law.
    page_checks.py FILE.pdf…
"""

import json
import re
import subprocess
import sys

from verdict import finish, judge, words

FONT = re.compile(r"([A-Z]{6}\+)?(RecouvranceSans|SourceSerif4)-\w+(-Identity-H)?")
A4 = (210, 297)
PIXELS_PER_MM = 10  # 254 dpi: a box in millimetres, cut out by pdftotext


def ask(*command):
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def is_draft(pdf):
    return pdf.endswith(".projet.pdf")


def pages(pdf):
    return ask("pdftotext", "-layout", pdf, "-").split("\f")[:-1]


def info(pdf):
    """pdfinfo of every page, as a dict of its lines."""
    rows = (line.partition(":") for line in ask("pdfinfo", "-f", "1", "-l", "9999", pdf).splitlines())
    return {" ".join(key.split()): value.strip() for key, _, value in rows}


def table(*command):
    """Rows below the dashes of pdffonts and pdfimages."""
    printed = ask(*command).splitlines()
    dashes = next((i for i, line in enumerate(printed) if line.startswith("---")), len(printed))
    return printed[dashes + 1 :]


def file_faults(pdf):
    checked = subprocess.run(["qpdf", "--check", pdf], capture_output=True, encoding="utf-8", errors="replace")
    if checked.returncode:
        yield f"qpdf --check: {checked.stdout} {checked.stderr}"[-300:]


def sheet_faults(pdf):
    sizes = [value for key, value in info(pdf).items() if re.fullmatch(r"Page \d+ size", key)]
    for number, size in enumerate(sizes, 1):
        mm = [float(n) * 25.4 / 72 for n in re.findall(r"[\d.]+", size)[:2]]
        if any(abs(a - b) > 0.5 for a, b in zip(mm, A4)):
            yield f"page {number} is {size}, not A4"
    if not sizes:
        yield "no page"


def text_faults(pdf):
    for number, text in enumerate(pages(pdf), 1):
        if not words(text):
            yield f"page {number} has no text"
        strange = sorted({f"U+{ord(c):04X}" for c in text if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32 and c not in "\n\t"})
        if strange:
            yield f"page {number} holds {', '.join(strange)}"
        # A project of a summons, made ready for the officer, says at each head that it is not served: that marks no draft.
        if ("PROJET" in text.replace("PROJET, non signifié", "")) != is_draft(pdf):
            yield f"page {number} {'does not say' if is_draft(pdf) else 'says'} PROJET"


def title_faults(pdf):
    title = info(pdf).get("Title", "")
    if not words(title):
        yield "the PDF has no title"
    if title.startswith("PROJET") != is_draft(pdf):
        yield f"a {'draft' if is_draft(pdf) else 'final document'} has the title « {title} »"
    printed = "".join(words("".join(pages(pdf))))  # without spaces, so that a hyphen at the end of a line hides nothing
    absent = [word for word in words(title) if word not in printed]
    if absent:
        yield f"« {title} » is the title, and no page says {', '.join(absent)}"


def font_faults(pdf):
    rows = table("pdffonts", pdf)
    if not rows:
        yield "no font"
    for row in rows:
        name, embedded, unicode = re.match(r"(\S+) .* (yes|no) +(?:yes|no) +(yes|no)\b", row).groups()
        if not FONT.fullmatch(name):
            yield f"the font {name} is not one of ours"
        if embedded != "yes" or unicode != "yes":
            yield f"the font {name} is not embedded with its Unicode table"


def image_faults(pdf):
    rows = table("pdfimages", "-list", pdf)
    if rows:
        yield f"{len(rows)} raster images"


def attachment_faults(pdf):
    said = ask("pdfdetach", "-list", pdf).strip()
    if said != "0 embedded files":
        yield said


def report_faults(pdf):
    with open(pdf[: -len("pdf")] + "report.json", encoding="utf-8") as file:
        report = json.load(file)
    if report["verdict"] != "ready":
        yield f"the verdict is {report['verdict']}"
    yield from (f"a refusal: {f.get('mention')}" for f in report["findings"] if f["severity"] == "refusal")
    yield from (f"{m['id']} is missing" for m in report["mentions"] if m["status"] == "missing")
    present = [m for m in report["mentions"] if m["status"] == "present"]
    if not present:
        yield "no mention is present"
    count = int(info(pdf)["Pages"])
    for mention in present:
        if not mention.get("rendered"):
            yield f"{mention['id']} is present and stands nowhere"
        for box in mention.get("rendered") or []:
            yield from box_faults(pdf, mention["id"], count, *(box[k] for k in ("page", "x_mm", "y_mm", "width_mm", "height_mm")))


def box_faults(pdf, mention, count, page, x, y, width, height):
    where = f"{mention}, page {page}, {x} {y} {width}×{height} mm"
    if not (1 <= page <= count and x >= 0 and y >= 0 and width > 0 and height > 0 and x + width <= A4[0] and y + height <= A4[1]):
        yield f"{where}: outside the page"
        return
    area = [str(round(v * PIXELS_PER_MM)) for v in (x, y, width, height)]
    cut = [part for option, value in zip(("-x", "-y", "-W", "-H"), area) for part in (option, value)]
    if not words(ask("pdftotext", "-r", str(25.4 * PIXELS_PER_MM), "-f", str(page), "-l", str(page), *cut, pdf, "-")):
        yield f"{where}: no text there"


CHECKS = {"file": file_faults, "sheets": sheet_faults, "text": text_faults, "title": title_faults, "fonts": font_faults,
          "images": image_faults, "attachments": attachment_faults, "report": report_faults}

if __name__ == "__main__":
    finish(judge(path, check, look, path) for path in sys.argv[1:] for check, look in CHECKS.items()
           if not (check == "report" and is_draft(path)))
