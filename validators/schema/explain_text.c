// SPDX-License-Identifier: Apache-2.0
// Texts that come from the schema: its own messages, and what to write for a key that is missing.
#include "validators/schema/explain_words.h"

enum { LINES_MAX = 16, CHOICES_MAX = 6 };

static struct adm_str value_word(const struct adm_explain_part *part) {
    const struct adm_node *node = part->violation->place->node;
    if (!adm_explain_part_shows(part) || node->text.len == 0)
        return ADM_STR("this value");
    return adm_text_format(part->arena, "`%.*s`",
                           ADM_STR_ARGS(adm_explain_part_key(node->text, part->arena)));
}

static struct adm_str implied_word(const struct adm_explain_part *part) {
    return part->violation->place->node->implied ? ADM_STR(" (the default, as the key is absent)")
                                                 : (struct adm_str){0};
}

static struct adm_str key_word(const struct adm_explain_part *part) {
    return adm_text_format(part->arena, "`%.*s`", ADM_STR_ARGS(adm_explain_part_subject(part)));
}

struct placeholder {
    const char *name;
    struct adm_str (*word)(const struct adm_explain_part *part);
};

static const struct placeholder placeholders[] = {
    {"{key}", key_word},
    {"{missing}", adm_explain_words_missed},
    {"{value}", value_word},
    {"{implied}", implied_word},
};

static const struct placeholder *placeholder_at(struct adm_str rest) {
    for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++)
        if (adm_str_starts(rest, placeholders[i].name))
            return &placeholders[i];
    return NULL;
}

struct adm_str adm_explain_words_filled(const struct adm_explain_part *part,
                                        struct adm_str message) {
    struct adm_text text;
    adm_text_init(&text, part->arena);
    while (message.len > 0) {
        const struct placeholder *found = placeholder_at(message);
        size_t len = found == NULL ? 1 : adm_str_from(found->name).len;
        // Up to the next brace there is no placeholder.
        if (found == NULL)
            len += adm_str_index(adm_str_slice(message, 1, message.len), '{');
        adm_text_append(&text, found == NULL ? adm_str_slice(message, 0, len) : found->word(part));
        message = adm_str_slice(message, len, message.len);
    }
    return adm_text_str(&text);
}

// What stands after the colon: the choices, or the noun.
static void write_leaf(struct adm_text *out, const struct adm_schema *schema) {
    const struct adm_node *choices = adm_jsonschema_choices(schema);
    struct adm_str title = adm_jsonschema_title(schema);
    if (choices != NULL && choices->count <= CHOICES_MAX) {
        adm_text_append_c(out, "<");
        for (uint32_t i = 0; i < choices->count; i++)
            adm_text_printf(out, "%s%.*s", i == 0 ? "" : " | ",
                            ADM_STR_ARGS(choices->children[i].value->text));
        adm_text_append_c(out, ">");
    } else if (adm_jsonschema_types(schema) == 1U << (unsigned)ADM_NODE_BOOL) {
        adm_text_append_c(out, "<true | false>");
    } else if (title.len > 0) {
        adm_text_printf(out, "<%.*s>", ADM_STR_ARGS(title));
    } else {
        adm_text_append_c(out, "<value>");
    }
}

// A key that is still to be written, and how deep.
struct wanted {
    const struct adm_schema *object;
    struct adm_str key;
    size_t depth;
};

// The keys that an object of the schema must have, in reverse: the stack gives them back in order.
static size_t push_required(struct wanted *stack, size_t count, const struct adm_schema *schema,
                            size_t depth) {
    const struct adm_schema *object = adm_jsonschema_target(schema);
    size_t names_count = 0;
    const struct adm_str *names = adm_jsonschema_properties(object, &names_count);
    for (size_t i = names_count; i > 0 && count < LINES_MAX; i--)
        if (adm_jsonschema_requires(object, names[i - 1]))
            stack[count++] = (struct wanted){object, names[i - 1], depth};
    return count;
}

struct adm_str adm_explain_skeleton(const struct adm_schema *object, struct adm_str key,
                                    struct adm_arena *arena) {
    struct wanted stack[LINES_MAX] = {{object, key, 0}};
    struct adm_text text;
    size_t count = 1;
    adm_text_init(&text, arena);
    for (size_t lines = 0; count > 0 && lines < LINES_MAX; lines++) {
        struct wanted wanted = stack[--count];
        const struct adm_schema *schema = adm_jsonschema_child(wanted.object, wanted.key);
        adm_text_printf(&text, "%s%*s%.*s:", lines == 0 ? "" : "\n", (int)(2 * wanted.depth), "",
                        ADM_STR_ARGS(wanted.key));
        size_t before = count;
        if (schema != NULL)
            count = push_required(stack, count, schema, wanted.depth + 1);
        if (count > before)
            continue;
        adm_text_append_char(&text, ' ');
        write_leaf(&text, schema);
    }
    return adm_text_str(&text);
}
