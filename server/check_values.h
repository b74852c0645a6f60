// SPDX-License-Identifier: Apache-2.0
// JSON values that follow one another in a text, as `kubectl get -o json` and `jq` write them.
#pragma once

#include "core/json.h"

struct adm_check_values {
    struct adm_str text; // the whole file; left as it is
    const char *name;    // of the file, in errors
    size_t at;           // private
};

// Whether the text is to be read as JSON first: its first character opens an object.
bool adm_check_values_begin(struct adm_str text);
// Reads the next value into the arena; `*out` is NULL at the end, `*offset` is where it began.
// Errors: "name:line:column: …".
ADM_CHECKED bool adm_check_values_next(struct adm_check_values *values, struct adm_arena *arena,
                                       const struct adm_json **out, size_t *offset,
                                       struct adm_error *err);
// 1-based line and column (bytes) of an offset.
void adm_check_values_position(struct adm_str text, size_t offset, uint32_t *line,
                               uint32_t *column);
