#!/usr/bin/env bash
# Installs leakassay from this folder on a machine without a network: checks the sums, then asks no registry.
# Usage: ./install.sh [FOLDER]   (default: ./leakassay-env)   PYTHON=/path/to/python3 names another Python.
set -eu
target="$(realpath -m "${1:-leakassay-env}")"
cd "$(dirname "$0")"
python="${PYTHON:-python3}"

if ! sha256sum --quiet --check SHA256SUMS; then
  echo "install: the files above are not what was packed; fetch the bundle again, nothing was installed" >&2
  exit 1
fi
wanted="$(cat PYTHON)"
found="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
if [ "$found" != "$wanted" ]; then
  echo "install: Python $wanted was expected and $python is $found; name the right one: PYTHON=/path/to/python$wanted" >&2
  exit 1
fi
if ! "$python" -m venv "$target"; then
  echo "install: Python lacks its venv module; SYSTEM-PACKAGES.txt names the package" >&2
  exit 1
fi
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels \
  --require-hashes --only-binary :all: -r requirements.lock
"$target/bin/leakassay" --version
"$target/bin/leakassay" doctor
echo "installed: $target/bin/leakassay"
