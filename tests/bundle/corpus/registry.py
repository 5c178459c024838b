"""What a file of the corpus is called, and what must become of it. It never makes a file itself."""

from dataclasses import dataclass

FILES = []


@dataclass
class Made:
    """One file: `make()` gives its bytes; the rest goes to expected.toml."""

    name: str
    kind: str
    make: object
    outcome: str
    pages: int
    faults: list
    notes: list
    about: list
    absent: list
    password: str
    unlike: str
    costly: str
    what: str


def makes(name, kind, pages=1, *, refused=(), either=(), notes=(), about=(), absent=(), password="", unlike="", costly=""):
    """Registers the function under it, which gives the bytes of `name`; its docstring says what the file is.

    pages     pages it has in the bundle, if it is taken; 0 if nobody can say
    refused   the faults of which one must be said; either: it may be taken, or refused for one of these
    notes     ids of notes that must be there; about: words of which each must stand in the id or the sentence of a note
    absent    words that must not be readable in the bundle
    unlike    why its pages cannot be compared with what they were; costly: why it stays out of the big bundle
    """

    def register(function):
        outcome = "refused" if refused else "either" if either else "taken"
        FILES.append(
            Made(
                name,
                kind,
                function,
                outcome,
                pages,
                list(refused or either),
                list(notes),
                list(about),
                list(absent),
                password,
                unlike,
                costly,
                " ".join((function.__doc__ or "").split()),
            )
        )
        return function

    return register


def again(name, of, **changes):
    """Registers the bytes of the file `of` once more under another name, with other expectations."""
    first = next(made for made in FILES if made.name == of)
    FILES.append(Made(**{**first.__dict__, "name": name, **changes}))
