// SPDX-License-Identifier: Apache-2.0
#include "yaml_reading.h"

#include <inttypes.h>

#define ARENA_MAX ((size_t)256 * 1024 * 1024)

enum { STACK_MAX = ADM_YAML_READ_DEPTH_MAX + 1 };

void yaml_reading_init(struct yaml_reading *r, struct adm_str text) {
    *r = (struct yaml_reading){0};
    adm_arena_init(&r->arena, ARENA_MAX);
    adm_diagnostic_init(&r->found, &r->arena);
    r->done = adm_yaml_read_document(text, &r->arena, &r->document, &r->found, &r->err);
    adm_diagnostic_sort(&r->found);
}

void yaml_reading_destroy(struct yaml_reading *r) { adm_arena_destroy(&r->arena); }

static void write_span(struct yaml_reading *r, struct adm_span span, struct adm_text *text) {
    struct adm_position from = adm_yaml_tree_position(&r->document, span.start);
    struct adm_position to = adm_yaml_tree_position(&r->document, span.end);
    adm_text_printf(text, "@%u:%u-%u:%u", from.line, from.column, to.line, to.column);
}

static void write_scalar(const struct adm_node *node, struct adm_text *text) {
    if (node->type == ADM_NODE_NULL)
        adm_text_append_c(text, "null");
    else if (node->type == ADM_NODE_BOOL)
        adm_text_append_c(text, node->truth ? "true" : "false");
    else if (node->type == ADM_NODE_INT && !node->wide)
        adm_text_append_int(text, node->integer);
    else if (node->type == ADM_NODE_INT || node->type == ADM_NODE_FLOAT)
        adm_text_printf(text, "%s%a", node->wide ? "wide " : "", node->number);
    else if (node->type == ADM_NODE_TIMESTAMP)
        adm_text_append(text, node->text);
    else
        adm_text_printf(text, "\"%.*s\"", ADM_STR_ARGS(node->text));
}

struct walk {
    const struct adm_node *nodes[STACK_MAX];
    uint32_t next[STACK_MAX];
    size_t depth;
};

static bool is_container(const struct adm_node *node) {
    return node->type == ADM_NODE_LIST || node->type == ADM_NODE_MAP;
}

// The next child in reading order, or NULL when the innermost container is at its end.
static const struct adm_member *next_child(struct walk *walk) {
    const struct adm_node *node = walk->nodes[walk->depth - 1];
    uint32_t next = walk->next[walk->depth - 1]++;
    return next < node->count ? &node->children[next] : NULL;
}

static void enter(struct walk *walk, const struct adm_node *node) {
    walk->nodes[walk->depth] = node;
    walk->next[walk->depth++] = 0;
}

static const char *finish(struct adm_text *text) {
    struct adm_str out = {0};
    return adm_text_finish(text, &out, NULL) ? out.data : "out of memory";
}

static void write_node(struct yaml_reading *r, const struct adm_node *node, bool spans,
                       struct adm_text *text) {
    if (is_container(node))
        adm_text_append_char(text, node->type == ADM_NODE_MAP ? '{' : '[');
    else
        write_scalar(node, text);
    if (spans)
        write_span(r, node->span, text);
}

static void write_member(struct yaml_reading *r, const struct adm_member *member, bool spans,
                         struct adm_text *text) {
    if (member->key.data != NULL) {
        adm_text_append(text, member->key);
        if (spans)
            write_span(r, member->key_span, text);
        adm_text_append_c(text, ": ");
    }
    if (member->via.end > 0 && spans) {
        adm_text_append_c(text, "via");
        write_span(r, member->via, text);
        adm_text_append_char(text, ' ');
    }
    write_node(r, member->value, spans, text);
}

const char *yaml_reading_tree(struct yaml_reading *r, bool spans) {
    struct adm_text text;
    struct walk walk = {.depth = 0};
    adm_text_init(&text, &r->arena);
    if (r->document.root == NULL)
        return "-";
    write_node(r, r->document.root, spans, &text);
    if (is_container(r->document.root))
        enter(&walk, r->document.root);
    while (walk.depth > 0) {
        bool map = walk.nodes[walk.depth - 1]->type == ADM_NODE_MAP;
        bool first = walk.next[walk.depth - 1] == 0;
        const struct adm_member *member = next_child(&walk);
        if (member == NULL) {
            walk.depth--;
            adm_text_append_char(&text, map ? '}' : ']');
            continue;
        }
        adm_text_append_c(&text, !first ? ", " : spans ? " " : "");
        write_member(r, member, spans, &text);
        if (is_container(member->value))
            enter(&walk, member->value);
    }
    return finish(&text);
}

const char *yaml_reading_codes(struct yaml_reading *r) {
    struct adm_text text;
    adm_text_init(&text, &r->arena);
    for (size_t i = 0; i < r->found.count; i++) {
        const struct adm_diagnostic *found = &r->found.items[i];
        struct adm_position at = adm_yaml_tree_position(&r->document, found->primary.span.start);
        adm_text_printf(&text, "%s%u:%u %s", i == 0 ? "" : ", ", at.line, at.column, found->code);
    }
    return finish(&text);
}

static bool is_within(const struct yaml_reading *r, struct adm_span span) {
    return span.start <= span.end && span.end <= r->document.text.len;
}

static const char *refusal_flaw(const struct yaml_reading *r) {
    for (size_t i = 0; i < r->found.count; i++) {
        const struct adm_diagnostic *found = &r->found.items[i];
        if (found->code == NULL || found->code[0] == '\0' || found->message.len == 0)
            return "a refusal without code or message";
        if (!is_within(r, found->primary.span))
            return "a refusal beyond the text";
        for (size_t j = 0; j < found->reason_count; j++)
            if (!is_within(r, found->reasons[j].span) || found->reasons[j].text.len == 0)
                return "a reason beyond the text, or without words";
    }
    return r->document.root == NULL && r->found.errors == 0 ? "neither root nor refusal" : "";
}

static const char *member_flaw(const struct yaml_reading *r, const struct adm_node *node,
                               const struct adm_member *member) {
    bool map = node->type == ADM_NODE_MAP;
    if (member->value == NULL || (map && member->key.data == NULL) || (!map && member->key.len > 0))
        return "a member without value, or a key where there is none";
    if (map && member->hash != adm_yaml_tree_hash(member->key))
        return "a wrong hash";
    if (!is_within(r, member->key_span) || !is_within(r, member->via) ||
        !is_within(r, member->value->span))
        return "a span beyond the text";
    bool inside = member->via.end > 0 || (member->value->span.start >= node->span.start &&
                                          member->value->span.end <= node->span.end);
    bool after = member->via.end > 0 || member->value->span.start >= member->key_span.end;
    return inside && after ? "" : "a value outside its container, or before its key";
}

const char *yaml_reading_flaw(struct yaml_reading *r) {
    struct walk walk = {.depth = 0};
    const char *flaw = refusal_flaw(r);
    if (r->document.root != NULL && is_container(r->document.root))
        enter(&walk, r->document.root);
    while (walk.depth > 0 && flaw[0] == '\0') {
        const struct adm_member *member = next_child(&walk);
        if (member == NULL) {
            walk.depth--;
            continue;
        }
        flaw = member_flaw(r, walk.nodes[walk.depth - 1], member);
        // What an alias names is looked at where it is written.
        if (flaw[0] == '\0' && is_container(member->value) && member->via.end == 0)
            enter(&walk, member->value);
    }
    return flaw;
}
