// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/chars.h"

const uint16_t adm_chars_table[256] = {
    0x0,   0x0,  0x0,  0x0,  0x0,  0x0,   0x0,   0x0,   0x0,   0x200,  0x200, 0x200, 0x200,
    0x200, 0x0,  0x0,  0x0,  0x0,  0x0,   0x0,   0x0,   0x0,   0x0,    0x0,   0x0,   0x0,
    0x0,   0x0,  0x0,  0x0,  0x0,  0x0,   0x200, 0x0,   0x800, 0x0,    0x0,   0x0,   0x0,
    0x800, 0x0,  0x0,  0x0,  0x40, 0x0,   0x80,  0x100, 0x40,  0x4,    0x4,   0x24,  0x24,
    0x24,  0x24, 0x24, 0x24, 0x4,  0x4,   0x0,   0x0,   0x0,   0x400,  0x0,   0x0,   0x0,
    0x12,  0x12, 0x12, 0x12, 0x12, 0x12,  0x2,   0x2,   0x2,   0x2,    0x2,   0x2,   0x2,
    0x2,   0x2,  0x2,  0x2,  0x2,  0x2,   0x2,   0x2,   0x2,   0x2,    0x2,   0x2,   0x2,
    0x0,   0x0,  0x0,  0x0,  0x80, 0x800, 0x9,   0x9,   0x9,   0x9,    0x9,   0x9,   0x1,
    0x1,   0x1,  0x1,  0x1,  0x1,  0x1,   0x1,   0x1,   0x1,   0x1,    0x1,   0x1,   0x1,
    0x1,   0x1,  0x1,  0x1,  0x1,  0x1,   0x0,   0x0,   0x0,   0x1000, 0x0,
};

size_t adm_chars_run(struct adm_str s, size_t at, unsigned set, size_t max) {
    size_t n = 0;
    while (n < max && at + n < s.len && adm_chars_in(s.data[at + n], set))
        n++;
    return n;
}

bool adm_chars_all(struct adm_str s, unsigned set) {
    return s.len > 0 && adm_chars_run(s, 0, set, s.len) == s.len;
}

bool adm_chars_any(struct adm_str s, unsigned set) {
    for (size_t i = 0; i < s.len; i++)
        if (adm_chars_in(s.data[i], set))
            return true;
    return false;
}

unsigned adm_chars_distinct(struct adm_str s) {
    bool seen[256] = {false};
    unsigned count = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool *this = &seen[(unsigned char)s.data[i]];
        count += !*this;
        *this = true;
    }
    return count;
}

struct adm_str adm_chars_trim(struct adm_str s) {
    while (s.len > 0 && adm_chars_in(s.data[s.len - 1], ADM_CHARS_SPACE))
        s.len--;
    size_t lead = adm_chars_run(s, 0, ADM_CHARS_SPACE, s.len);
    return (struct adm_str){s.data + lead, s.len - lead};
}

bool adm_chars_begins(struct adm_str s, size_t at, const char *word) {
    size_t i = 0;
    for (; word[i] != '\0'; i++)
        if (at + i >= s.len || adm_chars_lower(s.data[at + i]) != word[i])
            return false;
    return true;
}

bool adm_chars_same(struct adm_str s, const char *word) {
    for (size_t i = 0; i < s.len; i++)
        if (word[i] == '\0' || adm_chars_lower(s.data[i]) != word[i])
            return false;
    return word[s.len] == '\0';
}

size_t adm_chars_find(struct adm_str s, size_t from, size_t to, const char *part) {
    to = to < s.len ? to : s.len;
    for (size_t i = from; i < to; i++)
        if (adm_chars_lower(s.data[i]) == part[0] && adm_chars_begins(s, i, part))
            return i;
    return SIZE_MAX;
}
