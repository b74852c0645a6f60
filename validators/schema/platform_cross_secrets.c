// SPDX-License-Identifier: Apache-2.0
// Where secrets come from, and encryption.
#include "core/text.h"
#include "validators/schema/platform_cross.h"

// X6, the URL
static void vault_url(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_platform_rule_is_true(place->node, "enabled"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = adm_yaml_tree_get(place->node, "enabled"),
                                   .who = "Vault needs",
                                   .key = "server_url",
                                   .write = "server_url: <Vault's URL>",
                               });
}

// X6, the role, which the default method needs too
static void vault_role(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *method = adm_yaml_tree_get(place->node, "auth_method");
    if (adm_platform_rule_is_true(place->node, "enabled") &&
        adm_str_is(adm_platform_rule_text(place->node, "auth_method", "kubernetes"), "kubernetes"))
        adm_platform_rule_need(
            check, place,
            &(struct adm_platform_need){
                .because = method != NULL ? method : adm_yaml_tree_get(place->node, "enabled"),
                .who = "Vault's login method kubernetes needs",
                .key = "kubernetes_role",
                .write = "kubernetes_role: <role in Vault>",
            });
}

// Whether a section or its switch is missing for a reason that is told.
static bool is_switch_told(struct adm_platform_check *check, const struct adm_place *place,
                           struct adm_str key) {
    const struct adm_place *section = adm_platform_rule_below(check, place, key);
    return section == NULL ? adm_explain_absent_is_told(check->absent, place, key)
                           : adm_platform_rule_is_told(check, section, "enabled");
}

static void external_enabled(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *primary = adm_yaml_tree_get(place->node, "primary");
    const struct adm_node *section = adm_yaml_tree_get(place->node, "external_secrets");
    const struct adm_node *enabled = adm_yaml_tree_get(section, "enabled");
    bool judged = section == NULL || section->type == ADM_NODE_MAP;
    if (!adm_str_is(adm_yaml_tree_text(primary), "external_secrets") || !judged ||
        (enabled != NULL && !adm_platform_rule_is_false(section, "enabled")) ||
        is_switch_told(check, place, ADM_STR("external_secrets")))
        return;
    struct adm_diagnostic said = {
        .code = "needs-key",
        .message = ADM_STR("the secret backend external_secrets needs `enabled: true` in "
                           "`external_secrets`"),
        .primary = {primary->span, ADM_STR("because of this")},
        .help = ADM_STR("write under security.secret_backends:\nexternal_secrets:\n"
                        "  enabled: true\n  provider: <provider>"),
    };
    if (enabled != NULL) {
        said.reasons[said.reason_count++] = said.primary;
        said.primary = (struct adm_label){enabled->span, ADM_STR("write true")};
    }
    adm_platform_rule_say(check, place, said);
}

static void idle_backend(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *primary = adm_yaml_tree_get(place->node, "primary");
    struct adm_str chosen = adm_platform_rule_text(place->node, "primary", "kubernetes");
    bool kubernetes = adm_str_is(chosen, "kubernetes");
    if (!kubernetes && !adm_str_is(chosen, "vault") && !adm_str_is(chosen, "aws_secrets_manager"))
        return;
    const struct adm_member *section = adm_yaml_tree_find(place->node, chosen);
    const struct adm_node *map = section == NULL ? NULL : section->value;
    const struct adm_node *enabled = adm_yaml_tree_get(map, "enabled");
    // Of an absent switch the default counts: kubernetes is on, the others are off.
    if (enabled != NULL ? !adm_platform_rule_is_false(map, "enabled") : kubernetes)
        return;
    const struct adm_node *here = primary != NULL ? primary : enabled;
    if (here == NULL || adm_platform_rule_is_told(check, place, "primary") ||
        is_switch_told(check, place, chosen))
        return;
    struct adm_diagnostic said = {
        .severity = ADM_SEVERITY_WARNING,
        .code = "disabled-backend",
        .message = adm_text_format(check->arena, "the secret backend %.*s is chosen and disabled",
                                   ADM_STR_ARGS(chosen)),
        .primary = {here->span, ADM_STR("chosen here")},
    };
    if (primary != NULL && enabled != NULL)
        said.reasons[said.reason_count++] = (struct adm_label){enabled->span, ADM_STR("disabled")};
    adm_platform_rule_say(check, place, said);
}

