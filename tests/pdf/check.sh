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
# shellcheck source=tests/checks.sh
. "$here/../checks.sh"

is_letter() { grep -q '^family = "letter"' "$types/${1/-//}/mentions.toml"; }

python_with "$here/requirements.txt" "$tools"
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

verdict
