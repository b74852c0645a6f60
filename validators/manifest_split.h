// SPDX-License-Identifier: Apache-2.0
// Where a stream's documents begin and end: at each line that starts with `---`, as Helm splits
// templates and the API server's decoder splits what Helm stored.
#pragma once

#include "core/str.h"

struct adm_manifest_split {
    struct adm_str text; // what is left of the stream
    uint32_t line;       // of its first byte, 1-based
};

// The next chunk, its last line end included. Text behind the dashes belongs to it. False at the
// end.
bool adm_manifest_split_next(struct adm_manifest_split *split, struct adm_str *chunk,
                             uint32_t *line);
// Without white space at the end.
struct adm_str adm_manifest_split_trimmed(struct adm_str chunk);
// The path of Helm's comment `# Source: …` among the first lines, or empty.
struct adm_str adm_manifest_split_source(struct adm_str chunk);
