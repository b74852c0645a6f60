// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/mask_words.h"

#include <string.h>

#include "validators/schema/mask.h"

// Far more than a schema of ours has; what is beyond stays masked.
enum { SCHEMAS_MAX = 1024, CAPACITY = 2048 };

struct walk {
    const struct adm_schema **schemas; // found so far; each is expanded once
    size_t count;
    struct adm_str *items;
    size_t words;
};

static size_t slot_of(const struct adm_str *items, struct adm_str word) {
    size_t slot = adm_yaml_tree_hash(word) & (CAPACITY - 1U);
    while (items[slot].len > 0 && !adm_str_equal(items[slot], word))
        slot = (slot + 1) & (CAPACITY - 1U);
    return slot;
}

static void add_word(struct walk *walk, struct adm_str word) {
    size_t slot = slot_of(walk->items, word);
    if (word.len == 0 || walk->items[slot].len > 0 || walk->words == CAPACITY / 2)
        return;
    walk->items[slot] = word;
    walk->words++;
}

static void add_one(struct walk *walk, const struct adm_schema *schema) {
    if (schema == NULL || walk->count == SCHEMAS_MAX)
        return;
    for (size_t i = 0; i < walk->count; i++)
        if (walk->schemas[i] == schema)
            return;
    walk->schemas[walk->count++] = schema;
}

// A subschema beside its `$ref` may say something of its own.
static void add_schema(struct walk *walk, const struct adm_schema *schema) {
    const struct adm_schema *target = adm_jsonschema_target(schema);
    add_one(walk, schema);
    if (target != schema)
        add_one(walk, target);
}

static void expand(struct walk *walk, const struct adm_schema *schema) {
    // No schema names this one: what stands here is `additionalProperties`.
    static const struct adm_str nobody = {"\x01", 1};
    size_t count = 0;
    const struct adm_str *names = adm_jsonschema_properties(schema, &count);
    for (size_t i = 0; i < count; i++) {
        add_word(walk, names[i]);
        add_schema(walk, adm_jsonschema_child(schema, names[i]));
    }
    add_schema(walk, adm_jsonschema_child(schema, nobody));
    add_schema(walk, adm_jsonschema_items(schema));
}

bool adm_mask_words_of(const struct adm_jsonschema *program, struct adm_arena *arena,
                       struct adm_mask_words *out, struct adm_error *err) {
    struct walk walk = {0};
    walk.schemas = adm_arena_array(arena, SCHEMAS_MAX, sizeof(const struct adm_schema *));
    walk.items = adm_arena_array(arena, CAPACITY, sizeof *walk.items);
    if (walk.schemas == NULL || walk.items == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory while collecting a schema's keys");
    add_schema(&walk, adm_jsonschema_root(program));
    for (size_t i = 0; i < walk.count; i++)
        expand(&walk, walk.schemas[i]);
    *out = (struct adm_mask_words){walk.items, CAPACITY};
    return true;
}

bool adm_mask_words_has(const struct adm_mask_words *words, struct adm_str word) {
    return words->capacity > 0 && word.len > 0 && words->items[slot_of(words->items, word)].len > 0;
}

static bool is_one_of(char c, const char *set) { return c != '\0' && strchr(set, c) != NULL; }

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

static bool is_first_in_entry(struct adm_str text, size_t at) {
    size_t i = at;
    while (i > 0 && is_one_of(text.data[i - 1], " \t"))
        i--;
    if (i == 0 || is_one_of(text.data[i - 1], "\r\n{,"))
        return true;
    return text.data[i - 1] == '-' && i < at && (i == 1 || is_one_of(text.data[i - 2], " \t\r\n-"));
}

// The next word from `*at` on that looks like a key and of which nothing is known. By the colons:
// a text may have a megabyte of what is no key.
static struct adm_str next_key(struct adm_str text, const unsigned char *bytes, size_t *at) {
    while (*at < text.len) {
        const char *found = memchr(text.data + *at, ':', text.len - *at);
        if (found == NULL)
            break;
        size_t end = (size_t)(found - text.data);
        size_t start = end;
        while (start > *at && is_word(text.data[start - 1]))
            start--;
        *at = end + 1;
        bool key = start < end && bytes[start] == ADM_MASK_UNKNOWN &&
                   (end + 1 == text.len || is_one_of(text.data[end + 1], " \t\r\n,[]{}"));
        if (key && is_first_in_entry(text, start))
            return adm_str_slice(text, start, end);
    }
    *at = text.len;
    return (struct adm_str){0};
}

bool adm_mask_words_are_wanted(struct adm_str text, const unsigned char *bytes) {
    size_t at = 0;
    return next_key(text, bytes, &at).len > 0;
}

void adm_mask_words_mark(const struct adm_mask_words *words, struct adm_str text,
                         unsigned char *bytes) {
    size_t at = 0;
    for (struct adm_str key = next_key(text, bytes, &at); key.len > 0;
         key = next_key(text, bytes, &at))
        if (adm_mask_words_has(words, key))
            memset(bytes + (key.data - text.data), ADM_MASK_SHOWN, key.len);
}
