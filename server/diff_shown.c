// SPDX-License-Identifier: Apache-2.0
#include "server/diff_shown.h"

#include "server/diff_fields.h"
#include "validators/credentials/detector.h"

enum { NAME_MAX_LEN = 253 };

// Lists whose elements go by their name.
static bool has_named_elements(struct adm_str list) {
    static const char *const lists[] = {"containers", "initContainers", "ephemeralContainers",
                                        "volumes", "volumeMounts"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (adm_str_is(list, lists[i]))
            return true;
    return false;
}

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

static bool is_name_char(char c) {
    return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/' || c == '*';
}

static bool is_written_as_name(struct adm_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!is_name_char(text.data[i]))
            return false;
    return text.len > 0 && text.len <= NAME_MAX_LEN;
}

// Variables may be called anything; the usual way is shown.
static bool is_written_as_variable(struct adm_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (is_lower(text.data[i]) || text.data[i] == '-' || text.data[i] == '/')
            return false;
    return true;
}

static bool is_name_of_part(const struct adm_diff_node *node) {
    const struct adm_diff_node *element = node->parent;
    if (!node->keyed || !adm_str_is(node->key, "name") || element->parent == NULL || element->keyed)
        return false;
    if (adm_str_is(element->parent->key, "env"))
        return is_written_as_variable(adm_json_text(node->value));
    return has_named_elements(element->parent->key);
}

// What every report says of an object.
static bool is_identity(const struct adm_diff_node *node) {
    const struct adm_diff_node *parent = node->parent;
    if (!node->keyed || parent == NULL)
        return false;
    if (parent->parent == NULL)
        return adm_str_is(node->key, "apiVersion") || adm_str_is(node->key, "kind");
    return parent->parent->parent == NULL && adm_str_is(parent->key, "metadata") &&
           (adm_str_is(node->key, "name") || adm_str_is(node->key, "namespace"));
}

static bool is_harmless(struct adm_str text, struct adm_arena *arena) {
    const struct adm_detector_value value = {.text = text, .place = ADM_DETECTOR_FIELD};
    struct adm_arena_mark mark = adm_arena_mark(arena);
    struct adm_detector detector = {0};
    adm_detector_init(&detector, arena, ADM_DETECTOR_BUDGET);
    bool harmless = is_written_as_name(text) && adm_detector_scan(&detector, &value, NULL) &&
                    detector.count == 0 && !detector.truncated;
    adm_arena_rewind(arena, mark);
    return harmless;
}

struct adm_str adm_diff_shown_name(struct adm_str name, struct adm_arena *arena) {
    return name.len == 0 || is_harmless(name, arena) ? name : ADM_STR(ADM_DIFF_SHOWN_HIDDEN);
}

struct adm_str adm_diff_shown_key(const struct adm_diff_node *node) {
    return node->added || adm_diff_fields_has(node->key) ? node->key
                                                         : ADM_STR(ADM_DIFF_SHOWN_HIDDEN);
}

bool adm_diff_shown_value(const struct adm_diff_node *node, struct adm_arena *arena) {
    if (node->added || node->value->type == ADM_JSON_NULL)
        return true;
    if (!is_identity(node) && !is_name_of_part(node))
        return false;
    return is_harmless(adm_json_text(node->value), arena);
}

static void write_key(const struct adm_diff_node *node, struct adm_writer *w) {
    struct adm_str key = adm_diff_shown_key(node);
    if (!adm_str_is(key, ADM_DIFF_SHOWN_HIDDEN)) {
        adm_writer_key_str(w, key);
        return;
    }
    adm_writer_key_str(
        w, adm_text_format(w->text->arena, ADM_DIFF_SHOWN_HIDDEN "%u", node->index + 1));
}

static void write_one(const struct adm_diff_node *node, struct adm_writer *w) {
    const struct adm_json *value = node->value;
    if (node->keyed)
        write_key(node, w);
    bool is_list = value->type == ADM_JSON_ARRAY;
    if (is_list || value->type == ADM_JSON_OBJECT) {
        adm_writer_open(w, is_list ? '[' : '{');
        if (node->child == NULL)
            adm_writer_close(w, is_list ? ']' : '}');
    } else if (adm_diff_shown_value(node, w->text->arena)) {
        adm_writer_tree(w, value);
    } else {
        adm_writer_string(w, ADM_STR(ADM_DIFF_SHOWN_HIDDEN));
    }
}

void adm_diff_shown_write(const struct adm_diff_tree *tree, struct adm_writer *w) {
    const struct adm_diff_node *node = tree->root;
    while (node != NULL) {
        size_t closed = 0;
        const struct adm_diff_node *next = adm_diff_tree_next(node, &closed);
        write_one(node, w);
        for (; closed > 0; closed--) {
            node = node->parent;
            adm_writer_close(w, node->value->type == ADM_JSON_ARRAY ? ']' : '}');
        }
        node = next;
    }
}
