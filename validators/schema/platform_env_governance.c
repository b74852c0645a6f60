// SPDX-License-Identifier: Apache-2.0
// How long data is kept, and the frameworks that are followed.
#include "core/near.h"
#include "core/text.h"
#include "validators/schema/platform_env.h"

#define HARDENED (ADM_PLATFORM_ENV_STAGING | ADM_PLATFORM_ENV_PROD)

// `default_retention_days` where it is written, else the default policy's.
static void retention(struct adm_platform_check *check, const struct adm_place *place, int days,
                      const char *who) {
    const struct adm_node *policy = adm_yaml_tree_get(place->node, "default_policy");
    const struct adm_node *own = adm_yaml_tree_get(place->node, "default_retention_days");
    const struct adm_node *map = own != NULL ? place->node : policy;
    const char *key = own != NULL ? "default_retention_days" : "retention_days";
    if (!(adm_platform_rule_number(map, key, days) < days))
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "env-retention-days",
            .message =
                adm_text_format(check->arena, "%s keeps data for %d days or longer", who, days),
            .primary = {adm_yaml_tree_get(map, key)->span,
                        adm_text_format(check->arena, "fewer than %d", days)},
            .path = adm_platform_rule_path(check, place,
                                           own != NULL ? key : "default_policy.retention_days"),
            .help = adm_text_format(check->arena,
                                    "write under governance.retention:\ndefault_policy:\n"
                                    "  retention_days: %d",
                                    days),
        });
}

static void retention_of_staging(struct adm_platform_check *check, const struct adm_place *place) {
    retention(check, place, 90, "staging");
}

static void retention_of_prod(struct adm_platform_check *check, const struct adm_place *place) {
    retention(check, place, 2555, "prod");
}

static bool is_named(struct adm_str written, struct adm_str framework) {
    return adm_near_same(written, framework);
}

// In a map a framework counts only when it is enabled.
static bool follows(const struct adm_node *frameworks, struct adm_str framework) {
    for (uint32_t i = 0; i < frameworks->count; i++) {
        const struct adm_member *member = &frameworks->children[i];
        if (frameworks->type == ADM_NODE_LIST
                ? is_named(adm_yaml_tree_text(member->value), framework)
                : is_named(member->key, framework) &&
                      adm_platform_rule_is_true(member->value, "enabled"))
            return true;
    }
    return false;
}

static void frameworks(struct adm_platform_check *check, const struct adm_place *place) {
    static const struct adm_str demanded[] = {
        {"SOC2", 4}, {"GDPR", 4}, {"HIPAA", 5}, {"PCI-DSS", 7}};
    struct adm_text missing;
    adm_text_init(&missing, check->arena);
    for (size_t i = 0; i < sizeof demanded / sizeof *demanded; i++)
        if (!follows(place->node, demanded[i]))
            adm_text_printf(&missing, "%s%.*s", missing.len > 0 ? ", " : "",
                            ADM_STR_ARGS(demanded[i]));
    bool judged = place->node->type == ADM_NODE_LIST || place->node->type == ADM_NODE_MAP;
    if (missing.len == 0 || !judged)
        return;
    struct adm_str list = adm_text_str(&missing);
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "env-frameworks",
            .message = ADM_STR("staging and prod follow SOC2, GDPR, HIPAA and PCI-DSS"),
            .primary = {place->node->implied ? place->node->span : place->member->key_span,
                        adm_text_format(check->arena, "missing or not enabled: %.*s",
                                        ADM_STR_ARGS(list))},
            .help = ADM_STR("write under governance.compliance:\n"
                            "frameworks: [SOC2, GDPR, HIPAA, PCI-DSS]"),
        });
}

static const struct adm_platform_rule rows[] = {
    {"governance.retention", retention_of_staging, ADM_PLATFORM_ENV_STAGING},
    {"governance.retention", retention_of_prod, ADM_PLATFORM_ENV_PROD},
    {"governance.compliance.frameworks", frameworks, HARDENED},
};

const struct adm_platform_rules adm_platform_env_governance = {rows, sizeof rows / sizeof *rows};
