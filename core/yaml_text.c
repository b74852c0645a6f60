// SPDX-License-Identifier: Apache-2.0
#include "core/yaml_text.h"

#include <string.h>

#include "core/utf8.h"
#include "core/yaml.h"

static const char mark[] = "\xEF\xBB\xBF";
enum { DIRECTIVES_MAX = 64 };

// What libyaml's reader refuses, without a place: C0 and C1 controls, U+FEFF, U+FFFE, U+FFFF.
static bool is_control(const char *at, size_t len) {
    const unsigned char *byte = (const unsigned char *)at;
    if (len == 1)
        return (byte[0] < 0x20U && byte[0] != '\t' && byte[0] != '\n' && byte[0] != '\r') ||
               byte[0] == 0x7FU;
    if (len == 2)
        return byte[0] == 0xC2U && byte[1] < 0xA0U && byte[1] != 0x85U;
    bool private = len == 3 && byte[0] == 0xEFU;
    return private &&
           ((byte[1] == 0xBBU && byte[2] == 0xBFU) || (byte[1] == 0xBFU && byte[2] >= 0xBEU));
}

struct adm_yaml_place adm_yaml_text_place(struct adm_str text, size_t offset) {
    struct adm_yaml_place place = {1, 1};
    size_t end = offset < text.len ? offset : text.len;
    for (size_t i = 0; i < end; i++) {
        bool ends = text.data[i] == '\n' ||
                    (text.data[i] == '\r' && (i + 1 == text.len || text.data[i + 1] != '\n'));
        bool tail = ((unsigned char)text.data[i] & 0xC0U) == 0x80U;
        place.line += ends ? 1 : 0;
        place.column = ends ? 1 : place.column + (tail ? 0 : 1);
    }
    return place;
}

static bool refuse(struct adm_str text, size_t at, const char *name, struct adm_error *err) {
    struct adm_yaml_place place = adm_yaml_text_place(text, at);
    unsigned byte = (unsigned char)text.data[at];
    if (byte == 0)
        return adm_fail(err, ADM_SYNTAX,
                        "%s:%zu:%zu: a NUL byte; is this a text file in UTF-8? remove it", name,
                        place.line, place.column);
    if (adm_utf8_at(text, at) == 0)
        return adm_fail(err, ADM_SYNTAX,
                        "%s:%zu:%zu: byte 0x%02x is not UTF-8; save the file as UTF-8", name,
                        place.line, place.column, byte);
    return adm_fail(err, ADM_SYNTAX,
                    "%s:%zu:%zu: a control character (byte 0x%02x); remove it, or escape it in "
                    "double quotes",
                    name, place.line, place.column, byte);
}

static bool check_directives(struct adm_str text, const char *name, struct adm_error *err) {
    static const char directive[] = "%TAG";
    struct adm_str rest = text;
    for (size_t count = 0; adm_str_contains(rest, ADM_STR("%TAG")); count++) {
        if (count == DIRECTIVES_MAX)
            return adm_fail(err, ADM_LIMIT, "%s: more than %d %%TAG directives; write tags in full",
                            name, DIRECTIVES_MAX);
        const char *at = memmem(rest.data, rest.len, directive, sizeof directive - 1);
        rest = adm_str_slice(rest, (size_t)(at - rest.data) + sizeof directive - 1, rest.len);
    }
    return true;
}

bool adm_yaml_text_check(struct adm_str text, const char *name, struct adm_str *out,
                         struct adm_error *err) {
    if (text.len > ADM_YAML_BYTES_MAX)
        return adm_fail(err, ADM_LIMIT, "%s: larger than %zu MiB; split the file", name,
                        ADM_YAML_BYTES_MAX / 1024 / 1024);
    struct adm_str body =
        adm_str_starts(text, mark) ? adm_str_slice(text, sizeof mark - 1, text.len) : text;
    for (size_t i = 0; i < body.len;) {
        size_t len = adm_utf8_at(body, i);
        if (len == 0 || is_control(body.data + i, len))
            return refuse(body, i, name, err);
        i += len;
    }
    ADM_TRY(check_directives(body, name, err));
    *out = body;
    return true;
}
