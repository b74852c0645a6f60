// SPDX-License-Identifier: Apache-2.0
// What the fixtures of helm-release cannot say: modes, limits of the server, and the policy's
// words.
#include "validators/helm_release.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "core/policy_default.h"
#include "judge.h"
#include "releases.h"
#include "validators/helm_payload.h"
#include "validators/registry.h"

static struct adm_arena arena;
static struct judged judged;
static struct adm_decision decision;

static void setup(void) { adm_arena_init(&arena, (size_t)256 * 1024 * 1024); }
static void teardown(void) {
    if (judged.policy != NULL)
        judge_destroy(&judged);
    adm_arena_destroy(&arena);
}
TestSuite(helm_release, .init = setup, .fini = teardown);

static const char secret[] = "---\n# Source: web/templates/db.yaml\napiVersion: v1\nkind: Secret\n"
                             "metadata:\n  name: db\nstringData:\n  password: hunter2\n";

static void decide(void) {
    struct adm_registry registry = {0};
    registry.validators = adm_registry_validators(&registry.validator_count);
    adm_decision_make(&registry, &judged.request, false, &decision);
}

static bool says(const char *words) {
    return adm_str_contains(decision.response.message, adm_str_from(words));
}

// The review judged in the environment with the shipped policy.
static void judge_release(const struct releases_review *review, const char *environment) {
    judge_text(&judged, releases_review(&arena, review), (struct adm_str){0}, environment);
    decision = judged.decision;
}

static struct adm_str with_manifest(const char *manifest, const char *status) {
    return releases_json(
        &arena, &(struct releases_parts){.status = status, .manifest = adm_str_from(manifest)});
}

Test(helm_release, denial_names_resource_template_and_what_to_do) {
    judge_release(&(struct releases_review){.release = with_manifest(secret, NULL)}, "dev");
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    cr_expect(says("[helm-release] `Secret/db` (web/templates/db.yaml): key `password` holds a "
                   "plaintext value (1-7 bytes) at stringData.password; seal it"),
              "%.*s", ADM_STR_ARGS(decision.response.message));
    cr_expect_not(says("hunter2"));
}

Test(helm_release, is_a_warning_where_the_rule_is_one) {
    judge_release(&(struct releases_review){.release = with_manifest(secret, NULL)}, "local");
    cr_expect_eq(decision.kind, ADM_DECISION_WARN);
}

Test(helm_release, modes_of_the_other_rule_count) {
    struct adm_environment *dev = NULL;
    judge_release(&(struct releases_review){.release = with_manifest(secret, NULL)}, "dev");
    for (size_t i = 0; i < judged.policy->environment_count; i++)
        if (adm_str_is(judged.policy->environments[i].name, "dev"))
            dev = &judged.policy->environments[i];
    cr_assert_not_null(dev);
    dev->modes[ADM_RULE_PLAINTEXT_SECRET] = ADM_MODE_WARN;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_WARN);
    dev->modes[ADM_RULE_PLAINTEXT_SECRET] = ADM_MODE_OFF;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
    dev->modes[ADM_RULE_PLAINTEXT_SECRET] = ADM_MODE_ENFORCE;
    dev->modes[ADM_RULE_HELM_RELEASE] = ADM_MODE_OFF;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
}

Test(helm_release, exceptions_of_the_object_count) {
    static const struct adm_exception exception = {.id = {"db", 2},
                                                   .owner = {"o", 1},
                                                   .reason = {"r", 1},
                                                   .namespace = {"t*", 2},
                                                   .name = {"db", 2},
                                                   .expires_s = JUDGE_NOW_S + 1,
                                                   .expires = {"soon", 4}};
    judge_release(&(struct releases_review){.release = with_manifest(secret, NULL)}, "dev");
    judged.policy->exceptions = &exception;
    judged.policy->exception_count = 1;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
    cr_expect_eq(decision.verdict.count, 1);
    cr_expect(adm_str_is(decision.verdict.findings[0].exception, "db"));
}

Test(helm_release, rollback_is_a_warning_until_its_date) {
    judge_release(&(struct releases_review){.release = with_manifest(secret, "pending-rollback")},
                  "dev");
    cr_expect_eq(decision.kind, ADM_DECISION_WARN);
    judged.policy->rollback_until_s = JUDGE_NOW_S;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    cr_expect(says("fix forward"), "%.*s", ADM_STR_ARGS(decision.response.message));
    judged.policy->rollback_until_s = JUDGE_NOW_S + 1;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_WARN);
    judged.policy->rollback_until_s = 0;
    judged.policy->rollback_mode = ADM_MODE_ENFORCE;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    judged.policy->rollback_mode = ADM_MODE_OFF;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_WARN, "never without a trace");
}

