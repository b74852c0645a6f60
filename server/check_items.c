// SPDX-License-Identifier: Apache-2.0
#include "server/check_items.h"

void adm_check_items_init(struct adm_check_items *items,
                          const struct adm_check_document *document) {
    *items = (struct adm_check_items){
        .document = document, .line = document->line, .column = document->column};
}

// A List of any kind has items, be they null; an object whose kind happens to end so has not.
static bool is_list(const struct adm_check_item *item) {
    const struct adm_json *elements = adm_json_get(item->object, "items");
    return adm_str_ends(item->kind, "List") &&
           (adm_json_is(elements, ADM_JSON_ARRAY) || adm_json_is(elements, ADM_JSON_NULL));
}

// `SecretList` holds Secrets, which the API server writes without kind and apiVersion.
static void enter(struct adm_check_items *items, const struct adm_check_item *list) {
    bool typed = !adm_str_is(list->kind, "List");
    const struct adm_yaml *elements = adm_yaml_get(list->yaml, "items");
    struct adm_str none = {0};
    items->levels[items->depth++] = (struct adm_check_level){
        .elements = adm_json_iter(adm_json_get(list->object, "items")),
        .yaml = elements == NULL ? NULL : elements->child,
        .api_version = typed ? list->api_version : none,
        .kind = typed ? adm_str_slice(list->kind, 0, list->kind.len - 4) : none,
    };
}

static struct adm_check_item item_of(const struct adm_check_items *items,
                                     const struct adm_json *object, const struct adm_yaml *yaml) {
    bool known = yaml != NULL && yaml->line > 0;
    return (struct adm_check_item){
        .object = object,
        .yaml = yaml,
        .api_version = adm_json_get_text(object, "apiVersion"),
        .kind = adm_json_get_text(object, "kind"),
        .line = known ? yaml->line : items->line,
        .column = known ? yaml->column : items->column,
    };
}

// The next element in reading order, whatever it is.
static bool step(struct adm_check_items *items, struct adm_check_item *out) {
    if (items->document != NULL) {
        *out = item_of(items, items->document->root, items->document->yaml);
        items->document = NULL;
        return true;
    }
    while (items->depth > 0) {
        struct adm_check_level *level = &items->levels[items->depth - 1];
        if (!adm_json_next(&level->elements)) {
            items->depth--;
            continue;
        }
        const struct adm_yaml *yaml = level->yaml;
        level->yaml = yaml == NULL ? NULL : yaml->next;
        *out = item_of(items, level->elements.value, yaml);
        if (out->kind.len == 0)
            out->kind = level->kind;
        if (out->api_version.len == 0)
            out->api_version = level->api_version;
        return true;
    }
    return false;
}

bool adm_check_items_next(struct adm_check_items *items, struct adm_check_item *out) {
    while (step(items, out)) {
        if (out->object->type == ADM_JSON_NULL)
            continue;
        // A list takes a level of JSON and its items another, so the depth is half of the reader's.
        if (!is_list(out))
            return true;
        enter(items, out);
    }
    return false;
}
