// SPDX-License-Identifier: Apache-2.0
// What a stream becomes. Where the API server's reader accepts a text, the effective members are
// what that reader sees (checked with sigs.k8s.io/yaml 1.6 and apimachinery 0.36.2).
#include "validators/manifest.h"

#include <criterion/criterion.h>

#include "manifest_reading.h"
#include "validators/manifest_split.h"

struct pair {
    const char *stream, *shown;
};

static void check_pairs(const struct pair *pairs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct reading r;
        reading_init(&r, adm_str_from(pairs[i].stream));
        const char *shown = reading_show(&r);
        cr_expect_str_eq(shown, pairs[i].shown, "%s\nis %s", pairs[i].stream, shown);
        adm_arena_destroy(&r.arena);
    }
}

#define CHECK(pairs) check_pairs(pairs, sizeof(pairs) / sizeof *(pairs))

Test(manifest, splits_where_helm_and_the_api_server_do) {
    static const struct pair pairs[] = {
        {"", ""},
        {"---\n---\n\n--- \n", ""},
        {"a: 1\n---\nb: 2\n", "{\"a\":1}\n{\"b\":2}"},
        {"---\n  a: 1\n  b: 2\n", "{\"a\":1,\"b\":2}"},
        {"--- {a: 1}\n---b: 2\nc: 3\n", "{\"a\":1}\n{\"b\":2,\"c\":3}"},
        {"--- # c\na: 1\n", "{\"a\":1} | # c"},
        {"a: 1\r\n---\r\nb: 2\r\n", "{\"a\":1}\n{\"b\":2}"},
        {"a: 1\r---\rb: 2\r", "{\"a\":1}\n{\"b\":2}"},
        {"a: |\n  x\n  ---\n  y", "{\"a\":\"x\\n---\\ny\\n\"}"},
        {"\xEF\xBB\xBF"
         "a: 1\n",
         "{\"a\":1}"},
        {"a: x\xEF\xBB\xBFy\nb: !t \xEF\xBF\xB9\xEF\xBB\xBF\n",
         "{\"a\":\"x\xEF\xBB\xBFy\",\"b\":\"\xEF\xBF\xB9\xEF\xBB\xBF\"}"},
    };
    CHECK(pairs);
}

Test(manifest, keeps_what_is_in_no_object) {
    static const struct pair pairs[] = {
        {"# p\n  # q\na: 1 # r\nb: # s\n  - x\n# t\n",
         "{\"a\":1,\"b\":[\"x\"]} | # p\n  # q | # r | # s | # t"},
        {"a: |- # h\n  # no\n# y\nb: '# no' # z\n",
         "{\"a\":\"# no\",\"b\":\"# no\"} | # h | # y | # z"},
        {"a: !x |- # h\n  # no\n# y\nb: !x\n  # c\n  d\n",
         "{\"a\":\"# no\",\"b\":\"d\"} | # h | # y | # c"},
        {"a: 1\n...\nfree: text: here\n", "{\"a\":1} | ...\nfree: text: here"},
        {"a: 1\n...\nb: 2\n", "{\"a\":1} | ...\nb: 2"},
        {"{a: 1}\nmore\n", "{\"a\":1} | more"},
        {"some text\n", "- | some text"},
        {"- a: 1\n", "- | - a: 1"},
        {"# only\n", "- | # only"},
        {"---\na: 1\n---\n# end\n", "{\"a\":1}\n- | # end"},
        {"? &k #d\n  e\n: f\n", "{\"e\":\"f\"} | #d"},
        {"[a, b] # c\n", "- | [a, b] # c"},
    };
    CHECK(pairs);
}

Test(manifest, applies_tags_and_types) {
    static const struct pair pairs[] = {
        {"a: !vault hunter2\nb: !!binary aGk=\nc: !!str 5\nd: ! 5\ne: !x [1]\n",
         "{\"a\":\"hunter2\",\"b\":\"hi\",\"c\":\"5\",\"d\":\"5\",\"e\":[1]}"},
        {"a: !!binary gICA\n", "{\"a\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}"},
        {"a: [0x1F, 017, 1_0, -0, +7, 1.50, 1e3, .inf, yes, ~, 2026-01-01]\n",
         "{\"a\":[31,15,10,0,7,1.5,1000,\".inf\",true,null,\"2026-01-01\"]}"},
        {"1: a\non: b\n1.5: c\n", "{\"1\":\"a\",\"true\":\"b\",\"1.5\":\"c\"}"},
        {"a: &k no\n*k : *k\n", "{\"a\":false,\"false\":false}"},
    };
    CHECK(pairs);
}

