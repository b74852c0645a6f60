// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_report.h"

#include "validators/credentials/detector.h"
#include "validators/shown.h"

enum { NAME_BUDGET = 4096 };

struct adm_str adm_helm_report_name(struct adm_str name, struct adm_arena *arena) {
    struct adm_detector detector;
    struct adm_detector_value value = {.text = name, .place = ADM_DETECTOR_FIELD};
    adm_detector_init(&detector, arena, NAME_BUDGET);
    bool plain = name.len > 0 && adm_shown_name(name).data == name.data &&
                 adm_detector_scan(&detector, &value, NULL) && detector.count == 0;
    return plain ? name : ADM_STR("…");
}

struct adm_str adm_helm_report_subject(const struct adm_object *object, struct adm_str source,
                                       struct adm_str path, struct adm_arena *arena) {
    struct adm_str kind = adm_helm_report_name(object->kind, arena);
    struct adm_str name = adm_helm_report_name(adm_object_display_name(object), arena);
    struct adm_str where = source.len > 0 ? adm_helm_report_name(source, arena) : path;
    return adm_text_format(arena, "`%.*s/%.*s` (%.*s)", ADM_STR_ARGS(kind), ADM_STR_ARGS(name),
                           ADM_STR_ARGS(where));
}

bool adm_helm_report_is_full(const struct adm_helm_report *report) {
    return report->denials == ADM_HELM_REPORT_MAX;
}

void adm_helm_report_take(struct adm_helm_report *report, const struct adm_verdict *from,
                          struct adm_str subject) {
    struct adm_verdict *to = report->verdict;
    to->failed = to->failed || from->failed;
    for (size_t i = 0; i < from->count; i++) {
        struct adm_finding finding = from->findings[i];
        size_t *kept = finding.mode == ADM_MODE_ENFORCE ? &report->denials : &report->others;
        if (*kept == ADM_HELM_REPORT_MAX)
            continue;
        ++*kept;
        finding.rule = ADM_RULE_HELM_RELEASE;
        finding.limit = finding.mode;
        finding.message = adm_text_format(to->arena, "%.*s: %.*s", ADM_STR_ARGS(subject),
                                          ADM_STR_ARGS(finding.message));
        adm_verdict_add(to, &finding);
    }
}

static enum adm_mode laxer(enum adm_mode limit, enum adm_mode mode) {
    return limit == ADM_MODE_OFF || mode < limit ? mode : limit;
}

void adm_helm_report_soften(const struct adm_request *request, struct adm_str status,
                            struct adm_verdict *verdict, size_t first) {
    const struct adm_policy *policy = request->policy;
    if (request->review->operation != ADM_OPERATION_CREATE ||
        !adm_str_is(status, "pending-rollback"))
        return;
    bool lasts = policy->rollback_until_s == 0 || request->now_s < policy->rollback_until_s;
    // Off would be no trace at all of what is stored once more.
    enum adm_mode mode =
        policy->rollback_mode == ADM_MODE_OFF ? ADM_MODE_WARN : policy->rollback_mode;
    for (size_t i = first; i < verdict->count; i++) {
        struct adm_finding *finding = &verdict->findings[i];
        if (finding->limit != ADM_MODE_OFF && finding->limit < ADM_MODE_ENFORCE)
            continue; // no reason to stop at any time
        if (lasts)
            finding->limit = laxer(finding->limit, mode);
        finding->fix = adm_text_format(
            verdict->arena,
            "%.*s%sfix forward: upgrade to a chart without it instead of rolling back",
            ADM_STR_ARGS(finding->fix), finding->fix.len > 0 ? "; " : "");
    }
}
