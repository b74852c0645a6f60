// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_path.h"

#include "validators/shown.h"

enum { PATH_MAX_LEN = 700 };

static bool is_plain(struct adm_str key) {
    for (size_t i = 0; i < key.len; i++) {
        char c = key.data[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && c != '-' && c != '_')
            return false;
    }
    return key.len > 0;
}

static struct adm_str shown(const struct adm_credential_step *step, struct adm_str value) {
    struct adm_str key = adm_shown_name(step->it.key);
    bool repeats = adm_str_equal(key, value) || (value.len >= 8 && adm_str_contains(key, value));
    return step->hidden || repeats ? ADM_STR("…") : key;
}

static void append_step(const struct adm_credential_step *step, struct adm_str value,
                        struct adm_text *out) {
    if (!step->it.keyed) {
        adm_text_printf(out, "[%u]", step->it.index);
        return;
    }
    struct adm_str key = shown(step, value);
    if (is_plain(key))
        adm_text_printf(out, "%s%.*s", out->len == 0 ? "" : ".", ADM_STR_ARGS(key));
    else
        adm_text_printf(out, "[%.*s]", ADM_STR_ARGS(key));
}

// How many steps lead to the item: a command is given before the first of its object's members.
static size_t length(const struct adm_credential_walk *walk) {
    size_t depth = walk->depth;
    if (depth > 0 && walk->steps[depth - 1].it.value == NULL)
        depth--;
    return depth;
}

void adm_credential_path_write(const struct adm_credential_walk *walk, struct adm_str value,
                               struct adm_text *out) {
    for (size_t i = 0; i < length(walk); i++) {
        if (out->len > PATH_MAX_LEN) {
            adm_text_append_c(out, "…");
            return;
        }
        append_step(&walk->steps[i], value, out);
    }
}

static bool pay(size_t *budget, size_t nodes) {
    if (*budget < nodes) {
        *budget = 0;
        return false;
    }
    *budget -= nodes;
    return true;
}

static const struct adm_json *member(const struct adm_json *old, struct adm_str key,
                                     size_t *budget) {
    struct adm_json_iter it = adm_json_iter(old);
    while (it.keyed && adm_json_next(&it) && pay(budget, 1))
        if (adm_str_equal(it.key, key))
            return it.value;
    return NULL;
}

static const struct adm_json *named(const struct adm_json *old, struct adm_str name,
                                    size_t *budget) {
    struct adm_json_iter it = adm_json_iter(old);
    while (adm_json_next(&it) && pay(budget, 1 + (size_t)it.value->count))
        if (adm_str_equal(adm_json_get_text(it.value, "name"), name))
            return it.value;
    return NULL;
}

static const struct adm_json *element(const struct adm_json *old, uint32_t index, size_t *budget) {
    struct adm_json_iter it = adm_json_iter(old);
    while (adm_json_next(&it) && pay(budget, 1))
        if (it.index == index)
            return it.value;
    return NULL;
}

static const struct adm_json *follow(const struct adm_credential_step *step,
                                     const struct adm_json *old, size_t *budget) {
    if (step->it.keyed)
        return member(old, step->it.key, budget);
    if (!adm_json_is(old, ADM_JSON_ARRAY))
        return NULL;
    struct adm_str name = adm_json_get_text(step->it.value, "name");
    return name.len > 0 ? named(old, name, budget) : element(old, step->it.index, budget);
}

const struct adm_json *adm_credential_path_in(const struct adm_credential_walk *walk,
                                              const struct adm_json *old, size_t *budget) {
    for (size_t i = 0; i < length(walk) && old != NULL; i++)
        old = follow(&walk->steps[i], old, budget);
    return old;
}
