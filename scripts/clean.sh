#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Removes build/; the caches outside the tree (test bed binaries, lint results) stay.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
rm -rf build
echo "clean: build/ is gone; the tools' cache is ${XDG_CACHE_HOME:-$HOME/.cache}/floe-admission"
