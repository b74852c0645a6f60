// SPDX-License-Identifier: Apache-2.0
// What rules say alike.
#include "core/near.h"
#include "core/text.h"
#include "validators/schema/mask.h"
#include "validators/schema/platform_rule.h"

enum {
    KEYS_SHOWN_MAX = 8,
    KEYS_COMPARED_MAX = 64,
    NEEDS_MAX = 4,
    STEPS_MAX = 8,
    COMPARED_MAX = 32, // diagnostics; nobody reads the suggestions of those after them
};

struct adm_str adm_platform_rule_shown_key(struct adm_platform_check *check,
                                           const struct adm_place *place) {
    const struct adm_schema *schema =
        place->parent == NULL ? NULL : adm_platform_rule_schema(check, place->parent);
    bool shown = place->member != NULL && adm_mask_shows_key(schema, place->member);
    return shown ? place->member->key : ADM_STR("…");
}

struct adm_str adm_platform_rule_path(struct adm_platform_check *check,
                                      const struct adm_place *place, const char *key) {
    struct adm_str path = adm_place_path(place, check->arena);
    return adm_text_format(check->arena, "%.*s%s%s", ADM_STR_ARGS(path), path.len > 0 ? "." : "",
                           key);
}

struct adm_span adm_platform_rule_key_span(const struct adm_node *map, const char *key) {
    const struct adm_member *member = adm_yaml_tree_find(map, adm_str_from(key));
    return member == NULL ? map->span : member->key_span;
}

// Null and "" are as good as absent to the consumer's own rules.
static bool is_empty(const struct adm_node *node) {
    return node == NULL || node->type == ADM_NODE_NULL ||
           (node->type == ADM_NODE_TEXT && node->text.len == 0);
}

bool adm_platform_rule_is_told(const struct adm_platform_check *check,
                               const struct adm_place *place, const char *key) {
    return adm_yaml_tree_get(place->node, key) == NULL &&
           adm_explain_absent_is_told(check->absent, place, adm_str_from(key));
}

static void say_needed(struct adm_platform_check *check, const struct adm_place *place,
                       const struct adm_platform_need *const *needs, size_t count) {
    struct adm_str path = adm_place_path(place, check->arena);
    const struct adm_node *found = adm_yaml_tree_get(place->node, needs[0]->key);
    struct adm_text keys, help;
    adm_text_init(&keys, check->arena);
    adm_text_init(&help, check->arena);
    adm_text_printf(&help, "%s under %.*s:", found == NULL ? "add" : "write", ADM_STR_ARGS(path));
    for (size_t i = 0; i < count; i++) {
        const char *joint = i + 1 == count ? " and " : ", ";
        adm_text_printf(&keys, "%s`%s`", i == 0 ? "" : joint, needs[i]->key);
        adm_text_printf(&help, "\n%s", needs[i]->write);
    }
    struct adm_diagnostic said = {
        .code = "needs-key",
        .message = adm_text_format(check->arena, "%s %.*s", needs[0]->who,
                                   ADM_STR_ARGS(adm_text_str(&keys))),
        .primary = {needs[0]->because->span, ADM_STR("because of this")},
        .path = path,
        .help = adm_text_str(&help),
    };
    if (found != NULL) {
        said.reasons[said.reason_count++] = said.primary;
        said.primary = (struct adm_label){found->span, ADM_STR("nothing is written here")};
    }
    adm_platform_rule_say(check, place, said);
}

void adm_platform_rule_needs(struct adm_platform_check *check, const struct adm_place *place,
                             const struct adm_platform_need *needs, size_t count) {
    const struct adm_platform_need *missing[NEEDS_MAX];
    size_t missed = 0;
    for (size_t i = 0; i < count && i < NEEDS_MAX; i++) {
        const struct adm_platform_need *need = &needs[i];
        const struct adm_node *found = adm_yaml_tree_get(place->node, need->key);
        if (found != NULL && is_empty(found))
            say_needed(check, place, &need, 1);
        else if (found == NULL && !adm_platform_rule_is_told(check, place, need->key))
            missing[missed++] = need;
    }
    if (missed > 0)
        say_needed(check, place, missing, missed);
}

void adm_platform_rule_need(struct adm_platform_check *check, const struct adm_place *place,
                            const struct adm_platform_need *need) {
    adm_platform_rule_needs(check, place, need, 1);
}

