// SPDX-License-Identifier: Apache-2.0
// Classes, retention, quality and frameworks.
#include "core/near.h"
#include "core/text.h"
#include "validators/schema/platform_cross.h"

#include <math.h>

static bool is_one_of(struct adm_str s, const struct adm_str *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (adm_str_equal(s, words[i]))
            return true;
    return false;
}

// Without classes the four that everybody knows stand for them.
static void default_class(struct adm_platform_check *check, const struct adm_place *place) {
    static const struct adm_str common[] = {
        {"public", 6}, {"internal", 8}, {"confidential", 12}, {"pii", 3}};
    const struct adm_node *value = adm_yaml_tree_get(place->node, "default_classification");
    const struct adm_node *classes = adm_yaml_tree_get(place->node, "classes");
    bool defined = adm_yaml_tree_is(classes, ADM_NODE_MAP) && classes->count > 0;
    if (!adm_yaml_tree_is(value, ADM_NODE_TEXT) ||
        (!defined && is_one_of(value->text, common, sizeof common / sizeof *common)))
        return;
    adm_platform_rule_name(check, place,
                           &(struct adm_platform_name){
                               .key = ADM_STR("default_classification"),
                               .value = value,
                               .span = value->span,
                               .at = "governance.classifications.classes",
                               .user = "data without a class",
                               .does = "gets",
                               .what = "classification class",
                               .plural = "classes",
                           });
}

static void one_retention(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *policy = adm_yaml_tree_get(place->node, "default_policy");
    double days = adm_platform_rule_number(place->node, "default_retention_days", NAN);
    double other = adm_platform_rule_number(policy, "retention_days", NAN);
    // NaN stands for no number.
    if (isnan(days) || isnan(other) || days == other)
        return;
    const struct adm_node *here = adm_yaml_tree_get(place->node, "default_retention_days");
    const struct adm_node *there = adm_yaml_tree_get(policy, "retention_days");
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "not-equal",
            .message = ADM_STR("the default retention is given twice, and not alike"),
            .primary = {here->span, ADM_STR("not equal to default_policy.retention_days")},
            .reasons = {{there->span, ADM_STR("the other one")}},
            .reason_count = 1,
            .path = adm_platform_rule_path(check, place, "default_retention_days"),
            .help = ADM_STR("the consumer reads `default_policy`; one of them is enough"),
        });
}

static void late_archive(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *archive = adm_yaml_tree_get(place->node, "archive_after_days");
    const struct adm_node *kept = adm_yaml_tree_get(place->node, "retention_days");
    double days = adm_platform_rule_number(place->node, "retention_days", 730);
    if (!(adm_platform_rule_number(place->node, "archive_after_days", NAN) > days))
        return;
    struct adm_diagnostic said = {
        .severity = ADM_SEVERITY_WARNING,
        .code = "wrong-order",
        .message = ADM_STR("data is removed before it goes to the archive"),
        .primary = {archive->span, ADM_STR("later than retention_days")},
        .path = adm_platform_rule_path(check, place, "archive_after_days"),
    };
    if (kept != NULL)
        said.reasons[said.reason_count++] = (struct adm_label){kept->span, ADM_STR("removed")};
    else
        said.note = ADM_STR("retention_days is 730 by default");
    adm_platform_rule_say(check, place, said);
}

static void idle_block(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_platform_rule_is_true(place->node, "block_on_failure") &&
        adm_platform_rule_is_false(place->node, "fail_on_error"))
        adm_platform_rule_idle(check, place, "block_on_failure",
                               adm_yaml_tree_get(place->node, "fail_on_error"),
                               "a failed check is to block, and failed checks do not count");
}

static void known_framework(struct adm_platform_check *check, const struct adm_place *place) {
    static const struct adm_str known[] = {
        {"gdpr", 4}, {"ccpa", 4}, {"soc2", 4}, {"hipaa", 5}, {"pci_dss", 7}};
    size_t count = sizeof known / sizeof *known;
    for (size_t i = 0; i < count; i++)
        if (adm_near_same(place->member->key, known[i]))
            return;
    size_t near = adm_near_index(place->member->key, known, count);
    struct adm_str shown = adm_platform_rule_shown_key(check, place);
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .severity = ADM_SEVERITY_WARNING,
            .code = "unknown-framework",
            .message = adm_text_format(check->arena, "`%.*s` is no framework that we know",
                                       ADM_STR_ARGS(shown)),
            .primary = {place->member->key_span,
                        near < count ? adm_text_format(check->arena, "did you mean `%.*s`?",
                                                       ADM_STR_ARGS(known[near]))
                                     : ADM_STR("known are gdpr, ccpa, soc2, hipaa, pci_dss")},
        });
}

static const struct adm_platform_rule rows[] = {
    {"governance.classifications", default_class, ADM_PLATFORM_CROSS_NEWER},
    {"governance.retention", one_retention, ADM_PLATFORM_CROSS_NEWER},
    {"governance.retention.default_policy", late_archive, 0},
    {"governance.retention.policies.*", late_archive, 0},
    {"governance.data_quality", idle_block, ADM_PLATFORM_CROSS_NEWER},
    {"governance.compliance.frameworks.*", known_framework, 0},
};

const struct adm_platform_rules adm_platform_cross_governance = {rows, sizeof rows / sizeof *rows};
