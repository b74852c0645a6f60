#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The end-to-end tests on a real control plane: ./dev e2e [pytest's arguments, files among them]. Builds the
# tools that are absent.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Without Go the tests say themselves what is missing: skipped, or failed where CI is set.
if ! /usr/bin/python3 scripts/tools.py; then
    echo "e2e: some tools are missing; what needs them will not run" >&2
fi
paths=(tests/e2e)
for word in "$@"; do
    if [[ -e "${word%%::*}" ]]; then
        paths=()
    fi
done
exec /usr/bin/python3 -m pytest -p no:cacheprovider "${paths[@]}" "$@"
