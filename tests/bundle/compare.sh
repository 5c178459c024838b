#!/usr/bin/env bash
# The same 500 pages bound by qpdf, by pikepdf and by `recouvrance bundle`, one after the other: wall time and peak memory, in
# one table with ratios to qpdf. The first two only merge; the third also composes the filing, cleans, stamps, and adds bookmarks.
# Needs what check.sh needs, and GNU time.
#   tests/bundle/compare.sh [BINARY]       RUNS=5 runs of each (the median is printed); MULTIPLE=1.7 fails beyond so many times qpdf
set -euo pipefail
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
binary=$(realpath -m "${1:-$root/target/release/recouvrance}")
tools=$root/target/bundle-tools work=$(mktemp -d)
type=fr/injonction-de-payer
trap 'rm -rf "$work"' EXIT

requirements=$here/requirements.txt
if ! cmp -s "$requirements" "$tools/venv/installed"; then
  mkdir -p "$tools"
  python3 -m venv --clear "$tools/venv" && "$tools/venv/bin/pip" -q install -r "$requirements" && cp "$requirements" "$tools/venv/installed"
fi
python=$tools/venv/bin/python

# Fifty files of ten pages: forty printed ones, ten scans of one photo a page.
mkdir "$work/files"
"$python" -W ignore - "$here" "$work/files" <<'PY'
import os, sys
sys.path.insert(0, sys.argv[1])
import pikepdf
from pikepdf import Dictionary, Name, Stream
from corpus.paper import opened, saved, sheets
from corpus.pictures import jpeg, photo
for number in range(1, 51):
    with opened(sheets(f"Document numéro {number}", 10, lines=25)) as pdf:
        if number % 5 == 0:
            for page in pdf.pages:
                size = (1240, 1754 - page.index - number)
                picture = Stream(pdf, jpeg(photo(size)), Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1],
                                 ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode)
                page.obj.Resources.XObject = Dictionary(Im=pdf.make_indirect(picture))
                page.contents_add(b"q 400 0 0 550 90 30 cm /Im Do Q")
        with open(os.path.join(sys.argv[2], f"document-{number:02}.pdf"), "wb") as file:
            file.write(saved(pdf))
PY
files=("$work"/files/*.pdf)
"$python" "$here/adapted_case.py" "$root/letter-templates/$type/case.json" "${files[@]##*/}" > "$work/case.json"

cat > "$work/merge.py" <<'PY'
import sys, pikepdf
with pikepdf.new() as whole:
    for path in sys.argv[2:]:
        with pikepdf.open(path) as part:
            whole.pages.extend(part.pages)
    whole.save(sys.argv[1])
PY

with_qpdf() { echo qpdf --empty --pages "${files[@]}" -- "$work/qpdf.pdf"; }
with_pikepdf() { echo "$python" "$work/merge.py" "$work/pikepdf.pdf" "${files[@]}"; }
with_ours() { echo "$binary" bundle "$type" "$work/case.json" --exhibits "$work/files" -o "$work/recouvrance.pdf" --json; }
names=(qpdf pikepdf)
if "$binary" bundle --help > /dev/null 2>&1; then names+=(recouvrance); else echo "$binary has no command « bundle » yet: left out" >&2; fi

# In turn, so that a busy minute weighs on all alike.
for _ in $(seq "${RUNS:-5}"); do
  for name in "${names[@]}"; do
    if [ "$name" = recouvrance ]; then command=$(with_ours); else command=$(with_"$name"); fi
    # shellcheck disable=SC2086  # no path of a temporary folder has a space
    /usr/bin/time -v -o "$work/time" $command > "$work/said" 2> "$work/erred" || { cat "$work/said" "$work/erred" >&2; echo "$name failed" >&2; exit 1; }
    sed -n 's/.*Elapsed (wall clock).*: \([0-9:.]*\)$/wall \1/p; s/.*Maximum resident.*: \([0-9]*\)$/peak \1/p' "$work/time" >> "$work/$name.measures"
  done
done

"$python" - "$work" "${MULTIPLE:-}" "${names[@]}" <<'PY'
import os, statistics, sys
import pikepdf
work, multiple, names = sys.argv[1], sys.argv[2], sys.argv[3:]
def seconds(text):
    return sum(float(part) * 60**place for place, part in enumerate(reversed(text.split(":"))))
rows = {}
for name in names:
    measures = [line.split() for line in open(os.path.join(work, name + ".measures"))]
    path = os.path.join(work, name + ".pdf")
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    rows[name] = (statistics.median(seconds(value) for kind, value in measures if kind == "wall"),
                  statistics.median(int(value) for kind, value in measures if kind == "peak") / 1000, pages, os.path.getsize(path) / 1e6)
wall, peak, _, size = rows["qpdf"]
print(f"{'':14}{'wall s':>8}{'× qpdf':>8}{'peak MB':>9}{'× qpdf':>8}{'pages':>7}{'file MB':>9}{'× qpdf':>8}")
for name, row in rows.items():
    print(f"{name:14}{row[0]:8.2f}{row[0] / wall:8.2f}{row[1]:9.0f}{row[1] / peak:8.2f}{row[2]:7}{row[3]:9.2f}{row[3] / size:8.2f}")
if multiple and "recouvrance" in rows and rows["recouvrance"][0] > float(multiple) * wall:
    sys.exit(f"recouvrance takes more than {multiple} times the time of qpdf")
PY
