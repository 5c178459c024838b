"""The example of a type, with other exhibits: `with_exhibits` puts the files given in the place of its own.

Every number of an exhibit in the case becomes 1. It knows nothing of the files themselves.
    adapted_case.py EXAMPLE.json FILE…       prints the case; a password follows the name after « :: »
"""

import copy
import json
import sys

# All that a case may accept to lose: what was lost is then told, and can be looked at.
LOSSES = (
    "pages-lost",
    "content-unreadable",
    "content-damaged",
    "image-truncated",
    "external-content",
    "dynamic-xfa",
    "unseen-field",
    "pdfa-not-reached",
    "over-size-cap",
)
LISTS = (("claim", "invoices"), ("claim", "credit_notes"), ("claim", "payments"), ("history",))


def with_exhibits(example, files, binding=None):
    """`files`: (name, password or None) of each exhibit, in order. What the example said of pages goes; `binding` says how to bind,
    and every loss is accepted unless it says otherwise."""
    case = copy.deepcopy(example)
    case["bundle"] = {"accept": list(LOSSES), **(binding or {})}
    case["exhibits"] = []
    for name, password in files:
        exhibit = {"title": f"Pièce de l’essai {name}"[:200], "dated_on": "2026-06-05", "file": name}
        case["exhibits"].append({**exhibit, "password": password} if password else exhibit)
    for path in LISTS:
        items = case
        for key in path:
            items = items.get(key, {} if key != path[-1] else [])
        for item in items:
            if "exhibit" in item:
                item["exhibit"] = 1
    for fact in case.get("claim", {}).get("facts", []):
        if "exhibits" in fact:
            fact["exhibits"] = [1]
    return case


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        wanted = [(name, password or None) for name, _, password in (argument.partition("::") for argument in sys.argv[2:])]
        print(json.dumps(with_exhibits(json.load(file), wanted), ensure_ascii=False, indent=2))
