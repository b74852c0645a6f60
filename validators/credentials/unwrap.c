// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/unwrap.h"

#include <string.h>
#include <zlib.h>

#include "core/utf8.h"

enum {
    NOT_A_DIGIT = 64,
    GZIP_OR_ZLIB = 32,
    TEXT_CHECKED = 4096,
    SMALL = 16,
    LARGE = 64,
    INFLATE_STEP = 64 * 1024
};

static unsigned digit64(char c) {
    if (adm_chars_in(c, ADM_CHARS_UPPER))
        return (unsigned)(c - 'A');
    if (adm_chars_in(c, ADM_CHARS_LOWER))
        return (unsigned)(c - 'a') + 26U;
    if (adm_chars_in(c, ADM_CHARS_DIGIT))
        return (unsigned)(c - '0') + 52U;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : NOT_A_DIGIT;
}

bool adm_unwrap_base64(struct adm_str text, char *out, size_t room, size_t *len) {
    uint32_t bits = 0;
    unsigned held = 0;
    size_t n = 0, i = 0;
    for (; i < text.len && text.data[i] != '='; i++) {
        unsigned digit = digit64(text.data[i]);
        if (digit == NOT_A_DIGIT && adm_chars_in(text.data[i], ADM_CHARS_SPACE))
            continue;
        if (digit == NOT_A_DIGIT)
            return false;
        bits = bits << 6U | digit;
        held += 6;
        if (held < 8)
            continue;
        held -= 8;
        if (n == room)
            return false;
        out[n++] = (char)(bits >> held & 0xFFU);
    }
    for (; i < text.len; i++)
        if (text.data[i] != '=' && !adm_chars_in(text.data[i], ADM_CHARS_SPACE))
            return false;
    *len = n;
    return n > 0;
}

static unsigned digit16(char c) {
    return ((unsigned char)c & 0x0FU) + ((unsigned char)c >= 'A' ? 9U : 0U);
}

// Without a branch, so that it is done in vectors where the length is known.
static inline bool are_hex(const char *at, size_t len) {
    unsigned char other = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)at[i];
        other |= (unsigned char)((unsigned char)(c - '0') >= 10U) &
                 (unsigned char)((unsigned char)((c | 0x20U) - 'a') >= 6U);
    }
    return other == 0;
}

bool adm_unwrap_is_hex(struct adm_str text) {
    size_t i = 0;
    while (text.len - i >= SMALL && are_hex(text.data + i, SMALL))
        i += SMALL;
    return text.len - i < SMALL && are_hex(text.data + i, text.len - i);
}

bool adm_unwrap_hex(struct adm_str text, char *out, size_t room, size_t *len) {
    if (text.len == 0 || text.len % 2 != 0 || text.len / 2 > room || !adm_unwrap_is_hex(text))
        return false;
    for (size_t i = 0; i < text.len / 2; i++)
        out[i] = (char)(digit16(text.data[2 * i]) << 4U | digit16(text.data[2 * i + 1]));
    *len = text.len / 2;
    return true;
}

static bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
}

// Whether `len` bytes are ASCII without control characters; without a branch, so that it is done in
// vectors where the length is known.
static inline bool are_plain(const char *at, size_t len) {
    unsigned char other = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)at[i];
        other |= (unsigned char)((unsigned char)(c - 0x20U) >= 0x5FU) &
                 (unsigned char)((c != '\n') & (c != '\t') & (c != '\r'));
    }
    return other == 0;
}

// How many bytes at the start are plain in whole blocks; all of them when the last block, which may
// overlap, is plain, too.
static size_t plain_length(const char *bytes, size_t len) {
    size_t i = 0;
    while (len - i >= LARGE && are_plain(bytes + i, LARGE))
        i += LARGE;
    while (len - i >= SMALL && are_plain(bytes + i, SMALL))
        i += SMALL;
    return len - i < SMALL && len >= SMALL && are_plain(bytes + len - SMALL, SMALL) ? len : i;
}

// Bytes of the character at `at`, or 0 when it is none of a text.
static size_t character(struct adm_str bytes, size_t at) {
    unsigned char c = (unsigned char)bytes.data[at];
    if (c < 0x80)
        return is_control(c) ? 0 : 1;
    return adm_utf8_at(bytes, at);
}

