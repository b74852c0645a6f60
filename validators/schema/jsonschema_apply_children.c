// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_apply.h"
#include "validators/schema/jsonschema_report.h"
#include "validators/schema/jsonschema_track.h"

// Applies the schema of what no other keyword speaks of: `false` is said of the key or the element.
static bool apply_rest(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                       const struct adm_jsonschema_op *op, const struct adm_schema *rest,
                       uint32_t index) {
    if (rest->never) {
        f->child_valid = true;
        return adm_jsonschema_report_failure(
            s, f,
            (struct adm_violation){.keyword = op->keyword, .member = &f->node->children[index]});
    }
    return adm_jsonschema_run_enter_child(s, f, rest, index, ADM_JSONSCHEMA_AS_IT_IS);
}

static void next_child(struct adm_jsonschema_frame *f) {
    f->index++;
    f->stage = 0;
    f->found = false;
}

// The property that the member's key names.
static bool apply_property(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                           const struct adm_jsonschema_object *object) {
    uint32_t index = f->index;
    const struct adm_member *member = &f->node->children[index];
    const struct adm_jsonschema_key *key =
        adm_jsonschema_program_key(&object->keys, member->key, member->hash);
    f->found = key != NULL;
    if (key == NULL)
        return true;
    return adm_jsonschema_run_enter_child(s, f, key->schema, index, ADM_JSONSCHEMA_AS_IT_IS);
}

static bool apply_pattern(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                          const struct adm_jsonschema_pattern *pattern) {
    enum adm_search match = adm_jsonschema_regex_match(
        pattern->regex, f->node->children[f->index].key, s->run->arena, &s->budget);
    if (match == ADM_SEARCH_NO_MEMORY)
        return adm_jsonschema_run_memory(s);
    if (match != ADM_SEARCH_YES)
        return true;
    f->found = true;
    return adm_jsonschema_run_enter_child(s, f, pattern->schema, f->index, ADM_JSONSCHEMA_AS_IT_IS);
}

// One step for the member at f->index: its property first (stage 0), then each pattern, then the
// rest.
static bool apply_member(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                         const struct adm_jsonschema_op *op) {
    const struct adm_jsonschema_object *object = op->u.object;
    uint32_t stage = f->stage++, index = f->index;
    if (stage == 0)
        return apply_property(s, f, object);
    if (stage <= object->pattern_count)
        return apply_pattern(s, f, &object->patterns[stage - 1]);
    bool rest = !f->found && object->rest != NULL;
    if (f->found || rest)
        adm_jsonschema_track_add(f, index);
    next_child(f);
    return !rest || apply_rest(s, f, op, object->rest, index);
}

// The same for an object without patterns: either its property or the rest.
static bool apply_plain_member(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                               const struct adm_jsonschema_op *op) {
    const struct adm_jsonschema_object *object = op->u.object;
    uint32_t index = f->index++;
    const struct adm_member *member = &f->node->children[index];
    const struct adm_jsonschema_key *key =
        adm_jsonschema_program_key(&object->keys, member->key, member->hash);
    if (key == NULL && object->rest == NULL)
        return true;
    adm_jsonschema_track_add(f, index);
    return key == NULL
               ? apply_rest(s, f, op, object->rest, index)
               : adm_jsonschema_run_enter_child(s, f, key->schema, index, ADM_JSONSCHEMA_AS_IT_IS);
}

// `matched`: a frame was entered, whose verdict is to be taken over.
bool adm_jsonschema_apply_members(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                  const struct adm_jsonschema_op *op) {
    size_t depth = s->depth;
    if (f->matched > 0 && !adm_jsonschema_run_absorb(f))
        return true;
    f->matched = 0;
    while (f->index < f->node->count && !s->stop && (f->valid || !f->quiet)) {
        ADM_TRY(adm_jsonschema_run_spend(s, 1));
        ADM_TRY(op->u.object->pattern_count == 0 ? apply_plain_member(s, f, op)
                                                 : apply_member(s, f, op));
        f->matched = s->depth > depth;
        if (f->matched > 0)
            return true;
    }
    adm_jsonschema_run_finish(f);
    return true;
}

