#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The release build, left at build/floe-admission.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if ! command -v cmake >/dev/null; then
    echo "build: cmake is missing; run ./dev setup first" >&2
    exit 1
fi
mkdir -p build
if ! cmake --preset release -DADM_TESTS=OFF >build/configure.log 2>&1; then
    cat build/configure.log >&2
    exit 1
fi
cmake --build build/release --target floe-admission
# Renamed into place: a copy over a running binary fails, and a reader would see half of one.
if ! cmp -s build/release/floe-admission build/floe-admission; then
    cp build/release/floe-admission build/floe-admission.new
    mv build/floe-admission.new build/floe-admission
fi
build/floe-admission --version
