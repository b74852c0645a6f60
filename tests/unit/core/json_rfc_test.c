// SPDX-License-Identifier: Apache-2.0
// RFC 8259's corner cases, by hand: ours must say what the row says, and jansson must agree or be
// excused (json_oracle.h).
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "json_oracle.h"

#define TEXT(literal) (literal), sizeof(literal) - 1

static const struct {
    const char *text;
    size_t len;
    bool accepted;
} rows[] = {
    // §2: one value, white space of four kinds around it, nothing else.
    {TEXT(""), false},
    {TEXT(" "), false},
    {TEXT("\n"), false},
    {TEXT("\0"), false},
    {TEXT("null"), true},
    {TEXT(" \t\r\n{ } \t\r\n"), true},
    {TEXT("\v1"), false},
    {TEXT("\f1"), false},
    {TEXT("\xC2\xA0"
          "1"),
     false},
    {TEXT("1\0"), false},
    {TEXT("\0"
          "1"),
     false},
    {TEXT("[1\0]"), false},
    {TEXT("[true\0]"), false},
    {TEXT("[\0"
          "1]"),
     false},
    {TEXT("[\"a\"\0]"), false},
    {TEXT("1 1"), false},
    {TEXT("{}{}"), false},
    {TEXT("{}x"), false},
    {TEXT("[]]"), false},
    {TEXT("{}}"), false},
    {TEXT("1,"), false},
    {TEXT(",1"), false},
    {TEXT("\"a\" \"b\""), false},
    {TEXT("/* c */ 1"), false},
    {TEXT("1 // c"), false},
    {TEXT("# c\n1"), false},
    // §8.1: no byte order mark; no other encoding.
    {TEXT("\xEF\xBB\xBF{}"), false},
    {TEXT("\xFF\xFE{\0}\0"), false},
    {TEXT("{\0}\0"), false},
    {TEXT("\0{\0}"), false},
    // §3: the literal names, in lower case, whole.
    {TEXT("true"), true},
    {TEXT("false"), true},
    {TEXT("[true,false,null]"), true},
    {TEXT("True"), false},
    {TEXT("NULL"), false},
    {TEXT("nul"), false},
    {TEXT("tru"), false},
    {TEXT("fals"), false},
    {TEXT("nulls"), false},
    {TEXT("truefalse"), false},
    {TEXT("true0"), false},
    {TEXT("nan"), false},
    {TEXT("NaN"), false},
    {TEXT("Infinity"), false},
    {TEXT("-Infinity"), false},
    {TEXT("undefined"), false},
    // §4: objects.
    {TEXT("{}"), true},
    {TEXT("{\"a\":1}"), true},
    {TEXT("{\"\":1}"), true},
    {TEXT("{ \"a\" : 1 , \"b\" : 2 }"), true},
    {TEXT("{\"a\":{\"a\":{\"a\":1}}}"), true},
    {TEXT("{"), false},
    {TEXT("}"), false},
    {TEXT("{\"a\""), false},
    {TEXT("{\"a\":"), false},
    {TEXT("{\"a\":1"), false},
    {TEXT("{\"a\":1,"), false},
    {TEXT("{\"a\":1,}"), false},
    {TEXT("{,}"), false},
    {TEXT("{,\"a\":1}"), false},
    {TEXT("{\"a\":1,,\"b\":2}"), false},
    {TEXT("{\"a\":1 \"b\":2}"), false},
    {TEXT("{\"a\":1;\"b\":2}"), false},
    {TEXT("{\"a\"}"), false},
    {TEXT("{\"a\":}"), false},
    {TEXT("{\"a\" 1}"), false},
    {TEXT("{\"a\"=1}"), false},
    {TEXT("{\"a\"::1}"), false},
    {TEXT("{a:1}"), false},
    {TEXT("{'a':1}"), false},
    {TEXT("{1:1}"), false},
    {TEXT("{null:1}"), false},
    {TEXT("{[]:1}"), false},
    {TEXT("{\"a\":1]"), false},
    {TEXT("{\"a\":1,\"b\"}"), false},
    // Names SHOULD be unique; here they must be, by their decoded text, at every depth.
    {TEXT("{\"a\":1,\"a\":1}"), false},
    {TEXT("{\"a\":1,\"\\u0061\":2}"), false},
    {TEXT("{\"\":1,\"\":2}"), false},
    {TEXT("{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":2}"), false},
    {TEXT("[{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}]"), false},
    {TEXT("{\"a\":1,\"A\":2}"), true},
    {TEXT("{\"a\":{\"k\":1},\"b\":{\"k\":1}}"), true},
    {TEXT("{\"\xC3\xA9\":1,\"e\xCC\x81\":2}"), true}, // no Unicode normalisation
    {TEXT("{\"a\\u0000b\":1,\"a\":2}"), true},
    {TEXT("{\"a\\u0000b\":1,\"a\\u0000b\":2}"), false},
    // §5: arrays.
    {TEXT("[]"), true},
    {TEXT("[ ]"), true},
    {TEXT("[[],[[]]]"), true},
    {TEXT("[1,\"2\",{\"3\":4},[5],null,true]"), true},
    {TEXT("["), false},
    {TEXT("]"), false},
    {TEXT("[1"), false},
    {TEXT("[1,"), false},
    {TEXT("[1,]"), false},
    {TEXT("[,1]"), false},
    {TEXT("[,]"), false},
    {TEXT("[1,,2]"), false},
    {TEXT("[1 2]"), false},
    {TEXT("[1:2]"), false},
    {TEXT("[\"a\":1]"), false},
    {TEXT("[1}"), false},
    {TEXT("[[1]"), false},
    {TEXT("(1)"), false},
    // §6: numbers.
    {TEXT("0"), true},
    {TEXT("-0"), true},
    {TEXT("-0.0"), true},
    {TEXT("0.0"), true},
    {TEXT("0e0"), true},
    {TEXT("0E+00"), true},
    {TEXT("10"), true},
    {TEXT("1.0e-2"), true},
    {TEXT("1e5"), true},
    {TEXT("1E5"), true},
    {TEXT("1e+5"), true},
    {TEXT("1e05"), true},
    {TEXT("9223372036854775807"), true},
    {TEXT("-9223372036854775808"), true},
    {TEXT("9223372036854775808"), true},
    {TEXT("-9223372036854775809"), true},
    {TEXT("123456789012345678901234567890123456789012345678901234567890"), true},
    {TEXT("1e400"), true},
    {TEXT("-1e400"), true},
    {TEXT("1e-400"), true},
    {TEXT("4.9e-324"), true},
    {TEXT("0.1000000000000000055511151231257827021181583404541015625"), true},
    {TEXT("-"), false},
    {TEXT("+1"), false},
    {TEXT("--1"), false},
    {TEXT("- 1"), false},
    {TEXT("00"), false},
    {TEXT("01"), false},
    {TEXT("-01"), false},
    {TEXT("1."), false},
    {TEXT(".1"), false},
    {TEXT("-.1"), false},
    {TEXT("1.e1"), false},
    {TEXT("1e"), false},
    {TEXT("1e+"), false},
    {TEXT("1e-"), false},
    {TEXT("1e1.5"), false},
    {TEXT("1ee1"), false},
    {TEXT("1.2.3"), false},
    {TEXT("0x1"), false},
    {TEXT("1_000"), false},
    {TEXT("1,000"), false},
    {TEXT("1f"), false},
    {TEXT("[-]"), false},
    {TEXT("[1.]"), false},
    {TEXT("[1e]"), false},
    {TEXT("\xEF\xBC\x91"), false}, // FULLWIDTH DIGIT ONE
    // §7: strings.
    {TEXT("\"\""), true},
    {TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), true},
    {TEXT("\"\\u0041\\u00e9\\u20AC\""), true},
    {TEXT("\"\\u0000\""), true},
    {TEXT("\"\\uFFFF\\ufffe\""), true},
    {TEXT("\"\\uD834\\uDD1E\""), true},
    {TEXT("\"\\ud800\\udc00\\uDBFF\\uDFFF\""), true},
    {TEXT("\"\x7F\""), true},
    {TEXT("\"/ '\""), true},
    {TEXT("\"\xE2\x80\xA8\xE2\x80\xA9\""), true}, // line separators are not control characters
    {TEXT("\"\xEF\xBB\xBF\""), true},
    {TEXT("\""), false},
    {TEXT("\"a"), false},
    {TEXT("\"\\"), false},
    {TEXT("\"\\\""), false},
    {TEXT("\"\\u"), false},
    {TEXT("\"\\u00"), false},
    {TEXT("\"\\u004"), false},
    {TEXT("\"\\u004\""), false},
    {TEXT("\"\\u00g0\""), false},
    {TEXT("\"\\u 041\""), false},
    {TEXT("\"\\u+041\""), false},
    {TEXT("\"\\u{41}\""), false},
    {TEXT("\"\\U0041\""), false},
    {TEXT("\"\\a\""), false},
    {TEXT("\"\\v\""), false},
    {TEXT("\"\\0\""), false},
    {TEXT("\"\\x41\""), false},
    {TEXT("\"\\'\""), false},
    {TEXT("\"\\ \""), false},
    {TEXT("\"\\\n\""), false},
    {TEXT("\"\\\0\""), false},
    {TEXT("\"\n\""), false},
    {TEXT("\"\r\""), false},
    {TEXT("\"\t\""), false},
    {TEXT("\"\0\""), false},
    {TEXT("\"\x1F\""), false},
    {TEXT("'a'"), false},
    {TEXT("`a`"), false},
    // §8.2 leaves lone surrogates open; here they are refused.
    {TEXT("\"\\uD800\""), false},
    {TEXT("\"\\uDBFF\""), false},
    {TEXT("\"\\uDC00\""), false},
    {TEXT("\"\\uDFFF\""), false},
    {TEXT("\"\\uD800x\""), false},
    {TEXT("\"\\uD800\\n\""), false},
    {TEXT("\"\\uD800\\u0041\""), false},
    {TEXT("\"\\uD800\\uD800\""), false},
    {TEXT("\"\\uDC00\\uD800\""), false},
    {TEXT("\"\\uDC00\\uDC00\""), false},
    {TEXT("\"\\uD800\\uDC0\""), false},
    {TEXT("\"\\uD800\\"), false},
    {TEXT("\"\\uD800\\u"), false},
    // RFC 3629: overlong, surrogate, beyond U+10FFFF, cut short, lone tail.
    {TEXT("\"\xC2\x80\""), true},
    {TEXT("\"\xDF\xBF\""), true},
    {TEXT("\"\xE0\xA0\x80\""), true},
    {TEXT("\"\xED\x9F\xBF\""), true},
    {TEXT("\"\xEE\x80\x80\""), true},
    {TEXT("\"\xEF\xBF\xBF\""), true},
    {TEXT("\"\xF0\x90\x80\x80\""), true},
    {TEXT("\"\xF4\x8F\xBF\xBF\""), true},
    {TEXT("\"\x80\""), false},
    {TEXT("\"\xBF\""), false},
    {TEXT("\"\xC0\x80\""), false},
    {TEXT("\"\xC1\xBF\""), false},
    {TEXT("\"\xC2\""), false},
    {TEXT("\"\xC2"), false},
    {TEXT("\"\xC3\x28\""), false},
    {TEXT("\"\xE0\x9F\xBF\""), false},
    {TEXT("\"\xE2\x82\""), false},
    {TEXT("\"\xE2\x28\xA1\""), false},
    {TEXT("\"\xED\xA0\x80\""), false},
    {TEXT("\"\xED\xBF\xBF\""), false},
    {TEXT("\"\xF0\x8F\xBF\xBF\""), false},
    {TEXT("\"\xF0\x9F\x98\""), false},
    {TEXT("\"\xF4\x90\x80\x80\""), false},
    {TEXT("\"\xF5\x80\x80\x80\""), false},
    {TEXT("\"\xF8\x88\x80\x80\x80\""), false},
    {TEXT("\"\xFE\""), false},
    {TEXT("\"\xFF\""), false},
    {TEXT("{\"\xFF\":1}"), false},
};

