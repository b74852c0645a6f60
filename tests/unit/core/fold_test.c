// SPDX-License-Identifier: Apache-2.0
#include "core/fold.h"

#include <criterion/criterion.h>

static struct adm_arena arena;
static struct adm_review review;
static struct adm_policy policy;
static struct adm_environment environment;

static void setup(void) {
    adm_arena_init(&arena, 1 << 20);
    review.namespace = ADM_STR("team-a");
    for (size_t i = 0; i < ADM_RULE_COUNT; i++)
        environment.modes[i] = ADM_MODE_ENFORCE;
}

static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(fold, .init = setup, .fini = teardown);

static struct adm_request request_of(const char *object) {
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse_copy(adm_str_from(object), &arena, &root, NULL), "%s", object);
    return (struct adm_request){.review = &review,
                                .policy = &policy,
                                .environment = &environment,
                                .object = adm_object_view(root),
                                .now_s = 1000,
                                .arena = &arena};
}

Test(fold, the_strictest_come_first_in_the_order_they_were_found) {
    static const struct {
        enum adm_rule rule;
        enum adm_mode mode;
    } found[] = {
        {ADM_RULE_HELM_RELEASE, ADM_MODE_WARN},
        {ADM_RULE_PLATFORM_MOUNT, ADM_MODE_OFF},
        {ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_ENFORCE},
        {ADM_RULE_PLATFORM_SCHEMA, ADM_MODE_AUDIT},
        {ADM_RULE_PLATFORM_RELEASE, ADM_MODE_ENFORCE},
        {ADM_RULE_CREDENTIAL_IN_CONFIG, ADM_MODE_WARN},
        {ADM_RULE_CREDENTIAL_IN_WORKLOAD, ADM_MODE_OFF},
    };
    static const uint32_t order[] = {2, 4, 0, 5, 3}; // by line: what is off is dropped
    struct adm_request request = request_of("{}");
    struct adm_verdict verdict;
    adm_verdict_init(&verdict, &arena);
    for (uint32_t i = 0; i < sizeof found / sizeof *found; i++) {
        environment.modes[found[i].rule] = found[i].mode;
        adm_verdict_add(&verdict, &(struct adm_finding){.rule = found[i].rule, .line = i});
    }
    adm_fold_findings(&request, &verdict);
    cr_assert_eq(verdict.count, sizeof order / sizeof *order);
    for (size_t i = 0; i < verdict.count; i++) {
        cr_expect_eq(verdict.findings[i].line, order[i], "finding %zu", i);
        cr_expect_eq(verdict.findings[i].mode, found[order[i]].mode);
    }
}

static const struct adm_label_demand any[] = {{{"tier", 4}, {NULL, 0}}};
static const struct adm_label_demand db[] = {{{"tier", 4}, {"db", 2}}};
static const struct adm_str both_rules[] = {{"plaintext-secret", 16}, {"helm-release", 12}};

static const struct row {
    const char *object;
    struct adm_exception exception;
    enum adm_rule rule;
    bool covered;
} rows[] = {
    {"{\"metadata\":{\"name\":\"db\"}}", {.name = {"db", 2}}, ADM_RULE_PLAINTEXT_SECRET, true},
    {"{\"metadata\":{\"name\":\"db\"}}", {.name = {"d*", 2}}, ADM_RULE_PLAINTEXT_SECRET, true},
    {"{\"metadata\":{\"name\":\"db\"}}", {.name = {"x*", 2}}, ADM_RULE_PLAINTEXT_SECRET, false},
    {"{\"metadata\":{\"generateName\":\"db-\"}}",
     {.name = {"db-*", 4}},
     ADM_RULE_PLAINTEXT_SECRET,
     true},
    // What the name will be is not known: it may be any that begins so.
    {"{\"metadata\":{\"generateName\":\"db-\"}}",
     {.name = {"db-", 3}},
     ADM_RULE_PLAINTEXT_SECRET,
     false},
    {"{\"metadata\":{\"generateName\":\"db-x\"}}",
     {.name = {"db-*x", 5}},
     ADM_RULE_PLAINTEXT_SECRET,
     false},
    // Without a list of rules an exception is for plaintext-secret alone.
    {"{\"metadata\":{\"name\":\"db\"}}", {.name = {"db", 2}}, ADM_RULE_HELM_RELEASE, false},
    {"{\"metadata\":{\"name\":\"db\"}}",
     {.name = {"db", 2}, .rules = {both_rules, 2}},
     ADM_RULE_HELM_RELEASE,
     true},
    {"{\"metadata\":{\"name\":\"db\"}}",
     {.name = {"db", 2}, .rules = {both_rules + 1, 1}},
     ADM_RULE_PLAINTEXT_SECRET,
     false},
    {"{\"metadata\":{\"name\":\"db\",\"labels\":{\"tier\":\"web\"}}}",
     {.name = {"db", 2}, .labels = any, .label_count = 1},
     ADM_RULE_PLAINTEXT_SECRET,
     true},
    {"{\"metadata\":{\"name\":\"db\",\"labels\":{\"tier\":\"db\"}}}",
     {.name = {"db", 2}, .labels = db, .label_count = 1},
     ADM_RULE_PLAINTEXT_SECRET,
     true},
    {"{\"metadata\":{\"name\":\"db\",\"labels\":{\"tier\":\"web\"}}}",
     {.name = {"db", 2}, .labels = db, .label_count = 1},
     ADM_RULE_PLAINTEXT_SECRET,
     false},
    {"{\"metadata\":{\"name\":\"db\"}}",
     {.name = {"db", 2}, .labels = any, .label_count = 1},
     ADM_RULE_PLAINTEXT_SECRET,
     false},
};

