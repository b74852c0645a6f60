// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_track.h"

#include <string.h>

enum { WORD = 64 };

static size_t words(const struct adm_jsonschema_frame *f) {
    return ((size_t)f->node->count + WORD - 1) / WORD;
}

static const uint64_t *bits(const struct adm_jsonschema_frame *f) {
    return f->many == NULL ? &f->few : f->many;
}

static uint64_t *mutable_bits(struct adm_jsonschema_frame *f) {
    return f->many == NULL ? &f->few : f->many;
}

bool adm_jsonschema_track_begin(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f) {
    f->few = 0;
    if (f->node->count <= WORD)
        return true;
    ADM_TRY(adm_jsonschema_run_spend(s, words(f)));
    f->mark = adm_arena_mark(s->run->arena);
    f->results = s->results;
    f->many = adm_arena_array(s->run->arena, words(f), sizeof *f->many);
    return f->many != NULL || adm_jsonschema_run_memory(s);
}

void adm_jsonschema_track_all(struct adm_jsonschema_frame *f) {
    if (f->tracks && f->node->count > 0)
        memset(mutable_bits(f), 0xFF, words(f) * sizeof *f->many);
}

bool adm_jsonschema_track_has(const struct adm_jsonschema_frame *f, uint32_t index) {
    return (bits(f)[index / WORD] >> (index % WORD) & 1U) != 0;
}

bool adm_jsonschema_track_merge(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *below,
                                const struct adm_jsonschema_frame *f) {
    ADM_TRY(adm_jsonschema_run_spend(s, f->many == NULL ? 0 : words(f)));
    for (size_t i = 0; i < words(f); i++)
        mutable_bits(below)[i] |= bits(f)[i];
    return true;
}
