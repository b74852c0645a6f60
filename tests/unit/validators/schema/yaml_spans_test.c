// SPDX-License-Identifier: Apache-2.0
// Where values stand.
#include <criterion/criterion.h>

#include "yaml_reading.h"

static void expect(const char *text, const char *tree) {
    struct yaml_reading r;
    yaml_reading_init(&r, adm_str_from(text));
    cr_expect_eq(r.found.count, 0, "%s: %s", text, yaml_reading_codes(&r));
    cr_expect_str_eq(yaml_reading_tree(&r, true), tree, "%s: %s", text,
                     yaml_reading_tree(&r, true));
    cr_expect_str_eq(yaml_reading_flaw(&r), "", "%s", text);
    yaml_reading_destroy(&r);
}

Test(yaml_spans, block_collections) {
    expect("a:\n  b: 1\n\n  # c\n  c:\n  - x\n  - y z  \n\nd: e\n",
           "{@1:1-9:5 a@1:1-1:2: {@2:3-7:8 b@2:3-2:4: 1@2:6-2:7, "
           "c@5:3-5:4: [@6:3-7:8 \"x\"@6:5-6:6, \"y z\"@7:5-7:8]}, d@9:1-9:2: \"e\"@9:4-9:5}");
}

Test(yaml_spans, flow_collections) {
    expect(
        "a: [1, {b: c, d}, [e: f ] ]  # x\n",
        "{@1:1-1:28 a@1:1-1:2: [@1:4-1:28 1@1:5-1:6, {@1:8-1:17 b@1:9-1:10: \"c\"@1:12-1:13, "
        "d@1:15-1:16: null@1:16-1:16}, [@1:19-1:26 {@1:20-1:24 e@1:20-1:21: \"f\"@1:23-1:24}]]}");
    expect("{\n}\n", "{@1:1-2:2}");
}

Test(yaml_spans, absent_values) {
    expect("a:\nb: \n", "{@1:1-2:3 a@1:1-1:2: null@1:3-1:3, b@2:1-2:2: null@2:3-2:3}");
    expect("a: &x\nb: *x\n",
           "{@1:1-2:6 a@1:1-1:2: null@1:6-1:6, b@2:1-2:2: via@2:4-2:6 null@1:6-1:6}");
    expect("-\n- \n", "[@1:1-2:2 null@1:2-1:2, null@2:2-2:2]");
}

Test(yaml_spans, quotes_are_part_of_a_value) {
    expect("\"a\": 'b''c'\n", "{@1:1-1:12 a@1:1-1:4: \"b'c\"@1:6-1:12}");
    expect("a: \"b\n  c\"\nd: e\n   f\n",
           "{@1:1-4:5 a@1:1-1:2: \"b c\"@1:4-2:5, d@3:1-3:2: \"e f\"@3:4-4:5}");
}

Test(yaml_spans, block_texts_end_where_the_next_line_begins) {
    expect("a: |  # c\n  x\n  y\nb: >-\n  z\n",
           "{@1:1-6:1 a@1:1-1:2: \"x\ny\n\"@1:4-4:1, b@4:1-4:2: \"z\"@4:4-6:1}");
}

Test(yaml_spans, anchors_are_no_part_of_a_value) {
    expect("a: &x  b\nc: &y {d: e}\nf: &z # c\n\n  g: h\ni:\n  &k j: [&l m]\n",
           "{@1:1-7:15 a@1:1-1:2: \"b\"@1:8-1:9, c@2:1-2:2: {@2:7-2:13 d@2:8-2:9: "
           "\"e\"@2:11-2:12}, f@3:1-3:2: {@5:3-5:7 g@5:3-5:4: \"h\"@5:6-5:7}, i@6:1-6:2: "
           "{@7:3-7:15 j@7:6-7:7: [@7:9-7:15 \"m\"@7:13-7:14]}}");
}

Test(yaml_spans, aliases_and_merges_say_where) {
    expect("a: &x {b: 1}\nc: [*x]\nd:\n  <<: *x\n",
           "{@1:1-4:9 a@1:1-1:2: {@1:7-1:13 b@1:8-1:9: 1@1:11-1:12}, c@2:1-2:2: [@2:4-2:8 "
           "via@2:5-2:7 {@1:7-1:13 b@1:8-1:9: 1@1:11-1:12}], d@3:1-3:2: {@4:3-4:9 b@1:8-1:9: "
           "via@4:3-4:5 1@1:11-1:12}}");
}

// Columns count code points, offsets bytes, and CRLF is one break.
Test(yaml_spans, letters_of_several_bytes) {
    expect("\xC3\xA9: \xF0\x9F\x98\x80 x\n\xE6\x97\xA5: [\xC3\xA9, {z: \xC3\xA9}]\nb: 1\n",
           "{@1:1-3:5 \xC3\xA9@1:1-1:2: \"\xF0\x9F\x98\x80 x\"@1:4-1:7, \xE6\x97\xA5@2:1-2:2: "
           "[@2:4-2:15 \"\xC3\xA9\"@2:5-2:6, {@2:8-2:14 z@2:9-2:10: \"\xC3\xA9\"@2:12-2:13}], "
           "b@3:1-3:2: 1@3:4-3:5}");
}

Test(yaml_spans, line_breaks) {
    expect("a: 1\r\nb:\r\n  c: \"x\r\n   y\"\r\n",
           "{@1:1-4:6 a@1:1-1:2: 1@1:4-1:5, b@2:1-2:2: {@3:3-4:6 c@3:3-3:4: \"x y\"@3:6-4:6}}");
    expect("a: 1\rb: 2\r", "{@1:1-2:5 a@1:1-1:2: 1@1:4-1:5, b@2:1-2:2: 2@2:4-2:5}");
    expect("\xC3\xA9: 1\r\nb: |\r\n  x\r\nc: 2\r\n",
           "{@1:1-4:5 \xC3\xA9@1:1-1:2: 1@1:4-1:5, b@2:1-2:2: \"x\n\"@2:4-4:1, c@4:1-4:2: "
           "2@4:4-4:5}");
}

Test(yaml_spans, a_byte_order_mark_is_left_out) {
    expect("\xEF\xBB\xBF"
           "a: \xC3\xA9\n",
           "{@1:1-1:5 a@1:1-1:2: \"\xC3\xA9\"@1:4-1:5}");
}

Test(yaml_spans, documents_with_markers) {
    expect("# c\n---\na: 1\n...\n", "{@3:1-3:5 a@3:1-3:2: 1@3:4-3:5}");
    expect("--- {a: 1}\n", "{@1:5-1:11 a@1:6-1:7: 1@1:9-1:10}");
}