bool adm_jsonschema_apply_elements(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                   const struct adm_jsonschema_op *op) {
    const struct adm_jsonschema_array *array = op->u.array;
    uint32_t index = f->index++;
    if (index > 0 && !adm_jsonschema_run_absorb(f))
        return true;
    bool prefixed = index < array->prefix_count;
    if (index == f->node->count || (!prefixed && array->rest == NULL)) {
        adm_jsonschema_run_finish(f);
        return true;
    }
    ADM_TRY(adm_jsonschema_run_spend(s, 1));
    adm_jsonschema_track_add(f, index);
    if (!prefixed)
        return apply_rest(s, f, op, array->rest, index);
    return adm_jsonschema_run_enter_child(s, f, array->prefix[index], index,
                                          ADM_JSONSCHEMA_AS_IT_IS);
}

static bool judge_contains(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                           const struct adm_jsonschema_contains *contains) {
    struct adm_violation violation = {.keyword = ADM_KEYWORD_CONTAINS};
    bool met = f->matched >= contains->least;
    if (met && f->matched > contains->most) {
        violation.keyword = ADM_KEYWORD_MAX_CONTAINS;
        met = false;
    }
    adm_jsonschema_run_finish(f);
    return met || adm_jsonschema_report_failure(s, f, violation);
}

bool adm_jsonschema_apply_contains(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                   const struct adm_jsonschema_op *op) {
    const struct adm_jsonschema_contains *contains = op->u.contains;
    if (f->index > 0 && f->child_valid) {
        f->matched++;
        adm_jsonschema_track_add(f, f->index - 1);
    }
    bool enough = !f->tracks && f->matched >= contains->least && contains->most == UINT64_MAX;
    if (f->index == f->node->count || enough)
        return judge_contains(s, f, contains);
    ADM_TRY(adm_jsonschema_run_spend(s, 1));
    return adm_jsonschema_run_enter_child(s, f, contains->schema, f->index++, ADM_JSONSCHEMA_ASIDE);
}

bool adm_jsonschema_apply_unevaluated(struct adm_jsonschema_state *s,
                                      struct adm_jsonschema_frame *f,
                                      const struct adm_jsonschema_op *op) {
    if (f->stage > 0 && !adm_jsonschema_run_absorb(f))
        return true;
    f->stage = 0;
    while (f->index < f->node->count && adm_jsonschema_track_has(f, f->index))
        f->index++;
    if (f->index == f->node->count) {
        adm_jsonschema_track_all(f);
        adm_jsonschema_run_finish(f);
        return true;
    }
    ADM_TRY(adm_jsonschema_run_spend(s, 1));
    f->stage = 1;
    return apply_rest(s, f, op, op->u.schema, f->index++);
}

// A node for the key, made once: it judges in quiet, and nothing keeps it.
static bool key_node(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f) {
    const struct adm_member *member = &f->node->children[f->index];
    if (f->scratch == NULL)
        f->scratch = adm_arena_alloc(s->run->arena, sizeof *f->scratch);
    if (f->scratch == NULL)
        return adm_jsonschema_run_memory(s);
    *f->scratch = (struct adm_node){
        .type = ADM_NODE_TEXT, .text = member->key, .span = member->key_span, .plain = true};
    return true;
}

bool adm_jsonschema_apply_names(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                const struct adm_jsonschema_op *op) {
    struct adm_violation violation = {.keyword = op->keyword};
    if (f->index > 0 && !f->child_valid) {
        violation.member = &f->node->children[f->index - 1];
        ADM_TRY(adm_jsonschema_report_failure(s, f, violation));
    }
    if (f->index == f->node->count || s->stop) {
        f->scratch = NULL;
        adm_jsonschema_run_finish(f);
        return true;
    }
    ADM_TRY(adm_jsonschema_run_spend(s, 1));
    ADM_TRY(key_node(s, f));
    return adm_jsonschema_run_enter_child(s, f, op->u.schema, f->index++, ADM_JSONSCHEMA_ASIDE);
}
