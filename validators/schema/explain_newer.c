// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/explain_newer.h"

static struct adm_str extra(const struct adm_schema *schema, const char *name) {
    return adm_yaml_tree_text(adm_jsonschema_extra(schema, name));
}

static bool has_property(const struct adm_schema *schema, struct adm_str key) {
    size_t count = 0;
    const struct adm_str *names = adm_jsonschema_properties(schema, &count);
    for (size_t i = 0; i < count; i++)
        if (adm_str_equal(names[i], key))
            return true;
    return false;
}

struct adm_str adm_explain_newer_key(const struct adm_explain_part *part, struct adm_str key) {
    const struct adm_jsonschema *newer = part->options->newer;
    if (newer == NULL)
        return (struct adm_str){0};
    const struct adm_schema *object =
        adm_jsonschema_target(adm_explain_part_schema(newer, part->violation->place));
    const struct adm_schema *schema =
        has_property(object, key) ? adm_jsonschema_child(object, key) : NULL;
    struct adm_str since = extra(schema, "x-floe-since");
    struct adm_str before = extra(schema, "x-floe-before");
    if (since.len == 0)
        return since;
    if (before.len == 0)
        return adm_text_format(part->arena, "new in %.*s", ADM_STR_ARGS(since));
    return adm_text_format(part->arena, "new in %.*s; write `%.*s` instead", ADM_STR_ARGS(since),
                           ADM_STR_ARGS(before));
}

static bool is_choice(const struct adm_schema *schema, const struct adm_node *value) {
    const struct adm_node *choices = adm_jsonschema_choices(schema);
    for (uint32_t i = 0; choices != NULL && i < choices->count; i++)
        if (adm_str_equal(adm_yaml_tree_text(choices->children[i].value), value->text))
            return value->type == ADM_NODE_TEXT;
    return false;
}

// The subschema by which the newer model takes the value, or NULL.
static const struct adm_schema *schema_of(const struct adm_explain_part *part) {
    const struct adm_node *value = part->violation->place->node;
    const struct adm_schema *schema =
        adm_explain_part_schema(part->options->newer, part->violation->place);
    bool takes = part->violation->keyword == ADM_KEYWORD_ENUM
                     ? is_choice(schema, value)
                     : part->violation->keyword == ADM_KEYWORD_TYPE &&
                           (adm_jsonschema_types(schema) & 1U << (unsigned)value->type) != 0;
    return takes ? adm_jsonschema_then(schema) : NULL;
}

void adm_explain_newer_value(const struct adm_explain_part *part) {
    const struct adm_schema *schema = part->options->newer == NULL ? NULL : schema_of(part);
    struct adm_str since = extra(schema, "x-floe-since");
    struct adm_str before = extra(schema, "x-floe-before");
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_node *value = part->violation->place->node;
    if (since.len == 0)
        return;
    // One of the newer model's own choices is no secret.
    if (value->type == ADM_NODE_TEXT)
        d->message = adm_text_format(
            part->arena, "`%.*s` is %.*s only since %.*s", ADM_STR_ARGS(value->text),
            ADM_STR_ARGS(adm_explain_part_a_noun(part)), ADM_STR_ARGS(since));
    else
        d->message =
            adm_text_format(part->arena, "%.*s can be a %s only since %.*s",
                            ADM_STR_ARGS(adm_explain_part_subject(part)),
                            value->type == ADM_NODE_LIST ? "list" : "map", ADM_STR_ARGS(since));
    if (before.len > 0)
        d->primary.text = adm_text_format(part->arena, "write `%.*s`", ADM_STR_ARGS(before));
}
