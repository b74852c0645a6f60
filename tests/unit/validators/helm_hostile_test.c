// SPDX-License-Identifier: Apache-2.0
// Releases made to take time or memory: refused with the reason, or judged within what is theirs.
#include <criterion/criterion.h>
#include <string.h>

#include "judge.h"
#include "releases.h"

enum { MIB = 1024 * 1024 };

static struct adm_arena arena;
static struct judged judged;

static void setup(void) { adm_arena_init(&arena, (size_t)512 * MIB); }
static void teardown(void) {
    judge_destroy(&judged);
    adm_arena_destroy(&arena);
}
TestSuite(helm_hostile, .init = setup, .fini = teardown);

static struct adm_str repeated(const char *text, size_t times) {
    size_t len = strlen(text);
    char *all = adm_arena_alloc(&arena, len * times + 1);
    cr_assert_not_null(all);
    for (size_t i = 0; i < len * times; i++)
        all[i] = text[i % len];
    return (struct adm_str){all, len * times};
}

static void judge_release(struct adm_str json) {
    judge_text(&judged, releases_review(&arena, &(struct releases_review){.release = json}),
               (struct adm_str){0}, "dev");
}

static void judge_parts(const struct releases_parts *parts) {
    judge_release(releases_json(&arena, parts));
}

static void expect_denied(const char *words) {
    cr_expect_eq(judged.decision.kind, ADM_DECISION_DENY);
    cr_expect(adm_str_contains(judged.decision.response.message, adm_str_from(words)), "%.*s",
              ADM_STR_ARGS(judged.decision.response.message));
}

Test(helm_hostile, a_bomb_is_not_inflated) {
    judge_parts(&(struct releases_parts){.notes = repeated("a", (size_t)20 * MIB)});
    expect_denied("[helm-release] the release cannot be judged: its payload inflates to more than "
                  "200 times its size");
    cr_expect_lt(judged.arena.used, (size_t)4 * MIB);
}

Test(helm_hostile, a_hundred_thousand_documents) {
    judge_parts(&(struct releases_parts){.manifest = repeated("---\na: 1\n", 100000)});
    expect_denied("more than 10000 documents");
    cr_expect_lt(judged.arena.used, (size_t)64 * MIB);
}

// Letters and dashes that compress like text, so that the ratio is no matter.
static struct adm_str noise(size_t len) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz------";
    char *all = adm_arena_alloc(&arena, len + 1);
    cr_assert_not_null(all);
    uint64_t state = 88172645463325252U;
    for (size_t i = 0; i < len; i++) {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        all[i] = letters[state >> 59U];
    }
    return (struct adm_str){all, len};
}

// A ConfigMap whose one value is a line of ten megabytes with something in its middle.
static void judge_line(const char *middle) {
    struct adm_str half = noise((size_t)5 * MIB);
    struct adm_text text;
    adm_text_init(&text, &arena);
    adm_text_append_c(&text, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: ");
    adm_text_append(&text, half);
    adm_text_append_c(&text, middle);
    adm_text_append(&text, half);
    judge_parts(&(struct releases_parts){.manifest = adm_text_str(&text)});
    cr_expect_lt(judged.arena.used, (size_t)128 * MIB);
}

Test(helm_hostile, a_line_of_ten_megabytes) {
    judge_line(" and ");
    cr_expect_eq(judged.decision.kind, ADM_DECISION_ALLOW, "%.*s",
                 ADM_STR_ARGS(judged.decision.response.message));
}

// \101 for A: scanners of git hosts refuse what looks real.
Test(helm_hostile, a_credential_in_a_line_of_ten_megabytes) {
    judge_line(" AKI\101QYLPMN5HHHFPZAM2 ");
    expect_denied("`ConfigMap/a`");
    expect_denied("looks like an AWS access key");
}

Test(helm_hostile, a_password_in_a_line_of_ten_megabytes) {
    judge_line(" password=\"hunter2-lamp\" ");
    expect_denied("`ConfigMap/a`");
    expect_denied("looks like a password");
}

// Each layer is undone within one budget; what is deeper is said to be unread.
Test(helm_hostile, base64_in_base64) {
    struct adm_str text = ADM_STR("password=hunter2\n");
    for (int i = 0; i < 12; i++)
        text = releases_base64(&arena, text);
    judge_parts(&(struct releases_parts){.file = text});
    expect_denied("cannot be judged");
    cr_expect_lt(judged.arena.used, (size_t)64 * MIB);
}

Test(helm_hostile, many_leaves) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    adm_text_append_c(&text, "{\"a\":[");
    for (int i = 0; i < 200000; i++)
        adm_text_printf(&text, "%s\"v%d\"", i == 0 ? "" : ",", i);
    adm_text_append_c(&text, "]}");
    judge_parts(&(struct releases_parts){.config = adm_text_str(&text)});
    cr_expect_eq(judged.decision.kind, ADM_DECISION_ALLOW);
    cr_expect_lt(judged.arena.used, (size_t)64 * MIB);
}

Test(helm_hostile, many_findings_are_bounded) {
    struct adm_str documents = repeated(
        "---\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: hunter2}\n",
        9000);
    judge_parts(&(struct releases_parts){.manifest = documents});
    cr_expect_eq(judged.decision.kind, ADM_DECISION_DENY);
    cr_expect_leq(judged.decision.verdict.count, 200);
}

Test(helm_hostile, warnings_never_crowd_out_a_denial) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    adm_text_append(&text, repeated("---\napiVersion: v1\nkind: Namespace\n"
                                    "metadata: {name: a}\n",
                                    2000));
    adm_text_append_c(&text, "---\napiVersion: v1\nkind: Secret\nmetadata: {name: last}\n"
                             "stringData: {password: hunter2}\n");
    judge_parts(&(struct releases_parts){.manifest = adm_text_str(&text)});
    expect_denied("`Secret/last`");
}
