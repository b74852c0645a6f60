#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The end-to-end tests: ./dev e2e [--node] [pytest's arguments, files among them]. Builds the tools that are
# absent. Without --node: a real control plane on loopback. With it: the image of this project and real pods on
# a node of its own, in namespaces that end with the run. That needs root, containerd, runc and Docker, and
# is skipped without them (where CI is set: a failure).
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
paths=(tests/e2e --ignore=tests/e2e/node)
parts=()

if [[ "${1:-}" == --node ]]; then
    shift
    paths=(tests/e2e/node)
    needs=(env PYTHONPATH=tests/e2e /usr/bin/python3 -m bed.node_needs)
    mapfile -t parts < <("${needs[@]}" --parts)
    if ! "${needs[@]}" >&2; then
        echo "e2e: nothing was tested: this machine can carry no node" >&2
        [[ -z "${CI:-}" ]] || exit 1
        exit 0
    fi
fi
# Without Go the tests say themselves what is missing: skipped, or failed where CI is set.
if ! /usr/bin/python3 scripts/tools.py "${parts[@]}"; then
    echo "e2e: some tools are missing; what needs them will not run" >&2
fi
if [[ ${#parts[@]} -gt 0 ]]; then
    bash scripts/image.sh --unproven
fi
for word in "$@"; do
    if [[ -e "${word%%::*}" ]]; then
        paths=()
    fi
done
exec /usr/bin/python3 -m pytest -p no:cacheprovider "${paths[@]}" "$@"
