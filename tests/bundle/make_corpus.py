"""Makes the corpus: a file or more of every kind that real people, and unkind ones, send as exhibits; and expected.toml.

Every file is written here, none is fetched. The bytes are the same each time, but for files encrypted with AES, whose keys
are drawn at random. What must become of each file stands in expected.toml, beside them (the fields: corpus/registry.py).
    make_corpus.py DIR
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import corpus  # noqa: E402,F401
from corpus.registry import FILES  # noqa: E402

FIELDS = ("name", "kind", "what", "outcome", "pages", "faults", "notes", "about", "absent", "password", "unlike", "costly")


def written(value):
    """A value of TOML: a string, a number or a list of strings."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def entry(made):
    lines = [
        f"{field} = {written(getattr(made, field))}"
        for field in FIELDS
        if getattr(made, field) and not (field == "pages" and made.outcome == "refused")
    ]
    return "[[file]]\n" + "\n".join(lines) + "\n"


def main(folder):
    os.makedirs(folder, exist_ok=True)
    names = [made.name for made in FILES]
    assert len(set(names)) == len(names), "two files have one name"
    for made in FILES:
        with open(os.path.join(folder, made.name), "wb") as file:
            file.write(made.make())
    with open(os.path.join(folder, "expected.toml"), "w", encoding="utf-8") as file:
        file.write("# What must become of each file; made by make_corpus.py, whose registry says what the fields mean.\n\n")
        file.write("\n".join(entry(made) for made in sorted(FILES, key=lambda made: (made.kind, made.name))))
    print(f"{len(FILES)} files in {folder}")


if __name__ == "__main__":
    main(sys.argv[1])
