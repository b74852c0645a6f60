// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_tree.h"

#include <string.h>

static const struct adm_member *find_in_index(const struct adm_node *map, struct adm_str key,
                                              uint32_t hash) {
    const struct adm_yaml_tree_index *index = map->index;
    for (uint32_t at = hash & index->last; index->slots[at] != 0; at = (at + 1) & index->last) {
        const struct adm_member *member = &map->children[index->slots[at] - 1];
        if (member->hash == hash && adm_str_equal(member->key, key))
            return member;
    }
    return NULL;
}

const struct adm_member *adm_yaml_tree_find(const struct adm_node *map, struct adm_str key) {
    if (map == NULL || map->type != ADM_NODE_MAP)
        return NULL;
    uint32_t hash = adm_yaml_tree_hash(key);
    if (map->index != NULL)
        return find_in_index(map, key, hash);
    for (uint32_t i = 0; i < map->count; i++)
        if (map->children[i].hash == hash && adm_str_equal(map->children[i].key, key))
            return &map->children[i];
    return NULL;
}

const struct adm_node *adm_yaml_tree_get(const struct adm_node *map, const char *key) {
    const struct adm_member *member = adm_yaml_tree_find(map, adm_str_from(key));
    return member == NULL ? NULL : member->value;
}

bool adm_yaml_tree_is(const struct adm_node *node, enum adm_node_type type) {
    return node != NULL && node->type == type;
}

struct adm_str adm_yaml_tree_text(const struct adm_node *node) {
    return adm_yaml_tree_is(node, ADM_NODE_TEXT) ? node->text : (struct adm_str){0};
}

static bool is_tail(char c) { return ((unsigned char)c & 0xC0U) == 0x80U; }

// Eight bytes at a time: a text may be one line of a megabyte, and each diagnostic asks.
static uint32_t count_runes(struct adm_str s) {
    size_t tails = 0, i = 0;
    for (; s.len - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, s.data + i, sizeof word);
        // The top bit of each byte that is 10xxxxxx.
        tails += (size_t)__builtin_popcountll(word & ~(word << 1U) & UINT64_C(0x8080808080808080));
    }
    for (; i < s.len; i++)
        tails += is_tail(s.data[i]) ? 1 : 0;
    return (uint32_t)(s.len - tails);
}

// The index of the last line that starts at the offset or before it.
static uint32_t line_at(const struct adm_document *document, uint32_t offset) {
    uint32_t low = 0, high = document->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (document->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct adm_position adm_yaml_tree_position(const struct adm_document *document, uint32_t offset) {
    if (document->line_count == 0)
        return (struct adm_position){1, 1};
    uint32_t line = line_at(document, offset);
    uint32_t start = document->lines[line];
    return (struct adm_position){line + 1,
                                 count_runes(adm_str_slice(document->text, start, offset)) + 1};
}

struct adm_str adm_yaml_tree_line(const struct adm_document *document, uint32_t line) {
    if (line == 0 || line > document->line_count)
        return (struct adm_str){0};
    size_t end = line < document->line_count ? document->lines[line] : document->text.len;
    struct adm_str text = adm_str_slice(document->text, document->lines[line - 1], end);
    while (text.len > 0 && (text.data[text.len - 1] == '\n' || text.data[text.len - 1] == '\r'))
        text.len--;
    return text;
}
