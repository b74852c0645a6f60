// SPDX-License-Identifier: Apache-2.0
// What the tests of manifest* share: a stream that has been read, and its documents as text.
#pragma once

#include "core/text.h"
#include "validators/manifest.h"

struct reading {
    struct adm_arena arena;
    struct adm_manifest manifest;
    struct adm_error err;
    bool read;
};

// Destroy with adm_arena_destroy(&r->arena).
void reading_init(struct reading *r, struct adm_str text);
// Each document a line: `~` before shadowed ones, the object as JSON or `-`, ` | ` before each
// piece that is loose.
const char *reading_show(struct reading *r);
// The JSON of one value.
void reading_append(struct adm_text *out, const struct adm_json *root);
