// SPDX-License-Identifier: Apache-2.0
#include "json_mutate.h"

#include <stdio.h>
#include <string.h>

#include "core/json.h"

struct mutant {
    const struct mutate_seed *seed;
    struct mutate_random *random;
    char *out;
    size_t len;
};

// splitmix64
static uint64_t next_random(struct mutate_random *random) {
    uint64_t z = random->state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

size_t mutate_below(struct mutate_random *random, size_t below) {
    return (size_t)(next_random(random) % below);
}

static size_t skip_string(struct adm_str text, size_t at) {
    for (at++; at < text.len && text.data[at] != '"'; at++)
        at += text.data[at] == '\\';
    return at + 1;
}

static size_t skip_scalar(struct adm_str text, size_t at) {
    while (at < text.len && strchr(",]} \t\r\n", text.data[at]) == NULL)
        at++;
    return at;
}

static size_t skip_colon(struct adm_str text, size_t at) {
    while (at < text.len && strchr(": \t\r\n", text.data[at]) != NULL)
        at++;
    return at;
}

// Keys stand after `{` or, in an object, after `,`: a string with a colon behind it.
static bool is_key(struct adm_str text, size_t end) {
    while (end < text.len && strchr(" \t\r\n", text.data[end]) != NULL)
        end++;
    return end < text.len && text.data[end] == ':';
}

struct scan {
    struct mutate_seed *seed;
    size_t at;
    size_t key; // where the key before the next value starts, or SIZE_MAX
    size_t open[ADM_JSON_DEPTH_MAX], depth;
};

static void add_value(struct scan *scan, size_t end) {
    char c = scan->seed->text.data[scan->at];
    bool container = c == '{' || c == '[';
    size_t index = scan->seed->value_count++;
    scan->seed->values[index].start = (uint32_t)(scan->key == SIZE_MAX ? scan->at : scan->key);
    scan->seed->values[index].value = (uint32_t)scan->at;
    scan->seed->values[index].end = (uint32_t)end;
    scan->key = SIZE_MAX;
    if (container)
        scan->open[scan->depth++] = index;
    scan->at = container ? scan->at + 1 : end;
}

static void scan_once(struct scan *scan) {
    struct adm_str text = scan->seed->text;
    char c = text.data[scan->at];
    if (c == '}' || c == ']') {
        scan->seed->values[scan->open[--scan->depth]].end = (uint32_t)++scan->at;
        return;
    }
    if (strchr(", \t\r\n", c) != NULL) {
        scan->at++;
        return;
    }
    size_t end = c == '"' ? skip_string(text, scan->at) : skip_scalar(text, scan->at);
    if (c != '"' || !is_key(text, end)) {
        add_value(scan, end);
        return;
    }
    scan->key = scan->at;
    scan->at = skip_colon(text, end);
}

void mutate_scan(struct adm_str text, struct mutate_seed *out) {
    *out = (struct mutate_seed){.text = text};
    struct scan scan = {.seed = out, .key = SIZE_MAX};
    while (scan.at < text.len && out->value_count < MUTATE_VALUES_MAX)
        scan_once(&scan);
}

static void put(struct mutant *m, const char *bytes, size_t len) {
    if (len > MUTATE_TEXT_MAX - m->len)
        len = MUTATE_TEXT_MAX - m->len;
    memcpy(m->out + m->len, bytes, len);
    m->len += len;
}

static void put_c(struct mutant *m, const char *text) { put(m, text, strlen(text)); }

// Bytes [from, to) of the seed.
static void keep(struct mutant *m, size_t from, size_t to) {
    put(m, m->seed->text.data + from, to - from);
}

static size_t pick_value(struct mutant *m) { return mutate_below(m->random, m->seed->value_count); }

static const char *pick(struct mutant *m, const char *const *list, size_t count) {
    return list[mutate_below(m->random, count)];
}

// [value, end) of one value gives way to `text`.
static void replace_value(struct mutant *m, size_t index, const char *text) {
    keep(m, 0, m->seed->values[index].value);
    put_c(m, text);
    keep(m, m->seed->values[index].end, m->seed->text.len);
}

static void edit_number(struct mutant *m) {
    static const char *const good[] = {"0",
                                       "-0",
                                       "7",
                                       "-1",
                                       "1.5",
                                       "-0.0",
                                       "1e3",
                                       "1E-3",
                                       "1.25e+2",
                                       "0e0",
                                       "0.1e-7",
                                       "5e-324",
                                       "1e308",
                                       "9223372036854775807",
                                       "-9223372036854775808",
                                       "9223372036854775808",
                                       "123456789012345678901234567890",
                                       "0.30000000000000004",
                                       "1e-999",
                                       "2.2250738585072011e-308"};
    static const char *const bad[] = {"01",  "-",   "+1",   "1.",  ".5",  "1e",       "1e+",
                                      "-01", "0x1", "1_0",  "NaN", "--1", "Infinity", "1.e1",
                                      "1 2", "-a",  "1ee1", "0.",  "00",  "1e999",    "-1e400"};
    bool fine = mutate_below(m->random, 3) > 0;
    replace_value(m, pick_value(m),
                  fine ? pick(m, good, sizeof good / sizeof *good)
                       : pick(m, bad, sizeof bad / sizeof *bad));
}

static void edit_literal(struct mutant *m) {
    static const char *const list[] = {"true",
                                       "false",
                                       "null",
                                       "{}",
                                       "[]",
                                       "\"\"",
                                       "[[]]",
                                       "True",
                                       "nul",
                                       "tru",
                                       "",
                                       "'a'",
                                       "[,]",
                                       "{,}",
                                       "[1,]",
                                       "{\"a\"}",
                                       "{\"a\":}",
                                       "{a:1}",
                                       "[1 2]",
                                       "nulll",
                                       "{\"\":0}",
                                       "[null,true,false]",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"a\":1,\"\\u0061\":2}",
                                       "/**/1",
                                       "[1}",
                                       "{\"a\":1]"};
    replace_value(m, pick_value(m), pick(m, list, sizeof list / sizeof *list));
}

static void edit_string(struct mutant *m) {
    static const char *const list[] = {
        "\\n", "\\t\\r\\b\\f", "\\/", "\\\\", "\\\"", "\\u0041", "\\u00e9", "\\u20AC", "\\u0000",
        "\\ud83d\\ude00", "\\uDBFF\\uDFFF", "\\uffff", "\xC3\xA9", "\xE2\x82\xAC",
        "\xF0\x9F\x98\x80", "\x7f", "\xEF\xBB\xBF", "\xF4\x8F\xBF\xBF", "\xE2\x80\xA8",
        // From here on: what no string may hold.
        "\\x41", "\\u12", "\\uD800", "\\uDC00", "\\uDC00\\uDC00", "\\ud800\\u0041",
        "\\ud800\\ud800", "\\u 041", "\\v", "\n", "\t", "\x01", "\x1f", "\xC1\xBF", "\xC0\x80",
        "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80",
        "\xFF", "\\U0041", "\\0", "\\'"};
    size_t quotes = 0, want = 0;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0, seen = 0; i < m->seed->text.len; i++) {
            quotes += pass == 0 && m->seed->text.data[i] == '"';
            if (pass == 0 || m->seed->text.data[i] != '"' || seen++ != want)
                continue;
            keep(m, 0, i + 1);
            put_c(m, pick(m, list, sizeof list / sizeof *list));
            keep(m, i + 1, m->seed->text.len);
            return;
        }
        want = 2 * mutate_below(m->random, quotes / 2 + 1); // an opening quote
    }
    keep(m, 0, m->seed->text.len);
}