Test(manifest, puts_the_last_of_duplicate_keys_first) {
    static const struct pair pairs[] = {
        {"a: 1\nb: 2\na: 3\na: 4\n", "{\"b\":2,\"a\":4,\"a\":1,\"a\":3}"},
        {"x: {a: 1, a: [p, q], b: 2}\n", "{\"x\":{\"a\":[\"p\",\"q\"],\"b\":2,\"a\":1}}"},
        {"1: a\n'1': b\n", "{\"1\":\"b\",\"1\":\"a\"}"},
        {"{\"a\": {\"b\": 1}, \"a\": 2}", "{\"a\":2,\"a\":{\"b\":1}}"},
    };
    CHECK(pairs);
}

Test(manifest, lays_out_alternatives_of_judged_keys) {
    static const struct pair pairs[] = {
        {"kind: A\nkind: B\ndata: 1\ndata: 2\ndata: 3\n",
         "{\"kind\":\"B\",\"data\":3,\"kind\":\"A\",\"data\":1,\"data\":2}\n"
         "~{\"kind\":\"A\",\"data\":1,\"kind\":\"B\",\"data\":3,\"data\":2}\n"
         "~{\"kind\":\"B\",\"data\":2,\"data\":3,\"kind\":\"A\",\"data\":1}"},
        {"kind: L\nitems:\n- {type: a, type: b}\n",
         "{\"kind\":\"L\",\"apiVersion\":\"\",\"type\":\"b\",\"type\":\"a\"}\n"
         "~{\"kind\":\"L\",\"apiVersion\":\"\",\"type\":\"a\",\"type\":\"b\"}"},
        {"other: 1\nother: 2\n", "{\"other\":2,\"other\":1}"},
    };
    CHECK(pairs);
}

Test(manifest, merges_as_go_yaml_does) {
    static const struct pair pairs[] = {
        {"x: &a {p: 1, q: 2}\nz: {q: 9, <<: *a, p: 3}\n",
         "{\"x\":{\"p\":1,\"q\":2},\"z\":{\"q\":2,\"p\":3,\"q\":9}}"},
        {"<<: [{a: 1}, {a: 2, b: 3}]\n", "{\"b\":3,\"a\":1,\"a\":2}"},
        {"x: &a {p: {q: 1}}\n<<: *a\n", "{\"x\":{\"p\":{\"q\":1}},\"p\":{\"q\":1}}"},
        {"'<<': {a: 1}\n", "{\"<<\":{\"a\":1}}"},
        {"a: &x 1\nb: &x 2\nc: *x\n", "{\"a\":1,\"b\":2,\"c\":2}"},
        {"z: {a: &x {k: 1}, a: 2}\nc: *x\n", "{\"z\":{\"a\":2,\"a\":{\"k\":1}},\"c\":{\"k\":1}}"},
    };
    CHECK(pairs);
}

Test(manifest, flattens_lists) {
    static const struct pair pairs[] = {
        {"apiVersion: v1\nkind: List\nitems:\n- {kind: A, apiVersion: v1}\n- {kind: B}\n",
         "{\"kind\":\"A\",\"apiVersion\":\"v1\"}\n{\"kind\":\"B\"}"},
        {"apiVersion: v1\nkind: SecretList\nmetadata: {}\nitems: [{data: {a: b}}]\n",
         "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"data\":{\"a\":\"b\"}}"},
        {"kind: ConfigMap\ndata: {a: b}\nitems: [{kind: A}, text]\n",
         "{\"kind\":\"ConfigMap\",\"data\":{\"a\":\"b\"},\"items\":[\"text\"]}\n{\"kind\":\"A\"}"},
        {"kind: List\nitems: [{kind: List, items: [{kind: A}]}, {kind: B}]\n",
         "{\"kind\":\"B\"}\n{\"kind\":\"A\"}"},
        {"kind: List\nitems: [{kind: A}]\nitems: [{kind: B}]\n",
         "{\"kind\":\"B\"}\n{\"kind\":\"A\"}"},
        {"kind: List\nitems: []\n", ""},
        {"kind: A\nitems: {a: b}\n", "{\"kind\":\"A\",\"items\":{\"a\":\"b\"}}"},
    };
    CHECK(pairs);
}

