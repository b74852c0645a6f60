// SPDX-License-Identifier: Apache-2.0
// Defaults, written into a copy of a tree: no recursion, and what lacks nothing is shared.
#include <string.h>

#include "validators/schema/jsonschema_program.h"

// A default may name an object whose properties have defaults: no deeper than documents are.
enum { DEPTH = 128 };

static const size_t nodes_max = 1000000;

// A value on the way: its children are filled one by one, `copy` is made with the first that
// changes.
struct level {
    const struct adm_schema *schema;
    const struct adm_node *node;
    struct adm_member *copy; // its children, or NULL as long as all are the node's own
    uint32_t at, count;      // children, those that are added included
    struct adm_span span;    // for what is implied
};

struct filler {
    struct adm_arena *arena;
    struct adm_error *err;
    struct level levels[DEPTH];
    size_t depth;
    size_t nodes;
};

static bool fail_memory(struct filler *f) {
    return adm_fail(f->err, ADM_MEMORY, "out of memory for defaults");
}

static const struct adm_schema *child_schema(const struct level *level,
                                             const struct adm_member *member) {
    return level->node->type == ADM_NODE_MAP
               ? adm_jsonschema_program_child(level->schema, member->key, member->hash)
               : adm_jsonschema_items(level->schema);
}

static bool has(const struct adm_node *map, const struct adm_jsonschema_key *key) {
    return adm_jsonschema_program_member(map, key) != NULL;
}

// The properties with defaults that an object lacks: how many, and a bit for each of the first 64
// with a default, in the order in which they are met.
struct absent {
    uint32_t count;
    uint64_t bits;
};

enum { BITS = 64 };

static struct absent find_absent(const struct adm_schema *schema, const struct adm_node *map) {
    struct absent absent = {0, 0};
    size_t met = 0;
    for (const struct adm_schema *at = schema; at != NULL; at = at->reference) {
        for (size_t i = 0; i < at->default_count; i++) {
            bool lacks = !has(map, at->defaults[i]);
            absent.count += lacks;
            absent.bits |= met < BITS ? (uint64_t)lacks << met : 0;
            met++;
        }
    }
    return absent;
}

static bool copy_children(struct filler *f, struct level *level, uint32_t count) {
    level->copy = adm_arena_alloc(f->arena, count * sizeof *level->copy);
    if (level->copy == NULL)
        return fail_memory(f);
    if (level->node->count > 0)
        memcpy(level->copy, level->node->children, level->node->count * sizeof *level->copy);
    return true;
}

static bool is_added(const struct level *level, const struct adm_jsonschema_key *key) {
    for (uint32_t i = level->node->count; i < level->count; i++) {
        if (adm_str_equal(level->copy[i].key, key->text))
            return true;
    }
    return false;
}

static bool add_default(struct filler *f, struct level *level,
                        const struct adm_jsonschema_key *key) {
    struct adm_node *implied = adm_arena_alloc(f->arena, sizeof *implied);
    if (implied == NULL)
        return fail_memory(f);
    *implied = *key->schema->fallback;
    implied->implied = true;
    implied->span = level->span;
    level->copy[level->count++] = (struct adm_member){
        .key = key->text, .hash = key->hash, .key_span = level->span, .value = implied};
    return true;
}

// The defaults of one of the schemas on the way along `$ref`; `*met` counts them.
static bool add_own(struct filler *f, struct level *level, const struct adm_schema *at,
                    const struct absent *absent, size_t *met) {
    for (size_t i = 0; i < at->default_count; i++) {
        const struct adm_jsonschema_key *key = at->defaults[i];
        bool lacks = *met < BITS ? (absent->bits >> *met & 1U) != 0 : !has(level->node, key);
        ++*met;
        // Only another schema can have named the key before.
        if (lacks && (at == level->schema || !is_added(level, key)))
            ADM_TRY(add_default(f, level, key));
    }
    return true;
}

static bool add_defaults(struct filler *f, struct level *level) {
    struct absent absent = find_absent(level->schema, level->node);
    size_t met = 0;
    if (absent.count == 0)
        return true;
    ADM_TRY(copy_children(f, level, level->node->count + absent.count));
    for (const struct adm_schema *at = level->schema; at != NULL; at = at->reference)
        ADM_TRY(add_own(f, level, at, &absent, &met));
    return true;
}

