// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_walk.h"

// Shorter keys, and keys of letters alone, are no token of any issuer.
enum { KEY_MIN = 12, NUMBER_MIN = 5 };

static bool is_list_of_strings(const struct adm_json *node) {
    struct adm_json_iter it = adm_json_iter(node);
    if (!adm_json_is(node, ADM_JSON_ARRAY))
        return false;
    while (adm_json_next(&it))
        if (it.value->type != ADM_JSON_STRING)
            return false;
    return true;
}

static enum adm_credential_kind kind_of(const struct adm_json *object, struct adm_str kind) {
    struct adm_str version = adm_json_get_text(object, "apiVersion");
    if (adm_str_index(version, '/') < version.len)
        return ADM_CREDENTIAL_KIND_OTHER;
    if (adm_str_is(kind, "ConfigMap"))
        return ADM_CREDENTIAL_KIND_CONFIG_MAP;
    return adm_str_is(kind, "Secret") ? ADM_CREDENTIAL_KIND_SECRET : ADM_CREDENTIAL_KIND_OTHER;
}

// What the members say about each other.
static void read_member(struct adm_credential_step *step, struct adm_str key,
                        const struct adm_json *value) {
    bool text = value->type == ADM_JSON_STRING;
    if (adm_credential_part_points(key))
        step->points = true;
    if (text && adm_str_equal(key, ADM_STR("name"))) {
        step->named = true;
        step->name = adm_json_text(value);
    } else if (text &&
               (adm_str_equal(key, ADM_STR("key")) || adm_str_equal(key, ADM_STR("property"))) &&
               !step->named) {
        step->name = adm_json_text(value);
    } else if (adm_str_equal(key, ADM_STR("command")) && is_list_of_strings(value)) {
        step->command = value;
    } else if (adm_str_equal(key, ADM_STR("args")) && is_list_of_strings(value)) {
        step->args = value;
    }
}

static void read_members(struct adm_credential_step *step, const struct adm_json *object) {
    enum adm_credential_part part = step->spot.part;
    const struct adm_json *node = object + 1;
    if (!step->it.keyed || (part != ADM_CREDENTIAL_TREE && part != ADM_CREDENTIAL_ENV))
        return;
    for (uint32_t i = 0; i < object->count; i++, node += 1 + node[1].span) {
        struct adm_str key = {node->data, node->len};
        if (!adm_credential_part_tells(key))
            continue;
        read_member(step, key, node + 1);
        if (node[1].type == ADM_JSON_STRING && adm_str_equal(key, ADM_STR("kind")))
            step->spot.kind = kind_of(object, adm_json_text(node + 1));
    }
}

static bool push(struct adm_credential_walk *walk, const struct adm_json *node,
                 struct adm_credential_spot spot, bool status, struct adm_error *err) {
    if (walk->depth == ADM_CREDENTIAL_DEPTH_MAX)
        return adm_fail(err, ADM_LIMIT, "more than %d levels", ADM_JSON_DEPTH_MAX);
    struct adm_credential_step *step = &walk->steps[walk->depth++];
    spot.kind = ADM_CREDENTIAL_KIND_OTHER;
    *step = (struct adm_credential_step){0}; // in place: a temporary would be copied
    step->it = adm_json_iter(node);
    step->spot = spot;
    step->status = status;
    read_members(step, node);
    walk->due = false;
    walk->command_due = step->command != NULL || step->args != NULL;
    return true;
}

void adm_credential_walk_init(struct adm_credential_walk *walk, const struct adm_json *root,
                              enum adm_credential_part part) {
    walk->skip = NULL;
    walk->depth = 0;
    bool container = adm_json_is(root, ADM_JSON_OBJECT) || adm_json_is(root, ADM_JSON_ARRAY);
    // The first push cannot be too deep.
    if (container && !push(walk, root, (struct adm_credential_spot){.part = part}, false, NULL))
        walk->depth = 0;
}

static bool is_worth_reading(struct adm_str key) {
    if (key.len < KEY_MIN)
        return false;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && c != '-' && c != '_' && c != '.' && c != '/')
            return true;
    }
    return false;
}

