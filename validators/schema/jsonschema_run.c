// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_run.h"

#include "validators/schema/jsonschema_apply.h"
#include "validators/schema/jsonschema_assert.h"
#include "validators/schema/jsonschema_report.h"
#include "validators/schema/jsonschema_track.h"

static adm_jsonschema_run_step *const steps[ADM_OP_COUNT] = {
    [ADM_OP_FALSE] = adm_jsonschema_assert_false,
    [ADM_OP_TYPE] = adm_jsonschema_assert_type,
    [ADM_OP_CONST] = adm_jsonschema_assert_const,
    [ADM_OP_ENUM] = adm_jsonschema_assert_enum,
    [ADM_OP_MULTIPLE_OF] = adm_jsonschema_assert_multiple,
    [ADM_OP_MAXIMUM] = adm_jsonschema_assert_bound,
    [ADM_OP_EXCLUSIVE_MAXIMUM] = adm_jsonschema_assert_bound,
    [ADM_OP_MINIMUM] = adm_jsonschema_assert_bound,
    [ADM_OP_EXCLUSIVE_MINIMUM] = adm_jsonschema_assert_bound,
    [ADM_OP_LENGTH] = adm_jsonschema_assert_length,
    [ADM_OP_PATTERN] = adm_jsonschema_assert_pattern,
    [ADM_OP_FORMAT] = adm_jsonschema_assert_format,
    [ADM_OP_MAX_COUNT] = adm_jsonschema_assert_count,
    [ADM_OP_MIN_COUNT] = adm_jsonschema_assert_count,
    [ADM_OP_UNIQUE] = adm_jsonschema_assert_unique,
    [ADM_OP_REQUIRED] = adm_jsonschema_assert_required,
    [ADM_OP_DEPENDENTS] = adm_jsonschema_apply_dependents,
    [ADM_OP_REF] = adm_jsonschema_apply_reference,
    [ADM_OP_DYNAMIC_REF] = adm_jsonschema_apply_dynamic,
    [ADM_OP_ALL_OF] = adm_jsonschema_apply_all,
    [ADM_OP_ANY_OF] = adm_jsonschema_apply_any,
    [ADM_OP_ONE_OF] = adm_jsonschema_apply_any,
    [ADM_OP_NOT] = adm_jsonschema_apply_not,
    [ADM_OP_CONDITION] = adm_jsonschema_apply_condition,
    [ADM_OP_NAMES] = adm_jsonschema_apply_names,
    [ADM_OP_MEMBERS] = adm_jsonschema_apply_members,
    [ADM_OP_ELEMENTS] = adm_jsonschema_apply_elements,
    [ADM_OP_CONTAINS] = adm_jsonschema_apply_contains,
    [ADM_OP_UNEVALUATED] = adm_jsonschema_apply_unevaluated,
};

bool adm_jsonschema_run_memory(struct adm_jsonschema_state *s) {
    return adm_fail(s->err, ADM_MEMORY, "out of memory to validate a document");
}

bool adm_jsonschema_run_too_long(struct adm_jsonschema_state *s) {
    return adm_fail(s->err, ADM_LIMIT, "validation takes more than %u steps",
                    ADM_JSONSCHEMA_RUN_STEPS_MAX);
}

static bool is_container(const struct adm_node *node) {
    return node->type == ADM_NODE_LIST || node->type == ADM_NODE_MAP;
}

// What is entered for a subschema: an observer sees every `$ref`.
static const struct adm_schema *judge_of(const struct adm_jsonschema_state *s,
                                         const struct adm_schema *schema) {
    return s->run->seen == NULL ? schema->judge : schema;
}

// Whether a subschema has nothing to say of a value.
static bool is_idle(const struct adm_jsonschema_state *s, const struct adm_schema *schema,
                    const struct adm_node *node, bool quiet) {
    return (schema->idle >> node->type & 1U) != 0 &&
           (quiet || (s->run->seen == NULL && !schema->noted));
}

// Apart, so that the usual frame saves no registers for it.
static __attribute__((noinline)) bool refuse_frame(struct adm_jsonschema_state *s) {
    if (s->depth == ADM_JSONSCHEMA_RUN_FRAMES_MAX)
        return adm_fail(s->err, ADM_LIMIT, "validation nests more than %d subschemas",
                        ADM_JSONSCHEMA_RUN_FRAMES_MAX);
    return adm_jsonschema_run_too_long(s);
}

// A new frame; field by field, because a run enters hundreds and most of a frame is rarely used.
// False (with s->err) past a limit.
static inline bool push(struct adm_jsonschema_state *s, const struct adm_schema *schema,
                        const struct adm_node *node, struct adm_jsonschema_frame **out) {
    if (s->depth == ADM_JSONSCHEMA_RUN_FRAMES_MAX || s->budget.left <= 1) {
        (void)refuse_frame(s);
        return false;
    }
    s->budget.left--;
    struct adm_jsonschema_frame *top = &s->frames[s->depth++];
    top->schema = schema;
    top->node = node;
    top->kept = NULL;
    // A type that fits at sight, as nearly all do, needs no operation.
    top->at = schema->typed && (schema->types >> node->type & 1U) != 0 ? 1 : 0;
    top->stage = top->index = top->matched = 0;
    top->found = top->discards = top->in_place = false;
    top->scratch = NULL;
    top->valid = true;
    top->tracks = schema->tracks && is_container(node);
    top->many = NULL;
    *out = top;
    return true;
}

