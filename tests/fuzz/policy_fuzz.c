// SPDX-License-Identifier: Apache-2.0
// A policy file is read whole or refused with a reason.
#include "fuzz.h"

#include "core/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_error err = {0};
    struct adm_policy *policy = NULL;
    if (adm_policy_read(fuzz_text(data, size), "policy.yaml", &policy, &err)) {
        FUZZ_HOLDS(policy->environment_count > 0 && policy->unlabelled != NULL);
        FUZZ_HOLDS(policy->environment_count <= ADM_POLICY_ENVIRONMENTS_MAX);
        for (size_t i = 0; i < policy->environment_count; i++)
            FUZZ_HOLDS(adm_policy_environment(policy, policy->environments[i].name) ==
                       &policy->environments[i]);
    } else {
        FUZZ_HOLDS(policy == NULL && err.code != ADM_OK && err.message[0] != '\0');
    }
    adm_policy_free(policy);
    return 0;
}
