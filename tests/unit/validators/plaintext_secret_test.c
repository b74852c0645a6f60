// SPDX-License-Identifier: Apache-2.0
// What needs another policy than the shipped one, and the words of a denial.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/policy_default.h"
#include "judge.h"

struct edit {
    const char *from, *to; // NULL ends a list
};

enum { EDITS_MAX = 4, TEXT_MAX = 64 * 1024 };

// The text with `from` replaced by `to`: the first one, or every one. Freed by the caller.
static char *replaced(const char *text, const struct edit *edit, bool every) {
    char *out = calloc(1, TEXT_MAX), *end = out;
    const char *at = text, *found = strstr(text, edit->from);
    cr_assert(out != NULL && found != NULL, "%s", edit->from);
    for (; found != NULL; found = every ? strstr(at, edit->from) : NULL) {
        end = mempcpy(end, at, (size_t)(found - at));
        end = mempcpy(end, edit->to, strlen(edit->to));
        at = found + strlen(edit->from);
    }
    memcpy(end, at, strlen(at));
    return out;
}

// A copy with the edits made one after the other; freed by the caller.
static char *edited(struct adm_str text, const struct edit *edits, bool every) {
    char *now = calloc(1, TEXT_MAX);
    cr_assert(now != NULL && text.len < TEXT_MAX / 2);
    memcpy(now, text.data, text.len);
    for (size_t i = 0; i < EDITS_MAX && edits[i].from != NULL; i++) {
        char *next = replaced(now, &edits[i], every);
        free(now);
        now = next;
    }
    return now;
}

struct story {
    const char *fixture;
    const char *environment;
    struct edit review[EDITS_MAX], policy[EDITS_MAX];
    bool allowed;
    const char *words; // in the denial or a warning; NULL: none
};

static bool says(const struct judged *judged, const char *words) {
    const struct adm_response *response = &judged->decision.response;
    if (adm_str_contains(response->message, adm_str_from(words)))
        return true;
    for (size_t i = 0; i < response->warning_count; i++)
        if (adm_str_contains(response->warnings[i], adm_str_from(words)))
            return true;
    return false;
}

static void check_story(const struct story *story) {
    char path[512];
    struct judged judged;
    snprintf(path, sizeof path, "%s/plaintext-secret/%s.json", ADM_FIXTURES, story->fixture);
    struct adm_str file = judge_read_file(path);
    char *review = edited(file, story->review, true);
    char *policy = edited(adm_policy_default(), story->policy, false);
    judge_text(&judged, adm_str_from(review), adm_str_from(policy),
               story->environment == NULL ? "dev" : story->environment);
    const struct adm_response *response = &judged.decision.response;
    cr_expect_eq(response->allowed, story->allowed, "%s: %.*s", story->fixture,
                 ADM_STR_ARGS(response->message));
    if (story->words != NULL)
        cr_expect(says(&judged, story->words), "%s: no `%s` in %.*s", story->fixture, story->words,
                  ADM_STR_ARGS(response->message));
    judge_destroy(&judged);
    free(policy);
    free(review);
    free((char *)(uintptr_t)file.data);
}

static void check_stories(const struct story *stories, size_t count) {
    for (size_t i = 0; i < count; i++)
        check_story(&stories[i]);
}

#define CHECK(stories) check_stories(stories, sizeof(stories) / sizeof *(stories))
#define HUMAN "deny/plaintext-by-a-human"
#define EXCEPTION(id, expires, more)                                                               \
    {                                                                                              \
        "exceptions: []",                                                                          \
            "exceptions: [{id: " id ", owner: team-a, reason: moves, expires: " expires more "}]"  \
    }

// It is 2026-06-01T00:00:00Z.
// A shape of the value is said in words; what only its key says is not.
Test(plaintext_secret, names_the_family_that_has_a_shape) {
    static const char human[] = "aHVudGVyMi1tYXJrZXI=";
    static const struct story stories[] = {
        {HUMAN, .words = "key `password` holds a plaintext value (8-15 bytes)"},
        {HUMAN, .review = {{human, "bnBtX2h1bnRlcjJxTDh2VDN6UjBjVzZuWTFiSzVtWDlkSjBPU2plUA=="}},
         .words = "key `password` holds a plaintext value that looks like an npm token (32-63 "
                  "bytes)"},
        {HUMAN,
         .review = {{human, "aHVudGVyMi9LN01ERU5HYlB4UmZpQ1lhQjNjRDRlRjVnSDZpSjdrTA=="},
                    {"\"password\"", "\"aws_secret_access_key\""}},
         .words = "holds a plaintext value that looks like an AWS secret key (32-63 bytes)"},
    };
    CHECK(stories);
}