static void edit_space(struct mutant *m) {
    static const char *const list[] = {" ",  "\n", "\t",       "\r\n",        "  \n\t ",
                                       "\v", "\f", "\xC2\xA0", "\xEF\xBB\xBF"};
    size_t index = pick_value(m);
    size_t at =
        mutate_below(m->random, 2) == 0 ? m->seed->values[index].value : m->seed->values[index].end;
    keep(m, 0, at);
    put_c(m, pick(m, list, sizeof list / sizeof *list - mutate_below(m->random, 5)));
    keep(m, at, m->seed->text.len);
}

// Two values that do not overlap change places; keys stay, so the text stays JSON.
static void swap_values(struct mutant *m) {
    size_t a = pick_value(m), b = pick_value(m);
    if (a > b) {
        size_t c = a;
        a = b;
        b = c;
    }
    if (m->seed->values[a].end > m->seed->values[b].value) {
        keep(m, 0, m->seed->text.len);
        return;
    }
    keep(m, 0, m->seed->values[a].value);
    keep(m, m->seed->values[b].value, m->seed->values[b].end);
    keep(m, m->seed->values[a].end, m->seed->values[b].value);
    keep(m, m->seed->values[a].value, m->seed->values[a].end);
    keep(m, m->seed->values[b].end, m->seed->text.len);
}

