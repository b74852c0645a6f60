// SPDX-License-Identifier: Apache-2.0
// What the YAML reader makes of documents, for tests that compare it with other readers. Standard
// input: for each document its length in decimal, a line break, its bytes. Standard output: for
// each one line of JSON, {"codes": […]} of a refusal or {"tree": …} of typed values:
// ["null"], ["bool", true], ["int", "12"], ["wide", "0x1p+70"] (an int beyond 64 bits, as the
// nearest double), ["float", "0x1p-1"], ["time", "2024-01-01"], ["text", "a"], ["list", […]],
// ["map", [["key", …], …]].
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/writer.h"
#include "validators/schema/yaml_read.h"

enum { ARENA_MAX = 512 * 1024 * 1024, DEPTH_MAX = ADM_YAML_READ_DEPTH_MAX + 1 };

static const char *const names[] = {
    [ADM_NODE_NULL] = "null",   [ADM_NODE_BOOL] = "bool",      [ADM_NODE_INT] = "int",
    [ADM_NODE_FLOAT] = "float", [ADM_NODE_TIMESTAMP] = "time", [ADM_NODE_TEXT] = "text",
    [ADM_NODE_LIST] = "list",   [ADM_NODE_MAP] = "map",
};

struct walk {
    const struct adm_node *nodes[DEPTH_MAX];
    uint32_t next[DEPTH_MAX];
    size_t depth;
    struct adm_writer w;
};

static void write_number(struct adm_writer *w, const struct adm_node *node) {
    char number[64];
    bool whole = node->type == ADM_NODE_INT && !node->wide;
    if (whole)
        snprintf(number, sizeof number, "%" PRId64, node->integer);
    else
        snprintf(number, sizeof number, "%a", node->number);
    adm_writer_string(w, adm_str_from(number));
}

// Writes what begins at the node; a container is pushed for its children to follow.
static void open_node(struct walk *walk, const struct adm_node *node) {
    struct adm_writer *w = &walk->w;
    adm_writer_open(w, '[');
    adm_writer_string(w, adm_str_from(node->wide ? "wide" : names[node->type]));
    if (node->type == ADM_NODE_LIST || node->type == ADM_NODE_MAP) {
        adm_writer_open(w, '[');
        walk->nodes[walk->depth] = node;
        walk->next[walk->depth++] = 0;
        return;
    }
    if (node->type == ADM_NODE_BOOL)
        adm_writer_bool(w, node->truth);
    else if (node->type == ADM_NODE_INT || node->type == ADM_NODE_FLOAT)
        write_number(w, node);
    else if (node->type != ADM_NODE_NULL)
        adm_writer_string(w, node->text);
    adm_writer_close(w, ']');
}

static bool in_map(const struct walk *walk) {
    return walk->depth > 0 && walk->nodes[walk->depth - 1]->type == ADM_NODE_MAP;
}

// Closes what is complete. False when there is nothing left.
static bool close_nodes(struct walk *walk) {
    while (walk->depth > 0 && walk->next[walk->depth - 1] == walk->nodes[walk->depth - 1]->count) {
        walk->depth--;
        adm_writer_close(&walk->w, ']');
        adm_writer_close(&walk->w, ']');
        if (in_map(walk))
            adm_writer_close(&walk->w, ']');
    }
    return walk->depth > 0;
}

static void write_tree(struct adm_text *text, const struct adm_node *root) {
    struct walk walk = {.depth = 0};
    adm_writer_init(&walk.w, text);
    open_node(&walk, root);
    while (close_nodes(&walk)) {
        const struct adm_member *member =
            &walk.nodes[walk.depth - 1]->children[walk.next[walk.depth - 1]++];
        bool pair = in_map(&walk);
        size_t depth = walk.depth;
        if (pair) {
            adm_writer_open(&walk.w, '[');
            adm_writer_string(&walk.w, member->key);
        }
        open_node(&walk, member->value);
        if (pair && walk.depth == depth)
            adm_writer_close(&walk.w, ']');
    }
}

static void write_codes(struct adm_text *text, const struct adm_diagnostics *found) {
    struct adm_writer w;
    adm_writer_init(&w, text);
    adm_writer_open(&w, '[');
    for (size_t i = 0; i < found->count; i++)
        adm_writer_string(&w, adm_str_from(found->items[i].code));
    adm_writer_close(&w, ']');
}

static bool dump(struct adm_str document, struct adm_arena *arena) {
    struct adm_diagnostics found;
    struct adm_document read = {0};
    struct adm_error err = {0};
    struct adm_text text;
    struct adm_str line = {0};
    adm_diagnostic_init(&found, arena);
    adm_text_init(&text, arena);
    if (!adm_yaml_read_document(document, arena, &read, &found, &err)) {
        fprintf(stderr, "tree-dump: %s\n", err.message);
        return false;
    }
    if (found.errors > 0)
        write_codes(&text, &found);
    else
        write_tree(&text, read.root);
    if (!adm_text_finish(&text, &line, &err))
        return false;
    printf("{\"%s\":%s}\n", found.errors > 0 ? "codes" : "tree", line.data);
    return true;
}

int main(void) {
    struct adm_arena arena;
    char length[32];
    bool good = true;
    adm_arena_init(&arena, ARENA_MAX);
    while (good && fgets(length, sizeof length, stdin) != NULL) {
        size_t size = strtoul(length, NULL, 10);
        adm_arena_reset(&arena);
        char *bytes = adm_arena_alloc(&arena, size);
        good = bytes != NULL && fread(bytes, 1, size, stdin) == size &&
               dump((struct adm_str){bytes, size}, &arena);
    }
    adm_arena_destroy(&arena);
    return good && feof(stdin) ? 0 : 1;
}
