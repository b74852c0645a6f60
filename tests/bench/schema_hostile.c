// SPDX-License-Identifier: Apache-2.0
#include "schema_hostile.h"

#include <string.h>

#include "validators/schema/yaml_tree.h"

static bool fits(const struct adm_text *out) { return out->len < HOSTILE_BYTES && !out->failed; }

static void repeat(struct adm_text *out, const char *head, const char *unit) {
    adm_text_append_c(out, head);
    while (fits(out))
        adm_text_append_c(out, unit);
}

static void deep_flow(struct adm_text *out) { repeat(out, "", "["); }
static void deep_flow_map(struct adm_text *out) { repeat(out, "a: ", "{a: "); }
static void deep_block(struct adm_text *out) { repeat(out, "", "- "); }
static void tag_directives(struct adm_text *out) { repeat(out, "", "%TAG !a! tag:x,2024:\n"); }
static void late_directives(struct adm_text *out) { repeat(out, "a: 1\n...\n", "%TAG !a! x\n"); }
static void long_plain(struct adm_text *out) { repeat(out, "a: ", "word "); }
static void long_quoted(struct adm_text *out) { repeat(out, "a: \"", "word\\n"); }
static void open_quote(struct adm_text *out) { repeat(out, "a: \"", "b: c\n"); }
static void comments(struct adm_text *out) { repeat(out, "a: 1\n", "#\n"); }
static void line_breaks(struct adm_text *out) { repeat(out, "a:", "\r"); }
static void tabs(struct adm_text *out) { repeat(out, "a:\n", "\t\t\t\t\t\t\t\t\n"); }
static void tabbed_values(struct adm_text *out) { repeat(out, "", "- a\tb\n"); }
static void tabbed_comments(struct adm_text *out) { repeat(out, "", "- a #\tb\n"); }
static void controls(struct adm_text *out) { repeat(out, "", "\x01"); }
static void wide_letters(struct adm_text *out) { repeat(out, "a: \"", "\xE6\x97\xA5"); }
static void separators(struct adm_text *out) { repeat(out, "", "- a\xE2\x80\xA8"); }
static void tags_in_one_line(struct adm_text *out) { repeat(out, "[", "!a b, "); }
static void empty_items(struct adm_text *out) { repeat(out, "", "-\n"); }
static void empty_maps(struct adm_text *out) { repeat(out, "[", "{},"); }
static void questions(struct adm_text *out) { repeat(out, "", "? a\n"); }

// Texts of 64 KiB, as long as one may be.
static void long_texts(struct adm_text *out) {
    for (int key = 0; fits(out); key++) {
        adm_text_printf(out, "k%d: ", key);
        for (int i = 0; i < 2047; i++)
            adm_text_append_c(out, "abcdefghijklmnopqrstuvwxyz 01234");
        adm_text_append_c(out, "\n");
    }
}

// Nine levels of nine references each, as in "billion laughs".
static void laughs(struct adm_text *out) {
    adm_text_append_c(out, "l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 9; i++) {
        adm_text_printf(out, "l%d: &l%d [", i, i);
        for (int j = 0; j < 9; j++)
            adm_text_printf(out, "*l%d, ", i - 1);
        adm_text_append_c(out, "]\n");
    }
    repeat(out, "", "# and so on\n");
}

static void aliases(struct adm_text *out) {
    for (int i = 0; i < 1000; i++)
        adm_text_printf(out, "a%d: &anchor-%d x\n", i, i);
    adm_text_append_c(out, "all: [");
    for (int i = 0; fits(out); i++)
        adm_text_printf(out, "*anchor-%d,", i % 1000);
}

static void anchors(struct adm_text *out) {
    for (int i = 0; fits(out); i++)
        adm_text_printf(out, "- &a%d x\n", i);
}

// A map of 4,000 keys that is merged again and again, with another so that it is not simple.
static void merges(struct adm_text *out) {
    adm_text_append_c(out, "base: &base\n");
    for (int i = 0; i < 4000; i++)
        adm_text_printf(out, "  k%d: 1\n", i);
    for (int i = 0; fits(out); i++)
        adm_text_printf(out, "m%d: {<<: *base, <<: {k2: 1}, k1: 2}\n", i);
}

static void many_keys(struct adm_text *out) {
    for (int map = 0; fits(out); map++) {
        adm_text_printf(out, "m%d:\n", map);
        for (int i = 0; i < 4000; i++)
            adm_text_printf(out, "  key%d: value\n", i);
    }
}

static void equal_keys(struct adm_text *out) {
    for (int map = 0; fits(out); map++) {
        adm_text_printf(out, "m%d:\n", map);
        for (int i = 0; i < 4000; i++)
            adm_text_append_c(out, "  key: value\n");
    }
}

