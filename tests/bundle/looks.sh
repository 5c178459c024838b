#!/usr/bin/env bash
# Each PDF of a folder, bound alone and compared with itself in mupdf and poppler: see compare_looks.py, whose options follow.
# Needs what check.sh needs. Exits with 1 on a difference that neither a note of the bundle nor known_looks.txt explains.
#   tests/bundle/looks.sh FOLDER [--out DIR] [--pages N] [--parallel N] [--seconds N] [--known FILE] [--only GLOB] [--keep]
# BINARY names the program: target/release/recouvrance by default.
set -euo pipefail
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=tests/checks.sh
. "$here/../checks.sh"

python_with "$here/requirements.txt" "$root/target/bundle-tools"
"$root/target/bundle-tools/venv/bin/python" -W ignore "$here/compare_looks.py" "${BINARY:-$root/target/release/recouvrance}" "$@"
