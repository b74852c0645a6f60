// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_json.h"

#include <string.h>

#include "core/json_number.h"
#include "core/json_string.h"

enum step { READ, WRONG, FAILED };

struct reader {
    struct adm_manifest_tree *tree;
    char *start, *at; // in a copy with padding: strings are decoded in place
    size_t offset;    // of the chunk in the stream
};

static enum step done(bool good) { return good ? READ : FAILED; }

static void skip_space(struct reader *r) {
    while (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t')
        r->at++;
}

static enum step read_string(struct reader *r, bool key) {
    struct adm_str text = {0};
    char *after = adm_json_string_read(r->at + 1, &text);
    if (after == NULL)
        return WRONG;
    r->at = after;
    if (key)
        return done(adm_manifest_tree_key(r->tree, text));
    return done(adm_manifest_tree_value(r->tree, (struct adm_json){.data = text.data,
                                                                   .len = (uint32_t)text.len,
                                                                   .span = 1,
                                                                   .type = ADM_JSON_STRING}));
}

static enum step read_key(struct reader *r) {
    skip_space(r);
    if (*r->at != '"')
        return WRONG;
    enum step step = read_string(r, true);
    if (step != READ)
        return step;
    skip_space(r);
    if (*r->at != ':')
        return WRONG;
    r->at++;
    return READ;
}

static enum step read_literal(struct reader *r) {
    static const struct {
        const char *word;
        enum adm_json_type type;
    } words[] = {{"true", ADM_JSON_BOOL}, {"false", ADM_JSON_BOOL}, {"null", ADM_JSON_NULL}};
    struct adm_json node = {.data = r->at, .span = 1, .type = ADM_JSON_NUMBER};
    char *end = NULL;
    if (!adm_json_number_end(r->at, &end))
        end = NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i].word);
        if (strncmp(r->at, words[i].word, len) != 0)
            continue;
        node.type = words[i].type;
        end = r->at + len;
    }
    if (end == NULL)
        return WRONG;
    node.len = (uint32_t)(end - r->at);
    r->at = end;
    return done(adm_manifest_tree_value(r->tree, node));
}

static bool in_map(const struct reader *r) { return r->tree->frames[r->tree->depth - 1].map; }

static enum step close_container(struct reader *r) {
    if (*r->at != (in_map(r) ? '}' : ']'))
        return WRONG;
    r->at++;
    return done(adm_manifest_tree_close(r->tree));
}

// `*ended` when it closes at once, else a map's first key is read.
static enum step open_container(struct reader *r, bool *ended) {
    bool map = *r->at == '{';
    r->at++;
    if (!adm_manifest_tree_open(r->tree, map, (struct adm_str){0}))
        return FAILED;
    skip_space(r);
    *ended = *r->at == (map ? '}' : ']');
    if (*ended)
        return close_container(r);
    return map ? read_key(r) : READ;
}

// After a value: closes what ends here, up to a comma (then the next value is read).
static enum step read_separators(struct reader *r) {
    while (r->tree->depth > 0) {
        skip_space(r);
        if (*r->at == ',') {
            r->at++;
            return in_map(r) ? read_key(r) : READ;
        }
        enum step step = close_container(r);
        if (step != READ)
            return step;
    }
    return READ;
}

static enum step read_value(struct reader *r) {
    do {
        bool ended = true;
        enum step step = READ;
        skip_space(r);
        r->tree->at = r->offset + (size_t)(r->at - r->start);
        if (*r->at == '{' || *r->at == '[')
            step = open_container(r, &ended);
        else
            step = *r->at == '"' ? read_string(r, false) : read_literal(r);
        if (step == READ && ended)
            step = read_separators(r);
        if (step != READ)
            return step;
    } while (r->tree->depth > 0);
    return READ;
}

bool adm_manifest_json_read(struct adm_manifest_chunk *chunk, size_t *taken) {
    struct adm_str text = chunk->body;
    struct reader r = {.tree = chunk->tree, .offset = adm_manifest_chunk_offset(chunk, 0)};
    *taken = 0;
    r.start = adm_arena_alloc(r.tree->arena, text.len + ADM_JSON_PADDING);
    if (r.start == NULL)
        return adm_manifest_tree_fail_memory(r.tree);
    memcpy(r.start, text.data, text.len);
    memset(r.start + text.len, 0, ADM_JSON_PADDING);
    r.at = r.start;
    adm_manifest_tree_begin(r.tree);
    for (skip_space(&r); *r.at == '{'; skip_space(&r)) {
        enum step step = read_value(&r);
        if (step == FAILED)
            return false;
        if (step == WRONG)
            break;
        ADM_TRY(adm_manifest_chunk_take(chunk));
        *taken = (size_t)(r.at - r.start);
    }
    adm_manifest_tree_begin(r.tree);
    return true;
}