Test(plaintext_secret, exceptions) {
    static const struct story stories[] = {
        {HUMAN, .policy = {EXCEPTION("x", "2026-06-02", ", namespace: team-a, name: db")},
         .allowed = true},
        {HUMAN, .policy = {EXCEPTION("x", "2026-06-02", ", namespace: 'team-*', name: 'd*'")},
         .allowed = true},
        {HUMAN, .policy = {EXCEPTION("x", "2026-06-01", ", namespace: team-a, name: db")},
         .words = "the exception `x` of team-a expired on 2026-06-01"},
        {HUMAN, .policy = {EXCEPTION("x", "2026-06-02", ", namespace: team-b, name: db")}},
        {HUMAN, .policy = {EXCEPTION("x", "2026-06-02", ", namespace: team-a, name: dba")}},
        {HUMAN,
         .policy = {EXCEPTION("x", "2026-06-02", ", namespace: team-a, name: db, labels: {a: b}")}},
        {HUMAN, .policy = {EXCEPTION("x", "2026-06-02",
                                     ", namespace: team-a, name: db, rules: [helm-release]")}},
        {HUMAN,
         .policy = {EXCEPTION("x", "2026-06-02",
                              ", namespace: team-a, name: db, rules: [helm-release, "
                              "plaintext-secret]")},
         .allowed = true},
        // A living one wins over an expired one.
        {HUMAN,
         .policy = {EXCEPTION("x", "2026-05-01",
                              ", namespace: team-a, name: db}, {id: y, owner: team-a, reason: "
                              "moves, expires: 2026-12-31, namespace: team-a, name: db")},
         .allowed = true},
        {"deny/plaintext-generate-name",
         .policy = {EXCEPTION("x", "2026-06-02", ", namespace: team-a, name: 'db-*'")},
         .allowed = true},
        {"deny/metadata-update-value-in-label",
         .policy = {EXCEPTION("x", "2026-06-02", ", namespace: team-a, name: db")},
         .allowed = true},
    };
    CHECK(stories);
}

Test(plaintext_secret, exception_is_recorded) {
    struct judged judged;
    const struct edit edits[EDITS_MAX] = {
        EXCEPTION("legacy-db", "2026-06-02", ", namespace: team-a, name: db")};
    struct adm_str file = judge_read_file(ADM_FIXTURES "/plaintext-secret/" HUMAN ".json");
    char *policy = edited(adm_policy_default(), edits, false);
    judge_text(&judged, file, adm_str_from(policy), "dev");
    cr_assert_eq(judged.decision.verdict.count, 1);
    cr_expect(adm_str_is(judged.decision.verdict.findings[0].exception, "legacy-db"));
    cr_expect_eq(judged.decision.verdict.findings[0].mode, ADM_MODE_AUDIT);
    judge_destroy(&judged);
    free(policy);
    free((char *)(uintptr_t)file.data);
}

Test(plaintext_secret, bound_tokens) {
    static const struct edit lax = {"require_bound_token: true", "require_bound_token: false"};
    const struct story stories[] = {
        {"deny/impersonated-controller", .policy = {lax}, .allowed = true},
        {"deny/token-not-bound-to-a-pod", .policy = {lax}, .allowed = true},
        {"deny/token-bound-to-another-pod", .policy = {lax},
         .words = "its token is not bound to a pod of that controller"},
        {"deny/token-with-two-pod-names", .policy = {lax}},
        {"allow/sealed-secret-unsealed", .policy = {lax}, .allowed = true},
        {HUMAN, .policy = {lax}},
        {"deny/impersonated-controller",
         .words = "the writer `sealed-secrets` is known, but its token is not bound"},
    };
    CHECK(stories);
}

