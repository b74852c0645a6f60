// SPDX-License-Identifier: Apache-2.0
// Which children of a value were evaluated: what `unevaluatedProperties` and `unevaluatedItems`
// leave out. Private to jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_run.h"

// Prepares a frame that tracks.
ADM_CHECKED bool adm_jsonschema_track_begin(struct adm_jsonschema_state *s,
                                            struct adm_jsonschema_frame *f);
static inline void adm_jsonschema_track_add(struct adm_jsonschema_frame *f, uint32_t index) {
    uint64_t *bits = f->many == NULL ? &f->few : f->many;
    if (f->tracks)
        bits[index / 64] |= 1ULL << (index % 64);
}
void adm_jsonschema_track_all(struct adm_jsonschema_frame *f);
bool adm_jsonschema_track_has(const struct adm_jsonschema_frame *f, uint32_t index);
// Adds what a frame in place has evaluated to the frame below it.
ADM_CHECKED bool adm_jsonschema_track_merge(struct adm_jsonschema_state *s,
                                            struct adm_jsonschema_frame *below,
                                            const struct adm_jsonschema_frame *f);
