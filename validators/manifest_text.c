// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_text.h"

#include <string.h>

#include "core/utf8.h"
#include "core/yaml_text.h"

enum { BLOCK = 64, DIRECTIVES_MAX = 64 };

bool adm_manifest_text_fail(struct adm_str text, size_t offset, enum adm_code code,
                            const char *what, struct adm_error *err) {
    struct adm_yaml_place place = adm_yaml_text_place(text, offset);
    return adm_fail(err, code, "line %zu column %zu: %s", place.line, place.column, what);
}

static bool is_ascii(unsigned char c) {
    return (c >= 0x20U && c < 0x7FU) || c == '\n' || c == '\t' || c == '\r';
}

// Whether the next BLOCK bytes are plain ASCII; without a branch, so that it is done in vectors.
static bool is_ascii_block(const char *at) {
    unsigned other = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)at[i];
        other |= (unsigned)((unsigned char)(c - 0x20U) >= 0x5FU) &
                 (unsigned)((c != '\n') & (c != '\t') & (c != '\r'));
    }
    return other == 0;
}

static bool is_mark(const char *at, size_t len) {
    return len == 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0;
}

// What go-yaml's reader refuses: C0 and C1 controls but white space and U+0085; U+FFFE, U+FFFF.
static bool is_control(const char *at, size_t len) {
    const unsigned char *byte = (const unsigned char *)at;
    if (len == 1)
        return !is_ascii(byte[0]);
    if (len == 2)
        return byte[0] == 0xC2U && byte[1] < 0xA0U && byte[1] != 0x85U;
    return len == 3 && byte[0] == 0xEFU && byte[1] == 0xBFU && byte[2] >= 0xBEU;
}

// U+0085, U+2028, U+2029: line ends to YAML 1.1.
static bool is_break(const char *at, size_t len) {
    return (len == 2 && memcmp(at, "\xC2\x85", 2) == 0) ||
           (len == 3 && (memcmp(at, "\xE2\x80\xA8", 3) == 0 || memcmp(at, "\xE2\x80\xA9", 3) == 0));
}

static bool begins_line(struct adm_str text, size_t at) {
    if (at == 0 || text.data[at - 1] == '\n' || text.data[at - 1] == '\r')
        return true;
    return (at >= 2 && is_break(text.data + at - 2, 2)) ||
           (at >= 3 && is_break(text.data + at - 3, 3));
}

static bool check_character(struct adm_str text, size_t at, size_t len, struct adm_error *err) {
    if (text.data[at] == '\0')
        return adm_manifest_text_fail(text, at, ADM_SYNTAX, "a NUL byte; remove it", err);
    if (len == 0)
        return adm_manifest_text_fail(text, at, ADM_SYNTAX, "not UTF-8; save the file as UTF-8",
                                      err);
    if (is_control(text.data + at, len))
        return adm_manifest_text_fail(text, at, ADM_SYNTAX,
                                      "a control character; remove it, or escape it in double "
                                      "quotes",
                                      err);
    if (is_mark(text.data + at, len) && at > 0 && begins_line(text, at))
        return adm_manifest_text_fail(text, at, ADM_SYNTAX,
                                      "a byte order mark within the text; remove it", err);
    return true;
}

static bool check_characters(struct adm_str text, bool *unusual, struct adm_error *err) {
    *unusual = false;
    for (size_t i = 0; i < text.len;) {
        if (text.len - i >= BLOCK && is_ascii_block(text.data + i)) {
            i += BLOCK;
            continue;
        }
        size_t end = text.len - i >= BLOCK ? i + BLOCK : text.len;
        while (i < end) {
            size_t len = adm_utf8_at(text, i);
            if (len != 1 || !is_ascii((unsigned char)text.data[i]))
                ADM_TRY(check_character(text, i, len, err));
            *unusual =
                *unusual || (i > 0 && is_mark(text.data + i, len)) || is_break(text.data + i, len);
            i += len;
        }
    }
    return true;
}

static bool check_directives(struct adm_str text, struct adm_error *err) {
    static const char directive[] = "%TAG";
    size_t count = 0;
    for (const char *at = text.data, *end = text.data + text.len; at != NULL && at < end; at++) {
        at = memchr(at, directive[0], (size_t)(end - at));
        if (at == NULL)
            break;
        size_t offset = (size_t)(at - text.data);
        struct adm_str rest = adm_str_slice(text, offset, text.len);
        count += adm_str_starts(rest, directive) && begins_line(text, offset) ? 1 : 0;
        if (count > DIRECTIVES_MAX)
            return adm_manifest_text_fail(text, offset, ADM_LIMIT,
                                          "more than 64 %TAG directives; write tags in full", err);
    }
    return true;
}

bool adm_manifest_text_check(struct adm_str text, bool *unusual, struct adm_error *err) {
    if (text.len > ADM_MANIFEST_BYTES_MAX)
        return adm_manifest_text_fail(text, ADM_MANIFEST_BYTES_MAX, ADM_LIMIT,
                                      "the manifest is larger than 32 MiB; split it", err);
    return check_characters(text, unusual, err) && check_directives(text, err);
}
