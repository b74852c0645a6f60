// SPDX-License-Identifier: Apache-2.0
// Who may do what: authentication and authorization.
#include "core/text.h"
#include "validators/schema/platform_cross.h"

// X5
static void oidc_section(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *method = adm_yaml_tree_get(place->node, "method");
    if (adm_platform_rule_is_true(place->node, "enabled") &&
        adm_str_is(adm_yaml_tree_text(method), "oidc"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = method,
                                   .who = "authentication by oidc needs",
                                   .key = "oidc",
                                   .write = "oidc:\n  provider_url: <the provider's URL>\n"
                                            "  client_id: <the client's id>",
                               });
}

static void idle_mfa(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_platform_rule_is_true(place->node, "mfa_required") &&
        !adm_platform_rule_is_true(place->node, "enabled"))
        adm_platform_rule_idle(check, place, "mfa_required",
                               adm_yaml_tree_get(place->node, "enabled"),
                               "a second factor is demanded while authentication is disabled");
}

static void idle_rbac(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *outer = place->parent->node;
    if (adm_platform_rule_is_true(place->node, "enabled") &&
        !adm_platform_rule_is_true(outer, "enabled"))
        adm_platform_rule_idle(check, place, "enabled", adm_yaml_tree_get(outer, "enabled"),
                               "access by role is enabled while authorization is disabled");
}

static void idle_abac(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *outer = place->parent->node;
    if (adm_platform_rule_is_true(place->node, "enabled") &&
        !adm_platform_rule_is_true(outer, "enabled"))
        adm_platform_rule_idle(check, place, "enabled", adm_yaml_tree_get(outer, "enabled"),
                               "access by attribute is enabled while authorization is disabled");
}

static void mapped_role(struct adm_platform_check *check, const struct adm_place *place) {
    adm_platform_rule_name(check, place->parent,
                           &(struct adm_platform_name){
                               .key = place->member->key,
                               .value = place->node,
                               .span = place->node->span,
                               .at = "security.authorization.roles",
                               .user = "group",
                               .whose = place,
                               .does = "gets",
                               .what = "role",
                               .plural = "roles",
                               .severity = ADM_SEVERITY_WARNING,
                           });
}

static const struct adm_platform_rule rows[] = {
    {"security.authentication", oidc_section, 0},
    {"security.authentication", idle_mfa, ADM_PLATFORM_CROSS_NEWER},
    {"security.authorization.rbac", idle_rbac, ADM_PLATFORM_CROSS_NEWER},
    {"security.authorization.abac", idle_abac, ADM_PLATFORM_CROSS_NEWER},
    {"security.authorization.group_mappings.*", mapped_role, 0},
};

const struct adm_platform_rules adm_platform_cross_access = {rows, sizeof rows / sizeof *rows};
