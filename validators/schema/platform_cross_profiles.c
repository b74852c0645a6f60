// SPDX-License-Identifier: Apache-2.0
// Storage and catalog profiles.
#include "validators/schema/platform_cross.h"

#include <math.h>

static void copy_destination(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_platform_rule_is_true(place->node, "enabled"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = adm_yaml_tree_get(place->node, "enabled"),
                                   .who = "replication needs",
                                   .key = "destination_region",
                                   .write = "destination_region: <another region>",
                               });
}

static void copy_elsewhere(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *to = adm_yaml_tree_get(place->node, "destination_region");
    const struct adm_node *from = adm_yaml_tree_get(place->parent->node, "region");
    struct adm_str region = adm_platform_rule_text(place->parent->node, "region", "us-east-1");
    if (!adm_platform_rule_is_true(place->node, "enabled") || adm_yaml_tree_text(to).len == 0 ||
        !adm_str_equal(to->text, region))
        return;
    struct adm_diagnostic said = {
        .code = "same-region",
        .message = ADM_STR("a bucket is replicated to the region that it is in"),
        .primary = {to->span, ADM_STR("name another region")},
        .path = adm_platform_rule_path(check, place, "destination_region"),
    };
    if (from != NULL)
        said.reasons[said.reason_count++] =
            (struct adm_label){from->span, ADM_STR("the bucket's region")};
    else
        said.note = ADM_STR("region is us-east-1 by default");
    adm_platform_rule_say(check, place, said);
}

static void glacier_first(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *glacier = adm_yaml_tree_get(place->node, "transition_to_glacier");
    const struct adm_node *end = adm_yaml_tree_get(place->node, "expiration_days");
    double moved = adm_platform_rule_number(place->node, "transition_to_glacier", NAN);
    double removed = adm_platform_rule_number(place->node, "expiration_days", NAN);
    if (!(moved >= removed))
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "wrong-order",
            .message = moved > removed
                           ? ADM_STR("objects are removed before they move to Glacier")
                           : ADM_STR("objects are removed on the day that they move to Glacier"),
            .primary = {glacier->span, ADM_STR("must be less than expiration_days")},
            .reasons = {{end->span, ADM_STR("removed")}},
            .reason_count = 1,
            .path = adm_platform_rule_path(check, place, "transition_to_glacier"),
        });
}

static bool is_lower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, its letters only.
static bool is_bucket(struct adm_str name) {
    if (!is_lower(name.data[0]) || !is_lower(name.data[name.len - 1]))
        return false;
    for (size_t i = 1; i < name.len; i++) {
        bool twice = name.data[i] == '.' && name.data[i - 1] == '.';
        if (twice || (!is_lower(name.data[i]) && name.data[i] != '-' && name.data[i] != '.'))
            return false;
    }
    return true;
}

// Its length is the schema's business.
static void s3_bucket(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *bucket = adm_yaml_tree_get(place->node, "bucket");
    if (!adm_str_is(adm_platform_rule_text(place->node, "type", "s3"), "s3") ||
        adm_yaml_tree_text(bucket).len == 0 || is_bucket(bucket->text))
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .severity = ADM_SEVERITY_WARNING,
            .code = "bad-bucket",
            .message = ADM_STR("S3 takes no such bucket name"),
            .primary = {bucket->span,
                        ADM_STR("lower-case letters, digits, `-` and single dots between them")},
            .path = adm_platform_rule_path(check, place, "bucket"),
        });
}

static void replicas(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *enabled = adm_yaml_tree_get(place->node, "enabled");
    const struct adm_node *count = adm_yaml_tree_get(place->node, "replicas");
    if (!adm_platform_rule_is_true(place->node, "enabled"))
        return;
    adm_platform_rule_need(check, place,
                           &(struct adm_platform_need){
                               .because = enabled,
                               .who = "high availability needs",
                               .key = "replicas",
                               .write = "replicas: 2",
                           });
    // Less than one is out of the schema's range already.
    if (adm_platform_rule_number(place->node, "replicas", NAN) != 1)
        return;
    adm_platform_rule_say(check, place,
                          (struct adm_diagnostic){
                              .code = "out-of-range",
                              .message = ADM_STR("high availability needs 2 replicas or more"),
                              .primary = {count->span, ADM_STR("write 2 or more")},
                              .reasons = {{enabled->span, ADM_STR("because of this")}},
                              .reason_count = 1,
                              .path = adm_platform_rule_path(check, place, "replicas"),
                          });
}

static const struct adm_platform_rule rows[] = {
    {"storage.*.replication", copy_destination, ADM_PLATFORM_CROSS_NEWER},
    {"storage.*.replication", copy_elsewhere, ADM_PLATFORM_CROSS_NEWER},
    {"storage.*.lifecycle", glacier_first, ADM_PLATFORM_CROSS_NEWER},
    {"storage.*", s3_bucket, 0},
    {"catalogs.*.high_availability", replicas, ADM_PLATFORM_CROSS_NEWER},
};

const struct adm_platform_rules adm_platform_cross_profiles = {rows, sizeof rows / sizeof *rows};
