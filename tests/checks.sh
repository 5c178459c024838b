# Sourced by tests/pdf/check.sh and tests/bundle/check.sh: their log, their failures, their Python, their last line.
# shellcheck shell=bash
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

# python_with REQUIREMENTS TOOLS: a virtual environment in TOOLS, made again only when REQUIREMENTS changed.
python_with() {
  if ! cmp -s "$1" "$2/venv/installed"; then
    python3 -m venv --clear "$2/venv" && "$2/venv/bin/pip" -q install -r "$1" && cp "$1" "$2/venv/installed"
  fi
}

# verdict: the last line, and whether all passed.
verdict() {
  local passed failed
  passed=$(grep -c '^ok ' "$log") failed=$(grep -c '^FAIL ' "$log")
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
