// SPDX-License-Identifier: Apache-2.0
// Scalars of the block-style YAML that charts emit, read without libyaml. Each function reads what
// libyaml would read in a block of the given indentation, or says no: then the whole chunk is
// libyaml's business. Tabs between tokens, tags, anchors, escapes beyond the usual and keys longer
// than a line are all "no". Texts point into the input where they can.
#pragma once

#include "core/arena.h"
#include "core/error.h"

struct adm_manifest_line {
    const char *at;  // what is read next
    const char *end; // of the input, whose last byte is a line end
    struct adm_arena *arena;
};

// Past the spaces and the comment (`*comment`, or empty) that may end a line, and its line end;
// false when anything else stands there.
ADM_CHECKED bool adm_manifest_line_end(struct adm_manifest_line *line, struct adm_str *comment);

// A plain text up to the end of this line, a comment or the colon of a key (`*key`). `at` stands
// behind it.
ADM_CHECKED bool adm_manifest_line_plain(struct adm_manifest_line *line, struct adm_str *text,
                                         bool *key);
// More of a plain text that ended with its line: lines indented deeper than `indent`.
ADM_CHECKED bool adm_manifest_line_more(struct adm_manifest_line *line, int indent,
                                        struct adm_str *text);
// A text in quotes. `*one` when it ends on its line, so that it may be a key.
ADM_CHECKED bool adm_manifest_line_quoted(struct adm_manifest_line *line, struct adm_str *text,
                                          bool *one);
// A block scalar (`|`, `>`) in a collection of the indentation. `at` stands at the beginning of the
// line behind it.
ADM_CHECKED bool adm_manifest_line_block(struct adm_manifest_line *line, int indent,
                                         struct adm_str *text, struct adm_str *comment);
