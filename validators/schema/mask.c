// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/mask.h"

#include <string.h>

#include "validators/schema/mask_words.h"

struct maker {
    const struct adm_document *document;
    unsigned char *bytes;
    size_t compared; // names that were compared with those they could mean
};

enum { NAMES_MAX = 64 };

static void mark(const struct maker *maker, struct adm_span span, enum adm_mask_byte kind) {
    size_t len = maker->document->text.len;
    size_t end = span.end < len ? span.end : len;
    for (size_t i = span.start; i < end; i++)
        if (maker->bytes[i] < (unsigned char)kind)
            maker->bytes[i] = (unsigned char)kind;
}

static bool is_scalar(const struct adm_node *node) {
    return node->type != ADM_NODE_LIST && node->type != ADM_NODE_MAP;
}

// Booleans and nulls tell nothing, wherever they stand.
static void mark_scalar(const struct maker *maker, const struct adm_node *node) {
    bool bare = node->type == ADM_NODE_BOOL || node->type == ADM_NODE_NULL;
    if (!node->implied)
        mark(maker, node->span, bare ? ADM_MASK_SHOWN : ADM_MASK_HIDDEN);
}

static bool is_alias(const struct maker *maker, const struct adm_member *member) {
    struct adm_str text = maker->document->text;
    return member->via.end > member->via.start && member->via.start < text.len &&
           text.data[member->via.start] == '*';
}

struct walk {
    const struct adm_node *node;
    uint32_t next;
};

// Every scalar and key of the tree is hidden at first. An alias is not followed: its text stands
// elsewhere in the tree, or is hidden as unknown.
static void mark_tree(const struct maker *maker, struct walk *stack, size_t depth_max) {
    size_t depth = 1;
    while (depth > 0) {
        struct walk *top = &stack[depth - 1];
        if (is_scalar(top->node))
            mark_scalar(maker, top->node);
        if (is_scalar(top->node) || top->next == top->node->count) {
            depth--;
            continue;
        }
        const struct adm_member *member = &top->node->children[top->next++];
        mark(maker, member->key_span, ADM_MASK_HIDDEN);
        if (!is_alias(maker, member) && depth < depth_max)
            stack[depth++] = (struct walk){member->value, 0};
    }
}

static bool has_secret(const struct adm_schema *schema) {
    const struct adm_node *secret = adm_jsonschema_extra(schema, "x-floe-secret");
    return adm_yaml_tree_is(secret, ADM_NODE_BOOL) && secret->truth;
}

// Names are compared with what they could mean for the first ones only: a file may have thousands.
static const struct adm_node *root_to_compare(struct maker *maker,
                                              const struct adm_schema *schema) {
    bool named = adm_jsonschema_extra(schema, "x-floe-names") != NULL;
    if (!named)
        return maker->document->root;
    maker->compared++;
    return maker->compared > NAMES_MAX ? NULL : maker->document->root;
}

static void see(void *context, const struct adm_schema *schema, const struct adm_place *place) {
    struct maker *maker = context;
    const struct adm_node *node = place->node;
    for (uint32_t i = 0; node->type == ADM_NODE_MAP && i < node->count; i++)
        if (adm_mask_shows_key(schema, &node->children[i]))
            mark(maker, node->children[i].key_span, ADM_MASK_SHOWN);
    if (!is_scalar(node) || node->implied)
        return;
    if (has_secret(schema))
        mark(maker, node->span, ADM_MASK_NEVER);
    else if (adm_mask_shows(schema, node, root_to_compare(maker, schema)))
        mark(maker, node->span, ADM_MASK_SHOWN);
}

static bool look(const struct adm_jsonschema *program, const struct maker *maker,
                 struct adm_arena *arena, struct adm_error *err) {
    enum { DEPTH_MAX = 256 };
    struct walk *stack = adm_arena_array(arena, DEPTH_MAX, sizeof *stack);
    if (stack == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory while masking a text");
    stack[0].node = maker->document->root;
    mark_tree(maker, stack, DEPTH_MAX);
    struct maker context = *maker;
    struct adm_jsonschema_run run = {.arena = arena, .limit = 1, .seen = see, .context = &context};
    return adm_jsonschema_validate(program, maker->document->root, &run, err);
}

static bool look_for_words(const struct adm_jsonschema *program, const struct maker *maker,
                           struct adm_arena *arena, struct adm_error *err) {
    struct adm_mask_words words = {0};
    struct adm_str text = maker->document->text;
    if (!adm_mask_words_are_wanted(text, maker->bytes))
        return true;
    ADM_TRY(adm_mask_words_of(program, arena, &words, err));
    adm_mask_words_mark(&words, text, maker->bytes);
    return true;
}

bool adm_mask_make(const struct adm_jsonschema *program, const struct adm_document *document,
                   struct adm_arena *arena, struct adm_mask *out, struct adm_error *err) {
    size_t len = document->text.len;
    struct maker maker = {.document = document, .bytes = adm_arena_array(arena, len + 1, 1)};
    if (maker.bytes == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory while masking a text");
    struct adm_arena_mark start = adm_arena_mark(arena);
    if (document->root != NULL)
        ADM_TRY(look(program, &maker, arena, err));
    ADM_TRY(look_for_words(program, &maker, arena, err));
    adm_arena_rewind(arena, start);
    *out = (struct adm_mask){maker.bytes, len};
    return true;
}
