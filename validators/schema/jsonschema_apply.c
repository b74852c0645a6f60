// SPDX-License-Identifier: Apache-2.0
// Subschemas that judge the value itself; those of its children: jsonschema_apply_children.c.
#include "validators/schema/jsonschema_apply.h"

#include "validators/schema/jsonschema_assert.h"
#include "validators/schema/jsonschema_report.h"
#include "validators/schema/jsonschema_track.h"

// Enters one subschema, then takes over its verdict.
static bool apply_one(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                      const struct adm_schema *schema) {
    if (f->stage == 0) {
        f->stage = 1;
        return adm_jsonschema_run_enter(s, f, schema, ADM_JSONSCHEMA_AS_IT_IS);
    }
    f->valid = f->valid && f->child_valid;
    adm_jsonschema_run_finish(f);
    return true;
}

bool adm_jsonschema_apply_reference(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                    const struct adm_jsonschema_op *op) {
    return apply_one(s, f, op->u.schema);
}

static const struct adm_schema *dynamic_anchor(const struct adm_jsonschema_resource *resource,
                                               struct adm_str name) {
    for (const struct adm_jsonschema_anchor *at = resource->anchors; at != NULL; at = at->next) {
        if (at->dynamic && adm_str_equal(at->name, name))
            return at->schema;
    }
    return NULL;
}

// The outermost resource on the way here that has the anchor decides.
static const struct adm_schema *dynamic_target(const struct adm_jsonschema_state *s,
                                               const struct adm_jsonschema_dynamic *dynamic) {
    const struct adm_jsonschema_resource *last = NULL;
    for (size_t i = 0; dynamic->anchor.len > 0 && i < s->depth; i++) {
        const struct adm_jsonschema_resource *resource = s->frames[i].schema->resource;
        const struct adm_schema *found =
            resource == last ? NULL : dynamic_anchor(resource, dynamic->anchor);
        if (found != NULL)
            return found;
        last = resource;
    }
    return dynamic->schema;
}

bool adm_jsonschema_apply_dynamic(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                  const struct adm_jsonschema_op *op) {
    return apply_one(s, f, f->stage > 0 ? NULL : dynamic_target(s, op->u.dynamic));
}

bool adm_jsonschema_apply_all(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                              const struct adm_jsonschema_op *op) {
    if (f->index > 0 && !adm_jsonschema_run_absorb(f))
        return true;
    if (f->index < op->u.schemas->count)
        return adm_jsonschema_run_enter(s, f, op->u.schemas->items[f->index++],
                                        ADM_JSONSCHEMA_AS_IT_IS);
    adm_jsonschema_run_finish(f);
    return true;
}

// The one branch whose types take the value, if there is just one.
static const struct adm_schema *branch_of_type(const struct adm_jsonschema_schemas *branches,
                                               const struct adm_node *node) {
    const struct adm_schema *found = NULL;
    for (size_t i = 0; i < branches->count; i++) {
        unsigned takes = branches->items[i]->takes;
        if (takes == 0 || !adm_jsonschema_assert_is_of(node, takes))
            continue;
        if (found != NULL)
            return NULL;
        found = branches->items[i];
    }
    return found;
}

enum { TRYING, ACCEPTED, EXPLAINED };

// Whether no further branch can change the verdict, or what counts as evaluated.
static bool is_settled(const struct adm_jsonschema_frame *f, const struct adm_jsonschema_op *op) {
    if (f->index == op->u.schemas->count)
        return true;
    if (op->code == ADM_OP_ONE_OF)
        return f->matched > 1;
    return f->matched > 0 && !f->tracks;
}

