// SPDX-License-Identifier: Apache-2.0
// The rules' ids and modes: the vocabulary that the policy, the findings and the registry share.
#pragma once

#include "core/str.h"

// What a rule's finding does in an environment, from laxest to strictest.
enum adm_mode {
    ADM_MODE_OFF,     // not judged
    ADM_MODE_AUDIT,   // allow, record only
    ADM_MODE_WARN,    // allow, warn the client
    ADM_MODE_ENFORCE, // deny
};

enum adm_rule {
    ADM_RULE_PLAINTEXT_SECRET,
    ADM_RULE_HELM_RELEASE,
    ADM_RULE_CREDENTIAL_IN_CONFIG,
    ADM_RULE_CREDENTIAL_IN_WORKLOAD,
    ADM_RULE_PLATFORM_SCHEMA,
    ADM_RULE_PLATFORM_ENVIRONMENT,
    ADM_RULE_PLATFORM_RELEASE,
    ADM_RULE_PLATFORM_MOUNT,
    ADM_RULE_NAMESPACE_ENVIRONMENT,
    ADM_RULE_PLATFORM_CONFIG, // a mutator's findings
    ADM_RULE_CREDENTIALS,     // a mutator's findings
    ADM_RULE_COUNT,
};

// "plaintext-secret"; static storage.
const char *adm_rule_id(enum adm_rule rule);
bool adm_rule_from_id(struct adm_str id, enum adm_rule *out);
// "enforce"; static storage.
const char *adm_rule_mode_name(enum adm_mode mode);
bool adm_rule_mode_from_name(struct adm_str name, enum adm_mode *out);
