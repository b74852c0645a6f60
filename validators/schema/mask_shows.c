// SPDX-License-Identifier: Apache-2.0
// The policy of what may be shown. Whoever widens it shows secrets: see SECURITY.md.
#include "validators/schema/mask.h"

#include <string.h>

#include "core/near.h"
#include "validators/schema/mask_rune.h"

enum { KEY_MAX = 64, NEAR_MAX = 3, NUMBER_MAX = 32, NAMES_COMPARED_MAX = 64 };

#define TYPE(name) (1U << (unsigned)ADM_NODE_##name)
static const unsigned numbers = TYPE(INT) | TYPE(FLOAT);

static bool is_secret(const struct adm_schema *schema) {
    const struct adm_node *secret = adm_jsonschema_extra(schema, "x-floe-secret");
    return adm_yaml_tree_is(secret, ADM_NODE_BOOL) && secret->truth;
}

// Near enough to be that word misspelt: at most 3 letters, and less than half of it.
static bool is_near(struct adm_str typed, struct adm_str word) {
    size_t longer = typed.len > word.len ? typed.len : word.len;
    size_t shorter = typed.len > word.len ? word.len : typed.len;
    if (longer - shorter > NEAR_MAX)
        return false;
    if (adm_str_equal(typed, word))
        return true;
    size_t d = adm_near_within(typed, word, NEAR_MAX);
    return d == 0 || (d != SIZE_MAX && 2 * d < longer);
}

static bool is_near_choice(const struct adm_schema *schema, struct adm_str typed) {
    const struct adm_node *choices = adm_jsonschema_choices(schema);
    uint32_t count = choices == NULL ? 0 : choices->count;
    // Nearly all are equal to one, and comparing is dear.
    for (uint32_t i = 0; i < count; i++)
        if (typed.len > 0 && adm_str_equal(choices->children[i].value->text, typed))
            return true;
    for (uint32_t i = 0; i < count; i++) {
        const struct adm_node *choice = choices->children[i].value;
        if (choice->text.len > 0 && is_near(typed, choice->text))
            return true;
    }
    return false;
}

const struct adm_node *adm_mask_names(const struct adm_schema *schema,
                                      const struct adm_node *root) {
    const struct adm_node *pointer = adm_jsonschema_extra(schema, "x-floe-names");
    struct adm_str rest = adm_yaml_tree_text(pointer);
    const struct adm_node *map = rest.len == 0 ? NULL : root;
    while (map != NULL && rest.len > 0) {
        rest = adm_str_slice(rest, 1, rest.len);
        size_t end = adm_str_index(rest, '/');
        const struct adm_member *member =
            map->type != ADM_NODE_MAP ? NULL : adm_yaml_tree_find(map, adm_str_slice(rest, 0, end));
        map = member == NULL ? NULL : member->value;
        rest = adm_str_slice(rest, end, rest.len);
    }
    return adm_yaml_tree_is(map, ADM_NODE_MAP) ? map : NULL;
}

static bool is_near_name(const struct adm_schema *schema, struct adm_str typed,
                         const struct adm_node *root) {
    const struct adm_node *map = adm_mask_names(schema, root);
    if (map != NULL && adm_yaml_tree_find(map, typed) != NULL)
        return true;
    for (uint32_t i = 0; map != NULL && i < map->count && i < NAMES_COMPARED_MAX; i++)
        if (map->children[i].key.len > 0 && is_near(typed, map->children[i].key))
            return true;
    return false;
}

static bool is_near_boolean(struct adm_str typed) {
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "y", "n"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_near(typed, adm_str_from(words[i])))
            return true;
    return false;
}

// Whether every byte is one of `set`: what is only digits and signs is a number, or wants to be.
static bool is_made_of(struct adm_str s, const char *set) {
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] == '\0' || strchr(set, s.data[i]) == NULL)
            return false;
    return s.len > 0 && s.len <= NUMBER_MAX;
}

