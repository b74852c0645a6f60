// SPDX-License-Identifier: Apache-2.0
// A value of another type than is wanted: mostly one that YAML reads otherwise than its writer
// meant it.
#include "validators/schema/explain_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "validators/schema/mask.h"

enum { QUOTED_MAX = 64, NUMBER_MAX = 40, KEYS_LISTED_MAX = 24 };

#define TYPE(name) (1U << (unsigned)ADM_NODE_##name)

static bool is_in(struct adm_str word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (adm_str_is(word, words[i]))
            return true;
    return false;
}

// What the consumer takes for a boolean, whatever YAML says of it.
static bool is_yes(struct adm_str text) {
    static const char *const words[] = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On",
                                        "ON",   "y",    "Y",    "t",   "T",   "1",   "1.0"};
    return is_in(text, words, sizeof words / sizeof *words);
}

static bool is_no(struct adm_str text) {
    static const char *const words[] = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off",
                                        "OFF",   "n",     "N",     "f",  "F",  "0",  "0.0"};
    return is_in(text, words, sizeof words / sizeof *words);
}

static struct adm_str expected(const struct adm_explain_part *part, unsigned types) {
    static const struct {
        unsigned all;
        const char *words;
    } names[] = {
        {TYPE(TEXT), "text"},          {TYPE(INT) | TYPE(FLOAT), "a number"},
        {TYPE(INT), "a whole number"}, {TYPE(BOOL), "true or false"},
        {TYPE(LIST), "a list"},        {TYPE(MAP), "a map"},
    };
    const struct adm_schema *schema = part->violation->schema;
    const struct adm_schema *target = adm_jsonschema_target(schema);
    struct adm_text text;
    adm_text_init(&text, part->arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((types & names[i].all) != names[i].all)
            continue;
        types &= ~names[i].all;
        adm_text_append_c(&text, text.len == 0 ? "" : " or ");
        struct adm_str title =
            target == schema ? (struct adm_str){0} : adm_jsonschema_title(target);
        if (names[i].all == TYPE(MAP) && title.len > 0)
            adm_text_printf(&text, "a %.*s", ADM_STR_ARGS(title));
        else
            adm_text_append_c(&text, names[i].words);
    }
    return text.len == 0 ? ADM_STR("null") : adm_text_str(&text);
}

static const char *base_of(struct adm_str text) {
    size_t sign = text.len > 0 && (text.data[0] == '-' || text.data[0] == '+');
    struct adm_str digits = adm_str_slice(text, sign, text.len);
    if (adm_str_index(digits, ':') < digits.len)
        return " (base 60)";
    if (adm_str_starts(digits, "0x"))
        return " (hexadecimal)";
    if (adm_str_starts(digits, "0b"))
        return " (binary)";
    return digits.len > 1 && digits.data[0] == '0' ? " (octal)" : "";
}

static struct adm_str found_number(const struct adm_explain_part *part, bool shown) {
    const struct adm_node *node = part->violation->place->node;
    const char *base = node->type == ADM_NODE_INT ? base_of(node->text) : "";
    if (!shown || node->text.len > NUMBER_MAX)
        return adm_text_format(part->arena, "a number%s", base);
    if (node->type == ADM_NODE_INT && !node->wide)
        return adm_text_format(part->arena, "the number %lld%s", (long long)node->integer, base);
    return adm_text_format(part->arena, "the number %.*s%s", ADM_STR_ARGS(node->text), base);
}

static struct adm_str found(const struct adm_explain_part *part, bool shown) {
    const struct adm_node *node = part->violation->place->node;
    switch (node->type) {
    case ADM_NODE_NULL:
        return ADM_STR("null");
    case ADM_NODE_BOOL:
        if (!shown)
            return ADM_STR("true or false");
        return node->truth ? ADM_STR("the boolean true") : ADM_STR("the boolean false");
    case ADM_NODE_INT:
    case ADM_NODE_FLOAT:
        return found_number(part, shown);
    case ADM_NODE_TIMESTAMP:
        return node->text.len == sizeof "2024-01-01" - 1 ? ADM_STR("a date") : ADM_STR("a time");
    case ADM_NODE_TEXT:
        return ADM_STR("text");
    case ADM_NODE_LIST:
        return ADM_STR("a list");
    case ADM_NODE_MAP:
        return ADM_STR("a map");
    }
    return (struct adm_str){0};
}

static bool is_absent(const struct adm_node *node) {
    return node->type == ADM_NODE_NULL && node->span.start == node->span.end;
}

static bool is_scalar(const struct adm_node *node) {
    return node->type != ADM_NODE_LIST && node->type != ADM_NODE_MAP;
}

