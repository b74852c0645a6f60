// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/explain.h"

#include <string.h>

#include "validators/schema/explain_indent.h"
#include "validators/schema/explain_newer.h"
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

// One value, or what the same text, by an alias, leaves unwritten twice.
static bool is_same_value(const struct adm_place *a, const struct adm_place *b) {
    if (a->node == b->node)
        return true;
    if (!a->node->implied || !b->node->implied || a->parent == NULL || b->parent == NULL)
        return false;
    const struct adm_node *left = a->parent->node, *right = b->parent->node;
    return !left->implied && !right->implied && left->span.start == right->span.start &&
           left->span.end == right->span.end && adm_str_equal(a->member->key, b->member->key);
}

static bool is_same(const struct adm_violation *a, const struct adm_violation *b) {
    uint32_t left = a->member == NULL ? 0 : a->member->key_span.start;
    uint32_t right = b->member == NULL ? 0 : b->member->key_span.start;
    bool elements = a->member == b->member || is_unknown_key(a);
    return a->keyword == b->keyword && a->schema == b->schema &&
           is_same_value(a->place, b->place) && left == right && elements &&
           adm_str_equal(a->missing, b->missing);
}

// The same number for what is_same_value may take for one value: all are compared with all, and
// there may be a thousand.
static uint64_t value_number(const struct adm_place *place) {
    const struct adm_node *node = place->node;
    if (!node->implied || place->parent == NULL || place->parent->node->implied)
        return (uint64_t)(uintptr_t)node;
    struct adm_span span = place->parent->node->span;
    return (uint64_t)span.start << 32U | span.end;
}

static bool is_dropped(const struct adm_explain_part *base, const uint64_t *numbers, size_t index) {
    const struct adm_violation *violation = &base->run->violations[index];
    bool missing = violation->keyword == ADM_KEYWORD_REQUIRED;
    for (size_t i = 0; i < base->run->count; i++) {
        const struct adm_violation *other = &base->run->violations[i];
        if (numbers[i] == numbers[index] &&
            ((i < index && is_same(other, violation)) || follows_from(violation, other)))
            return true;
    }
    return missing &&
           adm_explain_absent_is_told(base->absent, violation->place, violation->missing);
}

// Keys that one object lacks are told together, with the first of them.
static bool is_told(const struct adm_explain_part *base, size_t index) {
    bool missing = base->run->violations[index].keyword == ADM_KEYWORD_REQUIRED;
    for (size_t i = 0; missing && i < index; i++)
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

// What the reader has refused need not have the right type, too; what to write is for the schema
// to say.
static bool is_refused(const struct adm_diagnostics *all, size_t count,
                       const struct adm_diagnostic *diagnostic) {
    for (size_t i = 0; i < count; i++) {
        struct adm_diagnostic *refused = &all->items[i];
        struct adm_span span = refused->primary.span;
        if (refused->severity != ADM_SEVERITY_ERROR || span.end == span.start ||
            span.start != diagnostic->primary.span.start ||
            span.end != diagnostic->primary.span.end)
            continue;
        if (strcmp(refused->code, "bad-scalar") == 0 && strcmp(diagnostic->code, "wrong-type") == 0)
            refused->primary.text = diagnostic->primary.text;
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
    adm_explain_newer_value(&part);
    explain_implied(&part);
    use_schemas_words(&part);
    if (!is_refused(out, base->refused, &diagnostic))
        adm_diagnostic_add(out, &diagnostic);
}

// The keys that no object knows, for what misses others because of them.
static void find_strays(const struct adm_explain_part *base) {
    struct adm_explain_absent *absent = base->absent;
    struct adm_explain_part part = *base;
    for (size_t i = 0; i < base->run->count && absent->stray_count < ADM_EXPLAIN_STRAYS_MAX; i++) {
        const struct adm_violation *violation = &base->run->violations[i];
        if (!is_unknown_key(violation))
            continue;
        const struct adm_node *value = violation->member->value;
        part.violation = violation;
        absent->strays[absent->stray_count++] = (struct adm_explain_stray){
            .place = violation->place,
            .path = adm_place_path(violation->place, base->arena),
            .key = violation->member->key,
            .meant = adm_explain_words_meant(&part, violation->member),
            .bare = value->type == ADM_NODE_NULL && value->span.start == value->span.end,
        };
    }
}

// Room for every violation of the run; those of an earlier run stay.
static bool open_strays(struct adm_explain_absent *absent, size_t count, struct adm_arena *arena) {
    absent->strays =
        adm_arena_grow(arena, absent->strays, absent->stray_count * sizeof *absent->strays,
                       (absent->stray_count + count + 1) * sizeof *absent->strays);
    return absent->strays != NULL;
}

void adm_explain_violations(const struct adm_explain_options *options,
                            const struct adm_jsonschema_run *run, struct adm_diagnostics *out) {
    struct adm_explain_absent own = {.stray_count = 0};
    struct adm_explain_absent *absent = options->absent == NULL ? &own : options->absent;
    bool *dropped = adm_arena_array(out->arena, run->count + 1, sizeof *dropped);
    struct adm_explain_memo *memo = adm_arena_array(out->arena, 1, sizeof *memo);
    struct adm_str *meant = adm_arena_array(out->arena, run->count + 1, sizeof *meant);
    uint64_t *numbers = adm_arena_array(out->arena, run->count + 1, sizeof *numbers);
    if (dropped == NULL || memo == NULL || meant == NULL || numbers == NULL ||
        !open_strays(absent, run->count, out->arena)) {
        out->failed = true;
        return;
    }
    memo->meant = meant;
    struct adm_explain_part base = {
        .options = options,
        .run = run,
        .absent = absent,
        .dropped = dropped,
        .refused = out->count,
        .arena = out->arena,
        .memo = memo,
    };
    find_strays(&base);
    for (size_t i = 0; i < run->count; i++)
        numbers[i] = value_number(run->violations[i].place);
    for (size_t i = 0; i < run->count; i++)
        dropped[i] = is_dropped(&base, numbers, i);
    adm_explain_indent(&base, dropped, out);
    for (size_t i = 0; i < run->count; i++)
        if (!dropped[i] && !is_told(&base, i))
            explain(&base, &run->violations[i], out);
}
