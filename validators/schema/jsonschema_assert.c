// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_assert.h"

#include "validators/schema/jsonschema_number.h"
#include "validators/schema/jsonschema_report.h"

static bool judge(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                  const struct adm_jsonschema_op *op, bool met) {
    adm_jsonschema_run_finish(f);
    return met ||
           adm_jsonschema_report_failure(s, f, (struct adm_violation){.keyword = op->keyword});
}

bool adm_jsonschema_assert_is_of(const struct adm_node *node, unsigned types) {
    if (types == 0 || (types >> node->type & 1U) != 0)
        return true;
    return (types >> ADM_NODE_INT & 1U) != 0 && node->type == ADM_NODE_FLOAT &&
           adm_jsonschema_number_is_integer(node);
}

bool adm_jsonschema_assert_false(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                 const struct adm_jsonschema_op *op) {
    return judge(s, f, op, false);
}

// What has the wrong type is not judged further: the rest would say the same in other words.
bool adm_jsonschema_assert_type(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                const struct adm_jsonschema_op *op) {
    bool met = adm_jsonschema_assert_is_of(f->node, f->schema->types);
    ADM_TRY(judge(s, f, op, met));
    if (!met)
        f->at = f->schema->op_count;
    return true;
}

static bool equal(struct adm_jsonschema_state *s, const struct adm_node *a,
                  const struct adm_node *b, bool *out) {
    *out = adm_jsonschema_equal_values(a, b, &s->budget);
    return adm_jsonschema_run_spend(s, 0);
}

bool adm_jsonschema_assert_const(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                 const struct adm_jsonschema_op *op) {
    bool met = false;
    ADM_TRY(equal(s, f->node, op->u.value, &met));
    return judge(s, f, op, met);
}

bool adm_jsonschema_assert_enum(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                const struct adm_jsonschema_op *op) {
    bool met = false;
    for (uint32_t i = 0; i < op->u.value->count && !met; i++)
        ADM_TRY(equal(s, f->node, op->u.value->children[i].value, &met));
    return judge(s, f, op, met);
}

bool adm_jsonschema_assert_multiple(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                    const struct adm_jsonschema_op *op) {
    return judge(s, f, op, adm_jsonschema_number_is_multiple(f->node, op->u.value));
}

// NaN is within no bound.
bool adm_jsonschema_assert_bound(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                 const struct adm_jsonschema_op *op) {
    enum adm_jsonschema_order order = adm_jsonschema_number_order(f->node, op->u.value);
    bool equal_is_met = op->code == ADM_OP_MAXIMUM || op->code == ADM_OP_MINIMUM;
    bool above = op->code == ADM_OP_MINIMUM || op->code == ADM_OP_EXCLUSIVE_MINIMUM;
    bool met = order == (above ? ADM_JSONSCHEMA_GREATER : ADM_JSONSCHEMA_LESS) ||
               (equal_is_met && order == ADM_JSONSCHEMA_EQUAL);
    return judge(s, f, op, met);
}

static uint64_t code_points(struct adm_str text) {
    uint64_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.data[i] & 0xC0U) != 0x80U;
    return count;
}

// A text that is too long meets no pattern: matching it could be dear.
bool adm_jsonschema_assert_length(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                  const struct adm_jsonschema_op *op) {
    struct adm_str text = f->node->text;
    ADM_TRY(adm_jsonschema_run_spend(s, text.len / 64));
    adm_jsonschema_run_finish(f);
    // A code point has one to four bytes: most texts need no counting.
    if (text.len / 4 >= op->u.length.least && text.len <= op->u.length.most)
        return true;
    uint64_t length = code_points(text);
    if (length >= op->u.length.least && length <= op->u.length.most)
        return true;
    bool too_long = length > op->u.length.most;
    enum adm_keyword keyword = too_long ? ADM_KEYWORD_MAX_LENGTH : ADM_KEYWORD_MIN_LENGTH;
    while (too_long && f->at < f->schema->op_count && f->schema->ops[f->at].code == ADM_OP_PATTERN)
        f->at++;
    return adm_jsonschema_report_failure(s, f, (struct adm_violation){.keyword = keyword});
}

bool adm_jsonschema_assert_pattern(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                   const struct adm_jsonschema_op *op) {
    enum adm_search match =
        adm_jsonschema_regex_match(op->u.regex, f->node->text, s->run->arena, &s->budget);
    if (match == ADM_SEARCH_NO_MEMORY)
        return adm_jsonschema_run_memory(s);
    ADM_TRY(adm_jsonschema_run_spend(s, 0));
    adm_jsonschema_run_finish(f);
    struct adm_violation violation = {.keyword = op->keyword,
                                      .too_complex = match == ADM_SEARCH_TOO_COMPLEX};
    return match == ADM_SEARCH_YES || adm_jsonschema_report_failure(s, f, violation);
}

bool adm_jsonschema_assert_format(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                  const struct adm_jsonschema_op *op) {
    struct adm_arena_mark mark = adm_arena_mark(s->run->arena);
    bool met = op->u.format(f->node->text, s->run->arena);
    adm_arena_rewind(s->run->arena, mark);
    return judge(s, f, op, met);
}

bool adm_jsonschema_assert_count(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                 const struct adm_jsonschema_op *op) {
    bool met = op->code == ADM_OP_MAX_COUNT ? f->node->count <= op->u.limit
                                            : f->node->count >= op->u.limit;
    return judge(s, f, op, met);
}

bool adm_jsonschema_assert_unique(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                  const struct adm_jsonschema_op *op) {
    struct adm_jsonschema_twins twins = {0};
    ADM_TRY(adm_jsonschema_equal_elements(f->node, s->run->arena, &s->budget, &twins, s->err));
    ADM_TRY(adm_jsonschema_run_spend(s, 0));
    adm_jsonschema_run_finish(f);
    struct adm_violation violation = {
        .keyword = op->keyword, .member = twins.later, .other = twins.earlier};
    return twins.later == NULL || adm_jsonschema_report_failure(s, f, violation);
}

bool adm_jsonschema_assert_required(struct adm_jsonschema_state *s, struct adm_jsonschema_frame *f,
                                    const struct adm_jsonschema_op *op) {
    const struct adm_jsonschema_keys *keys = op->u.keys;
    ADM_TRY(adm_jsonschema_run_spend(s, keys->count * f->node->count / 16));
    adm_jsonschema_run_finish(f);
    for (size_t i = 0; i < keys->count && !s->stop; i++) {
        struct adm_violation violation = {.keyword = op->keyword, .missing = keys->items[i].text};
        if (adm_jsonschema_program_member(f->node, &keys->items[i]) == NULL)
            ADM_TRY(adm_jsonschema_report_failure(s, f, violation));
    }
    return true;
}