static bool is_container(const struct adm_node *node) {
    return node->type == ADM_NODE_MAP || node->type == ADM_NODE_LIST;
}

static bool open_level(struct filler *f, const struct adm_schema *schema,
                       const struct adm_node *node, struct adm_span span) {
    if (f->depth == DEPTH || f->nodes++ == nodes_max)
        return adm_fail(f->err, ADM_LIMIT, "defaults make the document too large or too deep");
    struct level *level = &f->levels[f->depth++];
    *level = (struct level){.schema = schema, .node = node, .count = node->count, .span = span};
    return node->type != ADM_NODE_MAP || add_defaults(f, level);
}

static const struct adm_member *child_at(const struct level *level, uint32_t index) {
    return level->copy == NULL ? &level->node->children[index] : &level->copy[index];
}

// The finished value takes its place in the level above.
static bool close_level(struct filler *f, const struct adm_node **out) {
    struct level *level = &f->levels[--f->depth];
    const struct adm_node *result = level->node;
    if (level->copy != NULL) {
        struct adm_node *filled = adm_arena_alloc(f->arena, sizeof *filled);
        if (filled == NULL)
            return fail_memory(f);
        *filled = *level->node;
        filled->children = level->copy;
        filled->count = level->count;
        if (level->count != level->node->count)
            filled->index = NULL;
        result = filled;
    }
    if (f->depth == 0) {
        *out = result;
        return true;
    }
    struct level *above = &f->levels[f->depth - 1];
    uint32_t index = above->at - 1;
    if (result == child_at(above, index)->value)
        return true;
    if (above->copy == NULL)
        ADM_TRY(copy_children(f, above, above->count));
    above->copy[index].value = result;
    return true;
}

// What a default contains has no place in the text of its own.
static struct adm_span span_of(const struct level *level, const struct adm_member *member) {
    if (level->node->implied || member->value->implied)
        return level->span;
    return level->node->type == ADM_NODE_MAP ? member->key_span : member->value->span;
}

// A default's own values are the program's: they become implied ones, with the default's span.
static bool imply(struct filler *f, struct level *level, uint32_t index) {
    struct adm_node *implied = adm_arena_alloc(f->arena, sizeof *implied);
    if (implied == NULL || (level->copy == NULL && !copy_children(f, level, level->count)))
        return fail_memory(f);
    *implied = *level->copy[index].value;
    implied->implied = true;
    implied->span = level->span;
    level->copy[index].value = implied;
    level->copy[index].key_span = level->span;
    return true;
}

// Goes past the children that stay as they are.
static void skip_scalars(struct level *level) {
    const struct adm_member *children = level->copy == NULL ? level->node->children : level->copy;
    uint32_t at = level->at;
    while (at < level->count && !is_container(children[at].value))
        at++;
    level->at = at;
}

static bool step(struct filler *f, const struct adm_node **out) {
    struct level *level = &f->levels[f->depth - 1];
    if (!level->node->implied)
        skip_scalars(level);
    if (level->at == level->count)
        return close_level(f, out);
    uint32_t index = level->at++;
    if (level->node->implied && !child_at(level, index)->value->implied)
        ADM_TRY(imply(f, level, index));
    const struct adm_member *member = child_at(level, index);
    if (!is_container(member->value))
        return true;
    const struct adm_schema *schema = child_schema(level, member);
    if (schema == NULL && !member->value->implied)
        return true;
    return open_level(f, schema, member->value, span_of(level, member));
}

bool adm_jsonschema_fill(const struct adm_jsonschema *program, const struct adm_node *root,
                         struct adm_arena *arena, const struct adm_node **out,
                         struct adm_error *err) {
    struct filler f = {.arena = arena, .err = err};
    if (!is_container(root)) {
        *out = root;
        return true;
    }
    const struct adm_node *filled = root;
    ADM_TRY(open_level(&f, program->root, root, root->span));
    while (f.depth > 0)
        ADM_TRY(step(&f, &filled));
    *out = filled;
    return true;
}
