// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_format.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "validators/schema/jsonschema_format_time.h"
#include "validators/schema/jsonschema_format_uri.h"
#include "validators/schema/jsonschema_regex.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_alphanumeric(char c) {
    return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

// An address in the notation of inet_pton, which takes no NUL.
static bool is_address(struct adm_str text, int family) {
    char copy[INET6_ADDRSTRLEN + 1];
    unsigned char address[sizeof(struct in6_addr)];
    if (text.len >= sizeof copy || adm_str_index(text, '\0') < text.len)
        return false;
    snprintf(copy, sizeof copy, "%.*s", ADM_STR_ARGS(text));
    return inet_pton(family, copy, address) == 1;
}

static bool check_ipv4(struct adm_str text, struct adm_arena *arena) {
    (void)arena;
    return is_address(text, AF_INET);
}

static bool check_ipv6(struct adm_str text, struct adm_arena *arena) {
    (void)arena;
    return is_address(text, AF_INET6);
}

// RFC 1123: labels of 1 to 63, 253 in all. That `xn--` labels decode is not checked.
static bool check_hostname(struct adm_str text, struct adm_arena *arena) {
    (void)arena;
    size_t label = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool dot = c == '.';
        bool edge = label == 0 || i + 1 == text.len || text.data[i + 1] == '.';
        if (dot ? label == 0 : !is_alphanumeric(c) && (c != '-' || edge))
            return false;
        label = dot ? 0 : label + 1;
        if (label > 63)
            return false;
    }
    return label > 0 && text.len <= 253;
}

// RFC 5321's dot-string.
static bool is_dot_string(struct adm_str text) {
    static const char others[] = "!#$%&'*+-/=?^_`{|}~";
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool dot = c == '.' && i > 0 && i + 1 < text.len && text.data[i + 1] != '.';
        if (!dot && !is_alphanumeric(c) && (c == '\0' || strchr(others, c) == NULL))
            return false;
    }
    return text.len > 0;
}

static bool is_quoted_string(struct adm_str text) {
    if (text.len < 2 || text.data[0] != '"' || text.data[text.len - 1] != '"')
        return false;
    for (size_t i = 1; i + 1 < text.len; i++) {
        char c = text.data[i];
        if (c == '\\')
            i++;
        if (c < ' ' || c == 0x7F || c == '"' || i + 1 == text.len)
            return false;
    }
    return true;
}

static bool is_address_literal(struct adm_str domain) {
    if (domain.len < 3 || domain.data[0] != '[' || domain.data[domain.len - 1] != ']')
        return false;
    struct adm_str inner = adm_str_slice(domain, 1, domain.len - 1);
    if (adm_str_starts(inner, "IPv6:"))
        return is_address(adm_str_slice(inner, 5, inner.len), AF_INET6);
    return is_address(inner, AF_INET);
}

static bool check_email(struct adm_str text, struct adm_arena *arena) {
    size_t at = text.len;
    while (at > 0 && text.data[at - 1] != '@')
        at--;
    if (at == 0)
        return false;
    struct adm_str local = adm_str_slice(text, 0, at - 1);
    struct adm_str domain = adm_str_slice(text, at, text.len);
    return (is_dot_string(local) || is_quoted_string(local)) &&
           (check_hostname(domain, arena) || is_address_literal(domain));
}

static bool check_uuid(struct adm_str text, struct adm_arena *arena) {
    (void)arena;
    for (size_t i = 0; i < text.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char lower = (char)(text.data[i] | 0x20);
        bool hex = is_digit(text.data[i]) || (lower >= 'a' && lower <= 'f');
        if (dash ? text.data[i] != '-' : !hex)
            return false;
    }
    return text.len == 36;
}

static bool check_pointer(struct adm_str text, struct adm_arena *arena) {
    (void)arena;
    for (size_t i = 0; i < text.len; i++) {
        bool escaped = i + 1 < text.len && (text.data[i + 1] == '0' || text.data[i + 1] == '1');
        if (text.data[i] == '~' && !escaped)
            return false;
    }
    return text.len == 0 || text.data[0] == '/';
}

static bool check_relative_pointer(struct adm_str text, struct adm_arena *arena) {
    size_t digits = 0;
    while (digits < text.len && is_digit(text.data[digits]))
        digits++;
    struct adm_str rest = adm_str_slice(text, digits, text.len);
    return digits > 0 && (digits == 1 || text.data[0] != '0') &&
           (adm_str_is(rest, "#") || check_pointer(rest, arena));
}

static bool check_regex(struct adm_str text, struct adm_arena *arena) {
    return adm_jsonschema_regex_is_valid(text, arena);
}

static const struct {
    const char *name;
    adm_jsonschema_format_check *check;
} formats[] = {
    {"date", adm_jsonschema_format_time_date},
    {"date-time", adm_jsonschema_format_time_both},
    {"duration", adm_jsonschema_format_time_duration},
    {"email", check_email},
    {"hostname", check_hostname},
    {"ipv4", check_ipv4},
    {"ipv6", check_ipv6},
    {"json-pointer", check_pointer},
    {"regex", check_regex},
    {"relative-json-pointer", check_relative_pointer},
    {"time", adm_jsonschema_format_time_time},
    {"uri", adm_jsonschema_format_uri_absolute},
    {"uri-reference", adm_jsonschema_format_uri_reference},
    {"uuid", check_uuid},
};

adm_jsonschema_format_check *adm_jsonschema_format_find(struct adm_str name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (adm_str_is(name, formats[i].name))
            return formats[i].check;
    }
    return NULL;
}
