// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/explain_absent.h"

#include <string.h>

#include "core/near.h"

enum { GAPS_MAX = 64, DEPTH_MAX = 64, LEVELS_MAX = 4 };

static bool holds(struct adm_span span, uint32_t at) { return span.start <= at && at < span.end; }

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '-' || c == '.';
}

static size_t back_over_blanks(struct adm_str text, size_t end) {
    while (end > 0 && is_blank(text.data[end - 1]))
        end--;
    return end;
}

// The plain or quoted word before the colon before `at`; empty where there is none (`<<: `).
static struct adm_str key_before(struct adm_str text, size_t at) {
    size_t end = back_over_blanks(text, at);
    if (end == 0 || text.data[end - 1] != ':')
        return (struct adm_str){0};
    end = back_over_blanks(text, end - 1);
    if (end > 0 && (text.data[end - 1] == '"' || text.data[end - 1] == '\''))
        end--;
    size_t start = end;
    while (start > 0 && is_word_byte(text.data[start - 1]))
        start--;
    return adm_str_slice(text, start, end);
}

// What the reader leaves out, when it refuses it, along with the key that it stands under.
static bool leaves_out(const char *code) {
    static const char *const codes[] = {"unknown-anchor", "recursive-alias", "bad-scalar", "merge"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0)
            return true;
    return false;
}

// The value below `node` that stands around the byte, or NULL; a key that does ends the search, as
// what stands under it was not left out.
static const struct adm_member *member_at(const struct adm_node *node, uint32_t at, bool *keyed) {
    for (uint32_t i = 0; i < node->count; i++) {
        *keyed = *keyed || (node->type == ADM_NODE_MAP && holds(node->children[i].key_span, at));
        if (holds(node->children[i].value->span, at))
            return &node->children[i];
    }
    return NULL;
}

// The innermost map around the byte that has nothing there; its place is the last of `way`. NULL
// when something is there.
static const struct adm_place *map_around(const struct adm_node *root, uint32_t at,
                                          struct adm_place way[DEPTH_MAX]) {
    bool keyed = false;
    way[0] = (struct adm_place){.node = root};
    for (size_t depth = 0; depth < DEPTH_MAX; depth++) {
        const struct adm_node *node = way[depth].node;
        const struct adm_member *member = member_at(node, at, &keyed);
        if (member == NULL)
            return node->type == ADM_NODE_MAP && !keyed ? &way[depth] : NULL;
        if (depth + 1 < DEPTH_MAX)
            way[depth + 1] = (struct adm_place){&way[depth], member, member->value,
                                                (uint32_t)(member - node->children)};
    }
    return NULL;
}

void adm_explain_absent_read(const struct adm_document *document,
                             const struct adm_diagnostics *found, struct adm_arena *arena,
                             struct adm_explain_absent *out) {
    struct adm_place way[DEPTH_MAX];
    size_t limit = found->count < GAPS_MAX ? found->count : GAPS_MAX;
    if (limit == 0 || document->root == NULL)
        return;
    out->gaps = adm_arena_array(arena, limit, sizeof *out->gaps);
    for (size_t i = 0; out->gaps != NULL && i < found->count && out->gap_count < limit; i++) {
        const struct adm_diagnostic *d = &found->items[i];
        const struct adm_place *place =
            leaves_out(d->code) ? map_around(document->root, d->primary.span.start, way) : NULL;
        if (place == NULL)
            continue;
        bool merges = strcmp(d->code, "merge") == 0;
        out->gaps[out->gap_count++] = (struct adm_explain_gap){
            place->node,
            adm_place_path(place, arena),
            merges ? (struct adm_str){0} : key_before(document->text, d->primary.span.start),
        };
    }
}

// A copy with defaults has the span of what it is a copy of.
static bool is_same_map(const struct adm_node *a, const struct adm_node *b) {
    return a == b || (a->type == ADM_NODE_MAP && b->type == ADM_NODE_MAP && !a->implied &&
                      a->span.start == b->span.start && a->span.end == b->span.end);
}

// Whether `outer` is a few levels above the place.
static bool is_above(const struct adm_node *outer, const struct adm_place *place) {
    place = place->parent;
    for (size_t i = 0; i < LEVELS_MAX && place != NULL; i++, place = place->parent)
        if (is_same_map(outer, place->node))
            return true;
    return false;
}

static bool is_meant(const struct adm_explain_stray *stray, const struct adm_place *place,
                     struct adm_str key) {
    if (is_same_map(stray->place->node, place->node))
        return stray->bare || (stray->meant.len > 0 && adm_str_equal(stray->meant, key));
    bool inside = place->parent != NULL && is_same_map(stray->place->node, place->parent->node);
    return (inside || is_above(place->node, stray->place)) && adm_near_same(stray->key, key);
}

// What is merged in from a map that lost something lacks it, too.
static bool is_merged_from(const struct adm_node *map, const struct adm_node *from) {
    for (uint32_t i = 0; map->type == ADM_NODE_MAP && i < map->count; i++) {
        const struct adm_member *member = &map->children[i];
        if (member->via.end > member->via.start && holds(from->span, member->key_span.start))
            return true;
    }
    return false;
}

static bool is_lost(const struct adm_explain_gap *gap, const struct adm_node *map,
                    struct adm_str key) {
    return (gap->key.len == 0 || adm_str_equal(gap->key, key)) &&
           (is_same_map(gap->map, map) || is_merged_from(map, gap->map));
}

bool adm_explain_absent_is_told(const struct adm_explain_absent *absent,
                                const struct adm_place *place, struct adm_str key) {
    for (size_t i = 0; absent != NULL && i < absent->stray_count; i++)
        if (is_meant(&absent->strays[i], place, key))
            return true;
    for (size_t i = 0; absent != NULL && i < absent->gap_count; i++)
        if (is_lost(&absent->gaps[i], place->node, key))
            return true;
    return false;
}

// Whether the path is that of something below the other one; "" is the root.
static bool is_below(struct adm_str path, struct adm_str above) {
    if (above.len == 0)
        return path.len > 0;
    return path.len > above.len && path.data[above.len] == '.' &&
           memcmp(path.data, above.data, above.len) == 0;
}

static struct adm_str parent_of(struct adm_str path) {
    size_t dot = path.len;
    while (dot > 0 && path.data[dot - 1] != '.')
        dot--;
    return adm_str_slice(path, 0, dot > 0 ? dot - 1 : 0);
}

static bool is_key_told(const struct adm_explain_absent *absent, struct adm_str object,
                        struct adm_str key) {
    for (size_t i = 0; i < absent->gap_count; i++)
        if (adm_str_equal(absent->gaps[i].path, object) &&
            (absent->gaps[i].key.len == 0 || adm_str_equal(absent->gaps[i].key, key)))
            return true;
    for (size_t i = 0; i < absent->stray_count; i++) {
        const struct adm_explain_stray *stray = &absent->strays[i];
        bool here = adm_str_equal(stray->path, object);
        if (here && stray->meant.len > 0 && adm_str_equal(stray->meant, key))
            return true;
        bool near = is_below(stray->path, object) ||
                    (object.len > 0 && adm_str_equal(stray->path, parent_of(object)));
        if (!here && near && adm_near_same(stray->key, key))
            return true;
    }
    return false;
}

bool adm_explain_absent_is_path_told(const struct adm_explain_absent *absent, struct adm_str path) {
    while (path.len > 0) {
        struct adm_str object = parent_of(path);
        size_t at = object.len > 0 ? object.len + 1 : 0;
        if (is_key_told(absent, object, adm_str_slice(path, at, path.len)))
            return true;
        path = object;
    }
    return false;
}
