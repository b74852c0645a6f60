// SPDX-License-Identifier: Apache-2.0
// Alarms and the output of runs.
#include "validators/schema/platform_cross.h"

static void alarm_topic(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_platform_rule_is_true(place->node, "enabled"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = adm_yaml_tree_get(place->node, "enabled"),
                                   .who = "alarms need",
                                   .key = "sns_topic",
                                   .write = "sns_topic: arn:aws:sns:<region>:<account>:<topic>",
                               });
}

// An absent `storage_ref` means `default`; the managers local and noop read none.
static void log_storage(struct adm_platform_check *check, const struct adm_place *place) {
    static const struct adm_node fallback = {.type = ADM_NODE_TEXT, .text = {"default", 7}};
    const struct adm_node *value = adm_yaml_tree_get(place->node, "storage_ref");
    struct adm_str manager = adm_platform_rule_text(place->node, "manager_type", "s3");
    bool absent = value == NULL && place->node->type == ADM_NODE_MAP;
    if ((!absent && !adm_yaml_tree_is(value, ADM_NODE_TEXT)) || adm_str_is(manager, "local") ||
        adm_str_is(manager, "noop") || adm_platform_rule_is_false(place->node, "enabled"))
        return;
    adm_platform_rule_name(check, place,
                           &(struct adm_platform_name){
                               .key = ADM_STR("storage_ref"),
                               .value = value != NULL ? value : &fallback,
                               .span = value != NULL ? value->span : place->member->key_span,
                               .trusted = absent,
                               .at = "storage",
                               .user = "the output of runs",
                               .does = "uses",
                               .what = "storage profile",
                               .plural = "profiles",
                               .severity = ADM_SEVERITY_WARNING,
                           });
}

static const struct adm_platform_rule rows[] = {
    {"observability.metrics_config.alarms", alarm_topic, ADM_PLATFORM_CROSS_NEWER},
    {"observability.compute_logs", log_storage, 0},
};

const struct adm_platform_rules adm_platform_cross_observability = {rows,
                                                                    sizeof rows / sizeof *rows};
