// SPDX-License-Identifier: Apache-2.0
#include "core/decision.h"

#include <criterion/criterion.h>
#include <string.h>

static struct adm_arena arena;
static struct adm_review review;
static struct adm_policy policy;
static struct adm_environment dev;
static struct adm_finding next; // what the test's rule finds
static size_t times;            // how often
static bool broken;

static bool always(const struct adm_request *request) {
    (void)request;
    return true;
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    (void)request;
    if (broken)
        return adm_fail(err, ADM_LIMIT, "too deep");
    for (size_t i = 0; i < times; i++)
        adm_verdict_add(verdict, &next);
    return true;
}

static bool plan(const struct adm_request *request, struct adm_patch *patch,
                 struct adm_verdict *verdict, struct adm_error *err) {
    adm_patch_put(patch, ADM_STR("/metadata/annotations"), ADM_STR("a/b"), ADM_STR("\"c\""));
    return judge(request, verdict, err);
}

static const struct adm_validator rule = {ADM_RULE_PLAINTEXT_SECRET, "test", always, judge};
static const struct adm_mutator mutator = {
    .rule = ADM_RULE_PLATFORM_CONFIG, .title = "test", .applies = always, .plan = plan};
static const struct adm_validator *const rules[] = {&rule};
static const struct adm_mutator *const mutators[] = {&mutator};
static const struct adm_registry registry = {rules, 1, mutators, 1};

static struct adm_request request_of(void) {
    return (struct adm_request){
        .review = &review, .policy = &policy, .environment = &dev, .now_s = 1000, .arena = &arena};
}

static void setup(void) {
    adm_arena_init(&arena, 1 << 20);
    dev = (struct adm_environment){.name = ADM_STR("dev")};
    for (size_t i = 0; i < ADM_RULE_COUNT; i++)
        dev.modes[i] = ADM_MODE_ENFORCE;
    review = (struct adm_review){.uid = ADM_STR("u"), .namespace = ADM_STR("team-a")};
    memset(policy.digest, 'a', 64);
    policy.unlabelled_mode = ADM_MODE_WARN;
    next = (struct adm_finding){.rule = ADM_RULE_PLAINTEXT_SECRET,
                                .path = ADM_STR("data.x"),
                                .message = ADM_STR("wrong"),
                                .fix = ADM_STR("mend it")};
    times = 1;
}

static void teardown(void) { adm_arena_destroy(&arena); }

TestSuite(decision, .init = setup, .fini = teardown);

