// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_scan.h"

#include <endian.h>
#include <string.h>

#include "core/utf8.h"
#include "validators/schema/yaml_refuse.h"

// A binary file has a bad byte everywhere: a few tell it.
enum { BAD_BYTES_MAX = 20, LINE_BYTES = 24 };

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

struct scan {
    struct adm_str text;
    struct adm_arena *arena;
    struct adm_diagnostics *found;
    struct adm_yaml_scan result;
    uint32_t *lines;
    size_t capacity;
    unsigned bad_bytes;
};

// The first byte from `at` that is none of 0x20..0x7E, or the text's length.
static size_t skip_printable(struct adm_str text, size_t at) {
    uint64_t word = 0;
    for (; text.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text.data + at, sizeof word);
        word = le64toh(word);
        // The top bit of each byte that has it, that gets it with one more (0x7F), or that has no
        // bit of 0x60. A carry can only make a byte above the first hit look like one.
        uint64_t hits = word | (word + EACH(1U)) | ~((word & EACH(0x60U)) + EACH(0x60U));
        hits &= EACH(0x80U);
        if (hits != 0)
            return at + (size_t)__builtin_ctzll(hits) / 8;
    }
    while (at < text.len && text.data[at] >= 0x20 && text.data[at] < 0x7F)
        at++;
    return at;
}

size_t adm_yaml_scan_separator(struct adm_str text, size_t at) {
    const char *byte = text.data + at;
    if (text.len - at >= 2 && memcmp(byte, "\xC2\x85", 2) == 0)
        return 2;
    bool separates = text.len - at >= 3 && memcmp(byte, "\xE2\x80", 2) == 0 &&
                     (byte[2] == '\xA8' || byte[2] == '\xA9');
    return separates ? 3 : 0;
}

// C1 controls, U+FFFE and U+FFFF, which YAML does not have, and U+FEFF, which libyaml refuses.
static bool is_control(const char *at, size_t len) {
    const unsigned char *byte = (const unsigned char *)at;
    if (len == 1)
        return true;
    if (len == 2)
        return byte[0] == 0xC2U && byte[1] < 0xA0U;
    bool last = len == 3 && byte[0] == 0xEFU;
    return last &&
           ((byte[1] == 0xBBU && byte[2] == 0xBFU) || (byte[1] == 0xBFU && byte[2] >= 0xBEU));
}

static bool grow(struct scan *scan) {
    size_t capacity = scan->capacity == 0 ? scan->text.len / LINE_BYTES + 16 : scan->capacity * 2;
    uint32_t *grown = adm_arena_grow(scan->arena, scan->lines, scan->capacity * sizeof *scan->lines,
                                     capacity * sizeof *scan->lines);
    if (grown == NULL)
        return false;
    scan->lines = grown;
    scan->capacity = capacity;
    return true;
}

// libyaml compares each %TAG with all before it: not even one may reach it.
static void refuse_directive(struct scan *scan, size_t at) {
    if (scan->result.stopped)
        return;
    scan->result.stopped = true;
    adm_yaml_refuse_at(scan->found, ADM_YAML_DIRECTIVE,
                       (struct adm_span){(uint32_t)at, (uint32_t)at + 1});
}

static inline bool add_line(struct scan *scan, size_t start) {
    if (scan->result.line_count == scan->capacity && !grow(scan))
        return false;
    scan->lines[scan->result.line_count++] = (uint32_t)start;
    if (start < scan->text.len && scan->text.data[start] == '%')
        refuse_directive(scan, start);
    return true;
}

static void refuse_byte(struct scan *scan, enum adm_yaml_refusal refusal, size_t at, size_t len) {
    scan->result.stopped = true;
    if (scan->bad_bytes++ < BAD_BYTES_MAX)
        adm_yaml_refuse_at(scan->found, refusal,
                           (struct adm_span){(uint32_t)at, (uint32_t)(at + len)});
}

// Takes what stands at `at`, which is not printable ASCII; returns where to go on.
static size_t take_rune(struct scan *scan, size_t at) {
    size_t len = adm_utf8_at(scan->text, at);
    scan->result.ascii = false;
    if (len == 0) {
        refuse_byte(scan, ADM_YAML_NOT_UTF8, at, 1);
        return at + 1;
    }
    if (adm_yaml_scan_separator(scan->text, at) > 0)
        scan->result.separators = true;
    else if (is_control(scan->text.data + at, len))
        refuse_byte(scan, ADM_YAML_CONTROL, at, len);
    return at + len;
}

static bool scan_lines(struct scan *scan) {
    struct adm_str text = scan->text;
    bool going = add_line(scan, 0);
    size_t at = skip_printable(text, 0);
    while (going && at < text.len) {
        char c = text.data[at];
        bool ends = c == '\n' || (c == '\r' && (at + 1 == text.len || text.data[at + 1] != '\n'));
        if (ends)
            going = add_line(scan, ++at);
        else if (c == '\t' || c == '\r')
            at++;
        else
            at = take_rune(scan, at);
        scan->result.tabs = scan->result.tabs || c == '\t';
        at = skip_printable(text, at);
    }
    return going;
}

bool adm_yaml_scan_text(struct adm_str text, struct adm_arena *arena, struct adm_diagnostics *found,
                        struct adm_yaml_scan *out, struct adm_error *err) {
    struct scan scan = {.text = text, .arena = arena, .found = found, .result = {.ascii = true}};
    if (!scan_lines(&scan))
        return adm_fail(err, ADM_MEMORY, "out of memory for the lines of the document");
    scan.result.lines = scan.lines;
    *out = scan.result;
    return true;
}
