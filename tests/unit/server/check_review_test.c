// SPDX-License-Identifier: Apache-2.0
#include "server/check_review.h"

#include <criterion/criterion.h>

static struct adm_review make(struct adm_arena *arena, const char *api_version, const char *kind) {
    static const struct adm_check_writer writer = {"check", "team-a", NULL};
    const struct adm_check_item item = {.api_version = adm_str_from(api_version),
                                        .kind = adm_str_from(kind)};
    struct adm_review review;
    adm_check_review_make(&writer, &item, arena, &review);
    return review;
}

Test(check_review, guesses_the_resource_of_a_kind) {
    static const struct {
        const char *kind, *resource;
    } rows[] = {
        {"Secret", "secrets"},
        {"ConfigMap", "configmaps"},
        {"Ingress", "ingresses"},
        {"NetworkPolicy", "networkpolicies"},
        {"HelmRelease", "helmreleases"},
        {"Gateway", "gateways"},
        {"IngressRoute", "ingressroutes"},
        {"Mesh", "meshes"},
        {"Prefix", "prefixes"},
        {"Endpoints", "endpoints"},
        {"y", "ies"},
    };
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_review review = make(&arena, "example.com/v1", rows[i].kind);
        cr_assert(adm_str_is(review.resource.resource, rows[i].resource), "%s", rows[i].kind);
        cr_assert(adm_str_is(review.resource.group, "example.com"));
        cr_assert(adm_str_is(review.resource.version, "v1"));
    }
}

Test(check_review, knows_which_kinds_have_no_namespace) {
    static const struct {
        const char *api_version, *kind;
        bool is_cluster;
    } rows[] = {
        {"v1", "Namespace", true},
        {"example.com/v1", "Namespace", false},
        {"external-secrets.io/v1beta1", "ClusterSecretStore", true},
        {"external-secrets.io/v1", "SecretStore", false},
        {"generators.external-secrets.io/v1alpha1", "ClusterGenerator", true},
        {"v1", "Secret", false},
    };
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_review review = make(&arena, rows[i].api_version, rows[i].kind);
        cr_assert_eq(adm_check_review_is_cluster(&review), rows[i].is_cluster, "%s", rows[i].kind);
        cr_assert(adm_str_is(review.namespace, rows[i].is_cluster ? "" : "team-a"));
    }
}