// All branches have been tried in quiet; now the one that counts is entered aloud, if anybody
// listens.
static bool settle(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                   const struct adm_jsonschema_op *op) {
    const struct adm_jsonschema_schemas *branches = op->u.schemas;
    bool met = f->matched == 1 || (f->matched > 1 && op->code == ADM_OP_ANY_OF);
    bool heard = !f->quiet && (s->run->seen != NULL || s->program->noted);
    const struct adm_schema *spoken = met && heard ? branches->items[f->found_at] : NULL;
    f->stage = ACCEPTED;
    if (!met && !f->quiet && f->matched == 0) {
        spoken = branch_of_type(branches, f->node);
        f->stage = EXPLAINED;
    }
    if (spoken != NULL)
        return adm_jsonschema_run_enter(s, f, spoken, ADM_JSONSCHEMA_AS_IT_IS);
    adm_jsonschema_run_finish(f);
    if (met)
        return true;
    adm_jsonschema_track_all(f);
    return adm_jsonschema_report_failure(s, f, (struct adm_violation){.keyword = op->keyword});
}

bool adm_jsonschema_apply_any(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                              const struct adm_jsonschema_op *op) {
    if (f->stage != TRYING) {
        f->valid = f->valid && f->stage == ACCEPTED;
        adm_jsonschema_run_finish(f);
        return true;
    }
    if (f->index > 0 && f->child_valid) {
        f->matched++;
        f->found_at = f->index - 1;
    }
    if (is_settled(f, op))
        return settle(s, f, op);
    return adm_jsonschema_run_enter(s, f, op->u.schemas->items[f->index++], ADM_JSONSCHEMA_ASIDE);
}

bool adm_jsonschema_apply_not(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                              const struct adm_jsonschema_op *op) {
    if (f->stage == 0) {
        f->stage = 1;
        return adm_jsonschema_run_enter(s, f, op->u.schema, ADM_JSONSCHEMA_DENIED);
    }
    adm_jsonschema_run_finish(f);
    return !f->child_valid ||
           adm_jsonschema_report_failure(s, f, (struct adm_violation){.keyword = op->keyword});
}

bool adm_jsonschema_apply_condition(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                    const struct adm_jsonschema_op *op) {
    const struct adm_jsonschema_condition *condition = op->u.condition;
    const struct adm_schema *next = NULL;
    switch (f->stage++) {
    case 0:
        return adm_jsonschema_run_enter(s, f, condition->test, ADM_JSONSCHEMA_ASIDE);
    case 1:
        next = f->child_valid ? condition->then : condition->otherwise;
        f->child_valid = true;
        return next == NULL || adm_jsonschema_run_enter(s, f, next, ADM_JSONSCHEMA_AS_IT_IS);
    default:
        f->valid = f->valid && f->child_valid;
        adm_jsonschema_run_finish(f);
        return true;
    }
}

static bool demand(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                   const struct adm_member *member, const struct adm_jsonschema_keys *demands) {
    ADM_TRY(adm_jsonschema_run_spend(s, demands->count * f->node->count / 16));
    for (size_t i = 0; i < demands->count && !s->stop; i++) {
        struct adm_violation violation = {.keyword = ADM_KEYWORD_DEPENDENT_REQUIRED,
                                          .missing = demands->items[i].text,
                                          .member = member};
        if (adm_jsonschema_program_member(f->node, &demands->items[i]) == NULL)
            ADM_TRY(adm_jsonschema_report_failure(s, f, violation));
    }
    return true;
}

bool adm_jsonschema_apply_dependents(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                     const struct adm_jsonschema_op *op) {
    if (f->stage > 0 && !adm_jsonschema_run_absorb(f))
        return true;
    f->stage = 0;
    while (f->index < f->node->count) {
        const struct adm_member *member = &f->node->children[f->index++];
        const struct adm_jsonschema_key *key =
            adm_jsonschema_program_key(op->u.keys, member->key, member->hash);
        ADM_TRY(adm_jsonschema_run_spend(s, 1));
        if (key != NULL && key->demands != NULL)
            ADM_TRY(demand(s, f, member, key->demands));
        if (key == NULL || key->schema == NULL)
            continue;
        f->stage = 1;
        return adm_jsonschema_run_enter(s, f, key->schema, ADM_JSONSCHEMA_AS_IT_IS);
    }
    adm_jsonschema_run_finish(f);
    return true;
}
