#!/usr/bin/env bash
# Installs leakassay from this folder on a machine without a network: checks the sums, then asks no registry.
# Usage: ./install.sh [FOLDER]   (default: ./leakassay-env)
set -eu
cd "$(dirname "$0")"
target="${1:-leakassay-env}"
sha256sum --quiet --check SHA256SUMS
python3 -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels \
  --require-hashes -r requirements.lock
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps wheels/leakassay-*.whl
"$target/bin/leakassay" --version
echo "installed: $target/bin/leakassay"
