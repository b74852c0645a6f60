// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_refuse.h"

#include "core/text.h"
#include "validators/schema/mask_rune.h"

enum { KEY_SHOWN_MAX = 64 };

static struct adm_diagnostic make(enum adm_yaml_refusal refusal, struct adm_span span) {
    const struct adm_yaml_words *words = adm_yaml_words_of(refusal);
    return (struct adm_diagnostic){
        .severity = ADM_SEVERITY_ERROR,
        .rule = ADM_RULE_PLATFORM_SCHEMA,
        .code = words->code,
        .message = adm_str_from(words->message),
        .primary = {span, adm_str_from(words->label)},
        .help = adm_str_from(words->help),
    };
}

void adm_yaml_refuse_at(struct adm_diagnostics *found, enum adm_yaml_refusal refusal,
                        struct adm_span span) {
    const struct adm_diagnostic diagnostic = make(refusal, span);
    adm_diagnostic_add(found, &diagnostic);
}

void adm_yaml_refuse_because(struct adm_diagnostics *found, enum adm_yaml_refusal refusal,
                             struct adm_span span, struct adm_label reason) {
    struct adm_diagnostic diagnostic = make(refusal, span);
    diagnostic.reasons[diagnostic.reason_count++] = reason;
    adm_diagnostic_add(found, &diagnostic);
}

// The key as far as it may be shown: cut, and no control characters.
static struct adm_str shown(struct adm_str key, struct adm_arena *arena) {
    struct adm_text text;
    size_t end = key.len;
    adm_text_init(&text, arena);
    if (key.len > KEY_SHOWN_MAX)
        for (end = KEY_SHOWN_MAX; end > 0 && ((unsigned char)key.data[end] & 0xC0U) == 0x80U;)
            end--;
    adm_mask_rune_append(&text, adm_str_slice(key, 0, end), false);
    if (end < key.len)
        adm_text_append_c(&text, "…");
    return adm_text_str(&text);
}

// A key without a value may be a value that is meant: {hunter2, hunter2}.
static bool may_show(const struct adm_member *member) {
    return member->value->type != ADM_NODE_NULL ||
           member->value->span.end > member->value->span.start;
}

void adm_yaml_refuse_twice(struct adm_diagnostics *found, const struct adm_member *later,
                           const struct adm_member *first) {
    struct adm_diagnostic diagnostic = make(ADM_YAML_TWICE, later->key_span);
    diagnostic.reasons[diagnostic.reason_count++] =
        (struct adm_label){first->key_span, ADM_STR("first here")};
    // What is only counted needs no words.
    if (may_show(later) && may_show(first) && found->count < ADM_DIAGNOSTICS_KEPT_MAX)
        diagnostic.message = adm_text_format(
            found->arena, "`%.*s` is defined twice; the consumer would silently keep only this one",
            ADM_STR_ARGS(shown(later->key, found->arena)));
    found->failed = found->failed || diagnostic.message.len == 0;
    adm_diagnostic_add(found, &diagnostic);
}

void adm_yaml_refuse_budget(struct adm_diagnostics *found, struct adm_span span, unsigned levels) {
    struct adm_diagnostic diagnostic = make(ADM_YAML_ALIAS_BUDGET, span);
    if (levels > 1)
        diagnostic.message =
            adm_text_format(found->arena, "%s (%u levels of `*` references)",
                            adm_yaml_words_of(ADM_YAML_ALIAS_BUDGET)->message, levels);
    found->failed = found->failed || diagnostic.message.len == 0;
    adm_diagnostic_add(found, &diagnostic);
}
