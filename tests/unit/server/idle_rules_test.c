// SPDX-License-Identifier: Apache-2.0
#include "server/idle_rules.h"

#include <criterion/criterion.h>

static const struct adm_validator secret = {.rule = ADM_RULE_PLAINTEXT_SECRET};
static const struct adm_mutator config = {.rule = ADM_RULE_PLATFORM_CONFIG};
static const struct adm_validator *const validators[] = {&secret};
static const struct adm_mutator *const mutators[] = {&config};

Test(idle_rules, are_those_that_are_named_and_not_here) {
    static const struct {
        const char *policy, *rules;
    } rows[] = {
        {"environments: {a: {modes: {plaintext-secret: warn, platform-config: off}}}", ""},
        {"environments: {a: {secrets: demo}}", ""},
        {"environments:\n  a:\n    modes: {platform-schema: off, plaintext-secret: off}\n"
         "  b: {modes: {helm-release: warn, platform-schema: audit}}\n",
         "helm-release,platform-schema"},
        {"", ""},
        {"environments: x", ""},
        {"environments: [", ""},
    };
    const struct adm_registry registry = {validators, 1, mutators, 1};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        adm_arena_init(&arena, 1 << 20);
        struct adm_str rules = adm_idle_rules_of(adm_str_from(rows[i].policy), &registry, &arena);
        cr_expect(adm_str_is(rules, rows[i].rules), "row %zu: %.*s", i, ADM_STR_ARGS(rules));
    }
}