static size_t count_dots(struct adm_str text) {
    size_t dots = 0;
    for (size_t i = 0; i < text.len; i++)
        dots += text.data[i] == '.' ? 1 : 0;
    return dots;
}

// The example of a form that the value would not have in quotes, either: `version: 1.2`. Only of
// forms of digits and dots, which can be told by counting the dots and, without any, the digits.
static struct adm_str other_form(const struct adm_explain_part *part) {
    const struct adm_node *node = part->violation->place->node;
    struct adm_str form = adm_jsonschema_pattern(part->violation->schema);
    struct adm_str like = adm_yaml_tree_text(adm_jsonschema_example(part->violation->schema));
    bool digits = adm_str_starts(form, "^\\d") && adm_str_ends(form, "$");
    bool number = node->type == ADM_NODE_INT || node->type == ADM_NODE_FLOAT;
    if (!digits || !number || like.len == 0)
        return (struct adm_str){0};
    size_t dots = count_dots(node->text);
    bool same = dots == count_dots(like) && (dots > 0 || node->text.len == like.len);
    return same ? (struct adm_str){0} : like;
}

static struct adm_str for_text(const struct adm_explain_part *part, bool shown) {
    const struct adm_node *node = part->violation->place->node;
    if (node->type == ADM_NODE_LIST)
        return ADM_STR("one text is wanted: remove the `- ` or the brackets");
    if (node->type == ADM_NODE_MAP)
        return ADM_STR("one text is wanted: quote it if braces or a colon are part of it");
    struct adm_str like = other_form(part);
    if (like.len > 0)
        return adm_text_format(part->arena, "write it like \"%.*s\"", ADM_STR_ARGS(like));
    if (shown && node->text.len > 0 && node->text.len <= QUOTED_MAX)
        return adm_text_format(part->arena, "write \"%.*s\"", ADM_STR_ARGS(node->text));
    return ADM_STR("put it in quotes");
}

static struct adm_str for_boolean(const struct adm_explain_part *part) {
    const struct adm_node *node = part->violation->place->node;
    if (!is_scalar(node) || (!is_yes(node->text) && !is_no(node->text)))
        return ADM_STR("write true or false");
    bool quoted = node->type == ADM_NODE_TEXT && !node->plain && node->text.len > 1;
    if (quoted)
        return ADM_STR("remove the quotes");
    return is_yes(node->text) ? ADM_STR("write true") : ADM_STR("write false");
}

// The number that a text means, as YAML reads one: "1e-1" is 0.1 or 1.0e-1.
static bool reads_as_number(struct adm_str text, double *out) {
    char copy[NUMBER_MAX + 1];
    if (text.len == 0 || text.len > NUMBER_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '\0' || strchr("0123456789.eE+-", text.data[i]) == NULL)
            return false;
    memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    char *end = NULL;
    *out = strtod(copy, &end);
    return *end == '\0' && isfinite(*out);
}

// A text with an exponent, rewritten with a point in its mantissa and a sign in its exponent.
static struct adm_str exponent_form(struct adm_str text, struct adm_arena *arena) {
    size_t e = adm_str_index(text, 'e');
    if (e == text.len)
        e = adm_str_index(text, 'E');
    if (e == text.len)
        return (struct adm_str){0};
    struct adm_str mantissa = adm_str_slice(text, 0, e);
    struct adm_str exponent = adm_str_slice(text, e + 1, text.len);
    bool pointed = adm_str_index(mantissa, '.') < mantissa.len;
    bool is_signed = exponent.len > 0 && (exponent.data[0] == '-' || exponent.data[0] == '+');
    return adm_text_format(arena, " or %.*s%se%s%.*s", ADM_STR_ARGS(mantissa), pointed ? "" : ".0",
                           is_signed ? "" : "+", ADM_STR_ARGS(exponent));
}

static struct adm_str for_number(const struct adm_explain_part *part, unsigned types, bool shown) {
    const struct adm_node *node = part->violation->place->node;
    bool whole = (types & TYPE(FLOAT)) == 0;
    const struct adm_str plain =
        whole ? ADM_STR("write a whole number") : ADM_STR("write a number");
    double number = 0;
    if (node->type != ADM_NODE_TEXT || !reads_as_number(node->text, &number))
        return plain;
    bool fits = !whole || (number > -1e15 && number < 1e15 && (double)(int64_t)number == number);
    if (!fits)
        return plain;
    if (!node->plain)
        return ADM_STR("remove the quotes");
    if (!shown)
        return plain;
    struct adm_str other = whole ? (struct adm_str){0} : exponent_form(node->text, part->arena);
    return adm_text_format(part->arena, "write %.15g%.*s", number, ADM_STR_ARGS(other));
}