static __attribute__((noinline)) bool begin_watched(struct adm_jsonschema_state *s,
                                                    struct adm_jsonschema_frame *top) {
    if (top->tracks)
        ADM_TRY(adm_jsonschema_track_begin(s, top));
    if (s->run->seen != NULL && !top->quiet)
        s->run->seen(s->run->context, top->schema, top->place);
    return true;
}

static inline bool begin(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *top,
                         bool quiet) {
    top->quiet = quiet;
    return (!top->tracks && s->run->seen == NULL) || begin_watched(s, top);
}

bool adm_jsonschema_run_enter(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                              const struct adm_schema *schema, enum adm_jsonschema_manner manner) {
    bool quiet = f->quiet || manner != ADM_JSONSCHEMA_AS_IT_IS;
    f->child_valid = true;
    schema = judge_of(s, schema);
    if (is_idle(s, schema, f->node, quiet))
        return true;
    struct adm_jsonschema_frame *child = NULL;
    ADM_TRY(push(s, schema, f->node, &child));
    child->place = f->place;
    child->in_place = true;
    child->discards = manner == ADM_JSONSCHEMA_DENIED;
    child->tracks = child->tracks || (f->tracks && !child->discards);
    return begin(s, child, quiet);
}

bool adm_jsonschema_run_enter_child(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                    const struct adm_schema *schema, uint32_t index,
                                    enum adm_jsonschema_manner manner) {
    bool quiet = f->quiet || manner != ADM_JSONSCHEMA_AS_IT_IS;
    const struct adm_member *member = &f->node->children[index];
    const struct adm_node *node = f->scratch == NULL ? member->value : f->scratch;
    f->child_valid = true;
    schema = judge_of(s, schema);
    if (is_idle(s, schema, node, quiet))
        return true;
    struct adm_jsonschema_frame *child = NULL;
    ADM_TRY(push(s, schema, node, &child));
    child->own = (struct adm_place){f->place, member, node, index};
    child->place = &child->own;
    return begin(s, child, quiet);
}

static bool leave(struct adm_jsonschema_state *s) {
    struct adm_jsonschema_frame *top = &s->frames[s->depth - 1];
    if (top->schema->noted && top->valid && !top->quiet)
        ADM_TRY(adm_jsonschema_report_note(s, top));
    s->depth--;
    if (s->depth == 0)
        return true;
    struct adm_jsonschema_frame *below = &s->frames[s->depth - 1];
    below->child_valid = top->valid;
    // A loud frame that failed has been reported: what it looked at is no second mistake.
    if (top->in_place && !top->discards && below->tracks && (top->valid || !top->quiet))
        ADM_TRY(adm_jsonschema_track_merge(s, below, top));
    if (top->many != NULL && top->results == s->results)
        adm_arena_rewind(s->run->arena, top->mark);
    return true;
}

static bool go(struct adm_jsonschema_state *s) {
    while (s->depth > 0 && !s->stop) {
        struct adm_jsonschema_frame *f = &s->frames[s->depth - 1];
        if (f->at >= f->schema->op_count || (f->quiet && !f->valid)) {
            ADM_TRY(leave(s));
            continue;
        }
        const struct adm_jsonschema_op *op = &f->schema->ops[f->at];
        if ((op->applies >> f->node->type & 1U) == 0)
            f->at++;
        else
            ADM_TRY(steps[op->code](s, f, op));
    }
    return true;
}

bool adm_jsonschema_validate(const struct adm_jsonschema *program, const struct adm_node *root,
                             struct adm_jsonschema_run *run, struct adm_error *err) {
    struct adm_jsonschema_state s = {.program = program, .run = run, .err = err};
    struct adm_arena_mark mark = adm_arena_mark(run->arena);
    run->valid = false;
    run->violations = NULL;
    run->notes = NULL;
    run->count = run->note_count = 0;
    s.budget.left = ADM_JSONSCHEMA_RUN_STEPS_MAX;
    s.frames = adm_arena_alloc(run->arena, ADM_JSONSCHEMA_RUN_FRAMES_MAX * sizeof *s.frames);
    if (s.frames == NULL)
        return adm_jsonschema_run_memory(&s);
    struct adm_jsonschema_frame *first = NULL;
    ADM_TRY(push(&s, program->root, root, &first));
    first->own = (struct adm_place){.node = root};
    first->place = &first->own;
    ADM_TRY(begin(&s, first, run->limit == 0 && run->seen == NULL));
    ADM_TRY(go(&s));
    run->valid = s.frames[0].valid && !s.stop;
    if (s.results == 0)
        adm_arena_rewind(run->arena, mark);
    return true;
}
