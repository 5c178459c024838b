#!/usr/bin/env bash
# Every check of `recouvrance bundle`: each file of the corpus bound by itself, all of them together, and every bundle looked at.
# Needs Debian's python3-venv, qpdf, poppler-utils, mupdf-tools, ghostscript and fonts-dejavu-core; the rest it fetches once into
# target/bundle-tools, by package name. A script that stops counts as a failure. Last line: N passed, N failed.
#   tests/bundle/check.sh [BINARY]       BINARY: target/release/recouvrance by default
# CORPUS=DIR takes a corpus already made; MEMORY_KB bounds each run (3,000,000); VERACHECK names tests/pdf's veracheck.
set -uo pipefail
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
binary=$(realpath "${1:-$root/target/release/recouvrance}")
tools=$root/target/bundle-tools out=$root/target/bundle-out
type=fr/injonction-de-payer
mkdir -p "$tools"
rm -rf "$out"
mkdir -p "$out"
# shellcheck source=tests/checks.sh
. "$here/../checks.sh"

python_with "$here/requirements.txt" "$tools"
python=$tools/venv/bin/python

# veraPDF is there if tests/pdf/check.sh has run; it judges the bundles that say PDF/A.
veracheck=$root/target/pdf-tools/verapdf/veracheck
if [ -z "${VERACHECK:-}" ] && [ -x "$veracheck" ]; then export VERACHECK=$veracheck; fi

corpus=${CORPUS:-$tools/corpus}
if [ -z "${CORPUS:-}" ]; then
  rm -rf "$corpus"
  "$python" -W ignore "$here/make_corpus.py" "$corpus" || fail corpus run "the corpus could not be made"
fi

run bind_corpus "$python" "$here/bind_corpus.py" "$binary" "$type" "$root/letter-templates/$type/case.json" "$corpus" "$out"

# One line for each bundle in which everything holds; several at once, as many as there are processors.
every_bundle() {
  find "$out" -maxdepth 1 -name '*.bundle.pdf' -print0 | sort -z |
    xargs -0 -r -n 1 -P "$(nproc)" sh -c '"$0" "$1" --brief "$3" "${3%.pdf}.report.json" "$2"' "$python" "$here/check_bundle.py" "$corpus"
}
run check_bundle every_bundle

# What only an unusual way of saying it shows, seen before and after by two readers.
run looks "$python" -W ignore "$here/compare_looks.py" "$binary" "$corpus" --only 'looks-*'

verdict
