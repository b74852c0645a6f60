// SPDX-License-Identifier: Apache-2.0
// What judging a release of Helm costs beside inflating it.
#pragma once

#include <stdbool.h>

// `path`: the JSON of a release that is pending-install. Prints a line; false when it cannot be
// read or is refused.
bool release_bench_file(const char *path);
