// SPDX-License-Identifier: Apache-2.0
#include "validators/forms.h"

#include <stdint.h>
#include <string.h>

#include "core/utf8.h"

// Each step writes to `out`, which has room for the text and may be the text itself: none makes a
// text longer.

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static size_t strip(struct adm_str text, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (!is_space(text.data[i]))
            out[len++] = text.data[i];
    return len;
}

// 0..15, or 16 for another byte.
static uint32_t hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (uint32_t)(c - 'a') + 10U;
    return c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10U : 16U;
}

static bool read_hex(struct adm_str text, size_t at, size_t digits, uint32_t *out) {
    if (at > text.len || text.len - at < digits)
        return false;
    *out = 0;
    for (size_t i = 0; i < digits; i++) {
        uint32_t digit = hex_digit(text.data[at + i]);
        if (digit > 15)
            return false;
        *out = *out << 4U | digit;
    }
    return true;
}

// The rune of \uXXXX (or of a pair of them) at `at`; the bytes that it takes, 0 when it is none.
static size_t read_unicode(struct adm_str text, size_t at, uint32_t *rune) {
    uint32_t low = 0;
    if (text.data[at + 1] != 'u' || !read_hex(text, at + 2, 4, rune))
        return 0;
    if (*rune < 0xD800U || *rune > 0xDFFFU)
        return 6;
    if (*rune > 0xDBFFU || !read_hex(text, at + 8, 4, &low) || text.data[at + 6] != '\\' ||
        text.data[at + 7] != 'u' || low < 0xDC00U || low > 0xDFFFU)
        return 0;
    *rune = 0x10000U + ((*rune - 0xD800U) << 10U) + (low - 0xDC00U);
    return 12;
}

// What \X stands for in JSON, or 0.
static char escaped(char c) {
    static const char from[] = "nrtbf\"\\/", to[] = "\n\r\t\b\f\"\\/";
    const char *found = c == '\0' ? NULL : strchr(from, c);
    if (found == NULL)
        return '\0';
    return to[found - from];
}

// Reads one character or escape at `at` into `out`; the bytes that it took.
static size_t undo_escape(struct adm_str text, size_t at, char *out, size_t *len) {
    bool starts = text.data[at] == '\\' && at + 1 < text.len;
    uint32_t rune = 0;
    size_t taken = starts ? read_unicode(text, at, &rune) : 0;
    if (taken > 0) {
        *len += adm_utf8_encode(rune, out + *len);
        return taken;
    }
    out[*len] = text.data[at];
    if (starts && escaped(text.data[at + 1]) != '\0') {
        out[*len] = escaped(text.data[at + 1]);
        taken = 1;
    }
    *len += 1;
    return taken + 1;
}

static size_t undo_escapes(struct adm_str text, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < text.len;)
        i += undo_escape(text, i, out, &len);
    return len;
}

static size_t undo_percent(struct adm_str text, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        uint32_t byte = 0;
        bool is_coded = text.data[i] == '%' && read_hex(text, i + 1, 2, &byte);
        out[len] = text.data[i];
        if (is_coded) {
            out[len] = (char)byte;
            i += 2;
        }
        len++;
    }
    return len;
}

static bool add_form(struct adm_str text, const bool undo[static 2], struct adm_arena *arena,
                     struct adm_forms *out) {
    char *bytes = adm_arena_alloc(arena, text.len + 1);
    if (bytes == NULL)
        return false;
    struct adm_str form = text;
    if (undo[0])
        form = (struct adm_str){bytes, undo_escapes(form, bytes)};
    if (undo[1])
        form = (struct adm_str){bytes, undo_percent(form, bytes)};
    out->texts[out->count++] = (struct adm_str){bytes, strip(form, bytes)};
    return true;
}

bool adm_forms_of(struct adm_str text, struct adm_arena *arena, struct adm_forms *out,
                  struct adm_error *err) {
    bool escapes = adm_str_index(text, '\\') < text.len;
    *out = (struct adm_forms){0};
    if (!add_form(text, (bool[]){false, false}, arena, out) ||
        (escapes && !add_form(text, (bool[]){true, false}, arena, out)) ||
        (adm_str_index(text, '%') < text.len &&
         !add_form(text, (bool[]){escapes, true}, arena, out)))
        return adm_fail(err, ADM_MEMORY, "a text is too large to be compared with the data");
    return true;
}

bool adm_forms_strip(struct adm_str text, struct adm_arena *arena, struct adm_str *out,
                     struct adm_error *err) {
    struct adm_forms forms = {0};
    if (!add_form(text, (bool[]){false, false}, arena, &forms))
        return adm_fail(err, ADM_MEMORY, "a value is too large to be compared with the metadata");
    *out = forms.texts[0];
    return true;
}
