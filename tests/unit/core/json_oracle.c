// SPDX-License-Identifier: Apache-2.0
#include "json_oracle.h"

#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL;

struct both {
    const struct adm_json *ours;
    json_t *theirs;
    struct adm_error our_error;
    enum json_error_code their_code;
};

static bool same_text(struct adm_str ours, const json_t *theirs) {
    return adm_str_equal(ours,
                         (struct adm_str){json_string_value(theirs), json_string_length(theirs)});
}

static bool same_real(const struct adm_json *ours, double theirs) {
    double value = 0;
    return adm_json_double(ours, &value) && value >= theirs && value <= theirs &&
           signbit(value) == signbit(theirs);
}

// jansson has no negative zero among its integers, so a literal "-0" may be read either way.
static bool same_number(const struct adm_json *ours, const json_t *theirs) {
    int64_t value = 0;
    if (json_is_real(theirs))
        return same_real(ours, json_real_value(theirs));
    return json_is_integer(theirs) && adm_json_int(ours, &value) &&
           value == json_integer_value(theirs);
}

static bool same_scalar(const struct adm_json *ours, const json_t *theirs) {
    switch (ours->type) {
    case ADM_JSON_NULL:
        return json_is_null(theirs);
    case ADM_JSON_BOOL:
        return json_is_boolean(theirs) && adm_json_is_true(ours) == json_is_true(theirs);
    case ADM_JSON_NUMBER:
        return same_number(ours, theirs);
    case ADM_JSON_STRING:
        return json_is_string(theirs) && same_text(adm_json_text(ours), theirs);
    case ADM_JSON_ARRAY:
        return json_is_array(theirs) && ours->count == json_array_size(theirs);
    case ADM_JSON_OBJECT:
        return json_is_object(theirs) && ours->count == json_object_size(theirs);
    }
    return false;
}

static const json_t *counterpart(const json_t *container, const struct adm_json_iter *it) {
    return it->keyed ? json_object_getn(container, it->key.data, it->key.len)
                     : json_array_get(container, it->index);
}

static bool same_tree(const struct adm_json *ours, const json_t *theirs) {
    struct {
        struct adm_json_iter it;
        const json_t *theirs;
    } stack[ADM_JSON_DEPTH_MAX + 1];
    size_t depth = 0;
    stack[depth].it = adm_json_iter(ours);
    stack[depth++].theirs = theirs;
    if (!same_scalar(ours, theirs))
        return false;
    while (depth > 0) {
        struct adm_json_iter *it = &stack[depth - 1].it;
        if (!adm_json_next(it)) {
            depth--;
            continue;
        }
        const json_t *twin = counterpart(stack[depth - 1].theirs, it);
        if (twin == NULL || !same_scalar(it->value, twin))
            return false;
        stack[depth].it = adm_json_iter(it->value);
        stack[depth++].theirs = twin;
    }
    return true;
}

// The deepest nesting of a text that jansson has accepted.
static size_t depth_of(struct adm_str text) {
    size_t depth = 0, deepest = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            depth++;
        else if (!quoted && (c == '}' || c == ']'))
            depth--;
        if (depth > deepest)
            deepest = depth;
    }
    return deepest;
}

// The document's nodes stand in a row, so every number and every string of it is one of these.
static bool has_overflow(const struct adm_json *root) {
    double ignored = 0;
    for (uint32_t i = 0; i < root->span; i++)
        if (root[i].type == ADM_JSON_NUMBER && !adm_json_double(&root[i], &ignored))
            return true;
    return false;
}

static bool has_nul(const struct adm_json *root) {
    for (uint32_t i = 0; i < root->span; i++)
        if (root[i].type == ADM_JSON_STRING && root[i].len > 0 &&
            memchr(root[i].data, '\0', root[i].len) != NULL)
            return true;
    return false;
}

static bool has_lost_nul(struct adm_str text) {
    for (size_t i = 1; i < text.len; i++)
        if (text.data[i] == '\0' && isalnum((unsigned char)text.data[i - 1]))
            return true;
    return false;
}

static enum oracle_outcome judge(const struct both *both, struct adm_str text,
                                 struct adm_error *err) {
    if (both->ours == NULL && both->theirs == NULL)
        return ORACLE_REFUSED;
    if (both->ours == NULL) {
        if (both->our_error.code == ADM_LIMIT && depth_of(text) > ADM_JSON_DEPTH_MAX)
            return ORACLE_EXCUSED;
        if (has_lost_nul(text))
            return ORACLE_EXCUSED;
        adm_fail(err, ADM_INVALID, "only jansson accepts: %s", both->our_error.message);
        return ORACLE_DIFFERS;
    }
    if (both->theirs == NULL) {
        if ((both->their_code == json_error_numeric_overflow && has_overflow(both->ours)) ||
            (both->their_code == json_error_null_byte_in_key && has_nul(both->ours)))
            return ORACLE_EXCUSED;
        adm_fail(err, ADM_INVALID, "only ours accepts: jansson's code %d", (int)both->their_code);
        return ORACLE_DIFFERS;
    }
    if (same_tree(both->ours, both->theirs))
        return ORACLE_ACCEPTED;
    adm_fail(err, ADM_INVALID, "the trees differ");
    return ORACLE_DIFFERS;
}

static json_t *load(struct adm_str text, enum json_error_code *code) {
    json_error_t error;
    json_t *theirs = json_loadb(text.data, text.len, flags, &error);
    *code = theirs == NULL ? json_error_code(&error) : json_error_unknown;
    if (theirs == NULL && *code == json_error_numeric_overflow) {
        theirs = json_loadb(text.data, text.len, flags | JSON_DECODE_INT_AS_REAL, &error);
        *code = theirs == NULL ? json_error_code(&error) : json_error_unknown;
    }
    return theirs;
}

enum oracle_outcome oracle_compare(struct adm_str text, struct adm_arena *arena,
                                   struct adm_error *err) {
    // Allocated to the byte: a sanitizer sees the first read beyond the padding.
    char *copy = malloc(text.len + ADM_JSON_PADDING);
    if (copy == NULL)
        abort();
    if (text.len > 0)
        memcpy(copy, text.data, text.len);
    memset(copy + text.len, 0, ADM_JSON_PADDING);
    adm_arena_reset(arena);
    struct both both = {0};
    const struct adm_json *root = NULL;
    if (adm_json_parse(copy, text.len, arena, &root, &both.our_error))
        both.ours = root;
    both.theirs = load(text, &both.their_code);
    enum oracle_outcome outcome = judge(&both, text, err);
    json_decref(both.theirs);
    free(copy);
    return outcome;
}
