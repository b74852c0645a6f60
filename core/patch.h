// SPDX-License-Identifier: Apache-2.0
// A JSON Patch (RFC 6902) under construction: `add` and `test` only. Missing parents are created
// first, once, because an `add` below a missing parent is a 500 even under failurePolicy Ignore.
// Everything lives in the arena.
#pragma once

#include "core/json.h"
#include "core/text.h"

struct adm_patch_operation {
    const char *op;       // "add" or "test"
    struct adm_str path;  // JSON pointer
    struct adm_str value; // JSON
};

struct adm_patch {
    struct adm_arena *arena;
    const struct adm_json *root; // the object that the patch applies to
    struct adm_patch_operation *operations;
    size_t count, capacity;
    bool failed; // ran out of memory; adm_patch_finish says so
};

void adm_patch_init(struct adm_patch *patch, struct adm_arena *arena, const struct adm_json *root);
// Appends `value` (JSON) to the array at `pointer`, creating the array and missing parent objects.
void adm_patch_append(struct adm_patch *patch, struct adm_str pointer, struct adm_str value);
// Puts `value` at object[key] of the object at `pointer`, creating missing parent objects.
void adm_patch_put(struct adm_patch *patch, struct adm_str pointer, struct adm_str key,
                   struct adm_str value);
// Asserts that the value at `pointer` equals `value`.
void adm_patch_test(struct adm_patch *patch, struct adm_str pointer, struct adm_str value);
// pointer + "/" + key with `~` and `/` escaped (RFC 6901).
struct adm_str adm_patch_pointer(struct adm_arena *arena, struct adm_str pointer,
                                 struct adm_str key);
// The value at a JSON pointer, or NULL: also for a malformed pointer and tokens beyond 512 bytes.
const struct adm_json *adm_patch_resolve(const struct adm_json *root, struct adm_str pointer);
// The patch document; empty when there are no operations.
ADM_CHECKED bool adm_patch_finish(struct adm_patch *patch, struct adm_str *out,
                                  struct adm_error *err);
