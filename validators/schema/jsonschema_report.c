// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_report.h"

// The frame's place in the arena, with all places above it.
static const struct adm_place *keep_place(struct adm_jsonschema_state *s,
                                          const struct adm_jsonschema_frame *f) {
    const struct adm_place *kept = NULL;
    for (size_t i = 0; i < s->depth; i++) {
        struct adm_jsonschema_frame *frame = &s->frames[i];
        if (!frame->in_place && frame->kept == NULL) {
            struct adm_place *copy = adm_arena_alloc(s->run->arena, sizeof *copy);
            if (copy == NULL)
                return NULL;
            *copy = frame->own;
            copy->parent = kept;
            frame->kept = copy;
            s->results++;
        }
        if (!frame->in_place)
            kept = frame->kept;
        if (frame == f)
            break;
    }
    return kept;
}

static bool grow(struct adm_jsonschema_state *s, void **items, size_t size, size_t *capacity) {
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *grown = adm_arena_grow(s->run->arena, *items, *capacity * size, wanted * size);
    if (grown == NULL)
        return adm_jsonschema_run_memory(s);
    *items = grown;
    *capacity = wanted;
    return true;
}

static bool record(struct adm_jsonschema_state *s, const struct adm_jsonschema_frame *f,
                   const struct adm_violation *what) {
    struct adm_jsonschema_run *run = s->run;
    void *items = run->violations;
    if (run->count == s->capacity)
        ADM_TRY(grow(s, &items, sizeof *run->violations, &s->capacity));
    run->violations = items;
    const struct adm_place *place = keep_place(s, f);
    if (place == NULL)
        return adm_jsonschema_run_memory(s);
    struct adm_violation *violation = &run->violations[run->count++];
    *violation = *what;
    violation->schema = f->schema;
    violation->place = place;
    s->results++;
    s->stop = run->count == run->limit && run->seen == NULL;
    return true;
}

bool adm_jsonschema_report_failure(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                   struct adm_violation what) {
    f->valid = false;
    if (f->quiet || s->run->count >= s->run->limit)
        return true;
    return record(s, f, &what);
}

bool adm_jsonschema_report_note(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f) {
    struct adm_jsonschema_run *run = s->run;
    void *items = run->notes;
    if (run->note_count >= run->limit)
        return true;
    if (run->note_count == s->note_capacity)
        ADM_TRY(grow(s, &items, sizeof *run->notes, &s->note_capacity));
    run->notes = items;
    const struct adm_place *place = keep_place(s, f);
    if (place == NULL)
        return adm_jsonschema_run_memory(s);
    run->notes[run->note_count++] = (struct adm_jsonschema_note){f->schema, place};
    s->results++;
    return true;
}
