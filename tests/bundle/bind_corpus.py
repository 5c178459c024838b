"""Binds each file of the corpus by itself, then all that are taken, and says what became of each against expected.toml.

A run may take 20 s and so much memory; a panic, a signal, or a refusal without its reason is a failure. Each bundle made is
left beside its report for check_bundle.py: OUT/NAME.bundle.pdf and OUT/NAME.bundle.report.json.
    bind_corpus.py BINARY TYPE EXAMPLE.json CORPUS_DIR OUT
"""

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
AT_ONCE = 50  # exhibits that one bundle may have


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_KB * 1024, MEMORY_KB * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bind(binary, kind, example, corpus, out, name, files, time=TIME):
    """Runs the command; gives (exit code or a word, its report as text, the case's folder)."""
    folder = os.path.join(out, "cases", name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "exhibits"))
    for file, _ in files:
        shutil.copyfile(os.path.join(corpus, file), os.path.join(folder, "exhibits", file))
    case = os.path.join(folder, "case.json")
    with open(case, "w", encoding="utf-8") as file:
        json.dump(with_exhibits(example, files), file, ensure_ascii=False, indent=2)
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
    ids = set(re.findall(r"exhibit-[a-z]+(?:-[a-z]+)*", erred))
    if not expected.get("faults"):
        yield f"it is refused: {' '.join(sorted(ids)) or erred[-250:]}"
    elif not ids & set(expected["faults"]):
        yield f"it is refused for {' '.join(sorted(ids)) or 'no reason: ' + erred[-250:]}, and should be for {' or '.join(expected['faults'])}"


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
    if pages != expected["pages"]:
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
    groups = [held[start : start + AT_ONCE] for start in range(0, len(held), AT_ONCE)]
    for number, group in enumerate(groups, 1):
        name = f"together-{number}"
        code, said, erred = bind(binary, kind, example, corpus, out, name, group, time=60)
        pages = len(json.loads(said)["bundle"]["parts"]) - 1 if code == 0 else 0
        found = [] if pages == len(group) else [f"{pages} exhibits of {len(group)}; it ended with {code}: {erred[-250:]}"]
        good &= line(name, found, f"{len(group)} exhibits bound")
    if not held:
        good &= line("corpus", ["no file at all is taken"], "bound")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:6]))
