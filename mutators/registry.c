// SPDX-License-Identifier: Apache-2.0
#include "mutators/registry.h"

#include "mutators/mutator.h"

const struct adm_mutator *const *adm_registry_mutators(size_t *count) {
    static const struct adm_mutator *const rows[] = {
        &adm_mutator_platform_config,
        &adm_mutator_credentials,
    };
    *count = sizeof rows / sizeof rows[0];
    return rows;
}

const struct adm_mutator *const *adm_registry_previews(size_t *count) {
    static const struct adm_mutator *const rows[] = {
        &adm_mutator_platform_config_templates,
        &adm_mutator_credentials_templates,
    };
    *count = sizeof rows / sizeof rows[0];
    return rows;
}
