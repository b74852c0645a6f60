// SPDX-License-Identifier: Apache-2.0
#include "server/environment_name.h"

#include "core/near.h"
#include "core/text.h"

enum { NAMES_BYTES = 32 * 1024 };

static bool refuse(const struct adm_policy *policy, const char *name, const char *also,
                   struct adm_error *err) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    const char *known[ADM_POLICY_ENVIRONMENTS_MAX + 1];
    size_t count = 0;
    struct adm_text names;
    adm_arena_init(&arena, NAMES_BYTES);
    adm_text_init(&names, &arena);
    for (; count < policy->environment_count; count++) {
        known[count] = policy->environments[count].name.data;
        adm_text_printf(&names, "%s%s", count == 0 ? "" : ", ", known[count]);
    }
    if (also != NULL) {
        known[count++] = also;
        adm_text_printf(&names, ", and %s", also);
    }
    const char *near = adm_near_word(adm_str_from(name), known, count);
    return adm_fail(err, ADM_INVALID, "the policy has no environment '%.63s'%s%s%s has %.*s", name,
                    near == NULL ? "; it" : ", did you mean '", near == NULL ? "" : near,
                    near == NULL ? "" : "'? It", ADM_STR_ARGS(adm_text_str(&names)));
}

const struct adm_environment *adm_environment_name_find(const struct adm_policy *policy,
                                                        const char *name, const char *also,
                                                        struct adm_error *err) {
    const struct adm_environment *found = adm_policy_environment(policy, adm_str_from(name));
    if (found == NULL)
        (void)refuse(policy, name, also, err);
    return found;
}
