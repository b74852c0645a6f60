// SPDX-License-Identifier: Apache-2.0
#include "core/rule.h"

static const char *const rule_ids[ADM_RULE_COUNT] = {
    [ADM_RULE_PLAINTEXT_SECRET] = "plaintext-secret",
    [ADM_RULE_HELM_RELEASE] = "helm-release",
    [ADM_RULE_CREDENTIAL_IN_CONFIG] = "credential-in-config",
    [ADM_RULE_CREDENTIAL_IN_WORKLOAD] = "credential-in-workload",
    [ADM_RULE_PLATFORM_SCHEMA] = "platform-schema",
    [ADM_RULE_PLATFORM_ENVIRONMENT] = "platform-environment",
    [ADM_RULE_PLATFORM_RELEASE] = "platform-release",
    [ADM_RULE_PLATFORM_MOUNT] = "platform-mount",
    [ADM_RULE_NAMESPACE_ENVIRONMENT] = "namespace-environment",
    [ADM_RULE_PLATFORM_CONFIG] = "platform-config",
    [ADM_RULE_CREDENTIALS] = "credentials",
};

static const char *const mode_names[] = {"off", "audit", "warn", "enforce"};

const char *adm_rule_id(enum adm_rule rule) { return rule_ids[rule]; }

bool adm_rule_from_id(struct adm_str id, enum adm_rule *out) {
    for (unsigned i = 0; i < ADM_RULE_COUNT; i++) {
        if (adm_str_is(id, rule_ids[i])) {
            *out = (enum adm_rule)i;
            return true;
        }
    }
    return false;
}

const char *adm_rule_mode_name(enum adm_mode mode) { return mode_names[mode]; }

bool adm_rule_mode_from_name(struct adm_str name, enum adm_mode *out) {
    for (unsigned i = 0; i <= ADM_MODE_ENFORCE; i++) {
        if (adm_str_is(name, mode_names[i])) {
            *out = (enum adm_mode)i;
            return true;
        }
    }
    return false;
}
