#!/usr/bin/env bash
# Runs each fuzz target for so many seconds with the address sanitizer, one after the other:
#   fuzz/run.sh 3600                    all of them
#   fuzz/run.sh 600 case overlay        these
# Needs a nightly toolchain (`rustup toolchain install nightly`) and cargo-fuzz (`cargo install --locked cargo-fuzz`); SANITIZER=none does without
# the sanitizer. Starts from fuzz/seeds, which the tests replay; what is found grows in fuzz/corpus, which is not kept: an input that found
# something goes to fuzz/seeds, made small (`cargo +nightly fuzz tmin`).
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:?seconds}
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(case multipart overlay exhibit)
status=0
for target in "${targets[@]}"; do
  mkdir -p "corpus/$target"
  # A case or an overlay is as long as its file; an exhibit costs time as it grows.
  case $target in case | overlay) longest=20000 ;; exhibit) longest=60000 ;; *) longest=2000 ;; esac
  nice -n 19 cargo +nightly fuzz run --fuzz-dir . -s "${SANITIZER:-address}" "$target" "corpus/$target" "seeds/$target" -- \
    -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -max_len="$longest" -print_final_stats=1 || status=1
done
exit $status
