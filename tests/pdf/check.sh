#!/usr/bin/env bash
# Every check of the PDFs that `recouvrance demo DIR` wrote, against the folders of types that they come from.
# Needs Debian's python3-venv, a JDK, qpdf and poppler-utils; the rest it fetches once into target/pdf-tools, by package name.
# It never writes in DIR, and a script that stops counts as a failure. Last line: N passed, N failed.
#   tests/pdf/check.sh DIR [TYPES]       TYPES: letter-templates by default; each type in it must have its files in DIR
set -uo pipefail
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:?the folder that demo wrote} types=${2:-$here/../../letter-templates}
tools=$here/../../target/pdf-tools
mkdir -p "$tools"
log=$(mktemp)
trap 'rm -f "$log" "$log.step"' EXIT

fail() { echo "FAIL $1: $2: $3" | tee -a "$log"; }

# run NAME COMMAND…: its lines go to the log; a bad end without a FAIL line is one more failure.
run() {
  local name=$1 code=0; shift
  "$@" > "$log.step" 2>&1 || code=$?
  tee -a "$log" < "$log.step"
  if [ $code -ne 0 ] && ! grep -q '^FAIL ' "$log.step"; then fail "$name" run "stopped with $code"; fi
}

is_letter() { grep -q '^family = "letter"' "$types/${1/-//}/mentions.toml"; }

requirements=$here/requirements.txt
if ! cmp -s "$requirements" "$tools/venv/installed"; then
  python3 -m venv --clear "$tools/venv" && "$tools/venv/bin/pip" -q install -r "$requirements" && cp "$requirements" "$tools/venv/installed"
fi
export PYTHON=$tools/venv/bin/python
"$here/verapdf-setup.sh" "$tools/verapdf" || fail verapdf-setup run "veraPDF could not be set up"

# Each type has its final document, report and draft; a letter has its e-mail too.
for folder in "$types"/*/*/mentions.toml; do
  [ -e "$folder" ] || continue
  folder=$(dirname "$folder") name=$(basename "$(dirname "$folder")")-$(basename "$folder")
  expected="pdf report.json projet.pdf"
  is_letter "$name" && expected="$expected courriel.txt courriel.html"
  absent=
  for ending in $expected; do [ -s "$dir/$name.$ending" ] || absent="$absent .$ending"; done
  if [ -z "$absent" ]; then echo "ok $name: files" | tee -a "$log"; else fail "$name" files "demo wrote no$absent"; fi
done

shopt -s nullglob
pdfs=("$dir"/*.pdf)
if [ ${#pdfs[@]} -eq 0 ]; then
  fail "$dir" files "no PDF at all"
else
  run page_checks "$PYTHON" "$here/page_checks.py" "${pdfs[@]}"
  run marked_content "$PYTHON" "$here/marked_content.py" "${pdfs[@]}"
  run veracheck "$tools/verapdf/veracheck" 2a,ua1 "${pdfs[@]}"
fi

# Final letters go in a window envelope. NAME.case.json beside the PDF, if there is one, stands for the type's example.
for pdf in "${pdfs[@]}"; do
  name=$(basename "$pdf" .pdf)
  case $name in *.projet) continue ;; esac
  is_letter "$name" || continue
  case_json=$dir/$name.case.json
  [ -e "$case_json" ] || case_json=$types/${name/-//}/case.json
  run window_check "$PYTHON" "$here/window_check.py" "$pdf" "$case_json" "$types/${name/-//}/mentions.toml"
done

passed=$(grep -c '^ok ' "$log") failed=$(grep -c '^FAIL ' "$log")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
