// SPDX-License-Identifier: Apache-2.0
// Deep equality without recursion: the depth of a tree is bounded, so is the stack.
#include <string.h>

#include "core/json.h"

struct frame {
    struct adm_json_iter it;    // over the members of a
    const struct adm_json *b;   // the container that must have the same
    struct adm_json_iter guess; // b's members in order: equal trees are nearly always in one order
};

static bool same_bytes(const struct adm_json *a, const struct adm_json *b) {
    return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static bool same_number(const struct adm_json *a, const struct adm_json *b) {
    if (same_bytes(a, b))
        return true;
    int64_t left_int = 0, right_int = 0;
    if (adm_json_int(a, &left_int) && adm_json_int(b, &right_int))
        return left_int == right_int;
    double left = 0, right = 0;
    return adm_json_double(a, &left) && adm_json_double(b, &right) && left >= right &&
           left <= right;
}

// Two nodes without their children.
static bool same_head(const struct adm_json *a, const struct adm_json *b) {
    if (a->type != b->type || a->count != b->count)
        return false;
    if (a->type == ADM_JSON_NUMBER)
        return same_number(a, b);
    return a->type == ADM_JSON_ARRAY || a->type == ADM_JSON_OBJECT || same_bytes(a, b);
}

// NULL also when the searches of this comparison have looked at too many keys.
static const struct adm_json *counterpart(struct frame *frame, size_t *budget) {
    adm_json_next(&frame->guess);
    if (!frame->it.keyed || adm_str_equal(frame->guess.key, frame->it.key))
        return frame->guess.value;
    if (*budget < frame->b->count)
        return NULL;
    *budget -= frame->b->count;
    return adm_json_find(frame->b, frame->it.key);
}

static bool is_container(const struct adm_json *node) {
    return node->type == ADM_JSON_ARRAY || node->type == ADM_JSON_OBJECT;
}

bool adm_json_equal(const struct adm_json *a, const struct adm_json *b) {
    if (a == NULL || b == NULL)
        return a == b;
    if (!same_head(a, b))
        return false;
    struct frame stack[ADM_JSON_DEPTH_MAX];
    size_t depth = 0;
    size_t budget = ADM_JSON_SEARCH_MAX;
    if (is_container(a))
        stack[depth++] = (struct frame){adm_json_iter(a), b, adm_json_iter(b)};
    while (depth > 0) {
        struct frame *frame = &stack[depth - 1];
        if (!adm_json_next(&frame->it)) {
            depth--;
            continue;
        }
        const struct adm_json *left = frame->it.value;
        const struct adm_json *right = counterpart(frame, &budget);
        if (right == NULL || !same_head(left, right))
            return false;
        if (is_container(left))
            stack[depth++] = (struct frame){adm_json_iter(left), right, adm_json_iter(right)};
    }
    return true;
}
