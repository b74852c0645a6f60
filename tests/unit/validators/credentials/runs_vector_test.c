// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/runs_vector.h"

#include <criterion/criterion.h>

#include "validators/credentials/chars.h"

enum { LEN = 200, ALL = 256 };

static bool is_of_run(char c) { return adm_chars_in(c, ADM_CHARS_BASE64 | ADM_CHARS_DASH_LOW); }

// One by one: the start of the first long run, or LEN.
static size_t first_run(const char *text, size_t from) {
    size_t start = from;
    for (size_t i = from; i < LEN; i++) {
        if (!is_of_run(text[i]))
            start = i + 1;
        else if (i + 1 - start == ADM_RUNS_VECTOR_MIN)
            return start;
    }
    return LEN;
}

static void expect_first(const char *text, size_t from) {
    size_t first = first_run(text, from);
    size_t found = adm_runs_vector_skip((struct adm_str){text, LEN}, from);
    cr_assert(found >= from && found <= first, "%zu, first %zu", found, first);
    cr_assert_eq(first_run(text, found), first, "from %zu", found);
}

// Runs around the shortest that counts, from each place and over the ends of blocks.
Test(runs_vector, misses_no_run) {
    for (size_t len = 18; len <= 70; len++) {
        for (size_t at = 0; at + len <= LEN; at++) {
            char text[LEN];
            memset(text, ' ', sizeof text);
            memset(text + at, 'a', len);
            for (size_t from = 0; from < 70; from += 23)
                expect_first(text, from);
        }
    }
}

Test(runs_vector, knows_each_character) {
    for (size_t c = 0; c < ALL; c++) {
        char text[LEN];
        memset(text, '.', sizeof text);
        memset(text + 30, (int)c, ADM_RUNS_VECTOR_MIN);
        expect_first(text, 0);
        cr_assert_eq(first_run(text, 0) == 30, is_of_run((char)c), "%zu", c);
    }
}

Test(runs_vector, reads_texts_of_any_characters) {
    uint32_t next = 7;
    for (size_t round = 0; round < 20000; round++) {
        char text[LEN];
        for (size_t i = 0; i < sizeof text; i++) {
            next = next * 1103515245U + 12345U;
            unsigned char c = (unsigned char)(next >> 16U);
            text[i] = (char)(c < 230 ? "aZ0+/-_9"[c % 8] : c);
        }
        expect_first(text, round % 60);
    }
}
