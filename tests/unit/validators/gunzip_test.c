// SPDX-License-Identifier: Apache-2.0
#include "validators/gunzip.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "validators/helm_payload.h"

enum { GZIP = 16, PACKED_MAX = 1 << 20 };

static struct adm_arena arena;
static char packed[PACKED_MAX];

static void setup(void) { adm_arena_init(&arena, 1U << 27U); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(gunzip, .init = setup, .fini = teardown);

// One gzip member of `repeat` times `text`; returns its length in `packed`.
static size_t pack(const char *text, size_t len, size_t repeat) {
    z_stream z = {0};
    cr_assert_eq(deflateInit2(&z, 9, Z_DEFLATED, MAX_WBITS + GZIP, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = (Bytef *)packed;
    z.avail_out = PACKED_MAX;
    for (size_t i = 0; i < repeat; i++) {
        z.next_in = (Bytef *)(uintptr_t)text;
        z.avail_in = (uInt)len;
        cr_assert_eq(deflate(&z, Z_NO_FLUSH), Z_OK);
    }
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t size = z.total_out;
    deflateEnd(&z);
    return size;
}

static bool gunzip(size_t len, struct adm_str *out) {
    // A block of just its size: a sanitizer sees the first read beyond it.
    char *exact = malloc(len == 0 ? 1 : len);
    cr_assert_not_null(exact);
    memcpy(exact, packed, len);
    bool done = adm_gunzip_one((struct adm_str){exact, len}, &arena, out);
    free(exact);
    return done;
}

Test(gunzip, gives_the_text_of_one_member) {
    struct adm_str out = {0};
    cr_assert(gunzip(pack("{\"a\":1}", 7, 1), &out));
    cr_expect(adm_str_is(out, "{\"a\":1}") && out.data[out.len] == '\0');
    cr_assert(gunzip(pack("", 0, 1), &out));
    cr_expect(out.len == 0 && out.data[0] == '\0');
    cr_assert(gunzip(pack("hello ", 6, 1000), &out));
    cr_expect(out.len == 6000 && memcmp(out.data + 5994, "hello ", 6) == 0);
}

Test(gunzip, refuses_every_truncation_and_every_byte_too_many) {
    struct adm_str out = {0};
    size_t len = pack("{\"a\":1}{\"a\":1}{\"a\":1}", 21, 1);
    for (size_t cut = 0; cut < len; cut++)
        cr_expect_not(gunzip(cut, &out), "%zu", cut);
    packed[len] = '\0';
    cr_expect_not(gunzip(len + 1, &out));
    memcpy(packed + len, packed, len);
    cr_expect_not(gunzip(2 * len, &out), "two members");
    cr_expect_null(out.data);
}

static void turn(size_t at, size_t bit) {
    packed[at] = (char)((unsigned char)packed[at] ^ 1U << bit);
}

// Any bit that is turned makes it another file, but for the time, the level, the system, and the
// bits between the end of the last block and its byte's.
Test(gunzip, refuses_every_turned_bit) {
    static const char text[] = "{\"name\":\"web\",\"version\":1}";
    size_t len = pack(text, sizeof text - 1, 1);
    size_t passed = 0;
    for (size_t bit = 0; bit < len * 8; bit++) {
        struct adm_str out = {0};
        size_t at = bit / 8;
        turn(at, bit % 8);
        bool done = gunzip(len, &out);
        turn(at, bit % 8);
        passed += done;
        cr_expect(!done || adm_str_is(out, text));
        cr_expect(!done || (at >= 4 && at < 10) || at == len - 9, "byte %zu", at);
    }
    cr_expect_leq(passed, 6 * 8 + 7);
}

Test(gunzip, refuses_what_inflates_too_much) {
    static char zeros[64 * 1024];
    struct adm_str out = {0};
    size_t below = ADM_HELM_RATIO_FROM / sizeof zeros;
    cr_expect(gunzip(pack(zeros, sizeof zeros, below), &out), "8 MiB have any ratio");
    cr_expect_eq(out.len, ADM_HELM_RATIO_FROM);
    cr_expect_not(gunzip(pack(zeros, sizeof zeros, below + 1), &out), "beyond, 200:1");
    size_t len = pack("x", 1, 1);
    static const unsigned char sizes[][4] = {{0, 0, 0, 2}, {1, 0, 0, 2}, {0xFF, 0xFF, 0xFF, 0xFF}};
    for (size_t i = 0; i < 3; i++) {
        memcpy(packed + len - 4, sizes[i], 4);
        cr_expect_not(gunzip(len, &out));
    }
}

Test(gunzip, needs_memory) {
    size_t len = pack("hello ", 6, 100);
    bool done = false;
    for (size_t limit = 0; limit < 65536; limit += 512) {
        struct adm_arena small;
        struct adm_str out = {0};
        adm_arena_init(&small, limit);
        done = adm_gunzip_one((struct adm_str){packed, len}, &small, &out);
        cr_expect_eq(done, out.len == 600);
        cr_expect(done || small.exhausted);
        adm_arena_destroy(&small);
    }
    cr_expect(done);
}