void adm_platform_rule_idle(struct adm_platform_check *check, const struct adm_place *place,
                            const char *key, const struct adm_node *because, const char *message) {
    if (because == NULL &&
        (adm_platform_rule_is_told(check, place, "enabled") ||
         (place->parent != NULL && adm_platform_rule_is_told(check, place->parent, "enabled"))))
        return;
    struct adm_diagnostic said = {
        .severity = ADM_SEVERITY_WARNING,
        .code = "no-effect",
        .message = adm_str_from(message),
        .primary = {adm_platform_rule_key_span(place->node, key), ADM_STR("has no effect")},
        .path = adm_platform_rule_path(check, place, key),
    };
    if (because != NULL)
        said.reasons[said.reason_count++] =
            (struct adm_label){because->span, ADM_STR("because of this")};
    adm_platform_rule_say(check, place, said);
}

// Where names are defined.
struct names {
    const struct adm_member *member; // NULL: nowhere
    const struct adm_schema *schema;
};

static const struct adm_node *map_of(const struct names *names) {
    return names->member == NULL ? NULL : names->member->value;
}

// What the `x-floe-names` of a subschema points at.
static struct names names_of(const struct adm_platform_check *check,
                             const struct adm_schema *schema) {
    struct adm_str rest = adm_yaml_tree_text(adm_jsonschema_extra(schema, "x-floe-names"));
    struct names names = {.schema = check->schema};
    const struct adm_node *map = check->root;
    while (rest.len > 0) {
        rest = adm_str_slice(rest, 1, rest.len);
        size_t end = adm_str_index(rest, '/');
        struct adm_str key = adm_str_slice(rest, 0, end);
        names.schema = adm_jsonschema_child(names.schema, key);
        names.member = adm_yaml_tree_is(map, ADM_NODE_MAP) ? adm_yaml_tree_find(map, key) : NULL;
        map = map_of(&names);
        rest = adm_str_slice(rest, end, rest.len);
    }
    return names;
}

// Up to eight of the keys, as they may be shown.
static struct adm_str keys_of(struct adm_platform_check *check, const struct names *names) {
    const struct adm_node *map = map_of(names);
    struct adm_text out;
    adm_text_init(&out, check->arena);
    for (uint32_t i = 0; map != NULL && i < map->count && i < KEYS_SHOWN_MAX; i++) {
        bool shown = adm_mask_shows_key(names->schema, &map->children[i]);
        adm_text_append_c(&out, i > 0 ? ", " : "");
        adm_text_append(&out, shown ? map->children[i].key : ADM_STR("…"));
    }
    if (map != NULL && map->count > KEYS_SHOWN_MAX)
        adm_text_append_c(&out, ", …");
    return adm_text_str(&out);
}

static struct adm_str nearest_key(struct adm_str typed, const struct names *names) {
    const struct adm_node *map = map_of(names);
    struct adm_str keys[KEYS_COMPARED_MAX] = {{0}};
    size_t count = 0;
    for (uint32_t i = 0; map != NULL && i < map->count && count < KEYS_COMPARED_MAX; i++)
        if (adm_mask_shows_key(names->schema, &map->children[i]))
            keys[count++] = map->children[i].key;
    size_t best = adm_near_index(typed, keys, count);
    return best < count ? keys[best] : (struct adm_str){0};
}

static struct adm_str label_of(struct adm_platform_check *check,
                               const struct adm_platform_name *name, const struct names *names) {
    bool compared = check->out->count < COMPARED_MAX;
    struct adm_str near = compared ? nearest_key(name->value->text, names) : (struct adm_str){0};
    struct adm_str keys = keys_of(check, names);
    if (keys.len == 0)
        return adm_text_format(check->arena, "%s is empty", name->at);
    if (near.len == 0)
        return adm_text_format(check->arena, "%s has: %.*s", name->at, ADM_STR_ARGS(keys));
    return adm_text_format(check->arena, "did you mean `%.*s`? (%s has: %.*s)", ADM_STR_ARGS(near),
                           name->at, ADM_STR_ARGS(keys));
}

