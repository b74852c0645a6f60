// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/explain.h"

#include "core/near.h"
#include "validators/schema/explain_words.h"

static adm_explain_words *const families[] = {
    [ADM_KEYWORD_FALSE] = adm_explain_words_other,
    [ADM_KEYWORD_TYPE] = adm_explain_words_type,
    [ADM_KEYWORD_ENUM] = adm_explain_words_choice,
    [ADM_KEYWORD_CONST] = adm_explain_words_choice,
    [ADM_KEYWORD_MULTIPLE_OF] = adm_explain_words_range,
    [ADM_KEYWORD_MAXIMUM] = adm_explain_words_range,
    [ADM_KEYWORD_EXCLUSIVE_MAXIMUM] = adm_explain_words_range,
    [ADM_KEYWORD_MINIMUM] = adm_explain_words_range,
    [ADM_KEYWORD_EXCLUSIVE_MINIMUM] = adm_explain_words_range,
    [ADM_KEYWORD_MAX_LENGTH] = adm_explain_words_length,
    [ADM_KEYWORD_MIN_LENGTH] = adm_explain_words_length,
    [ADM_KEYWORD_PATTERN] = adm_explain_words_pattern,
    [ADM_KEYWORD_FORMAT] = adm_explain_words_pattern,
    [ADM_KEYWORD_MAX_ITEMS] = adm_explain_words_items,
    [ADM_KEYWORD_MIN_ITEMS] = adm_explain_words_items,
    [ADM_KEYWORD_UNIQUE_ITEMS] = adm_explain_words_unique,
    [ADM_KEYWORD_CONTAINS] = adm_explain_words_items,
    [ADM_KEYWORD_MAX_CONTAINS] = adm_explain_words_items,
    [ADM_KEYWORD_MAX_PROPERTIES] = adm_explain_words_keys,
    [ADM_KEYWORD_MIN_PROPERTIES] = adm_explain_words_keys,
    [ADM_KEYWORD_REQUIRED] = adm_explain_words_missing,
    [ADM_KEYWORD_DEPENDENT_REQUIRED] = adm_explain_words_needed,
    [ADM_KEYWORD_PROPERTY_NAMES] = adm_explain_words_name,
    [ADM_KEYWORD_ADDITIONAL_PROPERTIES] = adm_explain_words_unknown,
    [ADM_KEYWORD_UNEVALUATED_PROPERTIES] = adm_explain_words_unknown,
    [ADM_KEYWORD_ADDITIONAL_ITEMS] = adm_explain_words_items,
    [ADM_KEYWORD_UNEVALUATED_ITEMS] = adm_explain_words_items,
    [ADM_KEYWORD_ANY_OF] = adm_explain_words_other,
    [ADM_KEYWORD_ONE_OF] = adm_explain_words_other,
    [ADM_KEYWORD_NOT] = adm_explain_words_other,
};

static bool is_unknown_key(const struct adm_violation *violation) {
    return violation->keyword == ADM_KEYWORD_ADDITIONAL_PROPERTIES ||
           violation->keyword == ADM_KEYWORD_UNEVALUATED_PROPERTIES;
}

// A value of the wrong type, or that is no choice, breaks other keywords too: what is said first
// is the cause. 0: no scalar's business.
static unsigned rank(enum adm_keyword keyword) {
    static const unsigned char ranks[] = {
        [ADM_KEYWORD_TYPE] = 1,       [ADM_KEYWORD_ENUM] = 2,       [ADM_KEYWORD_CONST] = 2,
        [ADM_KEYWORD_MAX_LENGTH] = 3, [ADM_KEYWORD_MIN_LENGTH] = 3, [ADM_KEYWORD_PATTERN] = 4,
        [ADM_KEYWORD_FORMAT] = 5,     [ADM_KEYWORD_ANY_OF] = 6,     [ADM_KEYWORD_ONE_OF] = 6,
        [ADM_KEYWORD_NOT] = 7,
    };
    return keyword < sizeof ranks ? ranks[keyword] : 0;
}

static bool follows_from(const struct adm_violation *later, const struct adm_violation *cause) {
    unsigned own = rank(later->keyword);
    unsigned other = rank(cause->keyword);
    return later->place->node == cause->place->node && own > 0 && other > 0 && other < own;
}

static bool is_same(const struct adm_violation *a, const struct adm_violation *b) {
    uint32_t left = a->member == NULL ? 0 : a->member->key_span.start;
    uint32_t right = b->member == NULL ? 0 : b->member->key_span.start;
    bool elements = a->member == b->member || is_unknown_key(a);
    return a->keyword == b->keyword && a->schema == b->schema && a->place->node == b->place->node &&
           left == right && elements && adm_str_equal(a->missing, b->missing);
}

static const struct adm_node *parent_of(const struct adm_violation *violation) {
    const struct adm_place *parent = violation->place->parent;
    return parent == NULL ? NULL : parent->node;
}

