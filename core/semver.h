// SPDX-License-Identifier: Apache-2.0
// Versions as Semantic Versioning 2.0.0 writes and orders them: "1.4.0", "1.5.0-rc.1+build.7".
#pragma once

#include "core/str.h"

struct adm_semver {
    struct adm_str numbers[3]; // major, minor, patch: digits without leading zeros
    struct adm_str pre;        // "rc.1", or empty
    struct adm_str build;      // "build.7", or empty; without a rank
};

// Borrows from the text. False when it is not a whole version, or longer than 128 bytes.
bool adm_semver_read(struct adm_str text, struct adm_semver *out);
// By precedence (semver.org §11): <0, 0, >0.
int adm_semver_compare(const struct adm_semver *a, const struct adm_semver *b);
