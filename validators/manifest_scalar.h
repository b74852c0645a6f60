// SPDX-License-Identifier: Apache-2.0
// One YAML scalar as a JSON node, typed as the API server's reader types it (core/yaml_scalar.h).
#pragma once

#include <string.h>

#include "core/json.h"

struct adm_manifest_scalar {
    struct adm_str text;   // must outlive the node; a byte that no number continues with follows
    bool plain;            // unquoted and without a tag: typed by its text
    const char *tag;       // in full ("tag:yaml.org,2002:str"), or NULL
    struct adm_str anchor; // or empty
};

// Whether a plain text is text for sure: most are, and typing costs. It begins like no number and
// is no short word like `null`, `yes`, `off`.
static inline bool adm_manifest_scalar_is_text(struct adm_str text) {
    if (text.len == 0)
        return false;
    char first = text.data[0];
    if (first <= '9')
        return !(first >= '0' || first == '-' || first == '+' || first == '.');
    return text.len > 5 || strchr("~nNyYtToOfF", first) == NULL;
}

// As a value. Infinities and NaN, which that reader refuses, are text; bytes of `!!binary` that are
// no UTF-8 become U+FFFD, as in Go. False when the text does not fit its tag, or without memory
// (arena->exhausted).
ADM_CHECKED bool adm_manifest_scalar_value(const struct adm_manifest_scalar *scalar,
                                           struct adm_arena *arena, struct adm_json *out);
// As a map's key, a string node. False for null, too.
ADM_CHECKED bool adm_manifest_scalar_key(const struct adm_manifest_scalar *scalar,
                                         struct adm_arena *arena, struct adm_json *out);
// Whether it is the key `<<`, which merges.
bool adm_manifest_scalar_merges(const struct adm_manifest_scalar *scalar);
