// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/explain_indent.h"

#include "validators/schema/mask.h"

enum { RUNS_MAX = 16, KEYS_SHOWN_MAX = 8 };

#define TYPE(name) (1U << (unsigned)ADM_NODE_##name)

// Children `first` to `last` of a map of names that belong into the child before them.
struct run {
    const struct adm_place *names;
    const struct adm_schema *named; // what each name stands for: a storage profile
    uint32_t owner, last;
};

static bool has_property(const struct adm_schema *schema, struct adm_str key) {
    size_t count = 0;
    const struct adm_str *names = adm_jsonschema_properties(adm_jsonschema_target(schema), &count);
    for (size_t i = 0; i < count; i++)
        if (adm_str_equal(names[i], key))
            return true;
    return false;
}

static bool is_absent(const struct adm_node *node) {
    return node->type == ADM_NODE_NULL && node->span.start == node->span.end;
}

// A map in braces begins before its first key.
static bool is_block(const struct adm_node *map) {
    return map->count > 0 && map->span.start == map->children[0].key_span.start;
}

// Whether a map can be the value of such a key, and is not one of the named things itself.
static bool is_section(const struct run *run, const struct adm_member *member) {
    const struct adm_schema *section =
        adm_jsonschema_target(adm_jsonschema_child(run->named, member->key));
    if ((adm_jsonschema_types(section) & TYPE(MAP)) == 0)
        return false;
    for (uint32_t i = 0; i < member->value->count; i++)
        if (has_property(run->named, member->value->children[i].key))
            return false;
    return true;
}

static bool is_displaced(const struct run *run, uint32_t index) {
    const struct adm_member *member = &run->names->node->children[index];
    return has_property(run->named, member->key) && member->via.end == member->via.start &&
           (member->value->type != ADM_NODE_MAP || is_section(run, member));
}

// The child that the keys belong into: the nearest before them that is none of them, and could
// take them.
static bool find_owner(struct run *run, uint32_t index) {
    const struct adm_node *map = run->names->node;
    while (index > 0 && is_displaced(run, index))
        index--;
    const struct adm_member *owner = &map->children[index];
    bool open = is_absent(owner->value) || owner->value->type == ADM_NODE_MAP;
    run->owner = run->last = index;
    while (run->last + 1 < map->count && is_displaced(run, run->last + 1) &&
           adm_yaml_tree_find(owner->value, map->children[run->last + 1].key) == NULL)
        run->last++;
    return open && !is_displaced(run, index) && run->last > index;
}

static bool find_run(const struct adm_explain_part *base, const struct adm_violation *violation,
                     struct run *out) {
    const struct adm_place *place = violation->place;
    if (violation->keyword != ADM_KEYWORD_TYPE || place->parent == NULL ||
        place->node->type == ADM_NODE_MAP || place->parent->node->type != ADM_NODE_MAP ||
        !is_block(place->parent->node))
        return false;
    const struct adm_schema *names = adm_explain_part_schema(base->options->program, place->parent);
    *out = (struct run){.names = place->parent};
    out->named = adm_jsonschema_target(
        adm_jsonschema_child(adm_jsonschema_target(names), place->member->key));
    return !has_property(names, place->member->key) && find_owner(out, place->index) &&
           place->index <= out->last;
}

// Whether the violation is of what the run has misplaced, or of what its owner lacks for it.
static bool follows(const struct run *run, const struct adm_violation *violation) {
    const struct adm_place *place = violation->place;
    while (place->parent != NULL && place->parent->node != run->names->node)
        place = place->parent;
    if (place->parent == NULL || place->index < run->owner || place->index > run->last)
        return false;
    if (place->index > run->owner)
        return true;
    bool own = place == violation->place;
    if (violation->keyword == ADM_KEYWORD_TYPE)
        return own && is_absent(place->node);
    for (uint32_t i = run->owner + 1; own && i <= run->last; i++)
        if (violation->keyword == ADM_KEYWORD_REQUIRED &&
            adm_str_equal(violation->missing, run->names->node->children[i].key))
            return true;
    return false;
}

// "`uri`, `warehouse` and `credentials`": properties of the schema, every one.
static struct adm_str keys_of(const struct run *run, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    for (uint32_t i = run->owner + 1; i <= run->last; i++) {
        if (i - run->owner > KEYS_SHOWN_MAX) {
            adm_text_append_c(&text, ", …");
            break;
        }
        const char *joint = i == run->last ? " and " : ", ";
        adm_text_printf(&text, "%s`%.*s`", i == run->owner + 1 ? "" : joint,
                        ADM_STR_ARGS(run->names->node->children[i].key));
    }
    return adm_text_str(&text);
}

// A key in a line of its own has a colon: it is no value that lost its key.
static struct adm_str owner_of(const struct adm_explain_part *base, const struct run *run) {
    struct adm_member owner = run->names->node->children[run->owner];
    if (owner.value->span.start == owner.key_span.end + 1)
        owner.value = run->names->node;
    const struct adm_schema *names = adm_explain_part_schema(base->options->program, run->names);
    if (!adm_mask_shows_key(names, &owner))
        return ADM_STR("the name above");
    return adm_text_format(base->arena, "`%.*s`", ADM_STR_ARGS(owner.key));
}

static void say(const struct adm_explain_part *base, const struct run *run,
                struct adm_diagnostics *out) {
    const struct adm_violation about = {.schema = run->named, .place = run->names};
    const struct adm_member *first = &run->names->node->children[run->owner + 1];
    const bool many = run->last > run->owner + 1;
    struct adm_diagnostic diagnostic = {
        .severity = ADM_SEVERITY_ERROR, .rule = base->options->rule, .code = "indentation"};
    struct adm_explain_part part = *base;
    part.violation = &about;
    part.diagnostic = &diagnostic;
    adm_explain_part_point_member(&part, first);
    struct adm_str noun = adm_explain_part_a_noun(&part);
    struct adm_str owner = owner_of(base, run);
    diagnostic.message =
        adm_text_format(base->arena, "%.*s %s of %.*s: indent %s under %.*s",
                        ADM_STR_ARGS(keys_of(run, base->arena)), many ? "are keys" : "is a key",
                        ADM_STR_ARGS(noun.len > 0 ? noun : ADM_STR("what is named above")),
                        many ? "them" : "it", ADM_STR_ARGS(owner));
    diagnostic.primary.text = ADM_STR("indent this deeper");
    adm_explain_part_because(&diagnostic, run->names->node->children[run->owner].key_span,
                             ADM_STR("belongs under this"));
    adm_diagnostic_add(out, &diagnostic);
}

void adm_explain_indent(const struct adm_explain_part *base, bool *dropped,
                        struct adm_diagnostics *out) {
    struct run run;
    size_t runs = 0;
    for (size_t i = 0; i < base->run->count && runs < RUNS_MAX; i++) {
        if (dropped[i] || !find_run(base, &base->run->violations[i], &run))
            continue;
        for (size_t k = 0; k < base->run->count; k++)
            dropped[k] = dropped[k] || follows(&run, &base->run->violations[k]);
        say(base, &run, out);
        runs++;
    }
}
