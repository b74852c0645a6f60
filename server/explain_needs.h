// SPDX-License-Identifier: Apache-2.0
// The ConfigMaps and Secrets that a pod's containers take variables and files from, whoever wrote
// that there.
#pragma once

#include "core/pod.h"
#include "server/explain_lines.h"

// Most of one pod; the rest is a count.
#define ADM_EXPLAIN_NEEDS_MAX 256

struct adm_explain_need {
    bool is_secret; // else a ConfigMap
    bool optional;  // everywhere where it is named
    bool by_sub_path;
    struct adm_str name;
    struct adm_str key;                        // empty: all that it has
    struct adm_explain_lines variables, files; // what it becomes; of a whole one "PREFIX*", "DIR/*"
};

struct adm_explain_needs {
    struct adm_arena *arena;
    struct adm_explain_need list[ADM_EXPLAIN_NEEDS_MAX];
    size_t count, left_out;
};

// Of a pod as it would be created. Everything borrows from it or lives in the arena; NULL without
// memory.
const struct adm_explain_needs *adm_explain_needs_of(const struct adm_pod *pod,
                                                     struct adm_arena *arena);
