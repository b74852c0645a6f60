// SPDX-License-Identifier: Apache-2.0
// The text of a value that begins somewhere: where it ends, and what stands around it. For the
// files of pair.h.
#pragma once

#include <string.h>

#include "validators/credentials/pair.h"

// Past blanks: the line's end is none.
static inline size_t adm_pair_value_blanks(struct adm_str text, size_t at) {
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t'))
        at++;
    return at;
}
// The end of the line, or of what is read of a value.
static inline size_t adm_pair_value_line_end(struct adm_str text, size_t at) {
    size_t to = at + ADM_PAIR_VALUE_MAX < text.len ? at + ADM_PAIR_VALUE_MAX : text.len;
    const char *end = at < to ? (const char *)memchr(text.data + at, '\n', to - at) : NULL;
    return end == NULL ? to : (size_t)(end - text.data);
}
// Whether a quote opens at `at`, with the backslashes that escape it.
bool adm_pair_value_is_quoted(struct adm_str text, size_t at);
// The value in the quotes at `at`; false when they do not close.
bool adm_pair_value_quoted(struct adm_str text, size_t at, struct adm_pair_value *out);
// Past the tags and anchors of YAML at `at`: said of the value, not part of it.
size_t adm_pair_value_properties(struct adm_str text, size_t at);
