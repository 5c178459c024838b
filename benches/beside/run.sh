#!/usr/bin/env bash
# The service beside WeasyPrint, Chromium and python-typst, in one run. Needs the compiled service (`cargo build --release`), and as root on
# Debian installs the rest by name: chromium, the libraries of WeasyPrint, three Python packages in a folder of their own.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v chromium > /dev/null || ! ldconfig -p | grep -q libpangoft2; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core python3-venv
fi
venv=target/beside/venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" -q install -r benches/beside/requirements.txt
exec "$venv/bin/python" benches/beside/beside.py target/release/recouvrance --chromium "$(command -v chromium)" "$@"
