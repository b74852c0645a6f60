// SPDX-License-Identifier: Apache-2.0
// What the policy says of rollbacks, of further resources and of the control plane's controllers.
#include "core/policy.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/policy_default.h"

#define LEAST                                                                                      \
    "environments: {e: {secrets: demo}}\n"                                                         \
    "strictness: [e]\n"                                                                            \
    "unlabelled: {environment: e, mode: warn}\n"

static struct adm_policy *read_policy(struct adm_str text) {
    struct adm_policy *policy = NULL;
    struct adm_error err = {0};
    cr_assert(adm_policy_read(text, "p", &policy, &err), "%s", err.message);
    return policy;
}

static bool has_resource(const struct adm_policy *policy, const char *group, const char *version,
                         const char *resource) {
    for (size_t i = 0; i < policy->extra_resource_count; i++) {
        const struct adm_extra_resource *e = &policy->extra_resources[i];
        if (adm_str_is(e->group, group) && adm_str_is(e->version, version) &&
            adm_str_is(e->resource, resource))
            return true;
    }
    return false;
}

static void check_lists(const struct adm_policy *policy) {
    static const char *const controllers[] = {
        "kube-system:replicaset-controller",  "kube-system:replication-controller",
        "kube-system:statefulset-controller", "kube-system:daemon-set-controller",
        "kube-system:deployment-controller",  "kube-system:job-controller",
        "kube-system:cronjob-controller",
    };
    cr_expect_eq(policy->rollback_mode, ADM_MODE_WARN);
    cr_expect_eq(policy->extra_resource_count, 5);
    cr_expect(has_resource(policy, "helm.toolkit.fluxcd.io", "*", "helmreleases"));
    cr_expect(has_resource(policy, "argoproj.io", "*", "applications"));
    cr_expect(has_resource(policy, "sparkoperator.k8s.io", "*", "sparkapplications"));
    cr_expect(has_resource(policy, "flink.apache.org", "*", "flinkdeployments"));
    cr_expect(has_resource(policy, "", "*", "podtemplates"));
    cr_expect_eq(policy->workload_controllers.count, sizeof controllers / sizeof *controllers);
    for (size_t i = 0; i < sizeof controllers / sizeof *controllers; i++)
        cr_expect(adm_policy_has(policy->workload_controllers, adm_str_from(controllers[i])), "%s",
                  controllers[i]);
}

Test(policy_judged, defaults_are_those_of_the_shipped_policies) {
    struct adm_policy *least = read_policy(adm_str_from(LEAST));
    struct adm_policy *shipped = read_policy(adm_policy_default());
    check_lists(least);
    check_lists(shipped);
    cr_expect_eq(least->rollback_until_s, 0);
    cr_expect_eq(shipped->rollback_until_s, 1814313600); // 2027-06-30
    adm_policy_free(least);
    adm_policy_free(shipped);
}

Test(policy_judged, a_local_cluster_has_them_too) {
    static char text[1 << 16];
    FILE *file = fopen(ADM_ROOT "/deploy/local.yaml", "rb");
    cr_assert_not_null(file);
    size_t len = fread(text, 1, sizeof text, file);
    fclose(file);
    struct adm_policy *policy = read_policy((struct adm_str){text, len});
    check_lists(policy);
    cr_expect_eq(policy->rollback_until_s, 1814313600);
    adm_policy_free(policy);
}

Test(policy_judged, reads_its_own_lists) {
    struct adm_policy *policy =
        read_policy(adm_str_from(LEAST "helm_release: {rollback: enforce}\n"
                                       "extra_resources:\n"
                                       "- {group: '', resource: services, version: v1}\n"
                                       "- {group: a.b-c.io, resource: things}\n"
                                       "workload_controllers: ['kube-system:a', 'kruise:b.c']\n"));
    cr_expect_eq(policy->rollback_mode, ADM_MODE_ENFORCE);
    cr_expect_eq(policy->rollback_until_s, 0);
    cr_expect_eq(policy->extra_resource_count, 2);
    cr_expect(has_resource(policy, "", "v1", "services"));
    cr_expect(has_resource(policy, "a.b-c.io", "*", "things"));
    cr_expect_eq(policy->workload_controllers.count, 2);
    cr_expect(adm_policy_has(policy->workload_controllers, ADM_STR("kruise:b.c")));
    adm_policy_free(policy);
}