static void external_provider(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_platform_rule_is_true(place->node, "enabled"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = adm_yaml_tree_get(place->node, "enabled"),
                                   .who = "External Secrets needs",
                                   .key = "provider",
                                   .write = "provider: aws_secrets_manager",
                               });
}

static void external_region(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *provider = adm_yaml_tree_get(place->node, "provider");
    if (adm_str_is(adm_yaml_tree_text(provider), "aws_secrets_manager"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = provider,
                                   .who = "the provider aws_secrets_manager needs",
                                   .key = "region",
                                   .write = "region: us-east-1",
                               });
}

static void rotation_days(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_platform_rule_is_true(place->node, "rotation_enabled"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = adm_yaml_tree_get(place->node, "rotation_enabled"),
                                   .who = "rotation needs",
                                   .key = "rotation_days",
                                   .write = "rotation_days: 30",
                               });
}

static void one_tls_version(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *version = adm_yaml_tree_get(place->node, "tls_version");
    const struct adm_node *lowest = adm_yaml_tree_get(place->node, "min_tls_version");
    if (!adm_yaml_tree_is(version, ADM_NODE_TEXT) || !adm_yaml_tree_is(lowest, ADM_NODE_TEXT) ||
        adm_str_equal(version->text, lowest->text))
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "not-equal",
            .message = ADM_STR("`tls_version` and `min_tls_version` differ"),
            .primary = {version->span, ADM_STR("not equal to min_tls_version")},
            .reasons = {{lowest->span, ADM_STR("the other one")}},
            .reason_count = 1,
            .path = adm_platform_rule_path(check, place, "tls_version"),
            .help = ADM_STR("the consumer reads `min_tls_version`; one of them is enough"),
        });
}

static void old_tls(struct adm_platform_check *check, const struct adm_place *place) {
    struct adm_str version = adm_yaml_tree_text(place->node);
    if (adm_str_is(version, "1.0") || adm_str_is(version, "1.1"))
        adm_platform_rule_say(
            check, place,
            (struct adm_diagnostic){
                .severity = ADM_SEVERITY_WARNING,
                .code = "old-tls",
                .message =
                    adm_text_format(check->arena, "TLS %.*s is broken", ADM_STR_ARGS(version)),
                .primary = {place->node->span, ADM_STR("write \"1.2\" or \"1.3\"")},
            });
}

static const struct adm_platform_rule rows[] = {
    {"security.secret_backends.vault", vault_url, 0},
    {"security.secret_backends.vault", vault_role, 0},
    {"security.secret_backends", external_enabled, ADM_PLATFORM_CROSS_NEWER},
    {"security.secret_backends", idle_backend, 0},
    {"security.secret_backends.external_secrets", external_provider, ADM_PLATFORM_CROSS_NEWER},
    {"security.secret_backends.external_secrets", external_region, ADM_PLATFORM_CROSS_NEWER},
    {"security.secret_backends.external_secrets", rotation_days, ADM_PLATFORM_CROSS_NEWER},
    {"security.encryption.in_transit", one_tls_version, ADM_PLATFORM_CROSS_NEWER},
    {"security.encryption.in_transit.tls_version", old_tls, ADM_PLATFORM_CROSS_NEWER},
    {"security.encryption.in_transit.min_tls_version", old_tls, 0},
    {"infrastructure.network.ingress.tls.min_version", old_tls, 0},
};

const struct adm_platform_rules adm_platform_cross_secrets = {rows, sizeof rows / sizeof *rows};
