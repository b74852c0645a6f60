// SPDX-License-Identifier: Apache-2.0
// TLS versions, the encryption key, copies of buckets, ids that are no secrets and yet telling.
#include "core/text.h"
#include "validators/schema/platform_env.h"

#define HARDENED (ADM_PLATFORM_ENV_STAGING | ADM_PLATFORM_ENV_PROD)

// The x of "1.x", or a number that no floor exceeds: the schema has spoken of other texts.
static int minor(const struct adm_node *version) {
    struct adm_str text = adm_yaml_tree_text(version);
    bool known = text.len == 3 && adm_str_starts(text, "1.");
    return known ? text.data[2] - '0' : 9;
}

// `tls_version` is what is spoken; where `min_tls_version` is written too, both count.
static void tls(struct adm_platform_check *check, const struct adm_place *place, int floor,
                const char *message) {
    const struct adm_node *lowest = adm_yaml_tree_get(place->node, "min_tls_version");
    const struct adm_node *spoken = adm_yaml_tree_get(place->node, "tls_version");
    if (lowest == NULL || adm_platform_rule_is_false(place->node, "enabled"))
        return;
    bool alone = lowest->implied && adm_yaml_tree_is(spoken, ADM_NODE_TEXT);
    const struct adm_node *low = !alone && minor(lowest) < floor ? lowest : spoken;
    if (low == NULL || minor(low) >= floor)
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "env-tls",
            .message = adm_str_from(message),
            .primary = {low->span, adm_text_format(check->arena, "write \"1.%d\"", floor)},
            .path = adm_platform_rule_path(check, place,
                                           low == spoken ? "tls_version" : "min_tls_version"),
            .help = adm_text_format(check->arena,
                                    "write `min_tls_version: \"1.%d\"` under "
                                    "security.encryption.in_transit",
                                    floor),
        });
}

static void tls_of_deployed(struct adm_platform_check *check, const struct adm_place *place) {
    tls(check, place, 2, "outside local, TLS 1.2 or newer is spoken");
}

static void tls_of_hardened(struct adm_platform_check *check, const struct adm_place *place) {
    tls(check, place, 3, "staging and prod speak TLS 1.3");
}

static void key_at_rest(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *reference = adm_yaml_tree_get(place->node, "key_ref");
    const struct adm_node *id = adm_yaml_tree_get(place->node, "kms_key_id");
    bool absent = id == NULL && (reference == NULL || reference->type == ADM_NODE_NULL);
    if (!absent || !adm_platform_rule_is_true(place->node, "enabled"))
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "env-at-rest-key",
            .message = ADM_STR("staging and prod encrypt stored data with a key of their own"),
            .primary = {place->member->key_span, ADM_STR("names no key")},
            .help = ADM_STR("write under security.encryption.at_rest:\nkms_key_id: <id, alias or "
                            "ARN>"),
        });
}

static void copy(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *lifecycle = adm_yaml_tree_get(place->node, "lifecycle");
    const struct adm_node *replication = adm_yaml_tree_get(place->node, "replication");
    const struct adm_node *enabled = adm_yaml_tree_get(replication, "enabled");
    bool judged = replication == NULL || adm_platform_rule_is_false(replication, "enabled");
    if (!(adm_platform_rule_number(lifecycle, "expiration_days", 0) >= 365) || !judged)
        return;
    bool written = enabled != NULL && !enabled->implied;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "env-replication",
            .message = ADM_STR("prod replicates buckets whose objects live for a year or longer"),
            .primary = {written ? enabled->span : place->member->key_span,
                        ADM_STR("has no copy in another region")},
            .reasons = {{adm_yaml_tree_get(lifecycle, "expiration_days")->span,
                         ADM_STR("a year or longer")}},
            .reason_count = 1,
            .help = ADM_STR("write in the profile:\nreplication:\n  enabled: true\n"
                            "  destination_region: <another region>"),
        });
}

static void open_client_id(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_yaml_tree_text(place->node).len == 0)
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .severity = ADM_SEVERITY_WARNING,
            .code = "env-client-id",
            .message = ADM_STR("outside local, a client id belongs beside its secret"),
            .primary = {place->node->span, ADM_STR("written in the file")},
            .help =
                ADM_STR("write:\nclient_id:\n  secret_ref: <name under which the id is injected>"),
        });
}

static const struct adm_platform_rule rows[] = {
    {"security.encryption.in_transit", tls_of_deployed, ADM_PLATFORM_ENV_DEV},
    {"security.encryption.in_transit", tls_of_hardened, HARDENED},
    {"security.encryption.at_rest", key_at_rest, HARDENED},
    {"storage.*", copy, ADM_PLATFORM_ENV_PROD},
    {"storage.*.credentials.client_id", open_client_id, ADM_PLATFORM_ENV_DEPLOYED},
    {"catalogs.*.credentials.client_id", open_client_id, ADM_PLATFORM_ENV_DEPLOYED},
    {"compute.*.credentials.client_id", open_client_id, ADM_PLATFORM_ENV_DEPLOYED},
};

const struct adm_platform_rules adm_platform_env_security = {rows, sizeof rows / sizeof *rows};