// Whether the key that is missing stands there as the unknown one: misspelt, or a level too deep or
// too shallow.
static bool is_missing_one(const struct adm_explain_part *base, const struct adm_violation *missing,
                           const struct adm_violation *unknown) {
    struct adm_str key = unknown->member->key;
    if (unknown->place->node == missing->place->node) {
        const struct adm_node *value = unknown->member->value;
        struct adm_explain_part part = *base;
        part.violation = unknown;
        // `{hunter2}`: a value that stands where `key: value` is wanted.
        if (value->type == ADM_NODE_NULL && value->span.start == value->span.end)
            return true;
        return adm_str_equal(adm_explain_words_meant(&part, unknown->member), missing->missing);
    }
    bool next =
        parent_of(unknown) == missing->place->node || unknown->place->node == parent_of(missing);
    return next && adm_near_distance(key, missing->missing) == 0;
}

static bool is_dropped(const struct adm_explain_part *base, size_t index) {
    const struct adm_violation *violation = &base->run->violations[index];
    bool missing = violation->keyword == ADM_KEYWORD_REQUIRED;
    for (size_t i = 0; i < base->run->count; i++) {
        const struct adm_violation *other = &base->run->violations[i];
        if ((i < index && is_same(other, violation)) || follows_from(violation, other))
            return true;
        if (missing && is_unknown_key(other) && is_missing_one(base, violation, other))
            return true;
    }
    return false;
}

// Keys that one object lacks are told together, with the first of them.
static bool is_told(const struct adm_explain_part *base, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (!base->dropped[i] &&
            adm_explain_words_are_beside(&base->run->violations[i], &base->run->violations[index]))
            return true;
    return false;
}

// What stands nowhere in the text: the span is that of the object's key.
static void explain_implied(const struct adm_explain_part *part) {
    const struct adm_node *node = part->violation->place->node;
    if (!node->implied || node->type == ADM_NODE_LIST || node->type == ADM_NODE_MAP)
        return;
    struct adm_str subject = adm_explain_part_subject(part);
    struct adm_str value = node->text.len > 0 ? node->text : ADM_STR("empty");
    part->diagnostic->primary.text =
        node->type == ADM_NODE_NULL
            ? adm_text_format(part->arena, "%.*s is not written here", ADM_STR_ARGS(subject))
            : adm_text_format(part->arena, "%.*s is not written here, so it is %.*s",
                              ADM_STR_ARGS(subject), ADM_STR_ARGS(value));
}

static void use_schemas_words(const struct adm_explain_part *part) {
    struct adm_str message = adm_explain_part_extra(part, "x-floe-message");
    struct adm_str help = adm_explain_part_extra(part, "x-floe-help");
    struct adm_str code = adm_explain_part_extra(part, "x-floe-code");
    if (message.len > 0) {
        part->diagnostic->message = adm_explain_words_filled(part, message);
        part->diagnostic->note = (struct adm_str){0};
    }
    if (help.len > 0)
        part->diagnostic->help = adm_explain_words_filled(part, help);
    struct adm_str copy = code.len > 0 ? adm_arena_copy(part->arena, code) : code;
    if (copy.len > 0)
        part->diagnostic->code = copy.data;
}

// What the reader has refused need not have the right type, too.
static bool is_refused(const struct adm_diagnostics *all, size_t count,
                       const struct adm_diagnostic *diagnostic) {
    for (size_t i = 0; i < count; i++) {
        struct adm_span span = all->items[i].primary.span;
        if (all->items[i].severity == ADM_SEVERITY_ERROR && span.end > span.start &&
            span.start == diagnostic->primary.span.start &&
            span.end == diagnostic->primary.span.end)
            return true;
    }
    return false;
}

static void explain(const struct adm_explain_part *base, const struct adm_violation *violation,
                    struct adm_diagnostics *out) {
    struct adm_diagnostic diagnostic = {
        .severity = ADM_SEVERITY_ERROR, .rule = base->options->rule, .code = "not-allowed"};
    struct adm_explain_part part = *base;
    part.violation = violation;
    part.schema = adm_explain_part_schema(base->options->program, violation->place);
    part.diagnostic = &diagnostic;
    families[violation->keyword](&part);
    explain_implied(&part);
    use_schemas_words(&part);
    if (!is_refused(out, base->refused, &diagnostic))
        adm_diagnostic_add(out, &diagnostic);
}

void adm_explain_violations(const struct adm_explain_options *options,
                            const struct adm_jsonschema_run *run, struct adm_diagnostics *out) {
    bool *dropped = adm_arena_array(out->arena, run->count + 1, sizeof *dropped);
    struct adm_explain_memo *memo = adm_arena_array(out->arena, 1, sizeof *memo);
    struct adm_str *meant = adm_arena_array(out->arena, run->count + 1, sizeof *meant);
    if (dropped == NULL || memo == NULL || meant == NULL) {
        out->failed = true;
        return;
    }
    memo->meant = meant;
    struct adm_explain_part base = {
        .options = options,
        .run = run,
        .dropped = dropped,
        .refused = out->count,
        .arena = out->arena,
        .memo = memo,
    };
    for (size_t i = 0; i < run->count; i++)
        dropped[i] = is_dropped(&base, i);
    for (size_t i = 0; i < run->count; i++)
        if (!dropped[i] && !is_told(&base, i))
            explain(&base, &run->violations[i], out);
}
