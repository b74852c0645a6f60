// SPDX-License-Identifier: Apache-2.0
// A run of a program: a stack of frames, each a subschema that judges a value. An operation that
// applies a subschema enters a frame and is called again when that frame has left; none recurses.
// Private to jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_equal.h"
#include "validators/schema/jsonschema_program.h"

#define ADM_JSONSCHEMA_RUN_STEPS_MAX 1000000U
#define ADM_JSONSCHEMA_RUN_FRAMES_MAX 256

struct adm_jsonschema_frame {
    const struct adm_schema *schema;
    const struct adm_node *node;
    const struct adm_place *place; // `own`, or that of the frame below which judges the same value
    struct adm_place own;
    const struct adm_place *kept; // a copy of `own` in the arena, once something refers to it
    size_t at;                    // the operation
    // The operation's own, 0 when it begins:
    uint32_t stage, index, matched, found_at;
    bool found;
    struct adm_node *scratch;
    // Of the frame that left last:
    bool child_valid;
    bool valid;
    bool quiet;     // a branch: only the verdict counts, nothing is recorded or observed, and the
                    // first failure ends it
    bool in_place;  // judges the value of the frame below
    bool discards;  // what it has evaluated does not count below
    bool tracks;    // keeps which children were evaluated
    uint64_t few;   // a bit for each of up to 64 children
    uint64_t *many; // for more
    struct adm_arena_mark mark; // before `many`
    size_t results;             // at the mark
};

struct adm_jsonschema_state {
    const struct adm_jsonschema *program;
    struct adm_jsonschema_run *run;
    struct adm_error *err;
    struct adm_jsonschema_frame *frames;
    size_t depth;
    struct adm_jsonschema_budget budget;
    size_t results; // violations, notes and places so far
    size_t capacity, note_capacity;
    bool stop; // enough was found
};

// How a frame is entered.
enum adm_jsonschema_manner {
    ADM_JSONSCHEMA_AS_IT_IS, // loud or quiet as the frame below
    ADM_JSONSCHEMA_ASIDE,    // a branch: quiet
    ADM_JSONSCHEMA_DENIED,   // the same, and nothing that it evaluates counts
};

// One operation. False (with s->err) when it cannot judge.
typedef bool adm_jsonschema_run_step(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                     const struct adm_jsonschema_op *op);

// Applies a subschema to the frame's own value.
ADM_CHECKED bool adm_jsonschema_run_enter(struct adm_jsonschema_state *s,
                                          struct adm_jsonschema_frame *f,
                                          const struct adm_schema *schema,
                                          enum adm_jsonschema_manner manner);
// Applies a subschema to a child of the frame's value (or to a key of it: `value`).
ADM_CHECKED bool adm_jsonschema_run_enter_child(struct adm_jsonschema_state *s,
                                                struct adm_jsonschema_frame *f,
                                                const struct adm_schema *schema, uint32_t index,
                                                enum adm_jsonschema_manner manner);
// Goes on to the next operation.
static inline void adm_jsonschema_run_finish(struct adm_jsonschema_frame *f) {
    f->at++;
    f->stage = f->index = f->matched = 0;
    f->found = false;
}
// Takes over the verdict of the frame that left; false when that ends this one, too.
static inline bool adm_jsonschema_run_absorb(struct adm_jsonschema_frame *f) {
    f->valid = f->valid && f->child_valid;
    return f->valid || !f->quiet;
}
// Fails: the steps are spent.
ADM_CHECKED bool adm_jsonschema_run_too_long(struct adm_jsonschema_state *s);
// Spends `amount` of the run's steps.
ADM_CHECKED static inline bool adm_jsonschema_run_spend(struct adm_jsonschema_state *s,
                                                        size_t amount) {
    if (s->budget.left <= amount)
        return adm_jsonschema_run_too_long(s);
    s->budget.left -= amount;
    return true;
}
ADM_CHECKED bool adm_jsonschema_run_memory(struct adm_jsonschema_state *s);
