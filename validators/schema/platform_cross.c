// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/platform_cross.h"

bool adm_platform_cross_plan(struct adm_arena *arena, const struct adm_platform_rule_plan **out,
                             struct adm_error *err) {
    static const struct adm_platform_rules *const all[] = {
        &adm_platform_cross_layers,        &adm_platform_cross_credentials,
        &adm_platform_cross_cloud,         &adm_platform_cross_access,
        &adm_platform_cross_secrets,       &adm_platform_cross_keys,
        &adm_platform_cross_governance,    &adm_platform_cross_profiles,
        &adm_platform_cross_observability, &adm_platform_cross_lint,
    };
    return adm_platform_rule_plan_new(all, sizeof all / sizeof(struct adm_platform_rules *), arena,
                                      out, err);
}