Test(json_rfc, corner_cases) {
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_str text = {rows[i].text, rows[i].len};
        const struct adm_json *root = NULL;
        adm_arena_reset(&arena);
        cr_expect_eq(adm_json_parse_copy(text, &arena, &root, NULL), rows[i].accepted,
                     "row %zu: %s", i, rows[i].text);
        struct adm_error err = {0};
        enum oracle_outcome outcome = oracle_compare(text, &arena, &err);
        cr_expect_neq(outcome, ORACLE_DIFFERS, "row %zu: %s: %s", i, rows[i].text, err.message);
    }
    adm_arena_destroy(&arena);
}

static void expect_agreement(struct adm_arena *arena, const char *text, size_t len) {
    struct adm_error err = {0};
    enum oracle_outcome outcome = oracle_compare((struct adm_str){text, len}, arena, &err);
    cr_expect(outcome == ORACLE_ACCEPTED || outcome == ORACLE_REFUSED, "%s: %s", text, err.message);
}

// Strings are read eight bytes at a time: each byte in each lane, before and after an escape.
Test(json_rfc, every_byte_at_every_place_of_a_string) {
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    static const char *const shapes[] = {"\"0123456789abcdefghij\"", "\"\\n123456789abcdefghij\""};
    for (size_t shape = 0; shape < 2; shape++) {
        for (size_t at = 3; at < 20; at++) {
            for (int byte = 0; byte < 256; byte++) {
                char text[32] = {0};
                memcpy(text, shapes[shape], 22);
                text[at] = (char)byte;
                expect_agreement(&arena, text, 22);
            }
        }
    }
    adm_arena_destroy(&arena);
}

