// SPDX-License-Identifier: Apache-2.0
// Every hardening rule: what is refused, where, and that reading goes on where it can.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "yaml_reading.h"

struct row {
    const char *text, *codes, *tree; // tree NULL: not looked at
};

static void check_rows(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct yaml_reading r;
        yaml_reading_init(&r, adm_str_from(rows[i].text));
        cr_assert(r.done, "%s: %s", rows[i].text, r.err.message);
        cr_expect_str_eq(yaml_reading_codes(&r), rows[i].codes, "%s: %s", rows[i].text,
                         yaml_reading_codes(&r));
        if (rows[i].tree != NULL)
            cr_expect_str_eq(yaml_reading_tree(&r, false), rows[i].tree, "%s: %s", rows[i].text,
                             yaml_reading_tree(&r, false));
        cr_expect_str_eq(yaml_reading_flaw(&r), "", "%s", rows[i].text);
        yaml_reading_destroy(&r);
    }
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

Test(yaml_refuse, bytes) {
    static const struct row rows[] = {
        {"a: \xFF\n", "1:4 not-utf8", "-"},
        {"a: \xC3\n", "1:4 not-utf8", "-"},
        {"a: \xED\xA0\x80\n", "1:4 not-utf8, 1:5 not-utf8, 1:5 not-utf8", "-"},
        {"a: 1\nb: \x01\n", "2:4 control-character", "-"},
        {"a: '\x7F'\n", "1:5 control-character", "-"},
        {"a: \xC2\x9F\n", "1:4 control-character", "-"},
        {"a: x\xEF\xBB\xBF\n", "1:5 control-character", "-"},
        {"a: \xEF\xBF\xBE\n", "1:4 control-character", "-"},
        {"\x01\n\xFF", "1:1 control-character, 2:1 not-utf8", "-"},
        {"a: \"\\x01\\u0085\\uFEFF\"\n", "", NULL},
        {"a: \"\\ud800\"\n", "1:7 not-utf8", "-"},
        {"\xEF\xBB\xBF"
         "a: 1\n",
         "", "{a: 1}"},
        {"\xEF\xBB\xBF\xEF\xBB\xBF"
         "a: 1\n",
         "1:1 control-character", "-"},
    };
    CHECK(rows);
}

Test(yaml_refuse, directives) {
    static const struct row rows[] = {
        {"%YAML 1.1\n---\na: 1\n", "1:1 directive", "-"},
        {"# c\n%TAG ! tag:x:\n--- {}\n", "2:1 directive", "-"},
        {"a: 1\n...\n%TAG ! x\n", "3:1 directive", "-"},
        {"a: 1\r%\r", "2:1 directive", "-"},
        {"a: \"x\n%y\"\n", "2:1 directive", "-"},
        {"a: x%\n %y\n", "", "{a: \"x% %y\"}"},
    };
    CHECK(rows);
}

Test(yaml_refuse, tabs) {
    static const struct row rows[] = {
        {"a:\t1\n", "1:3 tab", "{a: 1}"},
        {"a: 1\t\n", "1:5 tab", "{a: 1}"},
        {"a: 1\t# c\n", "1:5 tab", "{a: 1}"},
        {"a: b\tc\nd: 1\t\t\t\n\te: 2", "1:5 tab, 3:1 tab", "-"},
        {"a: {b:\t1,\tc: 2,\n  \td: 3}\n", "1:7 tab, 2:3 tab", "{a: {b: 1, c: 2, d: 3}}"},
        {"a: 1\n\t\nb: 2\n", "2:1 tab", NULL},
        {"a: |\t\n  x\n", "1:5 block-header, 1:5 tab", "{a: \"x\n\"}"},
        {"a: | \t# c\n  x\n", "1:6 tab", "{a: \"x\n\"}"},
        {"a: |\n \tx\n", "2:2 tab", "-"},
        {"-\ta\n", "1:2 tab", "-"},
        {"? a\n:\tb\n", "2:2 tab", "-"},
        // Where they may stand:
        {"a: 'x\ty'\nb: \"x\ty\"\n", "", "{a: \"x\ty\", b: \"x\ty\"}"},
        {"a: |\n  x\ty\n  \tz\n", "", "{a: \"x\ty\n\tz\n\"}"},
        {"a: >- # c\td\n  x\ty\n", "", "{a: \"x\ty\"}"},
        {"a: 1 #\tc\n#\td\n", "", "{a: 1}"},
        {"\"a #b\": 1 # \t\n'c\t#': 2\n", "", "{a #b: 1, c\t#: 2}"},
    };
    CHECK(rows);
}