Test(fold, exceptions_cover_what_they_name) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_exception exception = rows[i].exception;
        exception.id = ADM_STR("e");
        exception.namespace = ADM_STR("team-*");
        exception.expires_s = 2000;
        policy.exceptions = &exception;
        policy.exception_count = 1;
        struct adm_request request = request_of(rows[i].object);
        struct adm_verdict verdict;
        adm_verdict_init(&verdict, &arena);
        adm_verdict_add(&verdict, &(struct adm_finding){.rule = rows[i].rule});
        adm_fold_findings(&request, &verdict);
        cr_assert_eq(verdict.count, 1);
        cr_expect_eq(verdict.findings[0].mode, rows[i].covered ? ADM_MODE_AUDIT : ADM_MODE_ENFORCE,
                     "row %zu", i);
        cr_expect_eq(verdict.findings[0].exception.len > 0, rows[i].covered, "row %zu", i);
    }
}

Test(fold, a_living_exception_wins_wherever_it_stands) {
    struct adm_exception list[2] = {
        {.id = ADM_STR("old"),
         .owner = ADM_STR("ann"),
         .expires = ADM_STR("1970-01-01"),
         .expires_s = 1000},
        {.id = ADM_STR("new"), .owner = ADM_STR("bob"), .expires_s = 1001},
    };
    for (size_t i = 0; i < 2; i++)
        list[i].namespace = list[i].name = ADM_STR("*");
    policy.exceptions = list;
    struct adm_request request = request_of("{\"metadata\":{\"name\":\"db\"}}");
    for (size_t count = 1; count <= 2; count++) {
        struct adm_verdict verdict;
        policy.exception_count = count;
        adm_verdict_init(&verdict, &arena);
        adm_verdict_add(&verdict, &(struct adm_finding){.fix = ADM_STR("seal it")});
        adm_fold_findings(&request, &verdict);
        const struct adm_finding *finding = &verdict.findings[0];
        cr_expect_eq(finding->mode, count == 1 ? ADM_MODE_ENFORCE : ADM_MODE_AUDIT);
        cr_expect(adm_str_is(finding->exception, count == 1 ? "" : "new"));
        cr_expect(adm_str_is(
            finding->fix,
            count == 1 ? "seal it; the exception `old` of ann expired on 1970-01-01" : "seal it"));
    }
}

Test(fold, without_memory_the_verdict_has_failed) {
    struct adm_request request = request_of("{}");
    struct adm_arena small;
    struct adm_verdict verdict;
    adm_arena_init(&small, 2048);
    adm_verdict_init(&verdict, &small);
    for (int i = 0; i < 8; i++)
        adm_verdict_add(&verdict, &(struct adm_finding){0});
    cr_expect_not(verdict.failed);
    cr_expect_not_null(adm_arena_alloc(&small, small.limit - small.used - 64));
    adm_fold_findings(&request, &verdict);
    cr_expect(verdict.failed);
    adm_arena_destroy(&small);
}
