// SPDX-License-Identifier: Apache-2.0
// Why a key is not where it is looked for: it stands there misspelt, or a level off, or what stood
// there could not be read. Each of that is an error which is told already; what follows from it is
// not told again.
#pragma once

#include "core/arena.h"
#include "validators/schema/diagnostic.h"
#include "validators/schema/place.h"

// Most unknown keys that are taken for the cause of something: everything missing is compared with
// each, and of what a longer list causes only a count would be seen.
#define ADM_EXPLAIN_STRAYS_MAX 64

// A key that its map does not know.
struct adm_explain_stray {
    const struct adm_place *place; // of the map
    struct adm_str path;           // of the map
    struct adm_str key;
    struct adm_str meant; // the key of the map that it probably means; or empty
    bool bare;            // without a value, so that it may be the value of any other: `{hunter2}`
};

// A map that lost a value when it was read: `key: *nowhere`, `<<: 5`.
struct adm_explain_gap {
    const struct adm_node *map;
    struct adm_str path; // of the map
    struct adm_str key;  // empty: it may be any, and several
};

// Zeroed: nothing is known. The arena owns the arrays.
struct adm_explain_absent {
    struct adm_explain_stray *strays;
    size_t stray_count;
    struct adm_explain_gap *gaps;
    size_t gap_count;
};

// Finds the gaps that the reader's errors tell of; the first 64 of them count.
void adm_explain_absent_read(const struct adm_document *document,
                             const struct adm_diagnostics *found, struct adm_arena *arena,
                             struct adm_explain_absent *out);
// Whether the map at `place` (of the document, or of its copy with defaults) lacks the key because
// of what is told already. False for a NULL `absent`.
bool adm_explain_absent_is_told(const struct adm_explain_absent *absent,
                                const struct adm_place *place, struct adm_str key);
// The same of a path ("security.audit", "log_all_access"), or of a part of it.
bool adm_explain_absent_is_path_told(const struct adm_explain_absent *absent, struct adm_str path);
