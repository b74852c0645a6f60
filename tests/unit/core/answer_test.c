// SPDX-License-Identifier: Apache-2.0
#include "core/answer.h"

#include <criterion/criterion.h>
#include <string.h>

static struct adm_arena arena;
static struct adm_review review;
static struct adm_policy policy;
static struct adm_environment environment;
static struct adm_request request;
static struct adm_decision decision;

static void setup(void) {
    adm_arena_init(&arena, 1 << 22);
    review.uid = ADM_STR("u-1");
    environment.name = ADM_STR("prod");
    memset(policy.digest, 'b', sizeof policy.digest - 1);
    request = (struct adm_request){
        .review = &review, .policy = &policy, .environment = &environment, .arena = &arena};
    adm_verdict_init(&decision.verdict, &arena);
    adm_patch_init(&decision.patch, &arena, NULL);
}

static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(answer, .init = setup, .fini = teardown);

static void add(enum adm_rule rule, enum adm_mode mode, struct adm_str message) {
    adm_verdict_add(&decision.verdict,
                    &(struct adm_finding){.rule = rule, .mode = mode, .message = message});
}

static struct adm_str annotation(const char *key) {
    for (size_t i = 0; i < decision.response.annotation_count; i++)
        if (adm_str_is(decision.response.annotations[i].field, key))
            return decision.response.annotations[i].message;
    return (struct adm_str){0};
}

Test(answer, an_admission_without_findings) {
    decision.kind = ADM_DECISION_ALLOW;
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_expect(decision.response.allowed && adm_str_is(decision.response.uid, "u-1"));
    cr_expect(decision.response.message.len == 0 && decision.response.cause_count == 0);
    cr_expect(decision.response.warning_count == 0 && decision.response.patch.len == 0);
    cr_expect(adm_str_is(annotation("decision"), "allow"));
    cr_expect(adm_str_is(annotation("environment"), "prod"));
    cr_expect(adm_str_is(annotation("policy"), "bbbbbbbbbbbb"));
    cr_expect_null(annotation("rules").data);
    cr_expect_null(annotation("exception").data);
}

Test(answer, rules_are_named_once_at_their_strictest) {
    decision.kind = ADM_DECISION_DENY;
    add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_ENFORCE, ADM_STR("one"));
    add(ADM_RULE_HELM_RELEASE, ADM_MODE_ENFORCE, ADM_STR("two"));
    add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_WARN, ADM_STR("three"));
    add(ADM_RULE_PLATFORM_SCHEMA, ADM_MODE_AUDIT, ADM_STR("four"));
    decision.verdict.findings[3].exception = ADM_STR("legacy");
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_expect_not(decision.response.allowed);
    cr_expect(adm_str_is(annotation("rules"),
                         "plaintext-secret=enforce,helm-release=enforce,platform-schema=audit"));
    cr_expect(adm_str_is(annotation("exception"), "legacy"));
    cr_expect(adm_str_is(decision.response.message, "[plaintext-secret] one\n[helm-release] two"));
    cr_expect(decision.response.cause_count == 2 && decision.response.warning_count == 1);
    cr_expect(adm_str_is(decision.response.warnings[0], "[plaintext-secret] three"));
}

Test(answer, a_denial_is_one_line_a_finding_without_control_characters) {
    static char big[5000];
    memset(big, 'x', sizeof big);
    decision.kind = ADM_DECISION_DENY;
    add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_ENFORCE, ADM_STR("a\nb\r\x1b[31m\xC2\x85z"));
    add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_ENFORCE, (struct adm_str){big, sizeof big});
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    struct adm_str message = decision.response.message;
    size_t line = adm_str_index(message, '\n');
    cr_expect(adm_str_is(adm_str_slice(message, 0, line), "[plaintext-secret] a b  [31m z"));
    cr_expect_eq(message.len - line - 1, 1024);
}

// Runes of three bytes: the limits of the API server are in runes.
Test(answer, warnings_have_at_most_256_runes_and_4096_in_all) {
    static char euros[300 * 3];
    for (size_t i = 0; i < sizeof euros; i++)
        euros[i] = "\xE2\x82\xAC"[i % 3];
    decision.kind = ADM_DECISION_WARN;
    for (int i = 0; i < 20; i++)
        add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_WARN, (struct adm_str){euros, sizeof euros});
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_expect(decision.response.allowed);
    // The last one counts those that have no room.
    cr_assert_eq(decision.response.warning_count, 16);
    for (size_t i = 0; i < 15; i++)
        cr_expect_eq(decision.response.warnings[i].len, 19 + (256 - 19) * 3);
    cr_expect(adm_str_is(decision.response.warnings[15], "… and 5 more warnings"));
}

Test(answer, as_many_warnings_as_just_fit) {
    static char sixes[300];
    for (size_t i = 0; i < sizeof sixes; i++)
        sixes[i] = '6';
    decision.kind = ADM_DECISION_WARN;
    for (int i = 0; i < 16; i++)
        add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_WARN, (struct adm_str){sixes, sizeof sixes});
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_assert_eq(decision.response.warning_count, 16);
    cr_expect_eq(decision.response.warnings[15].len, 256);
}

Test(answer, few_warnings_beside_a_denial) {
    decision.kind = ADM_DECISION_DENY;
    add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_ENFORCE, ADM_STR("no"));
    for (int i = 0; i < 6; i++)
        add(ADM_RULE_HELM_RELEASE, ADM_MODE_WARN, ADM_STR("hm"));
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_assert_eq(decision.response.warning_count, 6);
    cr_expect(adm_str_is(decision.response.warnings[5], "[helm-release] hm"));
    add(ADM_RULE_HELM_RELEASE, ADM_MODE_WARN, ADM_STR("hm"));
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_assert_eq(decision.response.warning_count, 6);
    cr_expect(adm_str_is(decision.response.warnings[5], "… and 2 more warnings"));
}

