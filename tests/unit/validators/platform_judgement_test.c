// SPDX-License-Identifier: Apache-2.0
// One judgement for two rules, remembered or not.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "validators/platform_cache.h"
#include "validators/registry.h"
#include "validators/schema/platform.h"

static struct judged judged;
static struct adm_str text;
static struct adm_platform_cache cache;
static struct adm_environment dev, other; // the request's, changed

// local's file is wrong in dev by its environment's rules alone.
static void setup(void) {
    text = judge_read_file(ADM_FIXTURES "/platform-environment/deny/of-local.json");
    judge_text(&judged, text, (struct adm_str){0}, "dev");
    cache = (struct adm_platform_cache){0};
}
static void teardown(void) {
    adm_platform_cache_destroy(&cache);
    judge_destroy(&judged);
    free((char *)(uintptr_t)text.data);
}
TestSuite(platform_judgement, .init = setup, .fini = teardown);

static const struct adm_decision *decide(const struct adm_environment *environment) {
    static struct adm_decision decision;
    struct adm_registry registry = {0};
    registry.validators = adm_registry_validators(&registry.validator_count);
    judged.request.environment = environment;
    judged.request.cache = &cache;
    adm_decision_make(&registry, &judged.request, false, &decision);
    return &decision;
}

static size_t count_rule(const struct adm_decision *decision, enum adm_rule rule) {
    size_t count = 0;
    for (size_t i = 0; i < decision->verdict.count; i++)
        count += decision->verdict.findings[i].rule == rule;
    return count;
}

Test(platform_judgement, is_asked_for_once) {
    dev = *judged.request.environment;
    struct adm_str first = adm_arena_copy(&judged.arena, decide(&dev)->response.message);
    cr_expect(cache.misses == 1 && cache.hits == 0);
    const struct adm_decision *again = decide(&dev);
    cr_expect(cache.misses == 1 && cache.hits == 1);
    cr_expect(adm_str_equal(again->response.message, first));
    cr_expect(adm_str_equal(judged.decision.response.message, first));
    cr_expect(adm_str_is(again->verdict.schema, adm_platform_digest(judged.platform)));
}

Test(platform_judgement, each_rule_has_its_own_mode) {
    dev = *judged.request.environment;
    dev.modes[ADM_RULE_PLATFORM_SCHEMA] = ADM_MODE_OFF;
    const struct adm_decision *decision = decide(&dev);
    cr_expect_eq(decision->kind, ADM_DECISION_DENY);
    cr_expect_eq(count_rule(decision, ADM_RULE_PLATFORM_SCHEMA), 0);
    size_t wrong = count_rule(decision, ADM_RULE_PLATFORM_ENVIRONMENT);
    cr_expect_gt(wrong, 5);
    dev.modes[ADM_RULE_PLATFORM_SCHEMA] = ADM_MODE_ENFORCE;
    dev.modes[ADM_RULE_PLATFORM_ENVIRONMENT] = ADM_MODE_WARN;
    decision = decide(&dev);
    cr_expect_eq(decision->kind, ADM_DECISION_WARN);
    cr_expect_eq(count_rule(decision, ADM_RULE_PLATFORM_ENVIRONMENT), wrong);
    dev.modes[ADM_RULE_PLATFORM_ENVIRONMENT] = ADM_MODE_OFF;
    decision = decide(&dev);
    cr_expect_eq(count_rule(decision, ADM_RULE_PLATFORM_ENVIRONMENT), 0);
    dev.modes[ADM_RULE_PLATFORM_SCHEMA] = ADM_MODE_OFF;
    uint64_t asked = cache.hits + cache.misses;
    decision = decide(&dev);
    cr_expect_eq(cache.hits + cache.misses, asked);
    cr_expect_eq(decision->verdict.schema.len, 0);
}

Test(platform_judgement, another_environment_or_policy_is_another_verdict) {
    dev = *judged.request.environment;
    other = dev;
    decide(&dev);
    other.name = ADM_STR("qa");
    decide(&other);
    cr_expect_eq(cache.misses, 2);
    judged.policy->digest[0] = judged.policy->digest[0] == 'a' ? 'b' : 'a';
    decide(&dev);
    cr_expect_eq(cache.misses, 3);
    cr_expect_eq(cache.hits, 0);
}

Test(platform_judgement, without_schemas_nothing_passes) {
    dev = *judged.request.environment;
    judged.request.platform = NULL;
    const struct adm_decision *decision = decide(&dev);
    cr_expect_eq(decision->kind, ADM_DECISION_DENY);
    cr_expect_eq(count_rule(decision, ADM_RULE_PLATFORM_SCHEMA), 1);
    cr_expect_eq(count_rule(decision, ADM_RULE_PLATFORM_ENVIRONMENT), 1);
    cr_expect(adm_str_contains(decision->response.message, ADM_STR("are not loaded")));
}

// The policy's list of built-in environments is what is built in.
Test(platform_judgement, the_policy_knows_the_overlays) {
    for (size_t i = 0; i < ADM_POLICY_PLATFORMS; i++)
        cr_expect(adm_platform_has_overlay(adm_str_from(adm_policy_platforms[i])));
    cr_expect_not(adm_platform_has_overlay(ADM_STR("qa")));
}
