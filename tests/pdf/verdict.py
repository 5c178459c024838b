"""How a check says what it saw: one line, `ok NAME: CHECK` or `FAIL NAME: CHECK: why`. Never a second line for one check."""

import os
import re
import subprocess
import sys
import unicodedata


def judge(path, check, look, *args):
    """Runs `look(*args)`, which gives the faults it finds; a check that cannot be carried out has failed."""
    try:
        faults = list(look(*args))
    except subprocess.CalledProcessError as error:
        faults = [f"could not be checked: {error.cmd[0]} ended with {error.returncode}"]
    except Exception as error:
        faults = [f"could not be checked: {error!r}"]
    shown = "; ".join(faults[:4]) + (f"; and {len(faults) - 4} more" if len(faults) > 4 else "")
    line = f"{'FAIL' if faults else 'ok'} {os.path.basename(path)}: {check}" + (f": {shown}" if faults else "")
    print(" ".join(line.split()))
    return not faults


def words(text):
    """Words in lower case without accents, letters and digits only: what a capital line and the case have in common."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE"))
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)).lower())


def finish(results):
    """Leaves with 0 only if something was checked and nothing failed."""
    results = list(results)
    sys.exit(0 if results and all(results) else 1)
