// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_uri.h"

#include <string.h>

#include "core/text.h"

struct parts {
    struct adm_str scheme;    // without `:`; {NULL, 0} when there is none
    struct adm_str authority; // without `//`
    struct adm_str path;
    struct adm_str query; // with `?`
};

struct adm_str adm_jsonschema_uri_without_fragment(struct adm_str uri) {
    return adm_str_slice(uri, 0, adm_str_index(uri, '#'));
}

struct adm_str adm_jsonschema_uri_fragment(struct adm_str uri) {
    return adm_str_slice(uri, adm_str_index(uri, '#') + 1, uri.len);
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_scheme(struct adm_str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        bool rest = i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
        if (!is_letter(c) && !rest)
            return false;
    }
    return s.len > 0;
}

// Into zeroed parts.
static void split(struct adm_str uri, struct parts *out) {
    struct adm_str rest = adm_jsonschema_uri_without_fragment(uri);
    struct adm_str scheme = adm_str_slice(rest, 0, adm_str_index(rest, ':'));
    if (scheme.len < rest.len && is_scheme(scheme)) {
        out->scheme = scheme;
        rest = adm_str_slice(rest, scheme.len + 1, rest.len);
    }
    size_t query = adm_str_index(rest, '?');
    out->query = adm_str_slice(rest, query, rest.len);
    rest = adm_str_slice(rest, 0, query);
    if (adm_str_starts(rest, "//")) {
        struct adm_str after = adm_str_slice(rest, 2, rest.len);
        out->authority = adm_str_slice(after, 0, adm_str_index(after, '/'));
        rest = adm_str_slice(after, out->authority.len, after.len);
    }
    out->path = rest;
}

// Drops the last segment that was written.
static size_t shorten(const char *data, size_t start, size_t len) {
    while (len > start && data[len - 1] != '/')
        len--;
    return len > start ? len - 1 : start;
}

// RFC 3986 §5.2.4 of an absolute path, appended to the text.
static void append_path(struct adm_text *text, struct adm_str path) {
    size_t start = text->len;
    while (path.len > 0) {
        size_t end = 1 + adm_str_index(adm_str_slice(path, 1, path.len), '/');
        struct adm_str segment = adm_str_slice(path, 0, end); // "/name", "/", "/..", …
        path = adm_str_slice(path, end, path.len);
        bool up = adm_str_is(segment, "/..");
        if (up)
            text->len = shorten(text->data, start, text->len);
        if (!up && !adm_str_is(segment, "/."))
            adm_text_append(text, segment);
        else if (path.len == 0)
            adm_text_append_char(text, '/');
    }
}

// The reference's path in place of the last segment of the base's.
static struct adm_str merge(const struct parts *base, struct adm_str path, struct adm_text *text) {
    size_t folder = base->path.len;
    while (folder > 0 && base->path.data[folder - 1] != '/')
        folder--;
    if (folder == 0 && base->authority.data != NULL)
        adm_text_append_char(text, '/');
    adm_text_append(text, adm_str_slice(base->path, 0, folder));
    adm_text_append(text, path);
    return adm_text_str(text);
}

// RFC 3986 §5.2.2: a reference becomes what it refers to. `merged` is room for a path.
static void transform(const struct parts *base, struct parts *target, struct adm_text *merged) {
    if (target->scheme.data != NULL)
        return;
    target->scheme = base->scheme;
    if (target->authority.data != NULL)
        return;
    target->authority = base->authority;
    if (target->path.len == 0) {
        target->path = base->path;
        target->query = target->query.len > 0 ? target->query : base->query;
    } else if (target->path.data[0] != '/') {
        target->path = merge(base, target->path, merged);
    }
}

struct adm_str adm_jsonschema_uri_resolve(struct adm_str base, struct adm_str reference,
                                          struct adm_arena *arena) {
    struct adm_text text, merged;
    struct adm_str result = {0};
    adm_text_init(&text, arena);
    adm_text_init(&merged, arena);
    struct parts from = {0}, target = {0};
    split(base, &from);
    split(reference, &target);
    transform(&from, &target, &merged);
    if (target.scheme.data != NULL) {
        adm_text_append(&text, target.scheme);
        adm_text_append_char(&text, ':');
    }
    if (target.authority.data != NULL) {
        adm_text_append_c(&text, "//");
        adm_text_append(&text, target.authority);
    }
    if (target.path.len > 0 && target.path.data[0] == '/')
        append_path(&text, target.path);
    else
        adm_text_append(&text, target.path);
    adm_text_append(&text, target.query);
    adm_text_append(&text, adm_str_slice(reference, adm_str_index(reference, '#'), reference.len));
    return !merged.failed && adm_text_finish(&text, &result, NULL) ? result : (struct adm_str){0};
}

static int hex(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

struct adm_str adm_jsonschema_uri_decode(struct adm_str text, struct adm_arena *arena) {
    char *bytes = adm_arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; bytes != NULL && i < text.len; i++) {
        bytes[len] = text.data[i];
        if (text.data[i] == '%') {
            int high = text.len - i > 2 ? hex(text.data[i + 1]) : -1;
            int low = high < 0 ? -1 : hex(text.data[i + 2]);
            if (low < 0)
                return (struct adm_str){0};
            bytes[len] = (char)(high * 16 + low);
            i += 2;
        }
        len++;
    }
    return (struct adm_str){bytes, bytes == NULL ? 0 : len};
}
