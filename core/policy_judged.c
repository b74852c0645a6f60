// SPDX-License-Identifier: Apache-2.0
// The policy's word on what is judged beside the built-in kinds, and on what is judged laxly:
// further resources, releases of a rollback, what the control plane's controllers create.
#include "core/policy_parts.h"

// A static table cannot hold compound literals.
#define TEXT(literal)                                                                              \
    { (literal), sizeof(literal) - 1 }
#define AT(member) offsetof(struct adm_extra_resource, member)

// deploy/policy.yaml says the same, for people to read; a policy of before these keys gets it, too.
static const struct adm_extra_resource default_resources[] = {
    {TEXT("helm.toolkit.fluxcd.io"), TEXT("*"), TEXT("helmreleases")},
    {TEXT("argoproj.io"), TEXT("*"), TEXT("applications")},
    {TEXT("sparkoperator.k8s.io"), TEXT("*"), TEXT("sparkapplications")},
    {TEXT("flink.apache.org"), TEXT("*"), TEXT("flinkdeployments")},
    {TEXT(""), TEXT("*"), TEXT("podtemplates")},
};
static const struct adm_str default_controllers[] = {
    TEXT("kube-system:replicaset-controller"),  TEXT("kube-system:replication-controller"),
    TEXT("kube-system:statefulset-controller"), TEXT("kube-system:daemon-set-controller"),
    TEXT("kube-system:deployment-controller"),  TEXT("kube-system:job-controller"),
    TEXT("kube-system:cronjob-controller"),
};

void adm_policy_parts_judged_defaults(struct adm_policy *policy) {
    policy->rollback_mode = ADM_MODE_WARN;
    policy->extra_resources = default_resources;
    policy->extra_resource_count = sizeof default_resources / sizeof *default_resources;
    policy->workload_controllers = (struct adm_strs){
        default_controllers, sizeof default_controllers / sizeof *default_controllers};
}

bool adm_policy_parts_helm_release(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                   void *at, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"rollback", adm_policy_read_mode, offsetof(struct adm_policy, rollback_mode), false},
        {"rollback_until", adm_policy_read_date, offsetof(struct adm_policy, rollback_until_s),
         false},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "`helm_release`"};
    (void)at;
    return adm_policy_read_map(r, node, &fields, r->policy, err);
}

// The core group's name is empty: it is written as "".
static bool read_group(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                       struct adm_error *err) {
    if (node->type == ADM_YAML_SCALAR && !node->plain && node->text.len == 0)
        return true;
    ADM_TRY(adm_policy_read_text(r, node, at, err));
    struct adm_str rest = *(struct adm_str *)at;
    while (rest.len > 0) {
        size_t dot = adm_str_index(rest, '.');
        bool last = dot == rest.len;
        if (!adm_str_is_dns_label(adm_str_slice(rest, 0, dot)) || dot + 1 == rest.len)
            return adm_policy_read_fail(r, node, err, "expected an API group like %s",
                                        "argoproj.io, or \"\" for the core group");
        rest = last ? (struct adm_str){0} : adm_str_slice(rest, dot + 1, rest.len);
    }
    return true;
}

static bool read_version(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                         struct adm_error *err) {
    bool any = node->type == ADM_YAML_SCALAR && adm_str_is(node->text, "*");
    if (!any && (node->type != ADM_YAML_SCALAR || !adm_str_is_dns_label(node->text)))
        return adm_policy_read_fail(r, node, err, "expected a version like %s",
                                    "v1beta1, or \"*\" for any");
    return adm_policy_read_text(r, node, at, err);
}

// Kinds that have rules of their own would be judged twice, by the wrong one.
static bool is_built_in(const struct adm_extra_resource *e) {
    static const char *const names[] = {"secrets", "configmaps", "pods", "namespaces"};
    for (size_t i = 0; e->group.len == 0 && i < sizeof names / sizeof *names; i++)
        if (adm_str_is(e->resource, names[i]))
            return true;
    return false;
}

static bool read_resource(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                          struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || !adm_str_is_dns_label(node->text))
        return adm_policy_read_fail(r, node, err, "expected a resource's name like %s",
                                    "helmreleases: lower case, plural, no subresource");
    return adm_policy_read_text(r, node, at, err);
}

static bool read_extra(const struct adm_policy_reader *r, const struct adm_yaml *node,
                       struct adm_extra_resource *extra, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"group", read_group, AT(group), true},
        {"version", read_version, AT(version), false},
        {"resource", read_resource, AT(resource), true},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "an extra resource"};
    extra->version = ADM_STR("*");
    ADM_TRY(adm_policy_read_map(r, node, &fields, extra, err));
    return !is_built_in(extra) ||
           adm_policy_read_fail(r, node, err, "`%.*s` have rules of their own; leave them out",
                                ADM_STR_ARGS(extra->resource));
}

bool adm_policy_parts_extra_resources(const struct adm_policy_reader *r,
                                      const struct adm_yaml *node, void *at,
                                      struct adm_error *err) {
    void *array = NULL;
    (void)at;
    ADM_TRY(adm_policy_read_is_list(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_extra_resource), &array,
                               &r->policy->extra_resource_count))
        return adm_policy_read_memory(r, node, err);
    struct adm_extra_resource *next = array;
    r->policy->extra_resources = next;
    for (const struct adm_yaml *element = node->child; element != NULL; element = element->next)
        ADM_TRY(read_extra(r, element, next++, err));
    return true;
}
