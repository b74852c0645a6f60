// SPDX-License-Identifier: Apache-2.0
#include "core/text.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 20); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(text, .init = setup, .fini = teardown);

Test(text, appends_everything) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    adm_text_append(&text, ADM_STR("a"));
    adm_text_append(&text, (struct adm_str){0});
    adm_text_append_c(&text, "bc");
    adm_text_append_char(&text, 'd');
    adm_text_append_int(&text, INT64_MIN);
    adm_text_append_int(&text, INT64_MAX);
    adm_text_printf(&text, "[%s:%03d]", "x", 7);
    cr_assert(adm_text_finish(&text, &out, NULL));
    cr_expect(adm_str_is(out, "abcd-92233720368547758089223372036854775807[x:007]"));
    cr_expect_eq(out.data[out.len], '\0');
    cr_expect(adm_str_equal(out, adm_text_str(&text)));
}

Test(text, an_empty_text_is_a_text) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    cr_expect_eq(adm_text_str(&text).len, 0);
    cr_assert(adm_text_finish(&text, &out, NULL));
    cr_expect(out.len == 0 && out.data[0] == '\0');
}

// Byte by byte and in pieces of every size, across every growth.
Test(text, grows) {
    for (size_t piece = 1; piece < 300; piece += 37) {
        struct adm_text text;
        struct adm_str out = {0};
        char bytes[300];
        memset(bytes, 'x', sizeof bytes);
        adm_arena_reset(&arena);
        adm_text_init(&text, &arena);
        for (size_t i = 0; i < 40; i++)
            adm_text_append(&text, (struct adm_str){bytes, piece});
        cr_assert(adm_text_finish(&text, &out, NULL));
        cr_expect_eq(out.len, 40 * piece);
        for (size_t i = 0; i < out.len; i++)
            cr_assert_eq(out.data[i], 'x');
    }
}

Test(text, two_texts_in_one_arena_do_not_mix) {
    struct adm_text a, b;
    adm_text_init(&a, &arena);
    adm_text_init(&b, &arena);
    for (int i = 0; i < 1000; i++) {
        adm_text_append_char(&a, 'a');
        adm_text_append_char(&b, 'b');
    }
    cr_assert(!a.failed && !b.failed);
    for (size_t i = 0; i < 1000; i++)
        cr_assert(a.data[i] == 'a' && b.data[i] == 'b');
}

Test(text, without_memory_finish_says_so_once) {
    struct adm_arena small;
    adm_arena_init(&small, 256);
    struct adm_text text;
    struct adm_str out = {"untouched", 9};
    struct adm_error err = {0};
    adm_text_init(&text, &small);
    for (int i = 0; i < 300; i++)
        adm_text_append_char(&text, 'x');
    adm_text_printf(&text, "%d", 5);
    adm_text_append_c(&text, "more");
    cr_expect(text.failed);
    cr_expect_leq(text.len, 256);
    cr_expect_not(adm_text_finish(&text, &out, &err));
    cr_expect_eq(err.code, ADM_MEMORY);
    cr_expect(adm_str_is(out, "untouched"));
    adm_arena_destroy(&small);
}

Test(text, lengths_that_wrap_are_no_memory) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    adm_text_append(&text, (struct adm_str){"x", SIZE_MAX - 1});
    cr_expect(text.failed);
    adm_text_init(&text, &arena);
    adm_text_append(&text, (struct adm_str){"x", SIZE_MAX});
    cr_expect(text.failed);
}

Test(text, format_gives_a_string_or_nothing) {
    struct adm_str s = adm_text_format(&arena, "%s-%d", "a", 1);
    cr_expect(adm_str_is(s, "a-1") && s.data[s.len] == '\0');
    struct adm_arena none;
    adm_arena_init(&none, 0);
    cr_expect_null(adm_text_format(&none, "%s", "a").data);
    adm_arena_destroy(&none);
}
