// SPDX-License-Identifier: Apache-2.0
#include "core/policy.h"

#include <gnutls/crypto.h>
#include <stdlib.h>

#include "core/fingerprint.h"
#include "core/pattern.h"
#include "core/policy_parts.h"

static const size_t TEXT_BYTES_MAX = (size_t)1024 * 1024;
static const size_t TREE_BYTES_MAX = (size_t)128 * 1024 * 1024;
static const size_t POLICY_BYTES_MAX = (size_t)64 * 1024 * 1024;

static bool read_owners(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                        struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"users", adm_policy_read_texts, offsetof(struct adm_policy, owner_users), false},
        {"groups", adm_policy_read_texts, offsetof(struct adm_policy, owner_groups), false},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "`environment_owners`"};
    return adm_policy_read_map(r, node, &fields, at, err);
}

static bool read_platform_config(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                 void *at, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"config_map", adm_policy_read_text, offsetof(struct adm_policy, platform_config_map),
         true},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "`platform_config`"};
    return adm_policy_read_map(r, node, &fields, at, err);
}

// Environments first: what follows names them.
static const struct adm_policy_field sections[] = {
    {"environments", adm_policy_parts_environments, 0, true},
    {"strictness", adm_policy_parts_strictness, 0, true},
    {"environments_here", adm_policy_parts_here, 0, false},
    {"unlabelled", adm_policy_parts_unlabelled, 0, true},
    {"system_namespaces", adm_policy_read_texts, offsetof(struct adm_policy, system_namespaces),
     false},
    {"environment_owners", read_owners, 0, false},
    {"require_bound_token", adm_policy_read_bool, offsetof(struct adm_policy, require_bound_token),
     false},
    {"writers", adm_policy_parts_writers, 0, false},
    {"exceptions", adm_policy_parts_exceptions, 0, false},
    {"reference_patterns", adm_policy_parts_references, 0, false},
    {"platform_config", read_platform_config, 0, false},
    {"platform_releases", adm_policy_parts_releases, 0, false},
    {"credentials", adm_policy_parts_credentials, 0, false},
    {"default_credentials", adm_policy_parts_default_credentials, 0, false},
    {"helm_release", adm_policy_parts_helm_release, 0, false},
    {"extra_resources", adm_policy_parts_extra_resources, 0, false},
    {"workload_controllers", adm_policy_read_accounts,
     offsetof(struct adm_policy, workload_controllers), false},
};
static const struct adm_policy_fields whole = {sections, sizeof sections / sizeof *sections,
                                               "the policy"};

static bool digest_text(struct adm_str text, struct adm_policy *policy, struct adm_error *err) {
    unsigned char digest[(sizeof policy->digest - 1) / 2];
    if (gnutls_hash_fast(GNUTLS_DIG_SHA256, text.data, text.len, digest) < 0)
        return adm_fail(err, ADM_CRYPTO, "GnuTLS cannot compute SHA-256");
    adm_fingerprint_hex(digest, sizeof digest, policy->digest);
    return true;
}

static bool read_into(struct adm_str text, const struct adm_policy_reader *r,
                      struct adm_error *err) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    struct adm_yaml_stream stream = {0};
    if (text.len > TEXT_BYTES_MAX)
        return adm_fail(err, ADM_LIMIT, "%s: a policy has at most 1 MiB", r->name);
    adm_arena_init(&arena, TREE_BYTES_MAX);
    ADM_TRY(adm_yaml_read(text, r->name, &arena, &stream, err));
    if (stream.count == 0)
        return adm_fail(err, ADM_INVALID, "%s:1:1: the policy is empty", r->name);
    if (stream.count > 1)
        return adm_policy_read_fail(r, stream.documents[1], err, "expected one document, %s",
                                    "and here begins a second");
    ADM_TRY(adm_policy_read_map(r, stream.documents[0], &whole, r->policy, err));
    return digest_text(text, r->policy, err);
}

bool adm_policy_read(struct adm_str text, const char *name, struct adm_policy **out,
                     struct adm_error *err) {
    struct adm_policy *policy = calloc(1, sizeof *policy);
    if (policy == NULL)
        return adm_fail(err, ADM_MEMORY, "%s: out of memory for the policy", name);
    adm_arena_init(&policy->arena, POLICY_BYTES_MAX);
    policy->require_bound_token = true;
    adm_policy_parts_judged_defaults(policy);
    if (!read_into(text, &(struct adm_policy_reader){name, policy}, err)) {
        adm_policy_free(policy);
        return false;
    }
    *out = policy;
    return true;
}

void adm_policy_free(struct adm_policy *policy) {
    if (policy == NULL)
        return;
    for (size_t i = 0; i < policy->reference_count; i++)
        adm_pattern_free(policy->references[i]);
    adm_arena_destroy(&policy->arena);
    free(policy);
}

const struct adm_environment *adm_policy_environment(const struct adm_policy *policy,
                                                     struct adm_str name) {
    for (size_t i = 0; i < policy->environment_count; i++)
        if (adm_str_equal(policy->environments[i].name, name))
            return &policy->environments[i];
    return NULL;
}

bool adm_policy_has(struct adm_strs list, struct adm_str s) {
    for (size_t i = 0; i < list.count; i++)
        if (adm_str_equal(list.items[i], s))
            return true;
    return false;
}