// Rows of namespaces that the shipped policy does not judge at all.
Test(plaintext_secret, writers_in_system_namespaces) {
    static const struct edit all = {
        "system_namespaces: [kube-system, kube-public, kube-node-lease, floe-admission]",
        "system_namespaces: []"};
    static const struct edit here = {"team-a", "kube-system"};
    const struct story stories[] = {
        {HUMAN, .review = {here}, .allowed = true},
        {HUMAN, .review = {here}, .policy = {all}},
        {"allow/sealed-secrets-own-key", .policy = {all}, .allowed = true},
        {"allow/sealed-secrets-own-key", .policy = {all},
         .review = {{"\"sealed-secrets-key\"", "\"other-key\""}},
         .words = "the Secret has another name"},
        {"allow/sealed-secrets-own-key", .policy = {all},
         .review = {{"\"namespace\": \"kube-system\"", "\"namespace\": \"team-a\""}},
         .words = "the writer `sealed-secrets"},
        {"deny/bootstrap-token-outside-kube-system", .policy = {all}, .review = {here},
         .allowed = true},
        {"deny/bootstrap-token-outside-kube-system", .policy = {all},
         .review = {here, {"kubernetes-admin", "alice"}}},
        {"deny/bootstrap-token-outside-kube-system",
         .words = "`kubeadm-bootstrap-token` is known, but it does not write in this namespace"},
        {"allow/cert-manager-webhook-ca", .policy = {all},
         .review = {{"cert-manager-webhook-ca", "floe-admission-tls"},
                    {"cert-manager-webhook", "floe-admission"},
                    {"cert-manager", "floe-admission"}},
         .allowed = true},
        {"allow/cert-manager-webhook-ca", .policy = {all},
         .review = {{"cert-manager-webhook-ca", "other"},
                    {"cert-manager-webhook", "floe-admission"},
                    {"cert-manager", "floe-admission"}},
         .words = "the Secret has another name"},
    };
    CHECK(stories);
}

#define ON(id)                                                                                     \
    { "id: " id "\n    enabled: false", "id: " id }

Test(plaintext_secret, rows_that_are_off) {
    static const struct story stories[] = {
        {"deny/switched-off-writer",
         .words = "the writer `flux-kustomize-controller` is known, but switched off"},
        {"deny/switched-off-writer", .policy = {ON("flux-kustomize-controller")}, .allowed = true},
        {"deny/switched-off-writer", .policy = {ON("flux-kustomize-controller")},
         .review = {{"kustomize.toolkit.fluxcd.io/namespace", "other"}},
         .words = "the Secret lacks a label of that writer"},
        {"deny/sealed-no-owner",
         .words = "the Secret has no matching controlling owner at metadata.ownerReferences; see "
                  "`writers` in the policy, where `sealed-secrets-without-owner` would attest it, "
                  "but is switched off"},
        {"deny/sealed-no-owner", .policy = {ON("sealed-secrets-without-owner")}, .allowed = true},
        // Velero, whose row has expired and must be given a new day.
        {"deny/switched-off-writer",
         .review = {{"flux-system:kustomize-controller", "velero:velero"},
                    {"kustomize-controller-", "velero-"},
                    {"kustomize.toolkit.fluxcd.io/namespace", "velero.io/backup-name"},
                    {"kustomize.toolkit.fluxcd.io/name", "velero.io/restore-name"}},
         .policy = {ON("restore")},
         .words = "the writer `restore` is known, but switched off (or expired)"},
        {"deny/switched-off-writer",
         .review = {{"flux-system:kustomize-controller", "velero:velero"},
                    {"kustomize-controller-", "velero-"},
                    {"kustomize.toolkit.fluxcd.io/namespace", "velero.io/backup-name"},
                    {"kustomize.toolkit.fluxcd.io/name", "velero.io/restore-name"}},
         .policy = {ON("restore"), {"expires: 2026-01-01", "expires: 2026-06-02"}},
         .allowed = true},
    };
    CHECK(stories);
}