Test(helm_release, update_to_pending_rollback_is_no_rollback) {
    judge_release(&(struct releases_review){.release = with_manifest(secret, "pending-rollback"),
                                            .old = with_manifest("", "deployed")},
                  "dev");
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
}

Test(helm_release, what_a_release_inflates_to_is_bounded_by_the_server) {
    struct adm_str release = with_manifest("---\na: 1\n", NULL), old = with_manifest("", NULL);
    judge_release(&(struct releases_review){.release = release, .old = old}, "dev");
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
    cr_expect_eq(adm_helm_payload_announced(&judged.request), release.len + old.len);
    judged.request.inflate_max = release.len + old.len;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
    judged.request.inflate_max = release.len - 1;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    cr_expect(says("limits.inflight_bytes"), "%.*s", ADM_STR_ARGS(decision.response.message));
}

// Without room for the old one nothing counts as old.
Test(helm_release, an_old_release_without_room_is_none) {
    struct adm_str release = with_manifest(secret, "deployed"), old = with_manifest(secret, NULL);
    judge_release(&(struct releases_review){.release = release, .old = old}, "dev");
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
    judged.request.inflate_max = release.len + old.len - 1;
    decide();
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
}

Test(helm_release, announces_nothing_for_others) {
    judge_release(&(struct releases_review){.release = with_manifest("", NULL), .bare = true},
                  "dev");
    cr_expect_eq(adm_helm_payload_announced(&judged.request), 0);
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
}

Test(helm_release, config_map_is_judged_as_the_secret_is) {
    judge_release(
        &(struct releases_review){.release = with_manifest(secret, NULL), .config_map = true},
        "dev");
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    cr_expect(says("[helm-release] `Secret/db`") && !says("credential-in-config"));
    cr_expect_gt(adm_helm_payload_announced(&judged.request), 100);
}

Test(helm_release, lists_twenty_of_many_and_counts_the_rest) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    for (int i = 0; i < 60; i++)
        adm_text_printf(&text,
                        "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s%d}\n"
                        "stringData: {password: hunter2}\n",
                        i);
    struct adm_str release =
        releases_json(&arena, &(struct releases_parts){.manifest = adm_text_str(&text)});
    judge_release(&(struct releases_review){.release = release}, "dev");
    cr_expect_eq(decision.response.cause_count, ADM_DECISION_FINDINGS_MAX);
    cr_expect(says("`Secret/s0`") && says("`Secret/s19`") && !says("`Secret/s20`"));
    cr_expect(says("… and 40 more"));
}

// For `check`: a release without the object that stores it.
Test(helm_release, is_unpacked_and_judged_by_itself) {
    struct adm_str json = with_manifest(secret, NULL), packed = releases_gzip(&arena, json);
    struct adm_str inner = releases_base64(&arena, packed);
    const struct adm_str forms[] = {json, packed, inner, releases_base64(&arena, inner)};
    struct adm_helm_release release = {0}, old = {0};
    struct adm_verdict verdict;
    struct adm_error err = {0};
    judge_release(&(struct releases_review){.release = json}, "dev");
    for (size_t i = 0; i < 4; i++) {
        cr_assert(adm_helm_release_unpack(forms[i], &arena, &release, &err), "%s", err.message);
        cr_expect(adm_str_is(release.name, "web") && release.version == 1 &&
                  adm_str_is(release.status, "pending-install"));
    }
    adm_verdict_init(&verdict, &judged.arena);
    cr_assert(adm_helm_release_judge(&judged.request, &release, NULL, &verdict, &err));
    cr_expect_eq(verdict.count, 1);
    cr_assert(adm_helm_release_unpack(forms[1], &arena, &old, &err));
    adm_verdict_init(&verdict, &judged.arena);
    cr_assert(adm_helm_release_judge(&judged.request, &release, &old, &verdict, &err));
    cr_expect_eq(verdict.count, 0);
    cr_expect_not(adm_helm_release_unpack(ADM_STR("[1]"), &arena, &release, &err));
    cr_expect_eq(err.code, ADM_INVALID);
}
