// SPDX-License-Identifier: Apache-2.0
#include "core/semver.h"

enum { TEXT_MAX = 128 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_part_char(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

static bool is_number(struct adm_str part) {
    for (size_t i = 0; i < part.len; i++)
        if (!is_digit(part.data[i]))
            return false;
    return part.len > 0;
}

static bool has_leading_zero(struct adm_str part) { return part.len > 1 && part.data[0] == '0'; }

// What stands before the first dot; `*rest` is what stands after it.
static struct adm_str take_part(struct adm_str text, struct adm_str *rest) {
    size_t dot = adm_str_index(text, '.');
    *rest = adm_str_slice(text, dot + 1, text.len);
    return adm_str_slice(text, 0, dot);
}

// "rc.1": parts of letters, digits and hyphens; of a pre-release, numbers without leading zeros.
static bool are_parts(struct adm_str text, bool numbers_are_numbers) {
    struct adm_str rest = text;
    bool more = true;
    while (more) {
        more = adm_str_index(rest, '.') < rest.len;
        struct adm_str part = take_part(rest, &rest);
        for (size_t i = 0; i < part.len; i++)
            if (!is_part_char(part.data[i]))
                return false;
        if (part.len == 0 || (numbers_are_numbers && is_number(part) && has_leading_zero(part)))
            return false;
    }
    return true;
}

// Cuts `text` at the first `mark` and gives what follows it; false when that is no list of parts.
static bool cut(struct adm_str *text, char mark, struct adm_str *after) {
    size_t at = adm_str_index(*text, mark);
    if (at == text->len)
        return true;
    *after = adm_str_slice(*text, at + 1, text->len);
    *text = adm_str_slice(*text, 0, at);
    return are_parts(*after, mark == '-');
}

bool adm_semver_read(struct adm_str text, struct adm_semver *out) {
    struct adm_semver version = {0};
    struct adm_str rest = text;
    // The build first: it may hold hyphens, and the pre-release no plus sign.
    if (text.len > TEXT_MAX || !cut(&rest, '+', &version.build) || !cut(&rest, '-', &version.pre))
        return false;
    for (size_t i = 0; i < 3; i++) {
        bool has_dot = adm_str_index(rest, '.') < rest.len;
        version.numbers[i] = take_part(rest, &rest);
        if (!is_number(version.numbers[i]) || has_leading_zero(version.numbers[i]) ||
            has_dot != (i < 2))
            return false;
    }
    *out = version;
    return true;
}

// Digits without leading zeros: the longer number is the greater.
static int compare_numbers(struct adm_str a, struct adm_str b) {
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return adm_str_compare(a, b);
}

static int compare_parts(struct adm_str a, struct adm_str b) {
    bool a_is = is_number(a), b_is = is_number(b);
    if (a_is && b_is)
        return compare_numbers(a, b);
    if (a_is != b_is)
        return a_is ? -1 : 1;
    return adm_str_compare(a, b);
}

static int compare_pre(struct adm_str a, struct adm_str b) {
    if (a.len == 0 || b.len == 0)
        return (a.len == 0) - (b.len == 0);
    while (a.len > 0 && b.len > 0) {
        int order = compare_parts(take_part(a, &a), take_part(b, &b));
        if (order != 0)
            return order;
    }
    return (a.len > 0) - (b.len > 0);
}

int adm_semver_compare(const struct adm_semver *a, const struct adm_semver *b) {
    for (size_t i = 0; i < 3; i++) {
        int order = compare_numbers(a->numbers[i], b->numbers[i]);
        if (order != 0)
            return order;
    }
    return compare_pre(a->pre, b->pre);
}