Test(policy_judged, an_empty_list_is_empty) {
    struct adm_policy *policy = read_policy(
        adm_str_from(LEAST "helm_release: {}\nextra_resources: []\nworkload_controllers: []\n"));
    cr_expect_eq(policy->rollback_mode, ADM_MODE_WARN);
    cr_expect_eq(policy->extra_resource_count, 0);
    cr_expect_eq(policy->workload_controllers.count, 0);
    adm_policy_free(policy);
}

Test(policy_judged, an_end_without_a_mode_is_a_warning_until_then) {
    struct adm_policy *policy =
        read_policy(adm_str_from(LEAST "helm_release: {rollback_until: 2026-02-28}\n"));
    cr_expect_eq(policy->rollback_mode, ADM_MODE_WARN);
    cr_expect_eq(policy->rollback_until_s, 1772236800);
    adm_policy_free(policy);
}

#define E LEAST "extra_resources: [{group: "
static const struct {
    const char *text, *message;
} refusals[] = {
    {LEAST "helm_release: warn\n", "p:4:15: expected a map, like {key: value}"},
    {LEAST "helm_release: {rollback: deny}\n", "p:4:26: expected enforce, warn, audit or off"},
    {LEAST "helm_release: {rollback_until: never}\n", "p:4:32: expected a date like 2027-03-31"},
    {LEAST "helm_release: {rollback_untl: 2027-03-31}\n",
     "p:4:16: unknown key `rollback_untl` of `helm_release`; did you mean `rollback_until`?"},
    {LEAST "extra_resources: {}\n", "p:4:18: expected a list, like [a, b]"},
    {LEAST "extra_resources: [a]\n", "p:4:19: expected a map, like {key: value}"},
    {LEAST "extra_resources: [{resource: a}]\n", "p:4:19: an extra resource needs the key `group`"},
    {E "a}]\n", "p:4:19: an extra resource needs the key `resource`"},
    {E "a, kind: B}]\n",
     "p:4:30: unknown key `kind` of an extra resource; see schemas/policy.schema.json"},
    {E ", resource: a}]\n", "p:4:27: expected a text"},
    {E "A.io, resource: a}]\n",
     "p:4:27: expected an API group like argoproj.io, or \"\" for the core group"},
    {E "a., resource: a}]\n",
     "p:4:27: expected an API group like argoproj.io, or \"\" for the core group"},
    {E "a..b, resource: a}]\n",
     "p:4:27: expected an API group like argoproj.io, or \"\" for the core group"},
    {E "a/v1, resource: a}]\n",
     "p:4:27: expected an API group like argoproj.io, or \"\" for the core group"},
    {E "a, resource: Things}]\n", "p:4:40: expected a resource's name like helmreleases: "
                                  "lower case, plural, no subresource"},
    {E "a, resource: things/status}]\n", "p:4:40: expected a resource's name like "
                                         "helmreleases: lower case, plural, no subresource"},
    {E "a, resource: '*'}]\n", "p:4:40: expected a resource's name like helmreleases: lower "
                               "case, plural, no subresource"},
    {E "a, resource: b, version: V1}]\n",
     "p:4:52: expected a version like v1beta1, or \"*\" for any"},
    {E "a, resource: b, version: [v1]}]\n",
     "p:4:52: expected a version like v1beta1, or \"*\" for any"},
    {E "'', resource: secrets}]\n", "p:4:19: `secrets` have rules of their own; leave them out"},
    {LEAST "workload_controllers: a\n", "p:4:23: expected a list, like [a, b]"},
    {LEAST "workload_controllers: [replicaset-controller]\n",
     "p:4:24: expected a service account as namespace:name"},
    {LEAST "workload_controllers: ['a:b', 'a:b']\n", "p:4:31: `a:b` is in this list twice"},
};

Test(policy_judged, refuses_what_it_cannot_mean) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct adm_policy *policy = NULL;
        struct adm_error err = {0};
        cr_expect_not(adm_policy_read(adm_str_from(refusals[i].text), "p", &policy, &err), "%s",
                      refusals[i].text);
        cr_expect_null(policy);
        cr_expect_str_eq(err.message, refusals[i].message, "%s: %s", refusals[i].text, err.message);
    }
}