// A list's elements are named by what names the list; a value by the name beside it.
static struct adm_str name_of(const struct adm_credential_step *step) {
    if (!step->it.keyed)
        return step->spot.above;
    if (step->spot.part > ADM_CREDENTIAL_ENV || !adm_credential_part_is_value(step->it.key))
        return step->it.key;
    if (step->name.len > 0)
        return step->name;
    return step->spot.above.len > 0 ? step->spot.above : step->it.key;
}

static void give_text(const struct adm_credential_step *step, enum adm_credential_part part,
                      struct adm_credential_item *out) {
    struct adm_str key = name_of(step);
    bool holder = adm_str_ends(key, "ey") || adm_str_ends(key, "ecret");
    *out = (struct adm_credential_item){
        .kind = ADM_CREDENTIAL_ITEM_STRING,
        .text = {step->it.value->data, step->it.value->len},
        .key = key,
        .part = part,
        .names_beside = step->name.data != key.data && (step->points || (step->named && holder)),
        .status = step->status,
    };
}

static bool is_read_as_command(const struct adm_credential_step *step) {
    return step->it.value == step->command || step->it.value == step->args;
}

// The current member's value: given when it is text, entered when it holds some.
static bool take_value(struct adm_credential_walk *walk, struct adm_credential_item *out,
                       bool *given, struct adm_error *err) {
    struct adm_credential_step *step = &walk->steps[walk->depth - 1];
    const struct adm_json *value = step->it.value;
    enum adm_credential_part part = step->spot.part;
    walk->due = false;
    *given = false;
    if (value == walk->skip || is_read_as_command(step))
        return true;
    if (step->it.keyed)
        part = adm_credential_part_of(&step->spot, step->it.key, value);
    if (part == ADM_CREDENTIAL_NONE)
        return true;
    if (value->type == ADM_JSON_STRING ||
        (value->type == ADM_JSON_NUMBER && value->len >= NUMBER_MIN)) {
        give_text(step, part, out);
        *given = true;
        return true;
    }
    if (value->type != ADM_JSON_OBJECT && value->type != ADM_JSON_ARRAY)
        return true;
    struct adm_str key = step->it.keyed ? step->it.key : step->spot.above;
    bool status = step->status || (walk->depth == 1 && adm_str_equal(key, ADM_STR("status")));
    return push(walk, value, (struct adm_credential_spot){.part = part, .above = key}, status, err);
}

static void give_command(struct adm_credential_walk *walk, struct adm_credential_item *out) {
    const struct adm_credential_step *step = &walk->steps[walk->depth - 1];
    walk->command_due = false;
    *out = (struct adm_credential_item){
        .kind = ADM_CREDENTIAL_ITEM_COMMAND,
        .part = step->spot.part,
        .status = step->status,
        .command = step->command,
        .args = step->args,
    };
}

// Moves on to the next member; gives its key when that may be a credential.
static bool step_on(struct adm_credential_walk *walk, struct adm_credential_item *out) {
    struct adm_credential_step *step = &walk->steps[walk->depth - 1];
    if (!adm_json_next(&step->it)) {
        walk->depth--;
        return false;
    }
    walk->due = true;
    step->hidden = false;
    if (!step->it.keyed || !is_worth_reading(step->it.key))
        return false;
    *out = (struct adm_credential_item){
        .kind = ADM_CREDENTIAL_ITEM_KEY,
        .text = step->it.key,
        .part = step->spot.part,
        .status = step->status,
    };
    return true;
}

bool adm_credential_walk_next(struct adm_credential_walk *walk, struct adm_credential_item *out,
                              bool *more, struct adm_error *err) {
    bool given = false;
    while (walk->depth > 0 && !given) {
        if (walk->command_due) {
            give_command(walk, out);
            given = true;
        } else if (walk->due) {
            ADM_TRY(take_value(walk, out, &given, err));
        } else {
            given = step_on(walk, out);
        }
    }
    *more = given;
    return true;
}

void adm_credential_walk_hide(struct adm_credential_walk *walk) {
    walk->steps[walk->depth - 1].hidden = true;
}
