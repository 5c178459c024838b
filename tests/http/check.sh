#!/usr/bin/env bash
# The service on real sockets: check.sh [BINARY] [SECONDS]. Connections that wait, drip, break and hoard (for SECONDS, 60 by default),
# then the nginx configuration of docs/nginx in front of it. Needs python3, prlimit (util-linux), openssl and nginx.
set -uo pipefail
binary=$(realpath "${1:-$(dirname "$0")/../../target/release/recouvrance}") || exit 1
cd "$(dirname "$0")" || exit 1
# shellcheck source=tests/checks.sh
source ../checks.sh
export PYTHONDONTWRITEBYTECODE=1
run sockets python3 sockets.py "$binary" "${2:-60}"
run proxy python3 proxy.py "$binary"
verdict
