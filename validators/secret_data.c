// SPDX-License-Identifier: Apache-2.0
#include "validators/secret_data.h"

#include "core/base64.h"
#include "core/sort.h"

static const char *const maps[] = {"data", "stringData", "binaryData"};
enum { MAPS = sizeof maps / sizeof *maps };

static size_t count_entries(const struct adm_json *secret) {
    size_t count = 0;
    for (size_t i = 0; i < MAPS; i++) {
        const struct adm_json *map = adm_json_get(secret, maps[i]);
        count += adm_json_is(map, ADM_JSON_OBJECT) ? map->count : 0;
    }
    return count;
}

const char *adm_secret_data_mistyped(const struct adm_json *secret) {
    for (size_t i = 0; i < MAPS; i++) {
        const struct adm_json *map = adm_json_get(secret, maps[i]);
        if (map != NULL && map->type != ADM_JSON_NULL && map->type != ADM_JSON_OBJECT)
            return maps[i];
    }
    return NULL;
}

// The literal of a scalar. A list or a map is no value that a Secret may have: something that is
// neither empty nor a reference stands for it, so that it is judged.
static struct adm_str raw_value(const struct adm_json *node) {
    if (node->type == ADM_JSON_ARRAY || node->type == ADM_JSON_OBJECT)
        return ADM_STR("{}");
    return node->type == ADM_JSON_NULL ? (struct adm_str){0}
                                       : (struct adm_str){node->data, node->len};
}

static struct adm_secret_entry read_entry(const char *map, const struct adm_json_iter *it,
                                          struct adm_arena *arena) {
    struct adm_secret_entry entry = {.map = map, .key = it->key, .value = raw_value(it->value)};
    struct adm_str decoded = {0};
    if (map != maps[1] && adm_base64_decode(entry.value, arena, &decoded))
        entry.value = decoded;
    return entry;
}

// By key; one key in two maps keeps the order of the maps.
static int compare(const void *a, const void *b) {
    const struct adm_secret_entry *left = a;
    const struct adm_secret_entry *right = b;
    int order = adm_str_compare(left->key, right->key);
    return order != 0 ? order : (left->map == maps[0] ? 0 : 1) - (right->map == maps[0] ? 0 : 1);
}

bool adm_secret_data_read(const struct adm_json *secret, struct adm_arena *arena,
                          struct adm_secret_data *out, struct adm_error *err) {
    size_t count = count_entries(secret);
    struct adm_secret_entry *entries = adm_arena_array(arena, count + 1, sizeof *entries);
    if (entries == NULL)
        return adm_fail(err, ADM_MEMORY, "the Secret's data is too large to be read");
    size_t at = 0;
    for (size_t i = 0; i < MAPS; i++) {
        struct adm_json_iter it = adm_json_iter(adm_json_get(secret, maps[i]));
        while (it.keyed && adm_json_next(&it))
            entries[at++] = read_entry(maps[i], &it, arena);
    }
    adm_sort_heap(entries, at, sizeof *entries, compare);
    *out = (struct adm_secret_data){entries, at};
    return true;
}

const struct adm_secret_data *adm_secret_data_of(const struct adm_request *request,
                                                 struct adm_verdict *verdict,
                                                 struct adm_error *err) {
    if (verdict->secret != NULL)
        return verdict->secret;
    struct adm_secret_data *data = adm_arena_array(request->arena, 1, sizeof *data);
    if (data == NULL) {
        (void)adm_fail(err, ADM_MEMORY, "the Secret's data is too large to be read");
        return NULL;
    }
    if (!adm_secret_data_read(request->object.root, request->arena, data, err))
        return NULL;
    verdict->secret = data;
    return data;
}

bool adm_secret_data_find(const struct adm_secret_data *data, struct adm_str key,
                          struct adm_str *value) {
    size_t low = 0, high = data->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (adm_str_compare(data->entries[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == data->count || !adm_str_equal(data->entries[low].key, key))
        return false;
    *value = data->entries[low].value;
    return true;
}

// An absent map, null and {} are one thing to the API server.
static bool is_empty(const struct adm_json *map) {
    return map == NULL || map->type == ADM_JSON_NULL ||
           (map->type == ADM_JSON_OBJECT && map->count == 0);
}

static bool same_map(const struct adm_json *a, const struct adm_json *b) {
    return is_empty(a) || is_empty(b) ? is_empty(a) == is_empty(b) : adm_json_equal(a, b);
}

bool adm_secret_data_same(const struct adm_json *a, const struct adm_json *b) {
    for (size_t i = 0; i < MAPS; i++)
        if (!same_map(adm_json_get(a, maps[i]), adm_json_get(b, maps[i])))
            return false;
    return adm_str_equal(adm_json_get_text(a, "type"), adm_json_get_text(b, "type"));
}