static bool wants_number(const struct adm_schema *schema) {
    static const char *const keywords[] = {"minimum", "maximum", "exclusiveMinimum",
                                           "exclusiveMaximum", "multipleOf"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (adm_jsonschema_number(schema, keywords[i]) != NULL)
            return true;
    return (adm_jsonschema_types(schema) & numbers) != 0;
}

// A pattern without letters other than the class \d has only digits and dots for values: a number
// that is written as text (an account id, a version).
static bool wants_digits(const struct adm_schema *schema) {
    struct adm_str pattern = adm_jsonschema_pattern(schema);
    for (size_t i = 0; i < pattern.len; i++) {
        bool class = pattern.data[i] == '\\' && i + 1 < pattern.len;
        if (class && (pattern.data[i + 1] == 'd' || pattern.data[i + 1] == '.'))
            i++;
        else if (!is_made_of(adm_str_slice(pattern, i, i + 1), "0123456789[]{}(),-+?*|^$"))
            return false;
    }
    return pattern.len > 2 && pattern.data[0] == '^' && pattern.data[pattern.len - 1] == '$';
}

static bool shows_number(const struct adm_schema *schema) {
    bool wants_boolean = (adm_jsonschema_types(schema) & TYPE(BOOL)) != 0;
    return wants_number(schema) || wants_digits(schema) || wants_boolean;
}

static bool shows_text(const struct adm_schema *schema, const struct adm_node *node) {
    if (wants_number(schema) && is_made_of(node->text, "0123456789.eE+-_"))
        return true;
    if (wants_digits(schema) && is_made_of(node->text, "0123456789."))
        return true;
    bool boolean = (adm_jsonschema_types(schema) & TYPE(BOOL)) != 0;
    return boolean && (is_near_boolean(node->text) || is_made_of(node->text, "01"));
}

bool adm_mask_shows(const struct adm_schema *schema, const struct adm_node *node,
                    const struct adm_node *root) {
    bool scalar = node->type != ADM_NODE_LIST && node->type != ADM_NODE_MAP;
    if (!scalar || is_secret(schema))
        return false;
    if (node->type == ADM_NODE_NULL || node->type == ADM_NODE_BOOL)
        return true;
    if (schema == NULL)
        return false;
    if (is_near_choice(schema, node->text) || is_near_name(schema, node->text, root))
        return true;
    if (node->type == ADM_NODE_TEXT)
        return shows_text(schema, node);
    return node->type != ADM_NODE_TIMESTAMP && shows_number(schema);
}

static bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '.' || c == '-' || c == '/';
}

bool adm_mask_shows_word(struct adm_str key) {
    uint32_t rune = 0;
    if (key.len == 0 || key.len > KEY_MAX)
        return false;
    for (size_t at = 0; at < key.len;) {
        if (is_word_byte(key.data[at])) {
            at++;
            continue;
        }
        at += adm_mask_rune_next(key, at, &rune);
        if (rune < 0x80 || rune == 0xFFFDU || adm_mask_rune_is_unsafe(rune))
            return false;
    }
    return true;
}

static bool has_no_value(const struct adm_node *value) {
    return value->type == ADM_NODE_NULL && value->span.start == value->span.end && !value->implied;
}

// Whether a subschema says anything of keys: where anything goes, a key may be anything, too.
static bool speaks_of_keys(const struct adm_schema *target, size_t properties) {
    static const struct adm_str nobody = {"\x01", 1};
    unsigned types = adm_jsonschema_types(target);
    bool map = types == 0 || (types & TYPE(MAP)) != 0;
    return map && (properties > 0 || adm_jsonschema_child(target, nobody) != NULL);
}

bool adm_mask_shows_key(const struct adm_schema *schema, const struct adm_member *member) {
    size_t count = 0;
    const struct adm_schema *target = adm_jsonschema_target(schema);
    if (adm_jsonschema_knows(target, member))
        return true;
    if (!adm_mask_shows_word(member->key))
        return false;
    const struct adm_str *known = adm_jsonschema_properties(target, &count);
    // What is near a known key is asked last: it costs most, and a map may have thousands of keys.
    if (speaks_of_keys(target, count) && !is_secret(schema) && !has_no_value(member->value))
        return true;
    return adm_near_index(member->key, known, count) < count;
}
