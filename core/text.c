// SPDX-License-Identifier: Apache-2.0
#include "core/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void adm_text_init(struct adm_text *text, struct adm_arena *arena) {
    *text = (struct adm_text){.arena = arena};
}

// Room for `more` bytes and a NUL.
static bool reserve(struct adm_text *text, size_t more) {
    if (text->failed)
        return false;
    if (more < text->capacity - text->len)
        return true;
    size_t want = text->len + more + 1;
    size_t twice = text->capacity * 2;
    size_t capacity = want > twice ? want : twice;
    if (capacity < 256)
        capacity = 256;
    char *data =
        want < more ? NULL : adm_arena_grow(text->arena, text->data, text->capacity, capacity);
    if (data == NULL) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void adm_text_append(struct adm_text *text, struct adm_str s) {
    if (s.len == 0 || !reserve(text, s.len))
        return;
    memcpy(text->data + text->len, s.data, s.len);
    text->len += s.len;
}

void adm_text_append_c(struct adm_text *text, const char *s) {
    adm_text_append(text, adm_str_from(s));
}

void adm_text_append_char(struct adm_text *text, char c) {
    if (!reserve(text, 1))
        return;
    text->data[text->len++] = c;
}

void adm_text_append_int(struct adm_text *text, int64_t value) {
    adm_text_printf(text, "%" PRId64, value);
}

static void ADM_PRINTF(2, 0)
    append_formatted(struct adm_text *text, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    // A second time only where the first had no room.
    size_t room = reserve(text, 0) ? text->capacity - text->len : 0;
    int need = vsnprintf(room == 0 ? NULL : text->data + text->len, room, format, again);
    va_end(again);
    if (need >= 0 && (size_t)need < room) {
        text->len += (size_t)need;
        return;
    }
    if (need < 0 || !reserve(text, (size_t)need)) {
        text->failed = true;
        return;
    }
    vsnprintf(text->data + text->len, (size_t)need + 1, format, arguments);
    text->len += (size_t)need;
}

void adm_text_printf(struct adm_text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    append_formatted(text, format, arguments);
    va_end(arguments);
}

struct adm_str adm_text_str(const struct adm_text *text) {
    return (struct adm_str){text->data, text->len};
}

bool adm_text_finish(struct adm_text *text, struct adm_str *out, struct adm_error *err) {
    if (!reserve(text, 0))
        return adm_fail(err, ADM_MEMORY, "out of memory while writing a text");
    text->data[text->len] = '\0';
    *out = adm_text_str(text);
    return true;
}

struct adm_str adm_text_format(struct adm_arena *arena, const char *format, ...) {
    struct adm_text text;
    adm_text_init(&text, arena);
    va_list arguments;
    va_start(arguments, format);
    append_formatted(&text, format, arguments);
    va_end(arguments);
    struct adm_str result = {0};
    return adm_text_finish(&text, &result, NULL) ? result : (struct adm_str){0};
}
