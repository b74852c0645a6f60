// SPDX-License-Identifier: Apache-2.0
// A release taken apart: its texts, its trees, and what is left.
#pragma once

#include "validators/helm_units.h"

// A string or a tree of the release, and how its units are judged.
struct adm_helm_section {
    enum adm_helm_place place;
    const struct adm_json *node;
    bool tree;
    bool packed;      // the string is base64
    const char *form; // of ADM_HELM_FORM
    // Where: a literal ("config", "chart.templates"), of a list with the index and the name there.
    const char *list;
    bool listed;
    uint32_t index;
    struct adm_str name; // "templates/db.yaml", or empty
    const char *member;  // of that element, or NULL: "last_run.phase"
};

// Fills units->sections. ADM_MEMORY.
ADM_CHECKED bool adm_helm_sections_read(struct adm_helm_units *units,
                                        const struct adm_helm_release *release,
                                        struct adm_error *err);
