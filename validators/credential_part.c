// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_part.h"

// As an initialiser: lengths are compared first, since nearly every key is in no list.
#define WORD(literal)                                                                              \
    { (literal), sizeof(literal) - 1 }

struct row {
    struct adm_str key;
    enum adm_credential_part part;
};

// Maps and lists by the key that names them; anywhere.
static const struct row trees[] = {
    {WORD("annotations"), ADM_CREDENTIAL_ANNOTATIONS},
    {WORD("commonAnnotations"), ADM_CREDENTIAL_ANNOTATIONS},
    {WORD("podAnnotations"), ADM_CREDENTIAL_ANNOTATIONS},
    {WORD("labels"), ADM_CREDENTIAL_LABELS},
    {WORD("matchLabels"), ADM_CREDENTIAL_LABELS},
    {WORD("nodeSelector"), ADM_CREDENTIAL_LABELS},
    {WORD("env"), ADM_CREDENTIAL_ENV},
    {WORD("envVars"), ADM_CREDENTIAL_ENV},
    {WORD("extraEnv"), ADM_CREDENTIAL_ENV},
};
static const struct adm_str values[] = {
    WORD("value"),        WORD("default"),     WORD("literal"), WORD("plain"),
    WORD("plaintext"),    WORD("inline"),      WORD("content"), WORD("val"),
    WORD("defaultValue"), WORD("stringValue"), WORD("data"),
};
static const struct adm_str pointers[] = {WORD("key"), WORD("remoteRef"), WORD("secretName"),
                                          WORD("secretRef"), WORD("secretKeyRef")};

// What the walk asks of each member of an object.
static const struct adm_str telling[] = {WORD("name"),    WORD("key"),  WORD("property"),
                                         WORD("command"), WORD("args"), WORD("kind")};

// Filled by build() before main, constant after: a bit for the first letter and the length of each
// word of a list. Nearly every key is in no list, and most are told apart by them.
static uint64_t value_bits, pointer_bits, tree_bits, telling_bits;

static uint64_t bit_of(struct adm_str key) {
    return key.len == 0 ? 0 : 1ULL << (((size_t)(unsigned char)key.data[0] * 5 + key.len) & 63U);
}

static uint64_t bits_of(const struct adm_str *list, size_t count) {
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++)
        bits |= bit_of(list[i]);
    return bits;
}
#define BITS_OF(list) bits_of((list), sizeof(list) / sizeof *(list))

__attribute__((constructor)) static void build(void) {
    value_bits = BITS_OF(values);
    pointer_bits = BITS_OF(pointers);
    telling_bits = BITS_OF(telling) | pointer_bits;
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
        tree_bits |= bit_of(trees[i].key);
}

static bool is_in(struct adm_str key, const struct adm_str *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (adm_str_equal(key, list[i]))
            return true;
    return false;
}
#define IS_IN(key, list) is_in((key), (list), sizeof(list) / sizeof *(list))

bool adm_credential_part_is_value(struct adm_str key) {
    return (value_bits & bit_of(key)) != 0 && IS_IN(key, values);
}

bool adm_credential_part_points(struct adm_str key) {
    return (pointer_bits & bit_of(key)) != 0 && IS_IN(key, pointers);
}

bool adm_credential_part_tells(struct adm_str key) {
    return (telling_bits & bit_of(key)) != 0 && (IS_IN(key, telling) || IS_IN(key, pointers));
}

// What the API server writes itself; only where it stands in an object's own metadata.
static bool is_kept_by_the_server(const struct adm_credential_spot *spot, struct adm_str key) {
    return adm_str_equal(spot->above, ADM_STR("metadata")) &&
           (adm_str_equal(key, ADM_STR("managedFields")) ||
            adm_str_equal(key, ADM_STR("ownerReferences")));
}

static enum adm_credential_part data_of(enum adm_credential_kind kind, struct adm_str key) {
    if (kind == ADM_CREDENTIAL_KIND_OTHER)
        return ADM_CREDENTIAL_TREE;
    bool data = adm_str_equal(key, ADM_STR("data")),
         binary = adm_str_equal(key, ADM_STR("binaryData"));
    if (kind == ADM_CREDENTIAL_KIND_CONFIG_MAP && data)
        return ADM_CREDENTIAL_CONFIG;
    if (kind == ADM_CREDENTIAL_KIND_SECRET && adm_str_equal(key, ADM_STR("stringData")))
        return ADM_CREDENTIAL_CONFIG;
    if ((kind == ADM_CREDENTIAL_KIND_SECRET && data) || binary)
        return ADM_CREDENTIAL_BINARY;
    return ADM_CREDENTIAL_TREE;
}

static enum adm_credential_part below(const struct adm_credential_spot *spot, struct adm_str key) {
    if (is_kept_by_the_server(spot, key))
        return ADM_CREDENTIAL_NONE;
    for (size_t i = 0; (tree_bits & bit_of(key)) != 0 && i < sizeof trees / sizeof *trees; i++)
        if (adm_str_equal(key, trees[i].key))
            return trees[i].part;
    return spot->part;
}

enum adm_credential_part adm_credential_part_of(const struct adm_credential_spot *spot,
                                                struct adm_str key, const struct adm_json *value) {
    bool tree = spot->part == ADM_CREDENTIAL_TREE || spot->part == ADM_CREDENTIAL_ENV;
    if (!tree)
        return spot->part;
    enum adm_credential_part data = data_of(spot->kind, key);
    if (data != ADM_CREDENTIAL_TREE)
        return data;
    if (value->type == ADM_JSON_OBJECT || value->type == ADM_JSON_ARRAY)
        return below(spot, key);
    return spot->part;
}