Test(yaml_refuse, line_separators) {
    static const struct row rows[] = {
        {"a: b\xC2\x85"
         "c: d\n",
         "1:5 line-separator", NULL},
        {"# x\xE2\x80\xA8y\na: 1\n", "1:4 line-separator", NULL},
        {"a: |\n  x\xE2\x80\xA9y\n", "2:4 line-separator", NULL},
        {"a: \"x\xC2\x85y\"\n", "", "{a: \"x y\"}"},
        {"a: 'x\xE2\x80\xA8y'\n", "", "{a: \"x\xE2\x80\xA8y\"}"},
        // What it breaks can often not be read: the separator is the cause.
        {"a: x\xE2\x80\xA8y\nb: 1\n", "1:5 line-separator", "-"},
        {"a: x\xE2\x80\xA9y\n  z\nb: 1\n", "1:5 line-separator", "-"},
        {"a:\n  b: x\xC2\x85y z\n  c: 1\n", "2:7 line-separator", "-"},
        {"a: it's\xE2\x80\xA8so\nb: 1\n", "1:8 line-separator", "-"},
        {"a: x\xE2\x80\xA8y\xE2\x80\xA8z\nb: 1\n", "1:5 line-separator, 1:7 line-separator", "-"},
        {"- a # c\xE2\x80\xA8"
         "d\n- e\n",
         "1:8 line-separator", "-"},
        // In quotes it is not:
        {"a: \"x\xE2\x80\xA8y\nb: 1\n", "1:4 syntax", "-"},
        {"a: 'x\xE2\x80\xA8y\nb: 1\n", "1:4 syntax", "-"},
        {"a: \"x\\\"\xE2\x80\xA8y\" z\nb: 1\n", "1:12 syntax", "-"},
        {"a: ['x\xE2\x80\xA8y' z]\nb: 1\n", "1:11 syntax", "-"},
        {"'x\xE2\x80\xA8y'\nb: 1\n", "2:1 syntax", "-"},
    };
    CHECK(rows);
}

Test(yaml_refuse, tags) {
    static const struct row rows[] = {
        {"a: !!str 1\nb: !!int \"3\"\nc: !!binary aGk=\n", "1:4 tag, 2:4 tag, 3:4 tag",
         "{a: \"1\", b: \"3\", c: \"aGk=\"}"},
        {"a: !!bool yes\nb: ! 1\nc: !x {d: 1}\n", "1:4 tag, 2:4 tag, 3:4 tag",
         "{a: true, b: \"1\", c: {d: 1}}"},
        {"!!map {a: !!set {b}, c: !!python/name:os.system x}\n", "1:1 tag, 1:11 tag, 1:25 tag",
         NULL},
        {"a: &x !y\n  b: 1\n", "1:7 tag", "{a: {b: 1}}"},
        {"a: !<tag:yaml.org,2002:str> 1\n", "1:4 tag", "{a: \"1\"}"},
        {"!!str a: 1\n", "1:1 tag", "{a: 1}"},
        {"a: !e!x y\n", "1:4 tag", "-"},
        {"a: !<x\n", "1:4 tag", "-"},
        {"a: !x%zz y\n", "1:4 tag", "-"},
        {"a: '!x'\n", "", "{a: \"!x\"}"},
    };
    CHECK(rows);
}

