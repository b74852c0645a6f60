// SPDX-License-Identifier: Apache-2.0
#include "validators/word.h"

static char lower(char c) {
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    return c;
}

static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

static bool ends_with(struct adm_str key, const char *word) {
    struct adm_str tail = adm_str_from(word);
    if (key.len < tail.len)
        return false;
    for (size_t i = 0; i < tail.len; i++)
        if (lower(key.data[key.len - tail.len + i]) != tail.data[i])
            return false;
    return true;
}

// `db_app`, `db-app` and `dbApp`, but not `whatsapp`.
static bool ends_with_word(struct adm_str key, const char *word) {
    if (!ends_with(key, word))
        return false;
    size_t start = key.len - adm_str_from(word).len;
    return start == 0 || !is_letter(key.data[start - 1]) ||
           (is_capital(key.data[start]) && !is_capital(key.data[start - 1]));
}

static bool says_name(struct adm_str key) {
    // Written as one word with what stands before them, too: PGUSER, username, hostname.
    static const char *const tails[] = {"user", "name",     "host",   "port",      "database",
                                        "type", "endpoint", "region", "namespace", "cluster"};
    static const char *const words[] = {"app",     "application", "env",    "environment",
                                        "stage",   "role",        "schema", "enabled",
                                        "service", "component",   "team",   "project"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (ends_with(key, tails[i]))
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ends_with_word(key, words[i]))
            return true;
    return false;
}

static bool is_written_as_name(struct adm_str value) {
    for (size_t i = 0; i < value.len; i++) {
        char c = value.data[i];
        if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != '_')
            return false;
    }
    return true;
}

static bool is_switch(struct adm_str value) {
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (value.len == adm_str_from(words[i]).len && ends_with(value, words[i]))
            return true;
    return false;
}

bool adm_word_is_name(const struct adm_policy *policy, struct adm_str key, struct adm_str value) {
    return is_switch(value) || adm_policy_environment(policy, value) != NULL ||
           (is_written_as_name(value) && says_name(key));
}
