// SPDX-License-Identifier: Apache-2.0
#include "core/json_string.h"

#include <stdint.h>
#include <string.h>

#include "core/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { BLOCK = 16 };

// Past the longest run of bytes that are no quote, backslash or control character and not beyond
// ASCII; the padding after the text ends it.
static char *skip_plain(char *at) {
    for (;; at += BLOCK) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i named = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')),
                                     _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));
        __m128i below = _mm_cmplt_epi8(x, _mm_set1_epi8(0x20)); // signed: those beyond, too
        unsigned found = (unsigned)_mm_movemask_epi8(_mm_or_si128(named, below));
        if (found != 0)
            return at + __builtin_ctz(found);
    }
}

#else

static const uint64_t ones = 0x0101010101010101U;
static const uint64_t highs = 0x8080808080808080U;

static uint64_t zero_bytes(uint64_t x) { return (x - ones) & ~x & highs; }

// Whether none of eight bytes is a quote, a backslash, a control character or beyond ASCII.
static bool is_plain8(const char *at) {
    uint64_t x = 0;
    memcpy(&x, at, sizeof x);
    uint64_t quote = zero_bytes(x ^ (ones * '"'));
    uint64_t backslash = zero_bytes(x ^ (ones * '\\'));
    uint64_t control = (x - ones * 0x20U) & ~x & highs;
    return ((quote | backslash | control | x) & highs) == 0;
}

static bool is_plain(unsigned char c) { return c >= 0x20U && c < 0x80U && c != '"' && c != '\\'; }

// Past the longest run of plain bytes; the padding after the text ends it.
static char *skip_plain(char *at) {
    while (is_plain8(at))
        at += 8;
    while (is_plain((unsigned char)*at))
        at++;
    return at;
}

#endif

// Four hex digits, or UINT32_MAX.
static uint32_t hex4(const char *at) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = at[i];
        char lower = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            value = value << 4U | (uint32_t)(c - '0');
        else if (lower >= 'a' && lower <= 'f')
            value = value << 4U | (uint32_t)(lower - 'a' + 10);
        else
            return UINT32_MAX;
    }
    return value;
}

// \uXXXX, with its second half when it is a high surrogate. Returns the bytes read, 0 when wrong.
static size_t read_unicode(const char *at, uint32_t *rune) {
    uint32_t first = hex4(at + 2);
    if (first == UINT32_MAX || (first >= 0xDC00U && first <= 0xDFFFU))
        return 0;
    *rune = first;
    if (first < 0xD800U || first > 0xDFFFU)
        return 6;
    if (at[6] != '\\' || at[7] != 'u')
        return 0;
    uint32_t second = hex4(at + 8);
    if (second < 0xDC00U || second > 0xDFFFU)
        return 0;
    *rune = 0x10000U + ((first - 0xD800U) << 10U) + (second - 0xDC00U);
    return 12;
}

static char unescaped(char c) {
    static const char meant[256] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    return meant[(unsigned char)c];
}

// Decodes the escape at `*at` to `*to`; false when it is none of JSON's.
static bool decode_escape(char **at, char **to) {
    if ((*at)[1] != 'u') {
        char c = unescaped((*at)[1]);
        if (c == '\0')
            return false;
        *(*to)++ = c;
        *at += 2;
        return true;
    }
    uint32_t rune = 0;
    size_t read = read_unicode(*at, &rune);
    if (read == 0)
        return false;
    *to += adm_utf8_encode(rune, *to);
    *at += read;
    return true;
}

// Copies one character that is not plain; false at the end of the text or on what JSON forbids.
static bool decode_special(char **at, char **to) {
    if (**at == '\\')
        return decode_escape(at, to);
    size_t len = adm_utf8_length(*at);
    if ((unsigned char)**at < 0x80U || len == 0)
        return false;
    memmove(*to, *at, len);
    *at += len;
    *to += len;
    return true;
}

char *adm_json_string_read(char *at, struct adm_str *out) {
    char *start = at;
    char *to = at;
    for (;;) {
        char *run = at;
        at = skip_plain(at);
        if (to != run)
            memmove(to, run, (size_t)(at - run));
        to += at - run;
        if (*at == '"')
            break;
        if (!decode_special(&at, &to)) {
            *out = (struct adm_str){at, 0};
            return NULL;
        }
    }
    *out = (struct adm_str){start, (size_t)(to - start)};
    return at + 1;
}