// A member or element twice: a duplicate key in an object, JSON in an array.
static void duplicate(struct mutant *m) {
    size_t index = pick_value(m);
    bool rename = mutate_below(m->random, 2) == 0;
    size_t start = m->seed->values[index].start, end = m->seed->values[index].end;
    keep(m, 0, end);
    put_c(m, ",");
    if (rename && m->seed->values[index].value > start) {
        put_c(m, "\"copy\":");
        start = m->seed->values[index].value;
    }
    keep(m, start, end);
    keep(m, end, m->seed->text.len);
}

// A member or element gone, with a comma beside it or without.
static void delete_value(struct mutant *m) {
    size_t index = pick_value(m);
    struct adm_str text = m->seed->text;
    size_t start = m->seed->values[index].start, end = m->seed->values[index].end;
    bool sloppy = mutate_below(m->random, 4) == 0;
    if (!sloppy && end < text.len && text.data[end] == ',')
        end++;
    else if (!sloppy && start > 0 && text.data[start - 1] == ',')
        start--;
    keep(m, 0, start);
    keep(m, end, text.len);
}

static void nest(struct mutant *m) {
    size_t index = pick_value(m);
    size_t levels = 1 + mutate_below(m->random, mutate_below(m->random, 8) == 0 ? 70 : 8);
    bool array = mutate_below(m->random, 2) == 0;
    keep(m, 0, m->seed->values[index].value);
    for (size_t i = 0; i < levels; i++)
        put_c(m, array ? "[" : "{\"n\":");
    keep(m, m->seed->values[index].value, m->seed->values[index].end);
    for (size_t i = 0; i < levels; i++)
        put_c(m, array ? "]" : "}");
    keep(m, m->seed->values[index].end, m->seed->text.len);
}

static void truncate_text(struct mutant *m) {
    keep(m, 0, mutate_below(m->random, m->seed->text.len));
}

static void flip_bit(struct mutant *m, size_t at, size_t bit) {
    m->out[at] = (char)((unsigned char)m->out[at] ^ 1U << bit);
}

static void flip(struct mutant *m) {
    keep(m, 0, m->seed->text.len);
    size_t times = 1 + mutate_below(m->random, 3);
    for (size_t i = 0; i < times; i++)
        flip_bit(m, mutate_below(m->random, m->len), mutate_below(m->random, 8));
}

// Some bytes of the seed a second time, elsewhere.
static void splice(struct mutant *m) {
    size_t len = m->seed->text.len;
    size_t from = mutate_below(m->random, len), at = mutate_below(m->random, len);
    size_t take = 1 + mutate_below(m->random, len - from < 24 ? len - from : 24);
    keep(m, 0, at);
    keep(m, from, from + take);
    keep(m, at, len);
}

static void surround(struct mutant *m) {
    static const char *const list[] = {"", " \n", "\xEF\xBB\xBF", "null", ",", "]", "}", "\"", "x"};
    if (mutate_below(m->random, 3) == 0)
        put_c(m, pick(m, list, sizeof list / sizeof *list));
    keep(m, 0, m->seed->text.len);
    put_c(m, pick(m, list, sizeof list / sizeof *list));
    if (mutate_below(m->random, 4) == 0)
        put(m, "\0", 1);
}

// NOLINTNEXTLINE(readability-non-const-parameter): the mutant is written through it
size_t mutate_once(const struct mutate_seed *seed, struct mutate_random *random, char *out) {
    static void (*const edits[])(struct mutant *) = {
        edit_number,  edit_literal, edit_string,   edit_space, swap_values, duplicate,
        delete_value, nest,         truncate_text, flip,       splice,      surround,
    };
    struct mutant mutant = {seed, random, out, 0};
    edits[mutate_below(random, sizeof edits / sizeof *edits)](&mutant);
    return mutant.len;
}
