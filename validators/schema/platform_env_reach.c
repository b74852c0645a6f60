// SPDX-License-Identifier: Apache-2.0
// Where an environment that is not local reaches: never this machine, and not without TLS.
#include <strings.h>

#include "core/text.h"
#include "validators/schema/platform_env.h"
#include "validators/schema/platform_env_address.h"

static bool is_plain(struct adm_str address) {
    return address.len >= 7 && strncasecmp(address.data, "http://", 7) == 0;
}

// True when it is said. It comes before the missing TLS: `https://localhost` is no better.
static bool is_here(struct adm_platform_check *check, const struct adm_place *place) {
    struct adm_str text = adm_yaml_tree_text(place->node);
    if (!adm_platform_env_address_is_local(adm_platform_env_address_host(text)))
        return false;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "env-local-address",
            .message = adm_text_format(check->arena,
                                       "outside local, `%.*s` cannot name this machine or "
                                       "LocalStack",
                                       ADM_STR_ARGS(place->member->key)),
            .primary = {place->node->span, ADM_STR("this machine, or LocalStack")},
            .help = ADM_STR("write the address of the environment's own service"),
        });
    return true;
}

static void service(struct adm_platform_check *check, const struct adm_place *place) {
    if (is_here(check, place) || !is_plain(adm_yaml_tree_text(place->node)))
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "env-plain-http",
            .message = adm_text_format(check->arena,
                                       "outside local, `%.*s` cannot begin with `http://`: what is "
                                       "sent there can be read on the way",
                                       ADM_STR_ARGS(place->member->key)),
            .primary = {place->node->span, ADM_STR("not encrypted")},
            .help = ADM_STR("write `https://…`"),
        });
}

// Telemetry often goes to a collector in the same cluster without TLS: no reason to refuse the
// file.
static void telemetry(struct adm_platform_check *check, const struct adm_place *place) {
    if (is_here(check, place) || !is_plain(adm_yaml_tree_text(place->node)))
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .severity = ADM_SEVERITY_WARNING,
            .code = "env-plain-http",
            .message = ADM_STR("outside local, telemetry over `http://` can be read on the way"),
            .primary = {place->node->span, ADM_STR("not encrypted")},
            .help = ADM_STR("write `https://…`"),
        });
}

static const struct adm_platform_rule rows[] = {
    {"infrastructure.cloud.localstack.endpoint", service, ADM_PLATFORM_ENV_DEPLOYED},
    {"security.authentication.oidc.provider_url", service, ADM_PLATFORM_ENV_DEPLOYED},
    {"security.secret_backends.vault.server_url", service, ADM_PLATFORM_ENV_DEPLOYED},
    {"storage.*.endpoint", service, ADM_PLATFORM_ENV_DEPLOYED},
    {"catalogs.*.uri", service, ADM_PLATFORM_ENV_DEPLOYED},
    {"observability.otlp_endpoint", telemetry, ADM_PLATFORM_ENV_DEPLOYED},
    {"observability.lineage_endpoint", telemetry, ADM_PLATFORM_ENV_DEPLOYED},
};

const struct adm_platform_rules adm_platform_env_reach = {rows, sizeof rows / sizeof *rows};
