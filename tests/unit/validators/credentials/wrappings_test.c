// SPDX-License-Identifier: Apache-2.0
// A credential below encodings: found at the place of what was encoded, within the budget.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "core/base64.h"
#include "look.h"

enum { GZIP = 16, BYTES_MAX = 1 << 16 };

static struct adm_arena arena;
static void setup(void) { adm_arena_init(&arena, (size_t)64 * 1024 * 1024); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(wrappings, .init = setup, .fini = teardown);

static const char plain[] = "LOG_LEVEL=info\nDB_PASSWORD=hunter2\nPORT=8080\n";

static struct adm_str base64(struct adm_str bytes) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    adm_base64_encode(bytes, &text);
    return adm_text_str(&text);
}

static struct adm_str pack(struct adm_str bytes, int bits) {
    char *out = adm_arena_alloc(&arena, BYTES_MAX);
    z_stream z = {0};
    cr_assert_eq(deflateInit2(&z, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)bytes.data;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)out;
    z.avail_out = BYTES_MAX;
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    struct adm_str packed = {out, z.total_out};
    deflateEnd(&z);
    return packed;
}

static struct adm_str hex(struct adm_str bytes) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    for (size_t i = 0; i < bytes.len; i++)
        adm_text_printf(&text, "%02x", (unsigned)(unsigned char)bytes.data[i]);
    return adm_text_str(&text);
}

static struct adm_str utf16(struct adm_str bytes, bool big, bool mark) {
    char *out = adm_arena_alloc(&arena, bytes.len * 2 + 2);
    size_t len = 0;
    if (mark) {
        out[len++] = (char)(big ? 0xFE : 0xFF);
        out[len++] = (char)(big ? 0xFF : 0xFE);
    }
    for (size_t i = 0; i < bytes.len; i++) {
        out[len++] = (char)(big ? 0 : bytes.data[i]);
        out[len++] = (char)(big ? bytes.data[i] : 0);
    }
    return (struct adm_str){out, len};
}

static void expect_found(struct adm_str text, const char *what) {
    const struct adm_detector *found = look("settings", text, ADM_DETECTOR_CONFIG);
    cr_expect_eq(found->count, 1, "%s", what);
    cr_expect(found->count == 1 && found->findings[0].decoded &&
                  found->findings[0].offset + found->findings[0].length <= text.len &&
                  adm_str_is(found->findings[0].key, "DB_PASSWORD"),
              "%s", what);
}

Test(wrappings, are_undone_alone_and_over_each_other) {
    struct adm_str text = adm_str_from(plain), gzip = pack(text, MAX_WBITS + GZIP);
    expect_found(base64(text), "base64");
    expect_found(base64(base64(text)), "base64 twice");
    expect_found(base64(gzip), "base64 of gzip");
    expect_found(base64(base64(gzip)), "base64 twice of gzip");
    expect_found(base64(pack(text, MAX_WBITS)), "base64 of zlib");
    expect_found(gzip, "gzip");
    expect_found(pack(base64(text), MAX_WBITS), "zlib of base64");
    expect_found(hex(text), "hex");
    expect_found(hex(base64(text)), "hex of base64");
    expect_found(utf16(text, false, true), "UTF-16LE with a mark");
    expect_found(utf16(text, true, true), "UTF-16BE with a mark");
    expect_found(utf16(text, true, false), "UTF-16BE");
    expect_found(base64(utf16(text, false, false)), "base64 of UTF-16LE");
}

Test(wrappings, are_found_inside_other_text) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    struct adm_str code = base64(adm_str_from(plain));
    adm_text_printf(&text, "data:\n  app.env: %.*s\n  other: x\n", ADM_STR_ARGS(code));
    const struct adm_detector *found = look("", adm_text_str(&text), ADM_DETECTOR_CONFIG);
    cr_assert_eq(found->count, 1);
    cr_expect_eq(found->findings[0].offset, strlen("data:\n  app.env: "));
    cr_expect_eq(found->findings[0].length, code.len);
}

Test(wrappings, are_joined_over_lines) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    struct adm_text lines;
    adm_text_init(&lines, &arena);
    for (int i = 0; i < 20; i++)
        adm_text_append(&text, ADM_STR("# a line that makes the text long\n"));
    adm_text_append_c(&text, plain);
    struct adm_str code = base64(adm_text_str(&text));
    for (size_t i = 0; i < code.len; i += 76) {
        adm_text_append(&lines, adm_str_slice(code, i, i + 76));
        adm_text_append_c(&lines, "\n    ");
    }
    expect_found(adm_text_str(&lines), "wrapped base64");
}

Test(wrappings, are_left_alone_where_they_are_no_text) {
    cr_expect(look_is_clean("",
                            "image: x@sha256:"
                            "9eeb94e00fb6c4fddc3b729ea26b188febf857b98b496c457e0f547da89b5d9d"));
    cr_expect(look_is_clean("", "path: apps/v1/namespaces/default/deployments/abcdefghij"));
    cr_expect(look_is_clean("", "x: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygp"));
}

Test(wrappings, end_with_the_budget) {
    struct adm_str code = base64(adm_str_from(plain));
    struct adm_detector detector;
    struct adm_detector_value value = {.text = code, .place = ADM_DETECTOR_CONFIG};
    adm_detector_init(&detector, &arena, 16);
    cr_assert(adm_detector_scan(&detector, &value, NULL));
    cr_expect_eq(detector.count, 0);
    cr_expect(detector.truncated);
    adm_detector_init(&detector, &arena, 4096);
    cr_assert(adm_detector_scan(&detector, &value, NULL));
    cr_expect_eq(detector.count, 1);
    cr_expect_not(detector.truncated);
    cr_expect_lt(detector.budget, 4096);
}

Test(wrappings, a_bomb_ends_with_the_budget) {
    enum { ZEROS = 4 * 1024 * 1024, BUDGET = 1024 * 1024 };
    char *zeros = calloc(1, ZEROS);
    cr_assert_not_null(zeros);
    memset(zeros, 'a', ZEROS);
    struct adm_str packed = pack((struct adm_str){zeros, ZEROS}, MAX_WBITS + GZIP);
    free(zeros);
    struct adm_detector detector;
    struct adm_detector_value value = {.text = packed, .place = ADM_DETECTOR_CONFIG};
    adm_detector_init(&detector, &arena, BUDGET);
    cr_assert(adm_detector_scan(&detector, &value, NULL));
    cr_expect(detector.truncated);
    cr_expect_eq(detector.budget, 0);
}

Test(wrappings, nested_too_deep_are_cut) {
    struct adm_str text = adm_str_from(plain);
    for (int i = 0; i < 6; i++)
        text = base64(text);
    const struct adm_detector *found = look("", text, ADM_DETECTOR_CONFIG);
    cr_expect_eq(found->count, 0);
    cr_expect(found->truncated);
}

Test(wrappings, bytes_that_are_nothing_are_said_to_be_opaque) {
    char bytes[64];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(0x80 + i * 37 % 128);
    const struct adm_detector *found =
        look("", (struct adm_str){bytes, sizeof bytes}, ADM_DETECTOR_CONFIG);
    cr_expect(found->opaque);
    cr_expect_not(look("", ADM_STR("a: b\n"), ADM_DETECTOR_CONFIG)->opaque);
}
