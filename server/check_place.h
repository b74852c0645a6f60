// SPDX-License-Identifier: Apache-2.0
// Where in the file a finding's path ("data.password", "spec.containers[0].env[2]",
// "metadata.labels[floe.dev/inject]") is.
#pragma once

#include "core/yaml.h"

struct adm_check_place {
    uint32_t line, column; // 1-based; 0 when unknown
};

// The place of the path's last part that the document has: a key, or a list's element.
struct adm_check_place adm_check_place_of(const struct adm_yaml *root, struct adm_str path);
