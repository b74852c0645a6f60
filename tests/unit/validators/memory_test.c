// SPDX-License-Identifier: Apache-2.0
// Little memory: at every limit a decision is the one that it is with plenty, or the bare denial.
// Nothing that was not looked at for lack of memory may pass.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge.h"
#include "validators/registry.h"

static const char *const reviews[] = {
    "plaintext-secret/allow/sealed-secret-updated",
    "plaintext-secret/allow/external-secret-md5-of-union",
    "plaintext-secret/allow/helm-release-genuine",
    "plaintext-secret/allow/reference-vault",
    "plaintext-secret/allow/metadata-only-update",
    "plaintext-secret/deny/metadata-update-base64-in-annotation",
    "plaintext-secret/deny/metadata-update-last-applied-of-another",
    "plaintext-secret/deny/metadata-update-last-applied-list",
    "plaintext-secret/deny/metadata-update-percent-encoded",
    "plaintext-secret/deny/metadata-update-unicode-escapes",
    "plaintext-secret/deny/data-is-text",
    "plaintext-secret/deny/helm-another-name",
    "plaintext-secret/deny/string-data-and-data-mixed",
    "plaintext-secret/deny/forged-owner-by-a-human",
    "plaintext-secret/deny/external-wrong-hash",
    "plaintext-secret/deny/helm-key-of-another-case",
    "platform-schema/allow/newer-key-is-a-warning",
    "platform-schema/deny/misspelt-key",
    "platform-schema/deny/syntax",
    "helm-release/allow/hooks-removed-and-reordered",
    "helm-release/deny/secret-among-the-crds",
    "helm-release/deny/status-update-changes-a-hook",
    "namespace-environment/allow/created-without-label-is-a-warning",
    "namespace-environment/deny/laxer",
};

static struct adm_str answer(const struct adm_request *request, struct adm_arena *memory) {
    struct adm_registry registry = {0};
    struct adm_decision decision;
    struct adm_text text;
    struct adm_str out = {0};
    registry.validators = adm_registry_validators(&registry.validator_count);
    adm_decision_make(&registry, request, false, &decision);
    adm_text_init(&text, memory);
    adm_review_write(&decision.response, &text);
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out;
}

static void check_limits(struct judged *judged, const char *review) {
    static const char bare[] = "\"allowed\":false,\"status\":{\"status\":\"Failure\",\"message\":"
                               "\"floe-admission cannot judge this object within its memory limit;";
    size_t whole = 0, denied = 0;
    for (size_t limit = 0; whole < 8; limit += 32) {
        struct adm_arena small, scratch;
        adm_arena_init(&small, limit);
        adm_arena_init(&scratch, 1 << 20);
        judged->request.arena = &small;
        struct adm_str got = answer(&judged->request, &scratch);
        bool same = adm_str_equal(got, judged->response);
        whole += same;
        denied += !same;
        cr_assert(same || adm_str_contains(got, adm_str_from(bare)), "%s, limit %zu:\n%.*s", review,
                  limit, ADM_STR_ARGS(got));
        cr_assert(same || whole == 0, "%s, limit %zu: worse with more memory", review, limit);
        adm_arena_destroy(&scratch);
        adm_arena_destroy(&small);
    }
    cr_expect_gt(denied, 8, "%s", review);
}

Test(memory, a_decision_is_whole_or_a_denial) {
    for (size_t i = 0; i < sizeof reviews / sizeof *reviews; i++) {
        char path[512];
        struct judged judged;
        snprintf(path, sizeof path, "%s/%s.json", ADM_FIXTURES, reviews[i]);
        struct adm_str text = judge_read_file(path);
        judge_text(&judged, text, (struct adm_str){0}, reviews[i][0] == 'n' ? "unlabelled" : "dev");
        check_limits(&judged, reviews[i]);
        judge_destroy(&judged);
        free((char *)(uintptr_t)text.data);
    }
}
