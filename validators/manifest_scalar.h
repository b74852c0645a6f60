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
// not like one of the short words null, no, yes, true, on, off, false, y, n.
static inline bool adm_manifest_scalar_is_text(struct adm_str text) {
    if (text.len == 0)
        return false;
    char first = text.data[0], last = text.data[text.len - 1];
    if (first >= '0' && first <= '9') // no number ends so: 500m, 128Mi
        return last > 'f' || (last > 'F' && last < '_');
    if (first < '0')
        return first != '-' && first != '+' && first != '.';
    if (text.len > 5)
        return true;
    static const char heads[][2] = {{'~', '\0'}, {'y', '\0'}, {'n', '\0'}, {'n', 'u'}, {'n', 'o'},
                                    {'y', 'e'},  {'t', 'r'},  {'o', 'n'},  {'o', 'f'}, {'f', 'a'}};
    char second = (char)(text.len > 1 ? text.data[1] | 0x20 : '\0');
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if ((first | 0x20) == heads[i][0] && second == heads[i][1])
            return false;
    return true;
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
