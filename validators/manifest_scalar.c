// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_scalar.h"

#include <math.h>
#include <string.h>

#include "core/utf8.h"
#include "core/yaml_scalar.h"

enum { DIGITS_MAX = 18 }; // of an integer of 64 bits for sure

static struct adm_json text_node(struct adm_str text) {
    return (struct adm_json){
        .data = text.data, .len = (uint32_t)text.len, .span = 1, .type = ADM_JSON_STRING};
}

static struct adm_json word_node(enum adm_json_type type, const char *word) {
    return (struct adm_json){.data = word, .len = (uint32_t)strlen(word), .span = 1, .type = type};
}

// -?(0|[1-9][0-9]*), but not -0: as JSON writes an integer.
static bool is_json_integer(struct adm_str text) {
    size_t at = text.len > 0 && text.data[0] == '-' ? 1 : 0;
    if (at == text.len || (text.data[at] == '0' && text.len > 1))
        return false;
    for (; at < text.len; at++)
        if (text.data[at] < '0' || text.data[at] > '9')
            return false;
    return true;
}

static bool number_node(struct adm_str text, const struct adm_yaml_scalar *value,
                        struct adm_arena *arena, struct adm_json *out) {
    char number[ADM_YAML_NUMBER_BYTES];
    struct adm_str literal = text;
    if (value->kind != ADM_YAML_INT || !is_json_integer(text)) {
        size_t len = adm_yaml_scalar_number(value, number);
        literal = adm_arena_copy(arena, (struct adm_str){number, len});
        if (literal.data == NULL)
            return false;
    }
    *out = text_node(literal);
    out->type = ADM_JSON_NUMBER;
    return true;
}

// Bytes that are no UTF-8 become U+FFFD each, as Go's JSON encoder writes them.
static bool mend(struct adm_str *text, struct adm_arena *arena) {
    struct adm_text mended;
    adm_text_init(&mended, arena);
    for (size_t i = 0; i < text->len;) {
        size_t len = adm_utf8_length(text->data + i); // a NUL follows what was decoded
        adm_text_append(&mended,
                        len == 0 ? ADM_STR("\xEF\xBF\xBD") : adm_str_slice(*text, i, i + len));
        i += len == 0 ? 1 : len;
    }
    *text = adm_text_str(&mended);
    return !mended.failed;
}

// Applies the tag; what remains is typed by `plain`.
static bool resolve(const struct adm_manifest_scalar *scalar, struct adm_arena *arena,
                    struct adm_yaml *out) {
    *out = (struct adm_yaml){.plain = scalar->plain, .text = scalar->text};
    if (scalar->tag == NULL)
        return true;
    if (!adm_yaml_scalar_tag(out, scalar->tag, arena))
        return false;
    return out->text.data == scalar->text.data || mend(&out->text, arena);
}

// 1.20.3: more dots than a number has.
static bool is_version(struct adm_str text) {
    size_t first = adm_str_index(text, '.');
    return adm_str_index(adm_str_slice(text, first + 1, text.len), '.') + first + 1 < text.len;
}

static struct adm_yaml_scalar type_of(const struct adm_yaml *scalar) {
    return scalar->plain && !adm_manifest_scalar_is_text(scalar->text) && !is_version(scalar->text)
               ? adm_yaml_scalar_of(scalar)
               : (struct adm_yaml_scalar){0};
}

// What most scalars that are no text are: `true`, `false`, a small integer. Their type needs no
// reading.
static bool common_node(const struct adm_manifest_scalar *scalar, struct adm_json *out) {
    struct adm_str text = scalar->text;
    if (!scalar->plain || scalar->tag != NULL || text.len == 0)
        return false;
    *out = text_node(text);
    if (adm_str_equal(text, ADM_STR("true")) || adm_str_equal(text, ADM_STR("false")))
        out->type = ADM_JSON_BOOL;
    else if (text.len <= DIGITS_MAX && is_json_integer(text))
        out->type = ADM_JSON_NUMBER;
    return out->type != ADM_JSON_STRING;
}

bool adm_manifest_scalar_value(const struct adm_manifest_scalar *scalar, struct adm_arena *arena,
                               struct adm_json *out) {
    struct adm_yaml resolved;
    if (common_node(scalar, out))
        return true;
    ADM_TRY(resolve(scalar, arena, &resolved));
    struct adm_yaml_scalar value = type_of(&resolved);
    bool infinite = value.kind == ADM_YAML_FLOAT && !isfinite(value.number);
    if (value.kind == ADM_YAML_TEXT || infinite)
        *out = text_node(resolved.text);
    else if (value.kind == ADM_YAML_NULL)
        *out = word_node(ADM_JSON_NULL, "null");
    else if (value.kind == ADM_YAML_BOOL)
        *out = word_node(ADM_JSON_BOOL, value.truth ? "true" : "false");
    else
        return number_node(resolved.text, &value, arena, out);
    return true;
}

bool adm_manifest_scalar_key(const struct adm_manifest_scalar *scalar, struct adm_arena *arena,
                             struct adm_json *out) {
    struct adm_yaml resolved;
    char number[ADM_YAML_NUMBER_BYTES];
    ADM_TRY(resolve(scalar, arena, &resolved));
    struct adm_yaml_scalar value = type_of(&resolved);
    if (value.kind == ADM_YAML_NULL)
        return false;
    struct adm_str key = resolved.text;
    if (value.kind == ADM_YAML_BOOL) {
        key = adm_str_from(value.truth ? "true" : "false");
    } else if (value.kind != ADM_YAML_TEXT) {
        size_t len = adm_yaml_scalar_number_key(&value, number);
        key = adm_arena_copy(arena, (struct adm_str){number, len});
        if (key.data == NULL)
            return false;
    }
    *out = text_node(key);
    return true;
}

bool adm_manifest_scalar_merges(const struct adm_manifest_scalar *scalar) {
    static const char merge[] = "tag:yaml.org,2002:merge";
    bool tagged = scalar->tag != NULL && strcmp(scalar->tag, merge) == 0;
    return (scalar->plain || tagged) && adm_str_is(scalar->text, "<<");
}
