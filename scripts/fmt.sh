#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Formats the C sources in place.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
find core validators mutators audit certs server tests -name '*.[ch]' -print0 |
    xargs -0 --no-run-if-empty clang-format -i
