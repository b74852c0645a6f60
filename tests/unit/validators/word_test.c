// SPDX-License-Identifier: Apache-2.0
#include "validators/word.h"

#include <criterion/criterion.h>

static const struct {
    const char *key, *value;
    bool name;
} rows[] = {
    {"password", "hunter2", false},  {"password", "True", true},
    {"password", "off", true},       {"password", "untrue", false},
    {"password", "staging", true}, // an environment
    {"PGUSER", "postgres", true},    {"username", "Shop_Owner", true},
    {"username", "hunter2!", false}, {"app", "orders", true},
    {"DB_APP", "orders", true},      {"dbApp", "orders", true},
    {"whatsapp", "hunter2", false},  {"WHATSAPP", "hunter2", false},
    {"stage", "production", true},   {"app_token", "hunter2", false},
};

Test(word, names_are_told_by_their_key) {
    struct adm_policy policy = {.environment_count = 1};
    policy.environments[0].name = ADM_STR("staging");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(
            adm_word_is_name(&policy, adm_str_from(rows[i].key), adm_str_from(rows[i].value)),
            rows[i].name, "row %zu: %s", i, rows[i].key);
}
