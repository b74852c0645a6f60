// SPDX-License-Identifier: Apache-2.0
// Lists, and what no other family says.
#include "validators/schema/explain_words.h"

#include "validators/schema/mask.h"

struct bound {
    const char *keyword, *code, *words, *label;
};

static const struct bound *bound_of(enum adm_keyword keyword) {
    static const struct bound many = {"maxItems", "too-many-items", "at most", "remove some"};
    static const struct bound few = {"minItems", "too-few-items", "it needs at least", "add some"};
    static const struct bound lacks = {"minContains", "too-few-items", "it needs more of a kind",
                                       "add what is missing"};
    static const struct bound excess = {"maxContains", "too-many-items", "of one kind at most",
                                        "remove some"};
    if (keyword == ADM_KEYWORD_MIN_ITEMS)
        return &few;
    if (keyword == ADM_KEYWORD_CONTAINS)
        return &lacks;
    return keyword == ADM_KEYWORD_MAX_CONTAINS ? &excess : &many;
}

void adm_explain_words_items(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    const struct bound *bound = bound_of(part->violation->keyword);
    const struct adm_node *number = adm_jsonschema_number(part->violation->schema, bound->keyword);
    uint32_t count = part->violation->place->node->count;
    if (part->violation->member != NULL)
        adm_explain_part_point_member(part, part->violation->member);
    else
        adm_explain_part_point(part);
    d->code = bound->code;
    d->primary.text = adm_str_from(bound->label);
    d->message =
        adm_text_format(part->arena, "%.*s has %u item%s",
                        ADM_STR_ARGS(adm_explain_part_subject(part)), count, count == 1 ? "" : "s");
    if (number != NULL)
        d->message = adm_text_format(part->arena, "%.*s; %s %.*s", ADM_STR_ARGS(d->message),
                                     bound->words, ADM_STR_ARGS(number->text));
}

// The place of an element, so that its own subschema says whether it may be shown.
static bool shows_item(const struct adm_explain_part *part, const struct adm_member *member) {
    const struct adm_schema *list = adm_jsonschema_target(part->violation->schema);
    const struct adm_schema *item = adm_jsonschema_items(list);
    return adm_mask_shows(item, member->value, part->options->root);
}

void adm_explain_words_unique(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_violation *violation = part->violation;
    struct adm_str subject = adm_explain_part_subject(part);
    adm_explain_part_point_member(part, violation->member);
    d->code = "not-unique";
    d->primary.text = ADM_STR("again here");
    adm_explain_part_because(d, violation->other->value->span, ADM_STR("first here"));
    if (shows_item(part, violation->member))
        d->message =
            adm_text_format(part->arena, "`%.*s` stands in %.*s twice",
                            ADM_STR_ARGS(violation->member->value->text), ADM_STR_ARGS(subject));
    else
        d->message =
            adm_text_format(part->arena, "an item stands in %.*s twice", ADM_STR_ARGS(subject));
}

void adm_explain_words_other(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    struct adm_str noun = adm_explain_part_a_noun(part);
    struct adm_str subject = adm_explain_part_subject(part);
    adm_explain_part_point(part);
    d->code = "not-allowed";
    d->help = adm_jsonschema_description(part->violation->schema);
    bool forbidden = part->violation->keyword == ADM_KEYWORD_FALSE ||
                     part->violation->keyword == ADM_KEYWORD_NOT;
    if (forbidden || noun.len == 0)
        d->message =
            adm_text_format(part->arena, "%.*s is not allowed here", ADM_STR_ARGS(subject));
    else
        d->message = adm_text_format(part->arena, "%.*s is not %.*s", ADM_STR_ARGS(subject),
                                     ADM_STR_ARGS(noun));
    const struct adm_node *node = part->violation->place->node;
    d->primary.text = ADM_STR("change or remove it");
    if (node->type == ADM_NODE_BOOL)
        d->primary.text = node->truth ? ADM_STR("write false") : ADM_STR("write true");
}
