// SPDX-License-Identifier: Apache-2.0
// JSON values that follow one another in a text, as `kubectl get -o json` and `jq` write them.
#pragma once

#include "core/json.h"

struct adm_check_values {
    struct adm_str text; // the whole file; left as it is
    const char *name;    // of the file, in errors
    size_t at;           // private
    size_t line_start;   // private: of the line that `at` is in
    uint32_t line;       // private: its number, less 1
};

struct adm_check_value {
    const struct adm_json *root; // NULL at the end
    uint32_t line, column;       // where it begins, 1-based, in bytes
};

// Whether the text is to be read as JSON first: its first character opens an object.
bool adm_check_values_begin(struct adm_str text);
// Reads the next value into the arena. Errors: "name:line:column: …".
ADM_CHECKED bool adm_check_values_next(struct adm_check_values *values, struct adm_arena *arena,
                                       struct adm_check_value *out, struct adm_error *err);