Test(manifest, reads_json_values) {
    static const struct pair pairs[] = {
        {"{\"a\": 1}{\"b\": \"\\ud83d\\ude00\"}\n {\"<<\": 1.0e1}",
         "{\"a\":1}\n{\"b\":\"\xF0\x9F\x98\x80\"}\n{\"<<\":1.0e1}"},
        {"{\"a\": [1, {}, [], true, null]}\n---\nb: 2\n", "{\"a\":[1,{},[],true,null]}\n{\"b\":2}"},
        {"{\"a\": 1} text", "{\"a\":1} | {\"a\": 1} text"},
        {"{a: 1, \"b\":2}\n", "{\"a\":1,\"b\":2}"},
    };
    CHECK(pairs);
}

Test(manifest, says_where_it_cannot_be_read) {
    static const struct pair pairs[] = {
        {"a: 1\n---\nb: [\n", "line 4 column 1: did not find expected node content; correct the "
                              "YAML here"},
        {"a: 1\n---\n  ~: 1\n",
         "line 3 column 3: a key must be text, not null; quote it if the word is meant"},
        {"[a]: 1\n", "line 1 column 1: a key must be text, not a list or a map"},
        {"a: !!int x\n", "line 1 column 4: the value does not fit its tag; correct it"},
        {"a: *x\n",
         "line 1 column 4: the alias names no anchor above it; quote the value if it only begins "
         "with *"},
        {"a: &x [*x]\n", "line 1 column 8: the alias stands inside the value that it names; write "
                         "the value out"},
        {"<<: 5\n", "line 2 column 1: `<<` merges a map or a list of maps, and this is neither; "
                    "quote \"<<\" if the key is meant"},
        {"a: b: c\n", "line 1 column 5: mapping values are not allowed in this context; quote a "
                      "value that contains `: `, or correct the indentation"},
        {"some: text\nmore\n", "line 3 column 1: could not find expected ':'; a key needs `: ` "
                               "after it, on the same line"},
        {"\xC3\xA9: \x01\n", "line 1 column 4: a control character; remove it, or escape it in "
                             "double quotes"},
        {"a: \xFF\n", "line 1 column 4: not UTF-8; save the file as UTF-8"},
        {"a: 1\n\xEF\xBB\xBF"
         "b: 2\n",
         "line 2 column 1: a byte order mark within the text; remove it"},
    };
    CHECK(pairs);
}

Test(manifest, describes_documents) {
    struct reading r;
    reading_init(&r, adm_str_from("---\n# Source: c/templates/a.yaml\na: 1\n\n---\n\n# x\n"
                                  "# Source: c/templates/b.yaml\nb: {c: 1, c: 2}\n\n---\nd: 1"));
    const struct adm_manifest_document *documents = r.manifest.documents;
    cr_assert(r.read && r.manifest.count == 3);
    cr_expect(adm_str_is(documents[0].source, "c/templates/a.yaml"));
    cr_expect(adm_str_is(documents[0].text, "# Source: c/templates/a.yaml\na: 1"));
    cr_expect_eq(documents[0].line, 2);
    cr_expect_not(documents[0].duplicates);
    cr_expect(adm_str_is(documents[1].source, "c/templates/b.yaml"));
    cr_expect_eq(documents[1].line, 6);
    cr_expect(documents[1].duplicates);
    cr_expect_eq(documents[2].source.len, 0);
    cr_expect(adm_str_is(documents[2].text, "d: 1"));
    adm_arena_destroy(&r.arena);
}

// Separators are looked for in blocks: one is found in any place.
Test(manifest, is_split_in_any_place) {
    char text[220];
    for (size_t before = 0; before < 140; before++) {
        size_t at = before + 2;
        memset(text, 'x', sizeof text);
        text[0] = '#';
        memcpy(text + 1 + before, "\n---\na: 1\n", 11);
        struct adm_manifest_split split = {{text, sizeof text}, 1};
        struct adm_str chunk = {0};
        uint32_t line = 0;
        cr_expect(adm_manifest_split_next(&split, &chunk, &line));
        cr_expect_eq(chunk.len, at, "%zu is %zu", at, chunk.len);
        cr_expect(adm_manifest_split_next(&split, &chunk, &line));
        cr_expect_eq(chunk.len, sizeof text - at - 4);
        cr_expect_eq(line, 3);
    }
}