Test(yaml_refuse, keys) {
    static const struct row rows[] = {
        {"1: a\non: b\n~: c\n1.5: d\n2024-01-01: e\n",
         "1:1 key-type, 2:1 key-type, 3:1 key-type, 4:1 key-type, 5:1 key-type",
         "{1: \"a\", on: \"b\", 1.5: \"d\", 2024-01-01: \"e\"}"},
        {"?\n: a\n? [b]\n: c\n{d: e}: f\n", "1:2 key-type, 3:3 key-type, 5:1 key-type", "{}"},
        {"2024-13-01: a\n0x_: b\n", "1:1 bad-scalar, 2:1 bad-scalar", NULL},
        {"\"1\": a\n'on': b\n\"\": c\ny: d\n=: e\n", "",
         "{1: \"a\", on: \"b\", : \"c\", y: \"d\", =: \"e\"}"},
        {"? |\n  a\n: b\n", "", "{a\n: \"b\"}"},
        {"? a\n? b\n: c\n", "", "{a: null, b: \"c\"}"},
        {"[{1}, {yes: no}, 1: 2]\n", "1:3 key-type, 1:8 key-type, 1:18 key-type", NULL},
        {"? {a: b}\n", "1:3 key-type", "{}"},
        // Keys that stand twice:
        {"a: 1\nb: 2\na: 3\na: 4\n", "3:1 duplicate-key, 4:1 duplicate-key", NULL},
        {"a: 1\n\"a\": 2\n'a': 3\n", "2:1 duplicate-key, 3:1 duplicate-key", NULL},
        {"{=: 1, \"=\": 2}\n", "1:8 duplicate-key", NULL},
        {"\"\": 1\n\"\": 2\n", "2:1 duplicate-key", NULL},
        {"a: {b: 1, b: 2}\nc: {b: 1}\n", "1:11 duplicate-key", NULL},
        {"a0: \na1: \na2: \na3: \na4: \na5: \na6: \na7: \na8: \na9: \nb0: \nb1: \nb2: \nb3: \nb4: "
         "\n"
         "b5: \nb6: \na3: \na9: \na3: \n",
         "18:1 duplicate-key, 19:1 duplicate-key, 20:1 duplicate-key", NULL},
    };
    CHECK(rows);
}

Test(yaml_refuse, constructs) {
    static const struct row rows[] = {
        {"a: 1\n---\nb: 2\n", "2:1 second-document", "{a: 1}"},
        {"a: 1\n...\n---\n...\n", "3:1 second-document", "{a: 1}"},
        {"a: [x?, ?y, http://h/?q=1, \"?\"]\n? b\n: c?\n",
         "1:5 flow-question-mark, 1:13 flow-question-mark", NULL},
        {"a: {b?: 1}\n", "1:5 flow-question-mark", NULL},
        {"a: {b:, c}\n", "1:6 flow-colon", "-"},
        {"a: |x\n  b\n", "1:5 block-header", "-"},
        {"a: |#c\n  b\n", "1:5 block-header", NULL},
        {"a: |-2#c\n  b\n", "1:7 block-header", NULL},
        {"a: |0\n  b\n", "1:5 block-header", "-"},
        {"a: =\nb: <<\nc: [=, <<]\n",
         "1:4 bad-scalar, 2:4 bad-scalar, 3:5 bad-scalar, 3:8 bad-scalar",
         "{a: \"=\", b: \"<<\", c: [\"=\", \"<<\"]}"},
    };
    CHECK(rows);
}

Test(yaml_refuse, anchors) {
    static const struct row rows[] = {
        {"a: &x 1\nb: &x 2\nc: *x\n", "2:4 anchor-twice", "{a: 1, b: 2, c: 1}"},
        {"a: *x\nb: [*y, 1]\nc: &x 1\n", "1:4 unknown-anchor, 2:5 unknown-anchor",
         "{b: [1], c: 1}"},
        {"a: &x {b: *x, c: [*x]}\n", "1:11 recursive-alias, 1:19 recursive-alias", "{a: {c: []}}"},
        {"&x a: *x\n", "", "{a: \"a\"}"},
        {"a: &x b\n*x : c\n", "", "{a: \"b\", b: \"c\"}"},
        {"a: &x 1\n*x : c\n", "2:1 key-type", NULL},
        {"a: &x [1]\n*x : c\n", "2:1 key-type", "{a: [1]}"},
        {"*x : c\n", "1:1 unknown-anchor", "{}"},
        {"&x =: 1\na: *x\n", "2:4 bad-scalar", "{=: 1}"},
        {"&x <<: {a: 1}\n*x : {b: 2}\n", "2:1 bad-scalar", "{a: 1}"},
        {"a: &x\nb: *x\n", "", "{a: null, b: null}"},
    };
    CHECK(rows);
}

Test(yaml_refuse, empty_texts_are_empty_maps) {
    static const struct row rows[] = {
        {"", "", "{}"},
        {"# only\n# comments\n", "", "{}"},
        {"\n\n", "", "{}"},
        {"---\n", "", "{}"},
        {"--- # c\n...\n", "", "{}"},
        {"\xEF\xBB\xBF", "", "{}"},
        {"--- &a\n", "", "{}"},
        {"~\n", "", "null"},
        {"''\n", "", "\"\""},
        {"text\n", "", "\"text\""},
        {"{}", "", "{}"},
        {"[]", "", "[]"},
    };
    CHECK(rows);
}

static const char marker[] = "hunter2";