bool adm_unwrap_is_text(struct adm_str bytes) {
    size_t end = bytes.len < TEXT_CHECKED ? bytes.len : TEXT_CHECKED, i = 0;
    while (i < end) {
        i += plain_length(bytes.data + i, end - i);
        for (size_t stop = i + SMALL; i < stop && i < end;) {
            size_t len = character(bytes, i);
            if (len == 0) // unless what is not checked goes on with it
                return end < bytes.len && i + 4 > end && (unsigned char)bytes.data[i] >= 0x80;
            i += len;
        }
    }
    return bytes.len > 0;
}

bool adm_unwrap_is_utf16(struct adm_str bytes) {
    size_t zeros[2] = {0}, end = bytes.len < 256 ? bytes.len : 256;
    if (bytes.len < 8 || memchr(bytes.data, '\0', end) == NULL)
        return false;
    for (size_t i = 0; i < end; i++)
        zeros[i % 2] += bytes.data[i] == '\0';
    size_t half = end / 2;
    return (zeros[0] > half * 3 / 4 && zeros[1] <= half / 8) ||
           (zeros[1] > half * 3 / 4 && zeros[0] <= half / 8);
}

size_t adm_unwrap_utf16(struct adm_str bytes, char *out) {
    size_t n = 0, zeros = 0;
    for (size_t i = 0; i + 1 < bytes.len && i < 256; i += 2)
        zeros += bytes.data[i] == '\0';
    size_t high = zeros * 4 > (bytes.len < 256 ? bytes.len : 256) ? 0 : 1;
    for (size_t i = 0; i + 1 < bytes.len; i += 2) {
        uint32_t rune = (uint32_t)(unsigned char)bytes.data[i + high] << 8U |
                        (unsigned char)bytes.data[i + 1 - high];
        if (rune == 0xFEFF || rune == 0 || (rune >= 0xD800 && rune <= 0xDFFF))
            continue;
        n += adm_utf8_encode(rune, out + n);
    }
    return n;
}

bool adm_unwrap_is_packed(struct adm_str bytes) {
    if (bytes.len < 8)
        return false;
    unsigned first = (unsigned char)bytes.data[0], second = (unsigned char)bytes.data[1];
    return (first == 0x1F && second == 0x8B && bytes.data[2] == 8) ||
           (first == 0x78 && (first * 256U + second) % 31U == 0);
}

static void *arena_calloc(void *arena, unsigned items, unsigned size) {
    return adm_arena_array(arena, items, size);
}

static void arena_free(void *arena, void *address) {
    (void)arena;
    (void)address;
}

bool adm_unwrap_inflate(struct adm_str packed, struct adm_arena *arena, struct adm_str *out,
                        size_t room, bool *whole) {
    z_stream stream = {.zalloc = arena_calloc, .zfree = arena_free, .opaque = arena};
    size_t size = 0;
    char *bytes = NULL;
    *whole = false;
    if (packed.len > UINT32_MAX / 2 || inflateInit2(&stream, MAX_WBITS + GZIP_OR_ZLIB) != Z_OK)
        return false;
    // zlib's interface takes a non-const pointer and does not write through it.
    stream.next_in = (Bytef *)(uintptr_t)packed.data;
    stream.avail_in = (uInt)packed.len;
    int outcome = Z_OK;
    while (outcome == Z_OK && size < room) {
        size_t more = size < INFLATE_STEP ? INFLATE_STEP : size;
        more = more < room - size ? more : room - size;
        char *grown = adm_arena_grow(arena, bytes, size, size + more);
        if (grown == NULL)
            break;
        bytes = grown;
        stream.next_out = (Bytef *)bytes + size;
        stream.avail_out = (uInt)more;
        outcome = inflate(&stream, Z_NO_FLUSH);
        size += more - stream.avail_out;
        if (stream.avail_in == 0 && outcome == Z_OK && stream.avail_out > 0)
            break; // cut short
    }
    inflateEnd(&stream);
    *whole = outcome == Z_STREAM_END;
    *out = (struct adm_str){bytes, size};
    return size > 0;
}
