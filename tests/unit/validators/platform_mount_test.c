// SPDX-License-Identifier: Apache-2.0
// The words and modes of platform-mount; what it finds is in tests/fixtures/platform-mount.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge.h"
#include "validators/validator.h"

static void judge_fixture(struct judged *judged, const char *name, const char *environment) {
    char path[512];
    snprintf(path, sizeof path, "%s/platform-mount/%s.json", ADM_FIXTURES, name);
    struct adm_str text = judge_read_file(path);
    judge_text(judged, text, (struct adm_str){0}, environment);
    free((char *)(uintptr_t)text.data);
}

static const struct {
    const char *fixture, *message;
} rows[] = {
    {"deny/late-sidecar",
     "[platform-mount] container late lacks /etc/floe/platform.yaml, FLOE_PLATFORM_FILE, "
     "FLOE_PLATFORM_ENV, which the pod asks for at spec.containers[1]; see which other webhook "
     "took it out or came after this one, or set the pod's label floe.dev/inject to \"false\"\n"
     "[platform-mount] container late lacks /var/run/secrets/warehouse-password, "
     "WAREHOUSE_PASSWORD, which the pod asks for at spec.containers[1]; see which other webhook "
     "took it out or came after this one, or set the pod's label floe.dev/inject to \"false\""},
    {"deny/environment-changed",
     "[platform-mount] FLOE_PLATFORM_ENV is not `dev` and was left as it is at "
     "spec.containers[0].env[2]; remove it to get the platform's value, or set the pod's label "
     "floe.dev/inject to \"false\""},
    {"deny/shadowed-by-its-parent",
     "[platform-mount] a mount above /etc/floe/platform.yaml keeps the platform's file out: the "
     "container would fail at start at spec.containers[0].volumeMounts[3]; mount it elsewhere, or "
     "set the pod's label floe.dev/inject to \"false\""},
    {"deny/credential-volume-emptied",
     "[platform-mount] the pod has a volume floe-credentials-warehouse of its own, which is not "
     "key password of Secret warehouse, and was left as it is at spec.volumes[1]; rename or "
     "remove it to get the credential's file, or set the pod's label floe.dev/inject to "
     "\"false\"\n"
     "[platform-mount] something else than key password of Secret warehouse is mounted at "
     "/var/run/secrets/warehouse-password and was left as it is at "
     "spec.containers[0].volumeMounts[1]; remove the mount to get the credential's file, or set "
     "the pod's label floe.dev/inject to \"false\""},
};

Test(platform_mount, says_what_is_lost_and_the_way_out) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct judged judged;
        judge_fixture(&judged, rows[i].fixture, "dev");
        cr_expect(adm_str_is(judged.decision.response.message, rows[i].message), "%s: %.*s",
                  rows[i].fixture, ADM_STR_ARGS(judged.decision.response.message));
        judge_destroy(&judged);
    }
}

Test(platform_mount, warns_in_local_and_denies_elsewhere) {
    static const struct {
        const char *environment;
        enum adm_decision_kind want;
    } modes[] = {{"local", ADM_DECISION_WARN},
                 {"dev", ADM_DECISION_DENY},
                 {"staging", ADM_DECISION_DENY},
                 {"prod", ADM_DECISION_DENY},
                 {"unlabelled", ADM_DECISION_WARN}};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        struct judged judged;
        judge_fixture(&judged, "deny/nothing-was-added", modes[i].environment);
        cr_expect_eq(judged.decision.kind, modes[i].want, "%s", modes[i].environment);
        cr_expect_eq(judged.decision.response.patch.len, 0);
        judge_destroy(&judged);
    }
}

Test(platform_mount, finds_the_wrong_environment) {
    struct judged judged;
    judge_fixture(&judged, "allow/injected", "prod");
    cr_expect_eq(judged.decision.kind, ADM_DECISION_DENY);
    judge_destroy(&judged);
}

// What would pass because nobody knows what a pod gets is refused.
Test(platform_mount, denies_when_nobody_says_what_a_pod_gets) {
    struct judged judged;
    judge_fixture(&judged, "allow/injected", "dev");
    struct adm_verdict verdict;
    struct adm_error err = {0};
    adm_verdict_init(&verdict, &judged.arena);
    judged.request.registry = NULL;
    cr_expect_not(adm_validator_platform_mount.judge(&judged.request, &verdict, &err));
    judge_destroy(&judged);
}
