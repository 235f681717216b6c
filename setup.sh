#!/bin/sh
# Sets up govgen on a fresh Debian 12 or 13, or Ubuntu 24.04: system packages, then a virtual environment in .venv.
# With --test, what the tests need besides.
set -eu
cd "$(dirname "$0")"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Pango and HarfBuzz are what WeasyPrint draws with; the fonts stand in for the statutory ones.
packages="python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
packages="$packages fonts-noto-cjk fonts-lxgw-wenkai"
missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    as_root apt-get update -q
    # shellcheck disable=SC2086  # a list of words on purpose
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
fi

[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
if [ "${1:-}" = --test ]; then
    .venv/bin/python -m pip install --quiet --editable '.[test]'
else
    .venv/bin/python -m pip install --quiet --editable .
fi
