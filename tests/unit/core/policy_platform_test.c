// SPDX-License-Identifier: Apache-2.0
// What the policy says of platform.yaml: whose rules it follows, which profile, which releases.
#include "core/policy.h"

#include <criterion/criterion.h>

#include "core/policy_default.h"

static struct adm_policy *read_policy(struct adm_str text) {
    struct adm_policy *policy = NULL;
    struct adm_error err = {0};
    cr_assert(adm_policy_read(text, "p", &policy, &err), "%s", err.message);
    return policy;
}

static const struct adm_environment *find(const struct adm_policy *policy, const char *name) {
    const struct adm_environment *found = adm_policy_environment(policy, adm_str_from(name));
    cr_assert_not_null(found, "%s", name);
    return found;
}

static const char many[] = "environments:\n"
                           "  qa: {extends: staging}\n"
                           "  staging: {extends: prod, platform_profile: '1.2'}\n"
                           "  prod: {secrets: external-secrets}\n"
                           "  demo: {extends: lab}\n"
                           "  lab: {secrets: demo, platform: local}\n"
                           "  alone: {secrets: demo}\n"
                           "  dev: {extends: lab}\n"
                           "  canary: {extends: staging, platform: dev, platform_profile: 1.3}\n"
                           "strictness: [lab, demo, alone, dev, canary, qa, staging, prod]\n"
                           "unlabelled: {environment: prod, mode: warn}\n"
                           "platform_releases:\n"
                           "  prod: {minimum: 1.4.0, versions: [1.3.7, 1.5.0-rc.1]}\n"
                           "  qa: {versions: [2.0.0]}\n";

Test(policy_platform, rules_of_the_nearest_that_has_some) {
    static const struct {
        const char *name, *platform;
        bool only_1_2;
    } rows[] = {
        {"qa", "staging", true},  {"staging", "staging", true}, {"prod", "prod", false},
        {"demo", "local", false}, {"lab", "local", false},      {"alone", "prod", false},
        {"dev", "dev", false},    {"canary", "dev", false},
    };
    struct adm_policy *policy = read_policy(adm_str_from(many));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct adm_environment *e = find(policy, rows[i].name);
        cr_expect(adm_str_is(e->platform, rows[i].platform), "%s: %.*s", rows[i].name,
                  ADM_STR_ARGS(e->platform));
        cr_expect_eq(e->platform_1_2, rows[i].only_1_2, "%s", rows[i].name);
    }
    cr_expect_eq(policy->environment_names.count, 8);
    cr_expect(adm_policy_has(policy->environment_names, ADM_STR("canary")));
    adm_policy_free(policy);
}

Test(policy_platform, releases_are_taken_over) {
    struct adm_policy *policy = read_policy(adm_str_from(many));
    const struct adm_releases *prod = find(policy, "prod")->releases;
    cr_assert_not_null(prod);
    cr_expect_eq(prod->versions.count, 2);
    cr_expect(adm_str_is(prod->minimum.numbers[1], "4"));
    cr_expect_eq(find(policy, "staging")->releases, prod);
    cr_expect_eq(find(policy, "canary")->releases, prod);
    const struct adm_releases *qa = find(policy, "qa")->releases;
    cr_expect(qa != prod && qa->versions.count == 1 && qa->minimum.numbers[0].len == 0);
    cr_expect_null(find(policy, "lab")->releases);
    cr_expect_null(find(policy, "alone")->releases);
    adm_policy_free(policy);
}

Test(policy_platform, shipped) {
    static const char *const names[] = {"local", "dev", "staging", "prod"};
    struct adm_policy *policy = read_policy(adm_policy_default());
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct adm_environment *e = find(policy, names[i]);
        cr_expect(adm_str_is(e->platform, names[i]));
        cr_expect(!e->platform_1_2);
        cr_expect_eq(e->releases != NULL, i >= 2, "%s", names[i]);
    }
    cr_expect(adm_str_is(find(policy, "staging")->releases->minimum.numbers[0], "1"));
    adm_policy_free(policy);
}

Test(policy_platform, refuses) {
#define LEAST                                                                                      \
    "environments: {e: {secrets: demo}}\n"                                                         \
    "strictness: [e]\n"                                                                            \
    "unlabelled: {environment: e, mode: warn}\n"
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"environments: {a: {secrets: demo, platform: production}}\n",
         "p:1:45: expected local, dev, staging or prod"},
        {"environments: {a: {secrets: demo, platform: [dev]}}\n",
         "p:1:45: expected local, dev, staging or prod"},
        {"environments: {a: {secrets: demo, platform_profile: '1.1'}}\n",
         "p:1:53: expected \"1.2\" or \"1.3\""},
        {"environments: {a: {secrets: demo, profile: '1.2'}}\n",
         "p:1:35: unknown key `profile` of an environment; see schemas/policy.schema.json"},
        {LEAST "platform_releases: []\n", "p:4:20: expected a map, like {key: value}"},
        {LEAST "platform_releases: {f: {minimum: 1.0.0}}\n",
         "p:4:21: `f` is not one of `environments`"},
        {LEAST "platform_releases: {e: {}}\n", "p:4:24: expected `versions`, `minimum` or both"},
        {LEAST "platform_releases: {e: {minimal: 1.0.0}}\n",
         "p:4:25: unknown key `minimal` of an environment of `platform_releases`; did you mean "
         "`minimum`?"},
        {LEAST "platform_releases: {e: {minimum: 1.0}}\n", "p:4:34: expected a version like 1.4.0"},
        {LEAST "platform_releases: {e: {minimum: v1.0.0}}\n",
         "p:4:34: expected a version like 1.4.0"},
        {LEAST "platform_releases: {e: {versions: 1.0.0}}\n",
         "p:4:35: expected a list, like [a, b]"},
        {LEAST "platform_releases: {e: {versions: [1.0.0, 2.0]}}\n",
         "p:4:43: expected a version like 1.4.0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_policy *policy = NULL;
        struct adm_error err = {0};
        cr_expect_not(adm_policy_read(adm_str_from(rows[i].text), "p", &policy, &err), "%s",
                      rows[i].text);
        cr_expect_eq(err.code, ADM_INVALID);
        cr_expect_str_eq(err.message, rows[i].message);
    }
}
