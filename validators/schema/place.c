// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/place.h"

#include <string.h>

#include "core/text.h"
#include "validators/schema/mask_rune.h"

enum { KEY_SHOWN_MAX = 64 };

static bool is_plain_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static bool is_plain(struct adm_str key) {
    for (size_t i = 0; i < key.len; i++) {
        if (!is_plain_byte(key.data[i]))
            return false;
    }
    return key.len > 0 && key.len <= KEY_SHOWN_MAX;
}

// Whether a key could be one: with other characters it is more likely a broken line, which may hold
// anything.
static bool is_shown(struct adm_str key) {
    uint32_t rune = 0;
    for (size_t at = 0; at < key.len;) {
        at += adm_mask_rune_next(key, at, &rune);
        bool ascii = rune < 0x80 && (is_plain_byte((char)rune) || rune == '.' || rune == '/');
        bool other = rune >= 0x80 && rune != 0xFFFD && !adm_mask_rune_is_unsafe(rune);
        if (!ascii && !other)
            return false;
    }
    return true;
}

static void append_quoted(struct adm_text *text, struct adm_str key) {
    uint32_t rune = 0;
    size_t shown = 0;
    for (size_t at = 0; at < key.len && at <= KEY_SHOWN_MAX;) {
        at += adm_mask_rune_next(key, at, &rune);
        if (at <= KEY_SHOWN_MAX)
            shown = at;
    }
    adm_text_append_char(text, '"');
    adm_text_append(text, adm_str_slice(key, 0, shown));
    adm_text_append_c(text, shown < key.len ? "…\"" : "\"");
}

static void append_step(struct adm_text *text, const struct adm_place *place) {
    if (place->parent->node->type == ADM_NODE_LIST) {
        adm_text_printf(text, "[%u]", place->index);
        return;
    }
    if (text->len > 0)
        adm_text_append_char(text, '.');
    if (is_plain(place->member->key))
        adm_text_append(text, place->member->key);
    else if (is_shown(place->member->key))
        append_quoted(text, place->member->key);
    else
        adm_text_append_c(text, "…");
}

// The place that is `up` steps above.
static const struct adm_place *ancestor(const struct adm_place *place, size_t up) {
    while (up > 0) {
        place = place->parent;
        up--;
    }
    return place;
}

struct adm_str adm_place_path(const struct adm_place *place, struct adm_arena *arena) {
    size_t steps = 0;
    for (const struct adm_place *at = place; at != NULL && at->parent != NULL; at = at->parent)
        steps++;
    struct adm_text text;
    adm_text_init(&text, arena);
    while (steps > 0)
        append_step(&text, ancestor(place, --steps));
    return adm_text_str(&text);
}

// "above.key", in just the room it needs: the usual case, of which a file may have hundreds.
static struct adm_str joined(struct adm_str above, struct adm_str key, struct adm_arena *arena) {
    size_t dot = above.len > 0 ? 1 : 0;
    char *path = adm_arena_alloc(arena, above.len + dot + key.len);
    if (path == NULL)
        return (struct adm_str){0};
    if (dot > 0) {
        memcpy(path, above.data, above.len);
        path[above.len] = '.';
    }
    memcpy(path + above.len + dot, key.data, key.len);
    return (struct adm_str){path, above.len + dot + key.len};
}

struct adm_str adm_place_path_below(struct adm_str above, const struct adm_place *place,
                                    struct adm_arena *arena) {
    struct adm_text text;
    if (place->parent->node->type == ADM_NODE_MAP && is_plain(place->member->key))
        return joined(above, place->member->key, arena);
    adm_text_init(&text, arena);
    adm_text_append(&text, above);
    append_step(&text, place);
    return adm_text_str(&text);
}
