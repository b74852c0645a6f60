// SPDX-License-Identifier: Apache-2.0
// The Helm releases of a file, in whatever form they were taken out of a cluster.
#pragma once

#include "server/check_items.h"
#include "validators/helm_release.h"

// One release as it stands in the file.
struct adm_check_stored {
    struct adm_str payload;        // for adm_check_release_unpack; borrowed
    struct adm_check_item carrier; // its Secret or ConfigMap; without `object` it stands there bare
    const char *file;              // as messages call it
    size_t document;               // 1-based in it
};

struct adm_check_releases {
    const char *name; // of the file, as messages call it
    struct adm_check_stored *list;
    size_t count;
    size_t others; // objects without a release
};

// Reads a file, or standard input ("-"): Secrets and ConfigMaps of Helm as YAML or JSON, Lists of
// them, the JSON or YAML of releases, the gzip of one, or the value of `data.release` (white space
// in it does not matter). Everything lives in the arena. Errors name the file and what to give;
// ADM_INVALID when there is no release at all.
ADM_CHECKED bool adm_check_release_read(const char *path, struct adm_arena *arena,
                                        struct adm_check_releases *out, struct adm_error *err);
// Unpacks it, and refuses names that Helm would not have given. Errors have no position.
ADM_CHECKED bool adm_check_release_unpack(struct adm_str payload, struct adm_arena *arena,
                                          struct adm_helm_release *out, struct adm_error *err);
