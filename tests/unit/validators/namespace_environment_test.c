// SPDX-License-Identifier: Apache-2.0
// Namespaces under other policies than the shipped one.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"

static const char policy[] = "environments:\n"
                             "  local: {secrets: demo}\n"
                             "  dev: {secrets: sealed-secrets}\n"
                             "  prod: {secrets: external-secrets}\n"
                             "strictness: [local, dev, prod]\n"
                             "environments_here: [dev, prod]\n"
                             "unlabelled: {environment: dev, mode: warn}\n"
                             "environment_owners: {users: [owner], groups: [owners]}\n";

struct row {
    const char *operation, *user, *group;
    const char *before, *after; // label value; NULL: no label
    bool allowed;
    const char *words; // in the denial or the warning
};

static void write_object(const char *label, char *out, size_t size) {
    snprintf(out, size,
             "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"shop\","
             "\"labels\":{\"team\":\"a\"%s%s%s}}}",
             label == NULL ? "" : ",\"floe.dev/environment\":\"", label == NULL ? "" : label,
             label == NULL ? "" : "\"");
}

static void check(const struct row *row) {
    char object[512], old[512] = "null", review[4096];
    struct judged judged;
    write_object(row->after, object, sizeof object);
    if (strcmp(row->operation, "UPDATE") == 0)
        write_object(row->before, old, sizeof old);
    snprintf(
        review, sizeof review,
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{"
        "\"uid\":\"1\",\"operation\":\"%s\",\"namespace\":\"shop\",\"name\":\"shop\",\"kind\":{"
        "\"group\":\"\",\"version\":\"v1\",\"kind\":\"Namespace\"},\"resource\":{\"group\":\"\","
        "\"version\":\"v1\",\"resource\":\"namespaces\"},\"userInfo\":{\"username\":\"%s\","
        "\"groups\":[\"all\",\"%s\"]},\"object\":%s,\"oldObject\":%s}}",
        row->operation, row->user, row->group, object, old);
    judge_text(&judged, adm_str_from(review), adm_str_from(policy), "unlabelled");
    const struct adm_response *r = &judged.decision.response;
    struct adm_str said = r->warning_count > 0 ? r->warnings[0] : r->message;
    cr_expect_eq(r->allowed, row->allowed, "%s → %s by %s: %.*s", row->before, row->after,
                 row->user, ADM_STR_ARGS(r->message));
    if (row->words != NULL)
        cr_expect(adm_str_contains(said, adm_str_from(row->words)), "%s → %s by %s: %.*s",
                  row->before, row->after, row->user, ADM_STR_ARGS(said));
    else
        cr_expect_eq(said.len, 0, "%.*s", ADM_STR_ARGS(said));
    judge_destroy(&judged);
}

Test(namespace_environment, only_what_may_exist_here) {
    static const struct row rows[] = {
        {"CREATE", "alice", "x", NULL, "dev", true, NULL},
        {"CREATE", "alice", "x", NULL, "prod", true, NULL},
        {"CREATE", "alice", "x", NULL, "local", false,
         "`local` is not an environment of this cluster at "
         "metadata.labels[floe.dev/environment]; use one of: dev, prod"},
        {"CREATE", "alice", "x", NULL, "staging", false, "`staging` is not an environment"},
        {"CREATE", "alice", "x", NULL, NULL, true, "judged as `dev` at metadata.labels; label it"},
        {"CREATE", "owner", "x", NULL, NULL, true, "judged as `dev`"},
        // Owners may do what others may not.
        {"CREATE", "owner", "x", NULL, "local", true, NULL},
        {"CREATE", "bob", "owners", NULL, "local", true, NULL},
        {"CREATE", "owners", "owner", NULL, "local", false, "not an environment"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i]);
}

Test(namespace_environment, moves) {
    static const struct row rows[] = {
        {"UPDATE", "alice", "x", "dev", "prod", true, NULL},
        {"UPDATE", "alice", "x", "prod", "dev", false,
         "`dev` is laxer than the environment in force (`prod`)"},
        {"UPDATE", "alice", "x", NULL, "dev", true, NULL}, // unlabelled is judged as dev
        {"UPDATE", "alice", "x", NULL, "prod", true, NULL},
        {"UPDATE", "alice", "x", "Prod", "dev", true, NULL}, // misspelt is judged as dev
        {"UPDATE", "alice", "x", "prod", "Prod", false, "`Prod` is not an environment"},
        {"UPDATE", "alice", "x", "dev", NULL, false, "must not be removed"},
        {"UPDATE", "alice", "x", "local", NULL, false, "must not be removed"},
        {"UPDATE", "alice", "x", "prod", "local", false, "`local` is not an environment"},
        {"UPDATE", "alice", "x", "local", "dev", true, NULL},
        // What was there before the policy stays as it is.
        {"UPDATE", "alice", "x", "local", "local", true, NULL},
        {"UPDATE", "alice", "x", "qa", "qa", true, NULL},
        {"UPDATE", "alice", "x", NULL, NULL, true, NULL},
        {"UPDATE", "owner", "x", "prod", "dev", true, NULL},
        {"UPDATE", "bob", "owners", "prod", NULL, true, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i]);
}
