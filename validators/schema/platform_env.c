// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/platform_env.h"

unsigned adm_platform_env_bit(struct adm_str overlay) {
    static const struct {
        const char *name;
        unsigned bit;
    } all[] = {
        {"local", ADM_PLATFORM_ENV_LOCAL},
        {"dev", ADM_PLATFORM_ENV_DEV},
        {"staging", ADM_PLATFORM_ENV_STAGING},
        {"prod", ADM_PLATFORM_ENV_PROD},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (adm_str_is(overlay, all[i].name))
            return all[i].bit;
    return 0;
}

bool adm_platform_env_plan(struct adm_arena *arena, const struct adm_platform_rule_plan **out,
                           struct adm_error *err) {
    static const struct adm_platform_rules *const all[] = {
        &adm_platform_env_names,
        &adm_platform_env_reach,
        &adm_platform_env_security,
        &adm_platform_env_governance,
    };
    return adm_platform_rule_plan_new(all, sizeof all / sizeof(struct adm_platform_rules *), arena,
                                      out, err);
}
