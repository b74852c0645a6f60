// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

static bool is_scalar(uint32_t rune) {
    return rune < 0x110000U && !(rune >= 0xD800U && rune <= 0xDFFFU);
}

Test(utf8, every_rune_is_read_as_it_is_written) {
    for (uint32_t rune = 0; rune < 0x110000U; rune++) {
        if (!is_scalar(rune))
            continue;
        char bytes[5] = {0};
        size_t len = adm_utf8_encode(rune, bytes);
        size_t want = rune < 0x80U ? 1 : rune < 0x800U ? 2 : rune < 0x10000U ? 3 : 4;
        cr_assert_eq(len, want, "%x", rune);
        cr_assert_eq(adm_utf8_length(bytes), want, "%x", rune);
    }
}

static uint32_t decoded(const unsigned char *b, size_t len) {
    uint32_t rune = len == 2 ? b[0] & 0x1FU : len == 3 ? b[0] & 0x0FU : b[0] & 0x07U;
    for (size_t i = 1; i < len; i++)
        rune = rune << 6U | (b[i] & 0x3FU);
    return len == 1 ? b[0] : rune;
}

// All four-byte words with tails from an edge list: what is accepted is the shortest form of a
// scalar value, so encoding it gives the same bytes.
Test(utf8, what_is_accepted_is_the_one_form) {
    static const unsigned char tails[] = {0x00, 0x28, 0x7F, 0x80, 0x81, 0x8F, 0x90,
                                          0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xFF};
    size_t n = sizeof tails;
    for (unsigned lead = 0; lead < 256; lead++) {
        for (size_t i = 0; i < n * n * n; i++) {
            unsigned char b[5] = {(unsigned char)lead, tails[i % n], tails[i / n % n],
                                  tails[i / n / n], 0};
            size_t len = adm_utf8_length((const char *)b);
            if (len == 0)
                continue;
            char again[4];
            cr_assert(is_scalar(decoded(b, len)));
            cr_assert_eq(adm_utf8_encode(decoded(b, len), again), len);
            cr_assert_eq(memcmp(again, b, len), 0);
        }
    }
}

static const struct {
    const char *bytes;
    size_t len;
} rows[] = {
    {"", 1},
    {"a", 1},
    {"\x7F", 1},
    {"\x80", 0},
    {"\xBF", 0},
    {"\xC0\x80", 0},
    {"\xC1\xBF", 0},
    {"\xC2\x80", 2},
    {"\xC2", 0},
    {"\xC2\x28", 0},
    {"\xE0\x9F\xBF", 0},
    {"\xE0\xA0\x80", 3},
    {"\xED\x9F\xBF", 3},
    {"\xED\xA0\x80", 0},
    {"\xE2\x82", 0},
    {"\xE2\x28\xA1", 0},
    {"\xEF\xBF\xBF", 3},
    {"\xF0\x8F\xBF\xBF", 0},
    {"\xF0\x90\x80\x80", 4},
    {"\xF0\x9F\x98", 0},
    {"\xF4\x8F\xBF\xBF", 4},
    {"\xF4\x90\x80\x80", 0},
    {"\xF5\x80\x80\x80", 0},
    {"\xFF", 0},
};

Test(utf8, edges) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(adm_utf8_length(rows[i].bytes), rows[i].len, "row %zu", i);
}
