// SPDX-License-Identifier: Apache-2.0
// Values of the right type: no choice, out of range, too long or short, of another form.
#include "validators/schema/explain_words.h"

#include <math.h>

#include "core/near.h"
#include "validators/schema/mask.h"

enum { CHOICES_MAX = 64, EXAMPLE_MAX = 80 };

static struct adm_str nearest_choice(const struct adm_node *choices, struct adm_str typed) {
    struct adm_str words[CHOICES_MAX] = {{0}};
    size_t count = 0;
    for (uint32_t i = 0; i < choices->count && count < CHOICES_MAX; i++)
        words[count++] = choices->children[i].value->text;
    size_t nearest = adm_near_index(typed, words, count);
    return nearest < count ? words[nearest] : (struct adm_str){0};
}

// "`iam-role`" if it may be shown, else "this" or "the default".
static struct adm_str value_or(const struct adm_explain_part *part, const char *other) {
    const struct adm_node *node = part->violation->place->node;
    if (!adm_explain_part_shows(part) || node->text.len == 0)
        return adm_str_from(other);
    return adm_text_format(part->arena, "`%.*s`",
                           ADM_STR_ARGS(adm_explain_part_key(node->text, part->arena)));
}

static struct adm_str is_no_choice(const struct adm_explain_part *part) {
    struct adm_str noun = adm_explain_part_a_noun(part);
    struct adm_str value = value_or(part, "this");
    if (noun.len > 0)
        return adm_text_format(part->arena, "%.*s is not %.*s", ADM_STR_ARGS(value),
                               ADM_STR_ARGS(noun));
    return adm_text_format(part->arena, "%.*s is not a choice for %.*s", ADM_STR_ARGS(value),
                           ADM_STR_ARGS(adm_explain_part_subject(part)));
}

void adm_explain_words_choice(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_node *node = part->violation->place->node;
    const struct adm_node *choices = adm_jsonschema_choices(part->violation->schema);
    adm_explain_part_point(part);
    d->code = "bad-choice";
    d->message = is_no_choice(part);
    if (choices == NULL)
        return;
    struct adm_str near =
        node->type == ADM_NODE_TEXT ? nearest_choice(choices, node->text) : (struct adm_str){0};
    struct adm_str list = adm_explain_part_choices(choices, part->arena);
    if (choices->count == 1)
        d->primary.text = adm_text_format(part->arena, "write %.*s", ADM_STR_ARGS(list));
    else if (near.len > 0)
        d->primary.text = adm_text_format(part->arena, "did you mean `%.*s`? (%.*s)",
                                          ADM_STR_ARGS(near), ADM_STR_ARGS(list));
    else
        d->primary.text = adm_text_format(part->arena, "one of: %.*s", ADM_STR_ARGS(list));
}

// "between 1 and 65535", "at least 1", "more than 0".
static struct adm_str bounds(const struct adm_explain_part *part) {
    static const struct {
        const char *keyword, *words;
    } rows[] = {
        {"minimum", "at least"},         {"exclusiveMinimum", "more than"},
        {"maximum", "at most"},          {"exclusiveMaximum", "less than"},
        {"multipleOf", "a multiple of"},
    };
    const struct adm_schema *schema = part->violation->schema;
    const struct adm_node *low = adm_jsonschema_number(schema, "minimum");
    const struct adm_node *high = adm_jsonschema_number(schema, "maximum");
    bool step = part->violation->keyword == ADM_KEYWORD_MULTIPLE_OF;
    if (low != NULL && high != NULL && !step)
        return adm_text_format(part->arena, "between %.*s and %.*s", ADM_STR_ARGS(low->text),
                               ADM_STR_ARGS(high->text));
    struct adm_text text;
    adm_text_init(&text, part->arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct adm_node *bound = adm_jsonschema_number(schema, rows[i].keyword);
        if (bound != NULL)
            adm_text_printf(&text, "%s%s %.*s", text.len == 0 ? "" : " and ", rows[i].words,
                            ADM_STR_ARGS(bound->text));
    }
    return adm_text_str(&text);
}

static struct adm_str excess(const struct adm_explain_part *part) {
    enum adm_keyword keyword = part->violation->keyword;
    if (isnan(part->violation->place->node->number) || keyword == ADM_KEYWORD_MULTIPLE_OF)
        return ADM_STR("another number is wanted");
    bool large = keyword == ADM_KEYWORD_MAXIMUM || keyword == ADM_KEYWORD_EXCLUSIVE_MAXIMUM;
    return large ? ADM_STR("too large") : ADM_STR("too small");
}