Test(plaintext_secret, words) {
    static const struct story stories[] = {
        {HUMAN, .words = "[plaintext-secret] key `password` holds a plaintext value (8-15 bytes) "
                         "at data.password; seal it with `kubeseal` and apply the SealedSecret"},
        {HUMAN, .environment = "staging", .words = "apply an ExternalSecret that reads it"},
        {HUMAN, .environment = "prod", .words = "apply an ExternalSecret that reads it"},
        {HUMAN, .environment = "local", .words = "demo credentials only", .allowed = true},
        {"deny/forged-owner-by-a-human",
         .words = "an owner is claimed that only the writer `sealed-secrets` may set"},
        {"deny/external-wrong-hash", .words = "the data hash does not match the data at "
                                              "metadata.annotations[reconcile.external-secrets.io"},
        {"deny/external-labels-without-hash", .words = "`external-secrets-managed` is known"},
        {"deny/sealed-owner-with-another-name", .words = "has no matching controlling owner"},
        {"deny/cert-manager-without-label", .words = "the writer `cert-manager-acme-account`"},
        {"deny/controller-manager-another-type", .words = "the Secret has another type"},
        {"deny/metadata-update-value-in-label", .words =
                                                    "a label holds the value of key `password` of "
                                                    "this Secret in plaintext (8-15 bytes) at "
                                                    "metadata.labels[note]"},
        {"deny/metadata-update-value-in-annotation-key",
         .words = "an annotation's key holds the value of key `password` of this Secret in "
                  "plaintext (8-15 bytes) at "
                  "metadata.annotations[…]"},
        {"deny/metadata-update-value-in-label-key",
         .words = "a label's key holds the value of key `password` of this"},
        {"deny/data-is-text",
         .words = "[plaintext-secret] `data` must be a map of keys to values at data"},
        {"deny/string-data-is-text", .words = "`stringData` must be a map"},
        {"deny/value-pasted-as-a-key",
         .words = "key `…` holds a plaintext value (1-7 bytes) at stringData.…; seal it"},
        {"deny/key-equals-its-value", .words = "key `…` holds a plaintext value (8-15 bytes)"},
        {"deny/helm-another-name",
         .words = "this is not a release as Helm stores it, its name or its labels disagree with "
                  "its payload at data.release; let Helm write it, or delete the type"},
        {"deny/helm-two-members", .words = "as Helm stores it, its payload is"},
        {"deny/helm-another-type", .words = "as Helm stores it, its type is not helm.sh"},
        {"deny/helm-with-a-second-key", .words = "as Helm stores it, its data is not the one key"},
        {"deny/helm-key-of-another-case",
         .words = "as Helm stores it, its payload has keys that Helm may misread"},
        {"deny/metadata-update-last-applied-of-another",
         .words = "an annotation holds the values of keys `token`, `password` of this Secret"},
        {"deny/token-bound-to-a-pod-of-a-longer-name",
         .words = "its token is not bound to a pod of that controller"},
        {"deny/sealed-owner-without-a-name",
         .words = "the Secret has no matching controlling owner"},
    };
    CHECK(stories);
}

Test(plaintext_secret, unlabelled_namespaces) {
    static const struct story stories[] = {
        {HUMAN, .environment = "unlabelled", .words = "holds a plaintext value", .allowed = true},
        {HUMAN, .environment = "unlabelled",
         .policy = {{"{environment: prod, mode: warn}", "{environment: prod, mode: enforce}"}},
         .words = "apply an ExternalSecret"},
    };
    CHECK(stories);
}

// Metadata that cannot be compared within its budget is refused, not skimmed.
Test(plaintext_secret, compares_within_a_budget) {
    struct judged judged;
    struct adm_arena arena;
    struct adm_text text;
    struct adm_str out = {0};
    adm_arena_init(&arena, 1U << 26);
    adm_text_init(&text, &arena);
    for (int old = 0; old < 2; old++) {
        adm_text_append_c(
            &text,
            old ? ",\"oldObject\":{"
                : "{\"apiVersion\":\"admission.k8s.io/"
                  "v1\",\"kind\":\"AdmissionReview\",\"request\":{"
                  "\"uid\":\"1\",\"operation\":\"UPDATE\",\"namespace\":\"team-a\",\"name\":\"db\","
                  "\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Secret\"},\"resource\":{"
                  "\"group\":\"\",\"version\":\"v1\",\"resource\":\"secrets\"},\"userInfo\":{"
                  "\"username\":\"alice\"},\"object\":{");
        adm_text_append_c(&text, "\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"data\":{");
        for (int i = 0; i < 5000; i++)
            adm_text_printf(&text, "%s\"k%d\":\"aHVudGVyMi1tYXJrZXI=\"", i ? "," : "", i);
        adm_text_append_c(&text, "},\"metadata\":{\"name\":\"db\",\"namespace\":\"team-a\"");
        if (!old) {
            adm_text_append_c(&text, ",\"annotations\":{\"note\":\"");
            for (int i = 0; i < 60000; i++)
                adm_text_append_c(&text, "x");
            adm_text_append_c(&text, "\"}");
        }
        adm_text_append_c(&text, "}}");
    }
    adm_text_append_c(&text, "}}");
    cr_assert(adm_text_finish(&text, &out, NULL));
    judge_text(&judged, out, (struct adm_str){0}, "dev");
    cr_expect_not(judged.decision.response.allowed);
    cr_expect(says(&judged, "annotations are too large to be compared with the data"), "%.*s",
              ADM_STR_ARGS(judged.decision.response.message));
    judge_destroy(&judged);
    adm_arena_destroy(&arena);
}
