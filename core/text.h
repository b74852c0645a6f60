// SPDX-License-Identifier: Apache-2.0
// A growable text in an arena. Appending never fails at the call: a text that ran out of memory is
// marked, and adm_text_finish says so once. The arena owns the bytes.
#pragma once

#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"

struct adm_text {
    struct adm_arena *arena;
    char *data;
    size_t len;
    size_t capacity;
    bool failed;
};

void adm_text_init(struct adm_text *text, struct adm_arena *arena);
void adm_text_append(struct adm_text *text, struct adm_str s);
void adm_text_append_c(struct adm_text *text, const char *s);
void adm_text_append_char(struct adm_text *text, char c);
void adm_text_append_int(struct adm_text *text, int64_t value);
void adm_text_printf(struct adm_text *text, const char *format, ...) ADM_PRINTF(2, 3);
// What was written so far; not NUL-terminated.
struct adm_str adm_text_str(const struct adm_text *text);
// The whole text with a NUL after it; ADM_MEMORY if any append failed.
ADM_CHECKED bool adm_text_finish(struct adm_text *text, struct adm_str *out, struct adm_error *err);
// A formatted string in the arena; the empty slice without memory.
struct adm_str adm_text_format(struct adm_arena *arena, const char *format, ...) ADM_PRINTF(2, 3);