static struct adm_str for_container(const struct adm_explain_part *part, unsigned types) {
    bool list = (types & TYPE(LIST)) != 0;
    if (list && is_scalar(part->violation->place->node))
        return ADM_STR("write it as `- item`");
    if (list)
        return ADM_STR("begin each item with `- `");
    return ADM_STR("write its keys on the lines below, indented");
}

static struct adm_str hint(const struct adm_explain_part *part, unsigned types, bool shown) {
    const struct adm_node *node = part->violation->place->node;
    const struct adm_node *choices = adm_jsonschema_choices(part->violation->schema);
    if (is_absent(node))
        return ADM_STR("write a value, or remove the key");
    if (choices != NULL)
        return adm_text_format(part->arena, "write one of: %.*s",
                               ADM_STR_ARGS(adm_explain_part_choices(choices, part->arena)));
    if ((types & TYPE(TEXT)) != 0)
        return for_text(part, shown);
    if ((types & TYPE(BOOL)) != 0)
        return for_boolean(part);
    if ((types & TYPE(INT)) != 0)
        return for_number(part, types, shown);
    if ((types & (TYPE(LIST) | TYPE(MAP))) != 0)
        return for_container(part, types);
    return (struct adm_str){0};
}

static bool is_secret(const struct adm_explain_part *part) {
    const struct adm_node *own = adm_jsonschema_extra(part->violation->schema, "x-floe-secret");
    const struct adm_node *model = adm_jsonschema_extra(part->schema, "x-floe-secret");
    return (own != NULL && own->truth) || (model != NULL && model->truth);
}

// How a reference is written: by the schema's example.
static struct adm_str example_of(const struct adm_explain_part *part) {
    const struct adm_node *example = adm_jsonschema_example(part->violation->schema);
    const struct adm_node *name =
        adm_yaml_tree_is(example, ADM_NODE_MAP) ? adm_yaml_tree_get(example, "secret_ref") : NULL;
    struct adm_str text = adm_yaml_tree_text(name);
    return text.len > 0 ? text : ADM_STR("<name of the secret>");
}

static void explain_secret(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_node *node = part->violation->place->node;
    struct adm_str key = adm_explain_part_subject(part);
    d->code = "inline-secret";
    d->message = ADM_STR("a secret must not be written in this file");
    d->primary.text =
        adm_text_format(part->arena, "a %s value; a reference is required (value hidden)",
                        node->type == ADM_NODE_TEXT ? "text" : "plain");
    d->help = adm_text_format(part->arena, "put it in a Secret and write  %.*s: {secret_ref: %.*s}",
                              ADM_STR_ARGS(key), ADM_STR_ARGS(example_of(part)));
}

static struct adm_str keys_note(const struct adm_explain_part *part) {
    size_t count = 0;
    const struct adm_schema *target = adm_jsonschema_target(part->violation->schema);
    const struct adm_str *names = adm_jsonschema_properties(target, &count);
    struct adm_str list = adm_explain_part_list(names, count, KEYS_LISTED_MAX, part->arena);
    return list.len == 0 ? list : adm_text_format(part->arena, "keys: %.*s", ADM_STR_ARGS(list));
}

void adm_explain_words_type(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_node *node = part->violation->place->node;
    unsigned types = adm_jsonschema_types(part->violation->schema);
    bool shown = adm_explain_part_shows(part);
    adm_explain_part_point(part);
    if (is_secret(part) && is_scalar(node) && node->type != ADM_NODE_NULL) {
        explain_secret(part);
        return;
    }
    struct adm_str subject = adm_explain_part_subject(part);
    struct adm_str wanted = expected(part, types & ~TYPE(NULL));
    bool read = is_scalar(node) && node->plain;
    d->code = "wrong-type";
    if (is_absent(node))
        d->message = adm_text_format(part->arena, "%.*s must be %.*s, but it has no value",
                                     ADM_STR_ARGS(subject), ADM_STR_ARGS(wanted));
    else
        d->message =
            adm_text_format(part->arena, "%.*s must be %.*s, but %s %.*s", ADM_STR_ARGS(subject),
                            ADM_STR_ARGS(wanted), read ? "YAML reads this as" : "this is",
                            ADM_STR_ARGS(found(part, shown)));
    d->primary.text = hint(part, types, shown);
    if ((types & TYPE(MAP)) != 0 && (types & TYPE(TEXT)) == 0)
        d->note = keys_note(part);
}
