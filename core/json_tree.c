// SPDX-License-Identifier: Apache-2.0
// Reading a parsed tree.
#include "core/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool adm_json_is(const struct adm_json *node, enum adm_json_type type) {
    return node != NULL && node->type == type;
}

const struct adm_json *adm_json_find(const struct adm_json *object, struct adm_str key) {
    if (!adm_json_is(object, ADM_JSON_OBJECT))
        return NULL;
    const struct adm_json *member = object + 1;
    for (uint32_t i = 0; i < object->count; i++, member += 1 + member[1].span)
        if (member->len == key.len &&
            (key.len == 0 || memcmp(member->data, key.data, key.len) == 0))
            return member + 1;
    return NULL;
}

const struct adm_json *adm_json_get(const struct adm_json *object, const char *key) {
    return adm_json_find(object, adm_str_from(key));
}

struct adm_str adm_json_text(const struct adm_json *node) {
    return adm_json_is(node, ADM_JSON_STRING) ? (struct adm_str){node->data, node->len}
                                              : (struct adm_str){0};
}

struct adm_str adm_json_get_text(const struct adm_json *object, const char *key) {
    return adm_json_text(adm_json_get(object, key));
}

bool adm_json_is_true(const struct adm_json *node) {
    return adm_json_is(node, ADM_JSON_BOOL) && node->data[0] == 't';
}

// The literal ends before a byte that no number continues with, so strto* stop by themselves.
bool adm_json_int(const struct adm_json *node, int64_t *out) {
    if (!adm_json_is(node, ADM_JSON_NUMBER) || node->len > 20)
        return false;
    errno = 0;
    char *end = NULL;
    long long value = strtoll(node->data, &end, 10);
    if (errno != 0 || end != node->data + node->len)
        return false;
    *out = value;
    return true;
}

bool adm_json_double(const struct adm_json *node, double *out) {
    if (!adm_json_is(node, ADM_JSON_NUMBER))
        return false;
    double value = strtod(node->data, NULL);
    if (!isfinite(value))
        return false;
    *out = value;
    return true;
}

struct adm_json_iter adm_json_iter(const struct adm_json *container) {
    bool array = adm_json_is(container, ADM_JSON_ARRAY);
    bool object = adm_json_is(container, ADM_JSON_OBJECT);
    return (struct adm_json_iter){
        .index = UINT32_MAX, // the first step makes it 0
        .left = array || object ? container->count : 0,
        .next = array || object ? container + 1 : NULL,
        .keyed = object,
    };
}

bool adm_json_next(struct adm_json_iter *it) {
    if (it->left == 0 || it->next == NULL)
        return false;
    it->left--;
    it->index++;
    if (it->keyed) {
        it->key = adm_json_text(it->next);
        it->next++;
    }
    it->value = it->next;
    it->next += it->next->span;
    return true;
}