Test(json_rfc, every_unicode_escape) {
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    for (unsigned unit = 0; unit < 0x10000; unit++) {
        char text[32] = {0};
        int len = snprintf(text, sizeof text, "\"\\u%04x\"", unit);
        expect_agreement(&arena, text, (size_t)len);
    }
    // Pairs: a coarse net over both halves, with its edges.
    for (unsigned high = 0xD7FF; high <= 0xDC01; high += high % 0x40 == 0x3F ? 1 : 0x3F) {
        for (unsigned low = 0xDBFF; low <= 0xE001; low += low % 0x40 == 0x3F ? 1 : 0x3F) {
            char text[32] = {0};
            int len = snprintf(text, sizeof text, "\"\\u%04X\\u%04x\"", high, low);
            expect_agreement(&arena, text, (size_t)len);
        }
    }
    adm_arena_destroy(&arena);
}

// Cut anywhere, a text whose value is a container is no JSON text.
Test(json_rfc, every_prefix_is_refused) {
    static const char text[] = "{\"a\":[1.5e+3,-0,true,false,null,\"\\ud83d\\ude00\xC3\xA9\\n\"],"
                               "\"b\":{\"c\":{}},\"d\":[]}";
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    for (size_t len = 0; len < sizeof text - 1; len++) {
        const struct adm_json *root = NULL;
        struct adm_error err = {0};
        adm_arena_reset(&arena);
        cr_expect_not(adm_json_parse_copy((struct adm_str){text, len}, &arena, &root, &err), "%zu",
                      len);
        cr_expect_eq(err.code, ADM_SYNTAX);
        cr_expect_null(root);
    }
    adm_arena_destroy(&arena);
}
