// SPDX-License-Identifier: Apache-2.0
// The fast reader reads what charts emit, and reads it as libyaml does. The fuzzer of manifests
// compares the two on anything else.
#include "validators/manifest_plain.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge.h"
#include "manifest_reading.h"
#include "validators/manifest_text.h"
#include "validators/manifest_yaml.h"

enum { ARENA_MAX = 64 * 1024 * 1024 };

struct both {
    struct adm_arena arena;
    struct adm_error err;
    struct adm_manifest_tree trees[2];
    struct adm_manifest_chunk fast, slow;
    bool fast_read, slow_read;
};

static void read_both(struct both *b, struct adm_str text) {
    bool unusual = false;
    *b = (struct both){0};
    adm_arena_init(&b->arena, ARENA_MAX);
    if (!adm_manifest_text_check(text, &unusual, &b->err))
        return;
    for (size_t i = 0; i < 2; i++)
        b->trees[i] = (struct adm_manifest_tree){.text = text, .arena = &b->arena, .err = &b->err};
    b->fast = (struct adm_manifest_chunk){.tree = &b->trees[0], .text = text, .unusual = unusual};
    b->slow = b->fast;
    b->slow.tree = &b->trees[1];
    cr_assert(adm_manifest_chunk_prepare(&b->fast) && adm_manifest_chunk_prepare(&b->slow));
    b->fast_read = adm_manifest_plain_read(&b->fast);
    b->slow_read = adm_manifest_yaml_read(&b->slow, 0);
}

static const char *show(struct both *b, const struct adm_manifest_chunk *chunk) {
    struct adm_text out;
    struct adm_str text = {0};
    adm_text_init(&out, &b->arena);
    for (size_t i = 0; i < chunk->root_count; i++)
        reading_append(&out, chunk->roots[i].value);
    for (size_t i = 0; i < chunk->loose_count; i++) {
        adm_text_append_c(&out, " | ");
        adm_text_append(&out, chunk->loose[i]);
    }
    cr_assert(adm_text_finish(&out, &text, NULL));
    return text.data;
}

// Whether the fast reader read it; then libyaml must agree.
static bool compare(struct adm_str text) {
    struct both b;
    if (adm_str_starts(text, "\xEF\xBB\xBF")) // which adm_manifest_read leaves out
        return false;
    read_both(&b, text);
    bool fast = b.fast_read;
    if (fast) {
        cr_expect(b.slow_read, "%.*s: %s", ADM_STR_ARGS(text), b.err.message);
        cr_expect_str_eq(show(&b, &b.fast), show(&b, &b.slow), "%.*s", ADM_STR_ARGS(text));
    }
    adm_arena_destroy(&b.arena);
    return fast;
}

Test(manifest_plain, reads_what_charts_emit) {
    static const char *const texts[] = {
        "",
        "# c\n",
        "a: 1\nb: text with words\n",
        "a:\n  b:\n    c: d\n  e:\nf:\n",
        "a:\n- b\n-\n- c: d\n  e: f\n  g:\n  - h\n- - i\n  - j\nk: l\n",
        "a:\n  - b\n  - c # d\n",
        "'a': \"b\"\n\"c/d\": 'it''s'\n",
        "a: \"x\\ty\\u00e9 \\\"q\\\"\"\nb: {}\nc: []\nd: [a, \"b\", 'c', 1]\ne: {a: b, \"c\": 2}\n",
        "a: |\n  x\n    y\n\n  z\nb: |-\n  x\nc: >\n  p\n  q\n\n  r\n   s\n  t\nd: |2+\n    u\n\n",
        "a: one\n  two\n\n  three\nb: 'one\n  two'\nc: \"one\n\n  two\"\n",
        "a: -x\nb: http://h:80/p#q\nc: $(X)\nd: a:b\ne: 1.50\nf: 0x1F\ng: 007\nh: yes\n- ",
        "a: 1\na: 2\n",
        "a:\n\n  # c\n\n  b: 1\n",
        "a: |\n  \n  x\n# end",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool last_breaks = adm_str_ends(adm_str_from(texts[i]), "\n- ");
        cr_expect_eq(compare(adm_str_from(texts[i])), !last_breaks, "%s", texts[i]);
    }
}

Test(manifest_plain, leaves_the_rest_to_libyaml) {
    static const char *const texts[] = {
        "a: !t b\n",     "a: &x b\n",    "a: *x\n",     "<<: {}\n",      "? a\n: b\n",
        "a:\tb\n",       "a: b: c\n",    "a: - b\n",    "a\n",           "[a]\n",
        "a: |x\n b",     "a: \"\\x41\"", "a: 'b' c\n",  "a: b\n c: d\n", "- a\nb: c\n",
        "a: [b,\n c]\n", "a: b\r\n",     "a: 1\n...\n", "a: b\n- c\n",   "a: @b\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_not(compare(adm_str_from(texts[i])), "%s", texts[i]);
}

static size_t compare_corpus(const char *path) {
    struct adm_str text = judge_read_file(path);
    bool fast = compare(text);
    free((char *)(uintptr_t)text.data);
    return fast ? 1 : 0;
}

Test(manifest_plain, agrees_on_the_corpus) {
    char path[1024];
    size_t fast = 0;
    DIR *folder = opendir(ADM_ROOT "/tests/fuzz/corpus/manifest");
    cr_assert_not_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        snprintf(path, sizeof path, ADM_ROOT "/tests/fuzz/corpus/manifest/%s", entry->d_name);
        if (entry->d_name[0] != '.')
            fast += compare_corpus(path);
    }
    closedir(folder);
    cr_expect_geq(fast, 6);
}

static const char *const pieces[] = {
    "a",      "b:",  "c: ",  "- ",       "\n",   "\n  ", "\n    ", "\n",   " ",   "x y", "# c",
    " # d",   "|\n", ">-\n", "\"q\"",    "'s'",  "\"",   "'",      "[]",   "{}",  "[a]", "5",
    "null",   ": ",  "\n- ", "\n  - ",   "|2\n", "|+\n", "\t",     "\\n",  "'' ", "-",   "yes: ",
    "k: v\n", "  ",  "l:\n", "- m: n\n", "\n\n", ">\n",  "{a: b}", "0x1F", ".",   "1.0", "\xC3\xA9",
};

// Texts of pieces that matter, from a fixed seed.
static size_t compare_random(uint64_t seed) {
    struct adm_arena arena;
    struct adm_text text;
    uint64_t state = seed * 0x9E3779B97F4A7C15U + 1;
    adm_arena_init(&arena, ARENA_MAX);
    adm_text_init(&text, &arena);
    for (size_t i = 0; i < 4 + seed % 24; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        adm_text_append_c(&text, pieces[(state >> 33U) % (sizeof pieces / sizeof *pieces)]);
    }
    bool fast = compare(adm_text_str(&text));
    adm_arena_destroy(&arena);
    return fast ? 1 : 0;
}

Test(manifest_plain, agrees_on_random_texts) {
    size_t fast = 0;
    for (uint64_t seed = 0; seed < 20000; seed++)
        fast += compare_random(seed);
    cr_expect_geq(fast, 500, "%zu", fast);
}
