// SPDX-License-Identifier: Apache-2.0
// The policy's releases of the platform configuration: which an environment admits.
#include "core/policy_parts.h"

#define AT(member) offsetof(struct adm_releases, member)

static bool refuse_version(const struct adm_policy_reader *r, const struct adm_yaml *node,
                           struct adm_error *err) {
    return adm_policy_read_fail(r, node, err, "expected a version like 1.4.0%s", "");
}

static bool read_versions(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                          struct adm_error *err) {
    struct adm_strs versions = {0};
    struct adm_semver version;
    ADM_TRY(adm_policy_read_texts(r, node, &versions, err));
    const struct adm_yaml *element = node->child;
    for (size_t i = 0; i < versions.count; i++, element = element->next)
        if (!adm_semver_read(versions.items[i], &version))
            return refuse_version(r, element, err);
    *(struct adm_strs *)at = versions;
    return true;
}

static bool read_minimum(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                         struct adm_error *err) {
    struct adm_str text = {0};
    ADM_TRY(adm_policy_read_text(r, node, &text, err));
    return adm_semver_read(text, at) || refuse_version(r, node, err);
}

static bool read_entry(const struct adm_policy_reader *r, const struct adm_yaml *node,
                       struct adm_releases *releases, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"versions", read_versions, AT(versions), false},
        {"minimum", read_minimum, AT(minimum), false},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "an environment of `platform_releases`"};
    ADM_TRY(adm_policy_read_map(r, node, &fields, releases, err));
    if (node->child == NULL)
        return adm_policy_read_fail(r, node, err, "expected %s", "`versions`, `minimum` or both");
    return true;
}

// Chains of `extends` have an end by now.
static const struct adm_releases *inherited(const struct adm_environment *e,
                                            const struct adm_environment *all,
                                            const struct adm_releases *const *own) {
    while (e != NULL && own[e - all] == NULL)
        e = e->base;
    return e == NULL ? NULL : own[e - all];
}

bool adm_policy_parts_releases(const struct adm_policy_reader *r, const struct adm_yaml *node,
                               void *at, struct adm_error *err) {
    const struct adm_releases *own[ADM_POLICY_ENVIRONMENTS_MAX] = {0};
    struct adm_environment *all = r->policy->environments;
    void *array = NULL;
    size_t count = 0;
    (void)at;
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_releases), &array, &count))
        return adm_policy_read_memory(r, node, err);
    struct adm_releases *next = array;
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next) {
        const struct adm_environment *e = adm_policy_parts_named(r, value->key, err);
        if (e == NULL || !read_entry(r, value, next, err))
            return false;
        own[e - all] = next++;
    }
    for (size_t i = 0; i < r->policy->environment_count; i++)
        all[i].releases = inherited(&all[i], all, own);
    return true;
}