static void add_placed(uint32_t line, struct adm_str excerpt) {
    adm_verdict_add(&decision.verdict, &(struct adm_finding){
                                           .rule = ADM_RULE_PLATFORM_SCHEMA,
                                           .mode = ADM_MODE_ENFORCE,
                                           .path = ADM_STR("data[platform.yaml].storage"),
                                           .message = ADM_STR("no key `x`"),
                                           .fix = ADM_STR("did you mean `y`?"),
                                           .file = ADM_STR("platform.yaml"),
                                           .line = line,
                                           .column = 3,
                                           .code = ADM_STR("unknown-key"),
                                           .excerpt = excerpt,
                                       });
}

Test(answer, a_text_is_shown_with_carets) {
    decision.kind = ADM_DECISION_DENY;
    add_placed(7, ADM_STR("7 |   x: 1\n  |   ^ did you mean `y`?"));
    add_placed(8, (struct adm_str){0});
    add_placed(9, ADM_STR("9 |   x:\t1\n  |   ^"));
    add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_ENFORCE, ADM_STR("no"));
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_expect_str_eq(
        decision.response.message.data,
        "[platform-schema] no key `x` at platform.yaml:7:3 (unknown-key)\n"
        "7 |   x: 1\n"
        "  |   ^ did you mean `y`?\n"
        "\n"
        "[platform-schema] no key `x` at platform.yaml:8:3 (unknown-key); did you mean `y`?\n"
        "[platform-schema] no key `x` at platform.yaml:9:3 (unknown-key)\n"
        "9 |   x: 1\n"
        "  |   ^\n"
        "\n"
        "[plaintext-secret] no");
    cr_assert_eq(decision.response.cause_count, 4);
    cr_expect(adm_str_is(decision.response.causes[1].field, "data[platform.yaml].storage"));
    cr_expect(adm_str_is(decision.response.causes[1].message, "platform.yaml:8:3: no key `x`"));
    cr_expect(adm_str_is(decision.response.causes[3].message, "no"));
}

static size_t count_of(struct adm_str text, const char *part) {
    size_t count = 0;
    for (const char *at = strstr(text.data, part); at != NULL; at = strstr(at + 1, part))
        count++;
    return count;
}

Test(answer, carets_for_five_findings_and_eight_kibibytes) {
    decision.kind = ADM_DECISION_DENY;
    for (uint32_t i = 1; i <= 25; i++)
        add_placed(i, ADM_STR("| x\n| ^"));
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_expect_eq(count_of(decision.response.message, "| ^"), 5);
    cr_expect_eq(count_of(decision.response.message, "\n[platform-schema]"), 19);
    cr_expect_eq(count_of(decision.response.message, "\n… and 5 more"), 1);
    cr_expect_eq(decision.response.cause_count, 20);
}

Test(answer, an_excerpt_that_has_no_room_is_one_line) {
    static char lines[5 * 1024];
    memset(lines, 'x', sizeof lines);
    decision.kind = ADM_DECISION_DENY;
    add_placed(1, (struct adm_str){lines, sizeof lines});
    add_placed(2, (struct adm_str){lines, sizeof lines});
    add_placed(3, ADM_STR("| x\n| ^"));
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_expect_eq(count_of(decision.response.message, "xxx\n\n"), 1);
    cr_expect_eq(count_of(decision.response.message, "; did you mean `y`?"), 1);
    cr_expect_eq(count_of(decision.response.message, "| ^"), 1);
}

Test(answer, a_patch_only_with_an_admission) {
    adm_patch_put(&decision.patch, (struct adm_str){0}, ADM_STR("k"), ADM_STR("1"));
    decision.kind = ADM_DECISION_ALLOW;
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_expect(
        adm_str_is(decision.response.patch, "[{\"op\":\"add\",\"path\":\"/k\",\"value\":1}]"));
    decision.kind = ADM_DECISION_DENY;
    decision.response = (struct adm_response){0};
    add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_ENFORCE, ADM_STR("no"));
    cr_assert(adm_answer_compose(&request, &decision, NULL));
    cr_expect_eq(decision.response.patch.len, 0);
}

// At every limit: composed, or a reason; and what lacks a word is known by the arena.
Test(answer, memory_ends_cleanly_at_every_limit) {
    add(ADM_RULE_PLAINTEXT_SECRET, ADM_MODE_ENFORCE, ADM_STR("wrong"));
    add(ADM_RULE_HELM_RELEASE, ADM_MODE_WARN, ADM_STR("hm"));
    decision.kind = ADM_DECISION_DENY;
    size_t composed = 0, failed = 0;
    for (size_t limit = 0; limit < 8192; limit += 16) {
        struct adm_arena small;
        struct adm_error err = {0};
        struct adm_decision again = decision;
        struct adm_request tight = request;
        adm_arena_init(&small, limit);
        tight.arena = &small;
        if (!adm_answer_compose(&tight, &again, &err)) {
            cr_expect_eq(err.code, ADM_MEMORY);
            failed++;
        } else if (!small.exhausted) {
            cr_expect(adm_str_is(again.response.message, "[plaintext-secret] wrong"));
            cr_expect(adm_str_is(again.response.warnings[0], "[helm-release] hm"));
            composed++;
        }
        adm_arena_destroy(&small);
    }
    cr_expect(composed > 0 && failed > 0);
}
