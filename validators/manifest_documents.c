// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_documents.h"

#include <string.h>

#include "validators/manifest_split.h"

enum { ALTERNATIVES_MAX = 16 };

// The keys by which rules tell kinds apart and find what they judge.
static const char *const judged[] = {"kind",       "apiVersion", "metadata", "data",
                                     "stringData", "binaryData", "type",     "spec"};
enum { JUDGED = sizeof judged / sizeof *judged };

struct work {
    struct adm_manifest_documents *documents;
    struct adm_manifest_tree *tree;
    struct adm_manifest_document model; // what all documents of the chunk have in common
    const struct adm_json **queue;      // objects that may be lists
    size_t count, capacity;
};

static bool fail_documents(struct adm_manifest_tree *tree) {
    return adm_manifest_tree_fail(tree, ADM_LIMIT, "more than 10000 documents; split the manifest");
}

static bool add(struct work *work, const struct adm_json *object, bool shadowed) {
    struct adm_manifest_documents *documents = work->documents;
    if (documents->count == ADM_MANIFEST_DOCUMENTS_MAX)
        return fail_documents(work->tree);
    if (documents->count == documents->capacity) {
        size_t capacity = documents->capacity == 0 ? 16 : documents->capacity * 2;
        struct adm_manifest_document *grown =
            adm_arena_grow(work->tree->arena, documents->items, documents->capacity * sizeof *grown,
                           capacity * sizeof *grown);
        if (grown == NULL)
            return adm_manifest_tree_fail_memory(work->tree);
        documents->items = grown;
        documents->capacity = capacity;
    }
    struct adm_manifest_document *document = &documents->items[documents->count++];
    *document = work->model;
    document->object = object;
    document->shadowed = shadowed;
    work->model.loose = NULL; // of the chunk's first document only
    work->model.loose_count = 0;
    return true;
}

static bool enqueue(struct work *work, const struct adm_json *object) {
    if (work->count + work->documents->count > ADM_MANIFEST_DOCUMENTS_MAX)
        return fail_documents(work->tree);
    if (work->count == work->capacity) {
        size_t capacity = work->capacity == 0 ? 16 : work->capacity * 2;
        const struct adm_json **grown =
            adm_arena_grow(work->tree->arena, work->queue, work->capacity * sizeof(void *),
                           capacity * sizeof(void *));
        if (grown == NULL)
            return adm_manifest_tree_fail_memory(work->tree);
        work->queue = grown;
        work->capacity = capacity;
    }
    work->queue[work->count++] = object;
    return true;
}

static struct adm_json text_node(struct adm_str text) {
    return (struct adm_json){
        .data = text.data, .len = (uint32_t)text.len, .span = 1, .type = ADM_JSON_STRING};
}

static bool is_items(struct adm_str key, const struct adm_json *value) {
    return adm_str_equal(key, ADM_STR("items")) && value->type == ADM_JSON_ARRAY;
}

static bool is_list(const struct adm_json *object) {
    struct adm_json_iter it = adm_json_iter(object);
    while (adm_json_next(&it))
        if (is_items(it.key, it.value))
            return true;
    return false;
}

static struct adm_str item_kind(const struct adm_json *list) {
    struct adm_str kind = adm_json_get_text(list, "kind");
    return adm_str_ends(kind, "List") ? adm_str_slice(kind, 0, kind.len - 4) : kind;
}

// An item that says neither is of the list's kind and version: an item of a SecretList is a Secret.
static bool name_item(struct work *work, const struct adm_json *list,
                      const struct adm_json **item) {
    struct adm_str kind = item_kind(list);
    bool named =
        adm_json_get_text(*item, "kind").len > 0 || adm_json_get_text(*item, "apiVersion").len > 0;
    if (named || kind.len == 0)
        return true;
    struct adm_json *copy = adm_manifest_tree_extra(work->tree, (size_t)(*item)->span + 4);
    if (copy == NULL)
        return false;
    copy[0] = **item;
    copy[0].span += 4;
    copy[0].count += 2;
    copy[1] = text_node(ADM_STR("kind"));
    copy[2] = text_node(kind);
    copy[3] = text_node(ADM_STR("apiVersion"));
    copy[4] = text_node(adm_json_get_text(list, "apiVersion"));
    memcpy(copy + 5, *item + 1, ((size_t)(*item)->span - 1) * sizeof *copy);
    *item = copy;
    return true;
}

static bool enqueue_items(struct work *work, const struct adm_json *list,
                          const struct adm_json *items) {
    struct adm_json_iter it = adm_json_iter(items);
    while (adm_json_next(&it)) {
        const struct adm_json *item = it.value;
        if (item->type != ADM_JSON_OBJECT)
            continue;
        ADM_TRY(name_item(work, list, &item));
        ADM_TRY(enqueue(work, item));
    }
    return true;
}

// A list's elements that are no objects, as one array. Returns its nodes.
static uint32_t copy_other_items(const struct adm_json *items, struct adm_json *to) {
    uint32_t size = 1;
    to[0] = (struct adm_json){.type = ADM_JSON_ARRAY};
    struct adm_json_iter it = adm_json_iter(items);
    while (adm_json_next(&it)) {
        if (it.value->type == ADM_JSON_OBJECT)
            continue;
        memcpy(to + size, it.value, it.value->span * sizeof *to);
        size += it.value->span;
        to[0].count++;
    }
    to[0].span = size;
    return to[0].count == 0 ? 0 : size;
}

