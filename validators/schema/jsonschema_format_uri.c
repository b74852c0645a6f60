// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_format_uri.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

// Beside letters, digits and percent escapes.
static const char unreserved[] = "-._~!$&'()*+,;=";

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_alphanumeric(char c) {
    return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_hex(struct adm_str text, size_t at) {
    if (at >= text.len)
        return false;
    char lower = (char)(text.data[at] | 0x20);
    return is_digit(text.data[at]) || (lower >= 'a' && lower <= 'f');
}

// Whether all of it is unreserved, percent-encoded or one of `also`.
static bool holds_only(struct adm_str text, const char *also) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '%' && is_hex(text, i + 1) && is_hex(text, i + 2))
            continue;
        bool listed = c != '\0' && (strchr(unreserved, c) != NULL || strchr(also, c) != NULL);
        if (!is_alphanumeric(c) && !listed)
            return false;
    }
    return true;
}

static bool is_ip_literal(struct adm_str host) {
    char copy[INET6_ADDRSTRLEN + 1];
    struct in6_addr address;
    struct adm_str inner = adm_str_slice(host, 1, host.len - 1);
    if (host.len < 2 || host.data[host.len - 1] != ']')
        return false;
    if (inner.len > 0 && (inner.data[0] | 0x20) == 'v') {
        size_t dot = adm_str_index(inner, '.');
        return dot > 1 && dot + 1 < inner.len && is_hex(inner, 1) && holds_only(inner, ":");
    }
    if (inner.len >= sizeof copy)
        return false;
    snprintf(copy, sizeof copy, "%.*s", ADM_STR_ARGS(inner));
    return inet_pton(AF_INET6, copy, &address) == 1;
}

static size_t last_index(struct adm_str text, char c) {
    size_t at = text.len;
    while (at > 0 && text.data[at - 1] != c)
        at--;
    return at == 0 ? text.len : at - 1;
}

static bool is_port(struct adm_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.data[i]))
            return false;
    }
    return true;
}

// [user@]host[:port]
static bool is_authority(struct adm_str text) {
    size_t at = adm_str_index(text, '@');
    struct adm_str user = adm_str_slice(text, 0, at == text.len ? 0 : at);
    struct adm_str host = adm_str_slice(text, at == text.len ? 0 : at + 1, text.len);
    size_t bracket = adm_str_index(host, ']');
    struct adm_str behind = adm_str_slice(host, bracket == host.len ? 0 : bracket, host.len);
    size_t colon = last_index(behind, ':');
    struct adm_str port = adm_str_slice(behind, colon + 1, behind.len);
    host = adm_str_slice(host, 0, host.len - (behind.len - colon));
    if (!holds_only(user, ":") || !is_port(port))
        return false;
    return host.len > 0 && host.data[0] == '[' ? is_ip_literal(host) : holds_only(host, "");
}

static bool is_scheme(struct adm_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool other = is_digit(c) || c == '+' || c == '-' || c == '.';
        if ((!is_alphanumeric(c) && !other) || (i == 0 && other))
            return false;
    }
    return text.len > 0;
}

static bool is_rest(struct adm_str text) {
    struct adm_str hier = adm_str_slice(text, 0, adm_str_index(text, '#'));
    struct adm_str fragment = adm_str_slice(text, hier.len + 1, text.len);
    struct adm_str path = adm_str_slice(hier, 0, adm_str_index(hier, '?'));
    struct adm_str query = adm_str_slice(hier, path.len + 1, hier.len);
    if (!holds_only(fragment, ":@/?") || !holds_only(query, ":@/?"))
        return false;
    if (adm_str_starts(path, "//")) {
        struct adm_str after = adm_str_slice(path, 2, path.len);
        struct adm_str authority = adm_str_slice(after, 0, adm_str_index(after, '/'));
        path = adm_str_slice(after, authority.len, after.len);
        if (!is_authority(authority))
            return false;
    }
    return holds_only(path, ":@/");
}

bool adm_jsonschema_format_uri_absolute(struct adm_str text, struct adm_arena *arena) {
    (void)arena;
    size_t colon = adm_str_index(text, ':');
    return colon < text.len && is_scheme(adm_str_slice(text, 0, colon)) &&
           is_rest(adm_str_slice(text, colon + 1, text.len));
}

bool adm_jsonschema_format_uri_reference(struct adm_str text, struct adm_arena *arena) {
    if (adm_jsonschema_format_uri_absolute(text, arena))
        return true;
    // Without a scheme, the first segment has no colon.
    size_t colon = adm_str_index(text, ':');
    size_t slash = adm_str_index(text, '/');
    size_t query = adm_str_index(text, '?');
    size_t fragment = adm_str_index(text, '#');
    bool late = colon == text.len || colon > slash || colon > query || colon > fragment;
    return late && is_rest(text);
}