Test(decision, mode_of_the_environment_decides) {
    static const struct {
        enum adm_mode mode;
        enum adm_decision_kind kind;
        size_t findings, warnings;
    } rows[] = {
        {ADM_MODE_OFF, ADM_DECISION_ALLOW, 0, 0},
        {ADM_MODE_AUDIT, ADM_DECISION_ALLOW, 1, 0},
        {ADM_MODE_WARN, ADM_DECISION_WARN, 1, 1},
        {ADM_MODE_ENFORCE, ADM_DECISION_DENY, 1, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dev.modes[ADM_RULE_PLAINTEXT_SECRET] = rows[i].mode;
        struct adm_request request = request_of();
        struct adm_decision decision;
        adm_decision_make(&registry, &request, false, &decision);
        cr_expect_eq(decision.kind, rows[i].kind, "row %zu", i);
        cr_expect_eq(decision.verdict.count, rows[i].findings, "row %zu", i);
        cr_expect_eq(decision.response.warning_count, rows[i].warnings, "row %zu", i);
        cr_expect_eq(decision.response.allowed, rows[i].kind != ADM_DECISION_DENY);
    }
}

Test(decision, denial_names_rule_path_and_fix) {
    struct adm_request request = request_of();
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect(adm_str_is(decision.response.message, "[plaintext-secret] wrong at data.x; mend it"));
    cr_expect_eq(decision.response.cause_count, 1);
}

Test(decision, lists_twenty_and_counts_the_rest) {
    times = 23;
    struct adm_request request = request_of();
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect(adm_str_ends(decision.response.message, "\n… and 3 more"));
    cr_expect_eq(decision.response.cause_count, 20);
}

Test(decision, limit_and_unlabelled_soften_but_not_what_is_uncapped) {
    static const struct {
        enum adm_mode limit;
        bool uncapped, unlabelled;
        enum adm_decision_kind kind;
    } rows[] = {
        {ADM_MODE_WARN, false, false, ADM_DECISION_WARN},
        {ADM_MODE_OFF, false, true, ADM_DECISION_WARN},
        {ADM_MODE_OFF, true, true, ADM_DECISION_DENY},
        {ADM_MODE_ENFORCE, false, false, ADM_DECISION_DENY},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        next.limit = rows[i].limit;
        next.uncapped = rows[i].uncapped;
        struct adm_request request = request_of();
        request.unlabelled = rows[i].unlabelled;
        struct adm_decision decision;
        adm_decision_make(&registry, &request, false, &decision);
        cr_expect_eq(decision.kind, rows[i].kind, "row %zu", i);
    }
}

Test(decision, what_cannot_be_judged_is_denied_with_the_reason) {
    broken = true;
    struct adm_request request = request_of();
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    cr_expect(adm_str_contains(decision.response.message, ADM_STR("cannot be judged: too deep")));
}

Test(decision, without_memory_it_denies) {
    struct adm_arena tiny;
    adm_arena_init(&tiny, 64);
    times = 50;
    struct adm_request request = request_of();
    request.arena = &tiny;
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    cr_expect_not(decision.response.allowed);
    cr_expect(decision.response.message.len > 0);
    adm_arena_destroy(&tiny);
}

Test(decision, system_namespaces_are_not_judged) {
    static const struct adm_str system[] = {{"kube-system", 11}};
    policy.system_namespaces = (struct adm_strs){system, 1};
    review.namespace = ADM_STR("kube-system");
    struct adm_request request = request_of();
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
    review.kind.kind = ADM_STR("Namespace");
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
}

static struct adm_exception exception_row = {
    .id = {"legacy", 6},
    .owner = {"team-a", 6},
    .namespace = {"team-*", 6},
    .name = {"db*", 3},
    .expires_s = 2000,
    .expires = {"1970-01-01", 10},
};

Test(decision, a_living_exception_records_and_an_expired_one_says_so) {
    struct adm_exception e = exception_row;
    policy.exceptions = &e;
    policy.exception_count = 1;
    struct adm_request request = request_of();
    request.object.name = ADM_STR("db-1");
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
    cr_expect(adm_str_is(decision.verdict.findings[0].exception, "legacy"));
    request.now_s = 2000;
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    cr_expect(adm_str_contains(decision.response.message,
                               ADM_STR("the exception `legacy` of team-a expired on 1970-01-01")));
}

Test(decision, an_exception_covers_only_its_namespace_name_labels_and_rules) {
    static const struct adm_label_demand demand[] = {{{"tier", 4}, {"db", 2}}};
    static const struct adm_str other[] = {{"helm-release", 12}};
    struct adm_exception rows[4] = {exception_row, exception_row, exception_row, exception_row};
    rows[0].namespace = ADM_STR("other");
    rows[1].name = ADM_STR("cache");
    rows[2].labels = demand;
    rows[2].label_count = 1;
    rows[3].rules = (struct adm_strs){other, 1};
    policy.exceptions = rows;
    policy.exception_count = 4;
    struct adm_request request = request_of();
    request.object.name = ADM_STR("db-1");
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
}

Test(decision, warnings_stay_within_the_api_servers_limits) {
    static char big[9000];
    memset(big, 'x', sizeof big);
    next.message = (struct adm_str){big, sizeof big};
    dev.modes[ADM_RULE_PLAINTEXT_SECRET] = ADM_MODE_WARN;
    times = 40;
    struct adm_request request = request_of();
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    size_t total = 0;
    for (size_t i = 0; i < decision.response.warning_count; i++) {
        cr_expect_leq(decision.response.warnings[i].len, 256);
        total += decision.response.warnings[i].len;
    }
    cr_expect_leq(total, 4096);
    cr_expect_gt(decision.response.warning_count, 0);
}

Test(decision, annotations_name_decision_environment_policy_and_rules) {
    struct adm_request request = request_of();
    struct adm_decision decision;
    adm_decision_make(&registry, &request, false, &decision);
    static const char *const want[][2] = {{"decision", "deny"},
                                          {"environment", "dev"},
                                          {"policy", "aaaaaaaaaaaa"},
                                          {"rules", "plaintext-secret=enforce"}};
    cr_assert_eq(decision.response.annotation_count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_expect(adm_str_is(decision.response.annotations[i].field, want[i][0]));
        cr_expect(adm_str_is(decision.response.annotations[i].message, want[i][1]));
    }
}

Test(decision, a_mutation_gives_its_patch_unless_denied) {
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse_copy(ADM_STR("{\"metadata\":{}}"), &arena, &root, NULL));
    struct adm_request request = request_of();
    request.object = adm_object_view(root);
    struct adm_decision decision;
    times = 0;
    adm_decision_make(&registry, &request, true, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_ALLOW);
    cr_expect(adm_str_contains(decision.response.patch, ADM_STR("/metadata/annotations/a~1b")));
    times = 1;
    adm_decision_make(&registry, &request, true, &decision);
    cr_expect_eq(decision.kind, ADM_DECISION_DENY);
    cr_expect_eq(decision.response.patch.len, 0);
}
