// SPDX-License-Identifier: Apache-2.0
// The objects of a document: itself, or what its Lists hold, however deep.
#pragma once

#include "server/check_input.h"

struct adm_check_item {
    const struct adm_json *object;
    const struct adm_yaml *yaml;      // or NULL
    struct adm_str api_version, kind; // its own; else what its list's name promises
    uint32_t line, column;            // 1-based; the document's where nothing nearer is known
};

struct adm_check_level {
    struct adm_json_iter elements;
    const struct adm_yaml *yaml; // the next element
    struct adm_str api_version, kind;
};

struct adm_check_items {
    const struct adm_check_document *document; // NULL once it was given
    struct adm_check_level levels[ADM_JSON_DEPTH_MAX];
    size_t depth;
    uint32_t line, column;
};

void adm_check_items_init(struct adm_check_items *items, const struct adm_check_document *document);
// The next object; null elements are left out. False at the end.
bool adm_check_items_next(struct adm_check_items *items, struct adm_check_item *out);