// Nothing that is said holds a value or an anchor's name; of keys only those with values.
Test(yaml_refuse, says_no_value) {
    static const char *const texts[] = {
        "a: !hunter2 hunter2\n",
        "a: &hunter2 1\nb: &hunter2 2\n",
        "a: *hunter2\n",
        "a: &hunter2 [*hunter2]\n",
        "a: hunter2\thunter2\n",
        "a: hunter2: hunter2\n",
        "a: \"hunter2\nb: \"hunter2\"\n",
        "a: [hunter2?, hunter2\n",
        "a: |hunter2\n",
        "{hunter2, hunter2}\n",
        "a: \"hunter2\\q\"\n",
        "a: 'hunter2'hunter2\n",
        "hunter2\na: b\n",
        "a: 1\nhunter2\nb: 1\n",
        "a: @hunter2\n",
        "<<: hunter2\n",
        "a: hunter2\n b: c\n",
        "a: hunter2\n---\nhunter2\n",
        "%hunter2\n",
        "a: hunter2\x01\n",
        "a: *hunter2 hunter2\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct yaml_reading r;
        yaml_reading_init(&r, adm_str_from(texts[i]));
        cr_expect_gt(r.found.count, 0, "%s", texts[i]);
        for (size_t j = 0; j < r.found.count; j++) {
            const struct adm_diagnostic *found = &r.found.items[j];
            const struct adm_str said[] = {found->message, found->primary.text,
                                           found->help,    found->note,
                                           found->path,    found->reasons[0].text};
            for (size_t k = 0; k < sizeof said / sizeof *said; k++)
                cr_expect(!adm_str_contains(said[k], adm_str_from(marker)), "%s: %.*s", texts[i],
                          ADM_STR_ARGS(said[k]));
        }
        yaml_reading_destroy(&r);
    }
}

static void expect_message(const char *text, const char *message) {
    struct yaml_reading r;
    yaml_reading_init(&r, adm_str_from(text));
    cr_assert_eq(r.found.count, 1, "%s", text);
    cr_expect(adm_str_is(r.found.items[0].message, message), "%s: %.*s", text,
              ADM_STR_ARGS(r.found.items[0].message));
    yaml_reading_destroy(&r);
}

Test(yaml_refuse, names_the_key_that_stands_twice) {
    expect_message("silver: 1\nsilver: 2\n",
                   "`silver` is defined twice; the consumer would silently keep only this one");
    expect_message("a:\na: 1\n", "this key is defined twice");
    expect_message("\"a\\eb\": 1\n\"a\\eb\": 2\n",
                   "`a\xEF\xBF\xBD"
                   "b` is defined twice; the consumer would silently keep only "
                   "this one");
    char key[80], text[256];
    memset(key, 'k', sizeof key);
    key[63] = '\xC3'; // the cut falls between the two bytes of a letter
    key[64] = '\xA9';
    key[sizeof key - 1] = '\0';
    snprintf(text, sizeof text, "%s: 1\n%s: 2\n", key, key);
    struct yaml_reading r;
    yaml_reading_init(&r, adm_str_from(text));
    cr_assert_eq(r.found.count, 1);
    struct adm_str message = r.found.items[0].message;
    cr_expect(adm_str_contains(message, ADM_STR("kkk…` is defined twice")), "%.*s",
              ADM_STR_ARGS(message));
    yaml_reading_destroy(&r);
}

Test(yaml_refuse, gives_reasons) {
    static const struct {
        const char *text, *reason;
        uint32_t start, end;
    } rows[] = {
        {"a: 1\na: 2\n", "first here", 0, 1},
        {"a: &xy 1\nb: &xy 2\n", "first here", 3, 6},
        {"a: &xy [*xy]\n", "it refers to this", 3, 6},
        {"a: 1\n<<: 2\n", "merged here", 5, 7},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct yaml_reading r;
        yaml_reading_init(&r, adm_str_from(rows[i].text));
        cr_assert_eq(r.found.count, 1, "%s", rows[i].text);
        const struct adm_diagnostic *found = &r.found.items[0];
        cr_assert_eq(found->reason_count, 1, "%s", rows[i].text);
        cr_expect(adm_str_is(found->reasons[0].text, rows[i].reason), "%s", rows[i].text);
        cr_expect_eq(found->reasons[0].span.start, rows[i].start, "%s", rows[i].text);
        cr_expect_eq(found->reasons[0].span.end, rows[i].end, "%s", rows[i].text);
        yaml_reading_destroy(&r);
    }
}
