// SPDX-License-Identifier: Apache-2.0
#include "validators/registry.h"

#include "validators/validator.h"

const struct adm_validator *const *adm_registry_validators(size_t *count) {
    static const struct adm_validator *const rows[] = {
        &adm_validator_plaintext_secret,       &adm_validator_helm_release,
        &adm_validator_credential_in_config, // after plaintext-secret: says nothing twice
        &adm_validator_credential_in_workload, &adm_validator_platform_schema,
        &adm_validator_platform_environment,   &adm_validator_platform_release,
        &adm_validator_platform_mount,         &adm_validator_namespace_environment,
    };
    *count = sizeof rows / sizeof rows[0];
    return rows;
}