// "layer `silver` uses storage profile `sliver`, which does not exist"; an empty name is not shown.
static struct adm_str message_of(struct adm_platform_check *check,
                                 const struct adm_platform_name *name, struct adm_str shown) {
    struct adm_text out;
    adm_text_init(&out, check->arena);
    adm_text_append_c(&out, name->user);
    if (name->whose != NULL)
        adm_text_printf(&out, " `%.*s`",
                        ADM_STR_ARGS(adm_platform_rule_shown_key(check, name->whose)));
    if (shown.len > 0)
        adm_text_printf(&out, " %s %s `%.*s`, which does not exist", name->does, name->what,
                        ADM_STR_ARGS(shown));
    else
        adm_text_printf(&out, " %s a %s that does not exist", name->does, name->what);
    return adm_text_str(&out);
}

// Whether the map of the names, one of those around it or the name in it is missing for a reason
// that is told.
static bool is_name_told(const struct adm_platform_check *check, const char *at,
                         struct adm_str name) {
    struct adm_place way[STEPS_MAX + 1] = {{.node = check->root}};
    struct adm_str rest = adm_str_from(at);
    size_t depth = 0;
    while (rest.len > 0 && depth < STEPS_MAX) {
        size_t end = adm_str_index(rest, '.');
        struct adm_str key = adm_str_slice(rest, 0, end);
        const struct adm_member *member = adm_yaml_tree_find(way[depth].node, key);
        if (member == NULL)
            return adm_explain_absent_is_told(check->absent, &way[depth], key);
        way[depth + 1] = (struct adm_place){&way[depth], member, member->value, 0};
        depth++;
        rest = adm_str_slice(rest, end + 1, rest.len);
    }
    return adm_explain_absent_is_told(check->absent, &way[depth], name);
}

// Whether the same value, by an alias, stands above in the same map.
static bool is_repeated(const struct adm_place *place) {
    bool alias = place->member != NULL && place->member->via.end > 0;
    for (uint32_t i = 0; alias && i < place->index; i++)
        if (place->parent->node->children[i].value == place->node)
            return true;
    return false;
}

// Of a name that is not written: whether its absence, or the same absence, is told already.
static bool is_told_default(const struct adm_platform_check *check, const struct adm_place *place,
                            const struct adm_platform_name *name) {
    return name->trusted &&
           (adm_explain_absent_is_told(check->absent, place, name->key) || is_repeated(place));
}

// Whether the text is a name, and one that is nowhere.
static bool dangles(const struct adm_platform_check *check, const struct adm_place *place,
                    const struct adm_platform_name *name, struct adm_str text) {
    const struct adm_node *map = adm_platform_rule_find(check, name->at);
    bool judged = text.len > 0 && (map == NULL || map->type == ADM_NODE_MAP);
    return judged && adm_yaml_tree_find(map, text) == NULL &&
           !is_told_default(check, place, name) && !is_name_told(check, name->at, text);
}

// Fills in what is said of a name that is nowhere.
static void describe(struct adm_platform_check *check, const struct adm_place *place,
                     const struct adm_platform_name *name, struct adm_diagnostic *said) {
    struct adm_str text = adm_yaml_tree_text(name->value);
    const struct adm_schema *schema =
        adm_jsonschema_child(adm_platform_rule_schema(check, place), name->key);
    struct names names = names_of(check, schema);
    bool compared = check->out->count < COMPARED_MAX;
    bool shown = name->trusted || (compared && adm_mask_shows(schema, name->value, check->root));
    said->primary.text = label_of(check, name, &names);
    said->message = message_of(check, name, shown ? text : (struct adm_str){0});
    if (name->trusted)
        said->note = adm_text_format(check->arena, "%.*s is `%.*s` where it is not written",
                                     ADM_STR_ARGS(name->key), ADM_STR_ARGS(text));
    if (names.member != NULL && names.member->value->count > 0)
        said->reasons[said->reason_count++] =
            (struct adm_label){names.member->key_span,
                               adm_text_format(check->arena, "%s are defined here", name->plural)};
}

void adm_platform_rule_name(struct adm_platform_check *check, const struct adm_place *place,
                            const struct adm_platform_name *name) {
    if (!dangles(check, place, name, adm_yaml_tree_text(name->value)))
        return;
    struct adm_diagnostic said = {
        .severity = name->severity,
        .code = "dangling-ref",
        .primary = {.span = name->span},
    };
    if (!adm_diagnostic_is_full(check->out))
        describe(check, place, name, &said);
    const struct adm_place *child = adm_platform_rule_below(check, place, name->key);
    adm_platform_rule_say(check, child != NULL ? child : place, said);
}
