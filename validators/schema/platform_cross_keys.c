// SPDX-License-Identifier: Apache-2.0
// The encryption key and the cloud that it lives in.
#include "core/text.h"
#include "validators/schema/platform_cross.h"

enum { ARN_PARTS = 6 };

// arn:aws:kms:<region>:<account>:key/…; a region or account that is not there is empty.
struct arn {
    struct adm_str parts[ARN_PARTS];
    size_t count;
};

static struct arn split(struct adm_str text) {
    struct arn arn = {.count = 0};
    for (struct adm_str rest = text; rest.len > 0 && arn.count < ARN_PARTS;) {
        size_t end = arn.count + 1 < ARN_PARTS ? adm_str_index(rest, ':') : rest.len;
        arn.parts[arn.count++] = adm_str_slice(rest, 0, end);
        rest = adm_str_slice(rest, end + 1, rest.len);
    }
    return arn;
}

static bool is_region_of(const struct adm_node *cloud, struct adm_str region) {
    const struct adm_node *main = adm_yaml_tree_get(cloud, "region");
    const struct adm_node *regions =
        adm_yaml_tree_get(adm_yaml_tree_get(cloud, "multi_region"), "regions");
    if (adm_yaml_tree_text(main).len == 0 || adm_str_equal(adm_yaml_tree_text(main), region))
        return true;
    for (uint32_t i = 0; adm_yaml_tree_is(regions, ADM_NODE_LIST) && i < regions->count; i++)
        if (adm_str_equal(adm_yaml_tree_text(regions->children[i].value), region))
            return true;
    return false;
}

static const struct adm_node *account_of(const struct adm_node *cloud) {
    const struct adm_node *account = adm_yaml_tree_get(cloud, "account_id");
    if (adm_yaml_tree_is(account, ADM_NODE_TEXT))
        return account;
    return adm_yaml_tree_get(adm_yaml_tree_get(cloud, "aws"), "account_id");
}

static void warn(struct adm_platform_check *check, const struct adm_place *place,
                 const char *message, const struct adm_node *reason) {
    adm_platform_rule_say(check, place,
                          (struct adm_diagnostic){
                              .severity = ADM_SEVERITY_WARNING,
                              .code = "other-cloud",
                              .message = adm_str_from(message),
                              .primary = {place->node->span, ADM_STR("this key")},
                              .reasons = {{reason->span, ADM_STR("the cloud's")}},
                              .reason_count = 1,
                          });
}

static void key_region(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *cloud = adm_platform_rule_find(check, "infrastructure.cloud");
    struct arn arn = split(adm_yaml_tree_text(place->node));
    if (arn.count == ARN_PARTS && !is_region_of(cloud, arn.parts[3]))
        warn(check, place, "the encryption key is in another region than the cloud",
             adm_yaml_tree_get(cloud, "region"));
}

static void key_account(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *account =
        account_of(adm_platform_rule_find(check, "infrastructure.cloud"));
    struct arn arn = split(adm_yaml_tree_text(place->node));
    if (arn.count == ARN_PARTS && adm_yaml_tree_is(account, ADM_NODE_TEXT) &&
        !adm_str_equal(account->text, arn.parts[4]))
        warn(check, place, "the encryption key is in another account than the cloud", account);
}

static const struct adm_platform_rule rows[] = {
    {"security.encryption.at_rest.kms_key_id", key_region, ADM_PLATFORM_CROSS_NEWER},
    {"security.encryption.at_rest.kms_key_id", key_account, ADM_PLATFORM_CROSS_NEWER},
};

const struct adm_platform_rules adm_platform_cross_keys = {rows, sizeof rows / sizeof *rows};