static bool is_plain(const char *word) {
    for (size_t i = 0; i < sizeof(uint64_t); i++)
        if (word[i] < 'A' || word[i] > 'z' || strchr("[\\]^`", word[i]) != NULL)
            return false;
    return true;
}

// Keys of eight letters and of one hash. What is hashed last is multiplied by an odd number, so it
// can be had from the hash by multiplying with that number's inverse.
static size_t collide(char (*keys)[9], size_t count) {
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t inverse = odd;
    for (int i = 0; i < 6; i++)
        inverse *= 2 - odd * inverse;
    size_t found = 0;
    for (uint64_t high = 0; high < UINT64_C(1) << 32U && found < count; high++) {
        uint64_t word = (high << 32U | (high ^ 0x5EEDU)) * inverse ^ sizeof word;
        memcpy(keys[found], &word, sizeof word);
        found += is_plain(keys[found]) ? 1 : 0;
    }
    return found;
}

static void colliding_keys(struct adm_text *out) {
    static char keys[4000][9];
    size_t count = collide(keys, sizeof keys / sizeof *keys);
    for (int map = 0; fits(out); map++) {
        adm_text_printf(out, "m%d:\n", map);
        for (size_t i = 0; i < count; i++)
            adm_text_printf(out, "  %.8s: 1\n", keys[i]);
    }
}

static void unknown_keys(struct adm_text *out) {
    adm_text_append_c(out, "storage:\n  bronze:\n");
    for (int i = 0; i < 4000; i++)
        adm_text_printf(out, "    buckte%d: {type: s3}\n", i);
    for (int i = 0; i < 4000; i++)
        adm_text_printf(out, "  b%d: {bukcet: x, regoin: y}\n", i);
    adm_text_append_c(out, "unknown:\n");
    repeat(out, "", "- a somewhat longer text, so that the limit of values is not met first\n");
}

// Every name is near to every profile, and none is one.
static void dangling_names(struct adm_text *out) {
    static const char run[] = "abababababababababababababababababababababababab";
    adm_text_append_c(out, "storage:\n");
    for (int i = 0; i < 4000; i++)
        adm_text_printf(out, "  s%05d%s: {bucket: abc}\n", i, run);
    adm_text_append_c(out, "layers:\n");
    for (int i = 0; i < 4000; i++)
        adm_text_printf(out, "  l%d: {name: a, storage_ref: zzzz%05d%s, namespace: a}\n", i, i,
                        run);
}

// Values for the schema's patterns that match until their last letter.
static void patterns(struct adm_text *out) {
    static const char *const fields[] = {
        "infrastructure:\n  network:\n    dns:\n      internal_domain: ",
        "  cloud:\n    aws:\n      role_arn: arn:aws:iam::123456789012:role/",
        "security:\n  encryption:\n    at_rest:\n      kms_key_id: ",
        ("observability:\n  metrics_config:\n    alarms:\n      sns_topic: "
         "arn:aws:sns:a:123456789012:"),
    };
    static const char run[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (size_t field = 0; field < sizeof fields / sizeof *fields; field++) {
        adm_text_append_c(out, fields[field]);
        for (int i = 0; i < 1023; i++)
            adm_text_append_c(out, run);
        adm_text_append_c(out, "_!\n");
    }
    adm_text_append_c(out, "catalogs:\n");
    for (int i = 0; i < 4000; i++)
        adm_text_printf(out, "  %s%d!: 1\n", run, i);
}

const struct hostile hostiles[] = {
    {"deep flow lists", deep_flow},
    {"deep flow maps", deep_flow_map},
    {"deep block lists", deep_block},
    {"%TAG directives", tag_directives},
    {"%TAG after the end", late_directives},
    {"billion laughs", laughs},
    {"1000 anchors, aliases", aliases},
    {"anchors", anchors},
    {"merges of 4000 keys", merges},
    {"one long plain text", long_plain},
    {"one long quoted text", long_quoted},
    {"a quote left open", open_quote},
    {"texts of 64 KiB", long_texts},
    {"a^n for the patterns", patterns},
    {"4000 keys a map", many_keys},
    {"4000 equal keys a map", equal_keys},
    {"keys of one hash", colliding_keys},
    {"unknown keys", unknown_keys},
    {"dangling names", dangling_names},
    {"empty items", empty_items},
    {"empty maps", empty_maps},
    {"explicit keys", questions},
    {"comments", comments},
    {"line breaks", line_breaks},
    {"tabs", tabs},
    {"tabs in values", tabbed_values},
    {"tabs in comments", tabbed_comments},
    {"tags in one line", tags_in_one_line},
    {"control characters", controls},
    {"wide letters", wide_letters},
    {"line separators", separators},
};
const size_t hostile_count = sizeof hostiles / sizeof *hostiles;
