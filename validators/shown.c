// SPDX-License-Identifier: Apache-2.0
#include "validators/shown.h"

enum {
    KEY_MAX = 253,      // of a Secret's key, and of an annotation's prefix
    NAME_MAX_LEN = 317, // prefix, slash and 63 bytes
    PART_MIN = 8,       // a shorter value may well be a word of its key
};

static bool is_key_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
}

static bool is_written_as(struct adm_str key, size_t most, char also) {
    for (size_t i = 0; i < key.len; i++)
        if (!is_key_char(key.data[i]) && key.data[i] != also)
            return false;
    return key.len <= most;
}

struct adm_str adm_shown_key(struct adm_str key, struct adm_str value) {
    bool repeats =
        adm_str_equal(key, value) || (value.len >= PART_MIN && adm_str_contains(key, value));
    return repeats || !is_written_as(key, KEY_MAX, '-') ? ADM_STR("…") : key;
}

struct adm_str adm_shown_name(struct adm_str name) {
    return is_written_as(name, NAME_MAX_LEN, '/') ? name : ADM_STR("…");
}
