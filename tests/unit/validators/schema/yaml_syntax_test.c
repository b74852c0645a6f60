// SPDX-License-Identifier: Apache-2.0
// Syntax errors: the place of the mistake, its cause and the fix, rather than where a parser gave
// up.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "yaml_reading.h"

static const struct {
    const char *text, *at, *message, *reason; // reason NULL: none
} rows[] = {
    {"a: \"foo\nb: bar\nc: 1\n", "1:4", "this quote is never closed", NULL},
    {"a: 'x\n---\nb'\n", "1:4", "this quote is never closed", NULL},
    {"a: \"foo\nb: \"bar\"\nc: 1\n", "1:4", "this quote is closed only on a later line", "2:4"},
    {"a: 'it's'\nb: 1\n", "1:8", "more text follows the closing quote", "1:7"},
    {"- \"a\" \"b\"\n", "1:7", "more text follows the closing quote", "1:5"},
    {"a: {\"b\" c}\n", "1:9", "more text follows the closing quote", "1:7"},
    {"a: *b c\n", "1:7", "more text follows a reference (*)", NULL},
    {"a: [1] 2\n", "1:8", "this does not belong to the value before it", NULL},
    {"a: [1, 2\nb: 3\n", "1:4", "this bracket is not closed", "2:2"},
    {"a: {x: 1", "1:4", "this bracket is not closed", NULL},
    {"a: [b, {c: [", "1:12", "this bracket is not closed", NULL},
    {"a: [1 2}\n", "1:8", "this bracket does not fit the one that is open", "1:4"},
    {"a: [b: c: d]\n", "1:9", "inside brackets a comma is missing here", "1:4"},
    {"a: 1\n}\n", "2:1", "no bracket is open here", NULL},
    {"a: ]\n", "1:4", "no bracket is open here", NULL},
    {"a: [1, , 2]\n", "1:8", "a value is missing before this comma", NULL},
    {"a:\n    b: 1\n  c: 2\n", "3:3", "the indentation of this line fits no key above", "1:1"},
    {"a:\n  b: 1\n  - c\n", "3:3", "a list item cannot stand among the keys of a map", "2:3"},
    {"a:\n  - b\n  c: 1\n", "3:3", "a list goes on here, and this line is no item of it", "2:3"},
    {"a: 1\n   b: 2\n", "2:4",
     "this line is indented deeper than the one above, which has its value already", "1:1"},
    {"a: 1\n# c\n\n  b: 2\n", "4:3",
     "this line is indented deeper than the one above, which has its value already", "1:1"},
    {"a:\n  b: 'x'\n    c: 2\n", "3:5",
     "this line is indented deeper than the one above, which has its value already", "2:3"},
    {"a: - b\n", "1:4", "a list cannot begin here", NULL},
    {"a: 1\nb\nc: 2\n", "2:1", "this line has no key: a colon and a space are missing", NULL},
    {"a\nb: c\n", "1:1", "this line has no key: a colon and a space are missing", NULL},
    {"a: 1\nb:2\nc: 3\n", "2:2", "a colon needs a space after it", NULL},
    {"a:1\nb: 2\n", "1:2", "a colon needs a space after it", NULL},
    {"a: 1\nhttp://x\nc: 3\n", "2:1", "this line has no key: a colon and a space are missing",
     NULL},
    {"a: b: c\n", "1:5", "a value with a colon and a space in it needs quotes", NULL},
    {"path: :memory:\n", "1:14", "a value with a colon and a space in it needs quotes", NULL},
    {"\"a: b\": c: d\n", "1:10", "a value with a colon and a space in it needs quotes", NULL},
    {": : :\n", "1:1", "a colon without a key before it", NULL},
    {"--- a: b\n", "1:6", "a map cannot begin on the line of ---", NULL},
    {"a: @x\n", "1:4", "a text cannot begin with this character", NULL},
    {"a: `x`\n", "1:4", "a text cannot begin with this character", NULL},
    {"a: *\n", "1:5", "after & or * comes a name of letters, digits, - and _", NULL},
    {"a: &b*c d\n", "1:6", "after & or * comes a name of letters, digits, - and _", NULL},
    {"a: \"C:\\path\"\n", "1:7", "there is no such escape in double quotes", NULL},
    {"a: \"\\x4\"\n", "1:7", "an escape has too few hexadecimal digits", NULL},
    {"a: b\n... c\n", "2:5", "the document ends before this", NULL},
    {"...\na: b\n", "1:1", "this cannot be read as YAML", NULL},
};

static void check(size_t i) {
    char at[32];
    struct yaml_reading r;
    yaml_reading_init(&r, adm_str_from(rows[i].text));
    cr_assert_gt(r.found.count, 0, "%s", rows[i].text);
    cr_expect_null(r.document.root);
    const struct adm_diagnostic *found = &r.found.items[r.found.count - 1];
    struct adm_position place = adm_yaml_tree_position(&r.document, found->primary.span.start);
    snprintf(at, sizeof at, "%u:%u", place.line, place.column);
    cr_expect_str_eq(at, rows[i].at, "%s: %s", rows[i].text, at);
    cr_expect_str_eq(found->code, "syntax");
    cr_expect(adm_str_is(found->message, rows[i].message), "%s: %.*s", rows[i].text,
              ADM_STR_ARGS(found->message));
    place = adm_yaml_tree_position(&r.document, found->reasons[0].span.start);
    snprintf(at, sizeof at, "%u:%u", place.line, place.column);
    cr_expect_str_eq(found->reason_count == 0 ? "" : at,
                     rows[i].reason == NULL ? "" : rows[i].reason, "%s", rows[i].text);
    cr_expect_str_eq(yaml_reading_flaw(&r), "", "%s", rows[i].text);
    yaml_reading_destroy(&r);
}

Test(yaml_syntax, names_place_and_cause) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(i);
}

Test(yaml_syntax, says_when_a_key_is_too_long) {
    char key[1101], text[1200];
    struct yaml_reading r;
    memset(key, 'k', sizeof key);
    snprintf(text, sizeof text, "a: 1\n%.1100s: 1\n", key);
    yaml_reading_init(&r, adm_str_from(text));
    cr_assert_eq(r.found.count, 1);
    cr_expect(adm_str_is(r.found.items[0].message, "a key cannot be longer than 1024 characters"));
    yaml_reading_destroy(&r);
}

// What was refused before a syntax error is still said.
Test(yaml_syntax, comes_after_what_was_found) {
    struct yaml_reading r;
    yaml_reading_init(&r, ADM_STR("a: !x 1\na:\t2\nb: [\n"));
    cr_expect_str_eq(yaml_reading_codes(&r), "1:4 tag, 2:3 tab, 3:4 syntax");
    yaml_reading_destroy(&r);
}