// What a list says beside its items; `*told` when that is more than its kind.
static uint32_t copy_rest(const struct adm_json *list, struct adm_json *to, bool *told) {
    uint32_t size = 1;
    to[0] = (struct adm_json){.type = ADM_JSON_OBJECT};
    struct adm_json_iter it = adm_json_iter(list);
    while (adm_json_next(&it)) {
        uint32_t more = it.value->span;
        if (is_items(it.key, it.value))
            more = copy_other_items(it.value, to + size + 1);
        else
            memcpy(to + size + 1, it.value, more * sizeof *to);
        if (more == 0)
            continue;
        bool usual = adm_str_is(it.key, "kind") || adm_str_is(it.key, "apiVersion") ||
                     (adm_str_is(it.key, "metadata") && it.value->span == 1);
        *told = *told || !usual;
        to[size] = text_node(it.key);
        size += 1 + more;
        to[0].count++;
    }
    to[0].span = size;
    return size;
}

static bool flatten(struct work *work, const struct adm_json *list) {
    bool told = false;
    struct adm_json_iter it = adm_json_iter(list);
    while (adm_json_next(&it))
        if (is_items(it.key, it.value))
            ADM_TRY(enqueue_items(work, list, it.value));
    struct adm_json *rest = adm_manifest_tree_extra(work->tree, list->span);
    if (rest == NULL)
        return false;
    (void)copy_rest(list, rest, &told);
    return !told || add(work, rest, false);
}

// The key of the member that is the `wanted`th of its name, or the first when there are fewer.
static const struct adm_json *occurrence(const struct adm_json *object, const char *name,
                                         size_t wanted, size_t *count) {
    const struct adm_json *first = NULL;
    const struct adm_json *found = NULL;
    const struct adm_json *key = object + 1;
    *count = 0;
    for (uint32_t i = 0; i < object->count; i++, key += 1 + key[1].span) {
        if (!adm_str_is(adm_json_text(key), name))
            continue;
        first = first == NULL ? key : first;
        if ((*count)++ == wanted)
            found = key;
    }
    return found == NULL ? first : found;
}

// The object with another occurrence of each judged key in front.
static bool add_alternative(struct work *work, const struct adm_json *object, size_t which) {
    struct adm_json *copy = adm_manifest_tree_extra(work->tree, object->span);
    const struct adm_json *front[JUDGED];
    uint32_t size = 1;
    size_t count = 0;
    if (copy == NULL)
        return false;
    copy[0] = *object;
    for (size_t i = 0; i < JUDGED; i++) {
        const struct adm_json *key = occurrence(object, judged[i], which, &count);
        front[i] = key;
        if (key == NULL)
            continue;
        memcpy(copy + size, key, ((size_t)key[1].span + 1) * sizeof *copy);
        size += key[1].span + 1;
    }
    const struct adm_json *key = object + 1;
    for (uint32_t m = 0; m < object->count; m++, key += 1 + key[1].span) {
        bool placed = false;
        for (size_t i = 0; i < JUDGED; i++)
            placed = placed || front[i] == key;
        if (placed)
            continue;
        memcpy(copy + size, key, ((size_t)key[1].span + 1) * sizeof *copy);
        size += key[1].span + 1;
    }
    return add(work, copy, true);
}

static bool add_object(struct work *work, const struct adm_json *object) {
    size_t most = 1;
    ADM_TRY(add(work, object, false));
    for (size_t i = 0; work->model.duplicates && i < JUDGED; i++) {
        size_t count = 0;
        (void)occurrence(object, judged[i], 0, &count);
        most = count > most ? count : most;
    }
    if (most > ALTERNATIVES_MAX)
        return adm_manifest_tree_fail(work->tree, ADM_LIMIT,
                                      "a key of the document stands there more than 16 times; "
                                      "write it once");
    for (size_t which = 1; which < most; which++)
        ADM_TRY(add_alternative(work, object, which));
    return true;
}

static bool add_root(struct work *work, const struct adm_manifest_root *root) {
    work->model.duplicates = root->duplicates;
    work->count = 0;
    ADM_TRY(enqueue(work, root->value));
    for (size_t i = 0; i < work->count; i++) {
        const struct adm_json *object = work->queue[i];
        ADM_TRY(is_list(object) ? flatten(work, object) : add_object(work, object));
    }
    return true;
}

// A document that is no map is loose as a whole.
static bool keep_other_roots(struct adm_manifest_chunk *chunk) {
    bool other = false;
    for (size_t i = 0; i < chunk->root_count; i++)
        other = other || (chunk->roots[i].value->type != ADM_JSON_OBJECT &&
                          chunk->roots[i].value->type != ADM_JSON_NULL);
    if (!other)
        return true;
    chunk->loose_count = 0;
    return adm_manifest_chunk_loose(chunk, chunk->text);
}

bool adm_manifest_documents_add(struct adm_manifest_documents *documents,
                                struct adm_manifest_chunk *chunk, uint32_t line) {
    ADM_TRY(keep_other_roots(chunk));
    struct work work = {
        .documents = documents,
        .tree = chunk->tree,
        .model = {.text = adm_manifest_split_trimmed(chunk->text),
                  .source = adm_manifest_split_source(chunk->text),
                  .line = line,
                  .loose = chunk->loose,
                  .loose_count = chunk->loose_count},
    };
    for (size_t i = 0; i < chunk->root_count; i++)
        if (chunk->roots[i].value->type == ADM_JSON_OBJECT)
            ADM_TRY(add_root(&work, &chunk->roots[i]));
    return work.model.loose_count == 0 || add(&work, NULL, false);
}
