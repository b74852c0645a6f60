// SPDX-License-Identifier: Apache-2.0
// The cloud, its account and its regions.
#include "core/text.h"
#include "validators/schema/platform_cross.h"

// X7
static void aws_region(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *provider = adm_yaml_tree_get(place->node, "provider");
    if (adm_str_is(adm_yaml_tree_text(provider), "aws"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = provider,
                                   .who = "the cloud provider aws needs",
                                   .key = "region",
                                   .write = "region: us-east-1",
                               });
}

static void one_account(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *account = adm_yaml_tree_get(place->node, "account_id");
    const struct adm_node *aws =
        adm_yaml_tree_get(adm_yaml_tree_get(place->node, "aws"), "account_id");
    if (!adm_yaml_tree_is(account, ADM_NODE_TEXT) || !adm_yaml_tree_is(aws, ADM_NODE_TEXT) ||
        adm_str_equal(account->text, aws->text))
        return;
    adm_platform_rule_say(check, place,
                          (struct adm_diagnostic){
                              .code = "not-equal",
                              .message = ADM_STR("the cloud has two different account ids"),
                              .primary = {account->span, ADM_STR("not equal to aws.account_id")},
                              .reasons = {{aws->span, ADM_STR("the other one")}},
                              .reason_count = 1,
                              .path = adm_platform_rule_path(check, place, "account_id"),
                              .help = ADM_STR("one of them is enough"),
                          });
}

static void regions_named(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_platform_rule_is_true(place->node, "enabled"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = adm_yaml_tree_get(place->node, "enabled"),
                                   .who = "running in several regions needs",
                                   .key = "regions",
                                   .write = "regions: [<main region>, <another>]",
                               });
}

static bool holds(const struct adm_node *list, struct adm_str text) {
    for (uint32_t i = 0; i < list->count; i++)
        if (adm_str_equal(adm_yaml_tree_text(list->children[i].value), text))
            return true;
    return false;
}

// The form of what stands in `regions` (P-region); the cloud's own may be any text.
static bool is_region(struct adm_str text) {
    for (size_t i = 0; i < text.len; i++) {
        bool letter = text.data[i] >= 'a' && text.data[i] <= 'z';
        bool other = (text.data[i] >= '0' && text.data[i] <= '9') || text.data[i] == '-';
        if (!letter && (i == 0 || !other))
            return false;
    }
    return text.len >= 2 && text.len <= 63;
}

// `regions` must have it, and cannot.
static void say_odd_region(struct adm_platform_check *check, const struct adm_place *cloud,
                           const struct adm_node *region, const struct adm_node *regions) {
    adm_platform_rule_say(
        check, cloud,
        (struct adm_diagnostic){
            .code = "bad-format",
            .message = ADM_STR("the cloud's region does not have a region's form, so `regions` "
                               "cannot name it"),
            .primary = {region->span, ADM_STR("write it like `us-east-1`")},
            .reasons = {{regions->span, ADM_STR("must name it")}},
            .reason_count = 1,
            .path = adm_platform_rule_path(check, cloud, "region"),
        });
}

static void main_region(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *region = adm_yaml_tree_get(place->parent->node, "region");
    const struct adm_node *regions = adm_yaml_tree_get(place->node, "regions");
    if (!adm_platform_rule_is_true(place->node, "enabled") ||
        !adm_yaml_tree_is(regions, ADM_NODE_LIST) || regions->count == 0 ||
        adm_yaml_tree_text(region).len == 0 || holds(regions, region->text))
        return;
    if (!is_region(region->text)) {
        say_odd_region(check, place->parent, region, regions);
        return;
    }
    adm_platform_rule_say(check, place,
                          (struct adm_diagnostic){
                              .code = "not-in-list",
                              .message = ADM_STR("`regions` lacks the cloud's main region"),
                              .primary = {regions->span, ADM_STR("add the main region")},
                              .reasons = {{region->span, ADM_STR("the main region")}},
                              .reason_count = 1,
                              .path = adm_platform_rule_path(check, place, "regions"),
                          });
}

static void lone_region(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *regions = adm_yaml_tree_get(place->node, "regions");
    if (adm_platform_rule_is_true(place->node, "enabled") &&
        adm_yaml_tree_is(regions, ADM_NODE_LIST) && regions->count == 1)
        adm_platform_rule_say(check, place,
                              (struct adm_diagnostic){
                                  .severity = ADM_SEVERITY_WARNING,
                                  .code = "lone-region",
                                  .message = ADM_STR("several regions are asked for, one is named"),
                                  .primary = {regions->span, ADM_STR("one region")},
                                  .path = adm_platform_rule_path(check, place, "regions"),
                              });
}

static const struct adm_platform_rule rows[] = {
    {"infrastructure.cloud", aws_region, 0},
    {"infrastructure.cloud", one_account, ADM_PLATFORM_CROSS_NEWER},
    {"infrastructure.cloud.multi_region", regions_named, ADM_PLATFORM_CROSS_NEWER},
    {"infrastructure.cloud.multi_region", main_region, ADM_PLATFORM_CROSS_NEWER},
    {"infrastructure.cloud.multi_region", lone_region, ADM_PLATFORM_CROSS_NEWER},
};

const struct adm_platform_rules adm_platform_cross_cloud = {rows, sizeof rows / sizeof *rows};
