// SPDX-License-Identifier: Apache-2.0
#include "core/str.h"

#include <string.h>

struct adm_str adm_str_from(const char *text) {
    return text == NULL ? (struct adm_str){0} : (struct adm_str){text, strlen(text)};
}

bool adm_str_is(struct adm_str s, const char *text) { return adm_str_equal(s, adm_str_from(text)); }

bool adm_str_starts(struct adm_str s, const char *prefix) {
    size_t len = strlen(prefix);
    return s.len >= len && (len == 0 || memcmp(s.data, prefix, len) == 0);
}

bool adm_str_ends(struct adm_str s, const char *suffix) {
    size_t len = strlen(suffix);
    return s.len >= len && (len == 0 || memcmp(s.data + s.len - len, suffix, len) == 0);
}

bool adm_str_contains(struct adm_str s, struct adm_str part) {
    return part.len > 0 && s.len >= part.len && memmem(s.data, s.len, part.data, part.len) != NULL;
}

size_t adm_str_index(struct adm_str s, char c) {
    const char *found = s.len == 0 ? NULL : memchr(s.data, c, s.len);
    return found == NULL ? s.len : (size_t)(found - s.data);
}

struct adm_str adm_str_slice(struct adm_str s, size_t from, size_t to) {
    size_t end = to < s.len ? to : s.len;
    size_t start = from < end ? from : end;
    return (struct adm_str){s.data == NULL ? NULL : s.data + start, end - start};
}

int adm_str_compare(struct adm_str a, struct adm_str b) {
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

// Greedy with one point of return: the last star takes one byte more when what follows fails.
bool adm_str_glob(struct adm_str s, struct adm_str pattern) {
    size_t at = 0, want = 0, star = SIZE_MAX, resume = 0;
    while (at < s.len) {
        if (want < pattern.len && pattern.data[want] == '*') {
            star = want++;
            resume = at;
        } else if (want < pattern.len && pattern.data[want] == s.data[at]) {
            want++;
            at++;
        } else if (star != SIZE_MAX) {
            want = star + 1;
            at = ++resume;
        } else {
            return false;
        }
    }
    while (want < pattern.len && pattern.data[want] == '*')
        want++;
    return want == pattern.len;
}

static bool is_lower_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool adm_str_is_dns_label(struct adm_str s) {
    if (s.len == 0 || s.len > 63)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        bool inner = i > 0 && i + 1 < s.len;
        if (!is_lower_alphanumeric(s.data[i]) && !(inner && s.data[i] == '-'))
            return false;
    }
    return true;
}
