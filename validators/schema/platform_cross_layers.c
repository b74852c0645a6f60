// SPDX-License-Identifier: Apache-2.0
// Names, and layers that refer to profiles: X1, X2, X3.
#include "core/text.h"
#include "validators/schema/platform_cross.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

static bool is_profile_name(struct adm_str name) {
    if (name.len == 0 || !is_letter(name.data[0]))
        return false;
    for (size_t i = 1; i < name.len; i++)
        if (!is_word(name.data[i]) && name.data[i] != '-')
            return false;
    return true;
}

// X1
static void profile_name(struct adm_platform_check *check, const struct adm_place *place) {
    if (is_profile_name(place->member->key))
        return;
    struct adm_str shown = adm_platform_rule_shown_key(check, place);
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "bad-name",
            .message = adm_text_format(check->arena, "`%.*s` cannot be the name of a profile",
                                       ADM_STR_ARGS(shown)),
            .primary = {place->member->key_span,
                        ADM_STR("a letter, then letters, digits, `-` and `_`")},
            .help = ADM_STR("rename it here and wherever a layer refers to it"),
        });
}

// X2, storage
static void layer_storage(struct adm_platform_check *check, const struct adm_place *layer) {
    const struct adm_node *value = adm_yaml_tree_get(layer->node, "storage_ref");
    if (!adm_yaml_tree_is(value, ADM_NODE_TEXT))
        return;
    adm_platform_rule_name(check, layer,
                           &(struct adm_platform_name){
                               .key = ADM_STR("storage_ref"),
                               .value = value,
                               .span = value->span,
                               .at = "storage",
                               .user = "layer",
                               .whose = layer,
                               .does = "uses",
                               .what = "storage profile",
                               .plural = "profiles",
                           });
}

// X2, catalogs: an absent `catalog_ref` means `default`.
static void layer_catalog(struct adm_platform_check *check, const struct adm_place *layer) {
    static const struct adm_node fallback = {.type = ADM_NODE_TEXT, .text = {"default", 7}};
    const struct adm_node *value = adm_yaml_tree_get(layer->node, "catalog_ref");
    bool absent = value == NULL && layer->node->type == ADM_NODE_MAP;
    if (!absent && !adm_yaml_tree_is(value, ADM_NODE_TEXT))
        return;
    adm_platform_rule_name(check, layer,
                           &(struct adm_platform_name){
                               .key = ADM_STR("catalog_ref"),
                               .value = value != NULL ? value : &fallback,
                               .span = value != NULL ? value->span : layer->member->key_span,
                               .trusted = absent,
                               .at = "catalogs",
                               .user = "layer",
                               .whose = layer,
                               .does = "uses",
                               .what = "catalog profile",
                               .plural = "profiles",
                           });
}

static bool is_namespace(struct adm_str s) {
    char before = '.';
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] == '.' ? before == '.' : !is_word(s.data[i]))
            return false;
        before = s.data[i];
    }
    return before != '.';
}

// X3; an empty one is too short for the schema already.
static void layer_namespace(struct adm_platform_check *check, const struct adm_place *place) {
    struct adm_str text = adm_yaml_tree_text(place->node);
    if (text.len == 0 || is_namespace(text))
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "bad-namespace",
            .message = ADM_STR("a layer's namespace is letters, digits and `_`, in parts joined by "
                               "single dots"),
            .primary = {place->node->span, ADM_STR("not such a name")},
            .help = ADM_STR("write `_` for `-`, and no dot at an end: demo.bronze_raw"),
        });
}

static void layer_name(struct adm_platform_check *check, const struct adm_place *layer) {
    const struct adm_node *name = adm_yaml_tree_get(layer->node, "name");
    if (!adm_yaml_tree_is(name, ADM_NODE_TEXT) || adm_str_equal(name->text, layer->member->key))
        return;
    struct adm_str key = adm_platform_rule_shown_key(check, layer);
    adm_platform_rule_say(
        check, layer,
        (struct adm_diagnostic){
            .severity = ADM_SEVERITY_WARNING,
            .code = "not-equal",
            .message = adm_text_format(check->arena, "layer `%.*s` calls itself something else",
                                       ADM_STR_ARGS(key)),
            .primary = {name->span, ADM_STR("not the key's name")},
            .reasons = {{layer->member->key_span, ADM_STR("the key")}},
            .reason_count = 1,
            .path = adm_platform_rule_path(check, layer, "name"),
        });
}

static const struct adm_platform_rule rows[] = {
    {"storage.*", profile_name, 0}, {"catalogs.*", profile_name, 0},
    {"compute.*", profile_name, 0}, {"layers.*", layer_storage, 0},
    {"layers.*", layer_catalog, 0}, {"layers.*.namespace", layer_namespace, 0},
    {"layers.*", layer_name, 0},
};

const struct adm_platform_rules adm_platform_cross_layers = {rows, sizeof rows / sizeof *rows};