void adm_explain_words_range(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_node *node = part->violation->place->node;
    struct adm_str range = bounds(part);
    struct adm_str subject = adm_explain_part_subject(part);
    adm_explain_part_point(part);
    d->code = "out-of-range";
    d->primary.text = excess(part);
    if (!isfinite(node->number) && node->type == ADM_NODE_FLOAT)
        d->message = adm_text_format(part->arena, "%.*s must be a finite number, %.*s",
                                     ADM_STR_ARGS(subject), ADM_STR_ARGS(range));
    else if (adm_explain_part_shows(part))
        d->message = adm_text_format(part->arena, "%.*s must be %.*s, not %.*s",
                                     ADM_STR_ARGS(subject), ADM_STR_ARGS(range),
                                     ADM_STR_ARGS(adm_explain_part_key(node->text, part->arena)));
    else
        d->message = adm_text_format(part->arena, "%.*s must be %.*s", ADM_STR_ARGS(subject),
                                     ADM_STR_ARGS(range));
}

void adm_explain_words_length(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    bool is_long = part->violation->keyword == ADM_KEYWORD_MAX_LENGTH;
    const struct adm_node *bound =
        adm_jsonschema_number(part->violation->schema, is_long ? "maxLength" : "minLength");
    struct adm_str subject = adm_explain_part_subject(part);
    struct adm_str number = bound == NULL ? ADM_STR("?") : bound->text;
    const char *plural = adm_str_is(number, "1") ? "" : "s";
    adm_explain_part_point(part);
    d->code = is_long ? "too-long" : "too-short";
    d->primary.text = adm_text_format(part->arena, "at %s %.*s character%s",
                                      is_long ? "most" : "least", ADM_STR_ARGS(number), plural);
    if (!is_long && part->violation->place->node->text.len == 0) {
        d->message = adm_text_format(part->arena, "%.*s must not be empty", ADM_STR_ARGS(subject));
        return;
    }
    d->message =
        adm_text_format(part->arena, "%.*s is %s than %.*s character%s", ADM_STR_ARGS(subject),
                        is_long ? "longer" : "shorter", ADM_STR_ARGS(number), plural);
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What cannot be seen at the ends of a text is the likeliest reason for its form being wrong.
static struct adm_str unseen_reason(struct adm_str text) {
    if (adm_str_ends(text, "\n"))
        return ADM_STR("it ends with a line break: write it on one line, or `|-` instead of `|`");
    if (text.len > 0 && (is_blank(text.data[0]) || is_blank(text.data[text.len - 1])))
        return ADM_STR("it begins or ends with a space");
    return (struct adm_str){0};
}

// The first item of a list's example.
static const struct adm_node *example_item(const struct adm_schema *list) {
    const struct adm_node *example = adm_jsonschema_example(list);
    if (example == NULL)
        example = adm_jsonschema_example(adm_jsonschema_target(list));
    bool some = adm_yaml_tree_is(example, ADM_NODE_LIST) && example->count > 0;
    return some ? example->children[0].value : NULL;
}

// The schema's example of the value, or of what is like it in the list that it stands in.
static const struct adm_node *example_of(const struct adm_explain_part *part) {
    const struct adm_place *place = part->violation->place;
    const struct adm_node *example = adm_jsonschema_example(part->violation->schema);
    if (example == NULL && part->schema != NULL)
        example = adm_jsonschema_example(part->schema);
    if (example == NULL && place->parent != NULL && place->parent->node->type == ADM_NODE_LIST)
        example = example_item(adm_explain_part_schema(part->options->program, place->parent));
    return example;
}

// "like `floe-dev-bronze`", from the schema's example.
static struct adm_str example_label(const struct adm_explain_part *part) {
    const struct adm_node *example = example_of(part);
    struct adm_str text = adm_yaml_tree_text(example);
    if (text.len == 0 || text.len > EXAMPLE_MAX)
        return (struct adm_str){0};
    return adm_text_format(part->arena, "write it like `%.*s`", ADM_STR_ARGS(text));
}

void adm_explain_words_pattern(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    struct adm_str subject = adm_explain_part_subject(part);
    struct adm_str noun = adm_explain_part_a_noun(part);
    adm_explain_part_point(part);
    d->code = "bad-format";
    d->help = adm_jsonschema_description(part->violation->schema);
    d->primary.text = unseen_reason(part->violation->place->node->text);
    if (d->primary.text.len == 0)
        d->primary.text = example_label(part);
    if (d->primary.text.len == 0)
        d->primary.text = ADM_STR("another form is wanted");
    if (part->violation->too_complex)
        d->message = adm_text_format(part->arena, "%.*s is too complex to be checked",
                                     ADM_STR_ARGS(subject));
    else if (noun.len == 0)
        d->message = adm_text_format(part->arena, "%.*s does not have the right form",
                                     ADM_STR_ARGS(subject));
    else
        d->message = adm_text_format(part->arena, "%.*s does not have the form of %.*s",
                                     ADM_STR_ARGS(subject), ADM_STR_ARGS(noun));
}
