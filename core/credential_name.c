// SPDX-License-Identifier: Apache-2.0
#include "core/credential_name.h"

enum { NAME_MAX_BYTES = 253 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

static bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

bool adm_credential_name_is_object(struct adm_str name) {
    if (name.len == 0 || name.len > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        bool edge =
            i == 0 || i + 1 == name.len || name.data[i - 1] == '.' || name.data[i + 1] == '.';
        char c = name.data[i];
        if (!is_lower(c) && !is_digit(c) && (edge || (c != '-' && c != '.')))
            return false;
    }
    return true;
}

bool adm_credential_name_is_key(struct adm_str key) {
    if (key.len == 0 || key.len > NAME_MAX_BYTES || adm_str_is(key, ".") ||
        adm_str_starts(key, ".."))
        return false;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.data[i];
        if (!is_letter(c) && !is_digit(c) && c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

static char upper_snake(char c) {
    if (c == '-')
        return '_';
    if (is_lower(c))
        return (char)(c - 'a' + 'A');
    return c;
}

bool adm_credential_name_is_same(struct adm_str ref, struct adm_str other) {
    if (ref.len != other.len)
        return false;
    for (size_t i = 0; i < ref.len; i++)
        if (upper_snake(ref.data[i]) != upper_snake(other.data[i]))
            return false;
    return true;
}

bool adm_credential_name_is_ref(struct adm_str ref) {
    if (ref.len == 0 || ref.len > NAME_MAX_BYTES || !is_letter(ref.data[0]))
        return false;
    for (size_t i = 0; i < ref.len; i++) {
        char c = ref.data[i];
        if (!is_letter(c) && !is_digit(c) && c != '-' && c != '_')
            return false;
    }
    return !adm_credential_name_is_same(ref, ADM_STR("FLOE_PLATFORM_FILE")) &&
           !adm_credential_name_is_same(ref, ADM_STR("FLOE_PLATFORM_ENV"));
}

struct adm_str adm_credential_name_variable(struct adm_str ref, struct adm_arena *arena) {
    char *name = adm_arena_alloc(arena, ref.len + 1);
    if (name == NULL)
        return (struct adm_str){0};
    for (size_t i = 0; i < ref.len; i++)
        name[i] = upper_snake(ref.data[i]);
    name[ref.len] = '\0';
    return (struct adm_str){name, ref.len};
}
