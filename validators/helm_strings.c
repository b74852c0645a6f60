// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_strings.h"

#include "validators/credential_report.h"

void adm_helm_strings_init(struct adm_helm_strings *strings, const struct adm_request *request,
                           struct adm_verdict *verdict) {
    adm_credential_scan_init(&strings->scan, request, ADM_RULE_HELM_RELEASE, verdict);
}

static enum adm_detector_place place_of(const struct adm_helm_unit *unit) {
    if (unit->kind == ADM_CREDENTIAL_ITEM_COMMAND)
        return ADM_DETECTOR_ARG;
    if (unit->part == ADM_CREDENTIAL_ENV)
        return ADM_DETECTOR_ENV;
    return ADM_DETECTOR_CONFIG;
}

static struct adm_str text_of(const struct adm_helm_unit *unit,
                              const struct adm_detector_finding *finding) {
    return unit->kind == ADM_CREDENTIAL_ITEM_COMMAND ? unit->command.words[finding->item]
                                                     : unit->text;
}

// The findings of one text: the unit's, or a word's of its command.
static void report(struct adm_helm_strings *strings, struct adm_helm_units *units,
                   const struct adm_helm_unit *unit, const struct adm_detector_finding *findings,
                   size_t count) {
    struct adm_str text = text_of(unit, findings);
    struct adm_str value =
        adm_str_slice(text, findings->offset, findings->offset + findings->length);
    adm_credential_report_add(
        &strings->scan,
        &(struct adm_credential_found){
            .path = adm_helm_units_path(units, value),
            .text = text,
            .place = place_of(unit),
            .is_key = unit->kind == ADM_CREDENTIAL_ITEM_KEY,
            .keyed = unit->place == ADM_HELM_CHART ? ADM_MODE_WARN : ADM_MODE_ENFORCE,
        },
        findings, count);
}

static void report_all(struct adm_helm_strings *strings, struct adm_helm_units *units,
                       const struct adm_helm_unit *unit) {
    const struct adm_detector *detector = &strings->scan.detector;
    struct adm_credential_found where = {.place = place_of(unit)};
    if (unit->kind == ADM_CREDENTIAL_ITEM_KEY && detector->count > 0)
        adm_helm_units_hide(units);
    for (size_t i = 0, next = 0; i < detector->count; i = next) {
        for (next = i + 1;
             next < detector->count && detector->findings[next].item == detector->findings[i].item;)
            next++;
        report(strings, units, unit, &detector->findings[i], next - i);
    }
    if (!detector->truncated && !detector->opaque)
        return;
    where.path = adm_helm_units_path(units, unit->text);
    if (detector->truncated)
        adm_credential_report_unread(&strings->scan, &where);
    if (detector->opaque)
        adm_credential_report_opaque(&strings->scan, where.path);
}

static bool look(struct adm_detector *detector, const struct adm_helm_unit *unit,
                 struct adm_error *err) {
    struct adm_detector_value value = {.text = unit->text,
                                       .key = unit->key,
                                       .place = place_of(unit),
                                       .names_beside = unit->names_beside};
    detector->count = 0;
    detector->truncated = detector->opaque = false;
    if (unit->kind == ADM_CREDENTIAL_ITEM_COMMAND)
        return adm_detector_scan_args(detector, unit->command.words, unit->command.count, err);
    return adm_detector_scan(detector, &value, err);
}

// Working memory goes back where nothing was found, so that it does not add up over a release.
bool adm_helm_strings_search(struct adm_helm_strings *strings, struct adm_helm_units *units,
                             const struct adm_helm_unit *unit, bool *clean, struct adm_error *err) {
    struct adm_detector *detector = &strings->scan.detector;
    struct adm_arena_mark mark = adm_arena_mark(detector->arena);
    const void *findings = detector->findings;
    ADM_TRY(look(detector, unit, err));
    bool found = detector->count > 0 || detector->truncated || detector->opaque;
    *clean = !found && detector->findings == findings && !detector->arena->exhausted;
    if (found)
        report_all(strings, units, unit);
    if (*clean)
        adm_arena_rewind(detector->arena, mark);
    return true;
}

bool adm_helm_strings_text(struct adm_helm_strings *strings, struct adm_str text,
                           struct adm_str path, enum adm_mode limit, struct adm_error *err) {
    enum adm_mode before = strings->scan.limit;
    const struct adm_credential_text whole = {
        .path = path, .text = text, .place = ADM_DETECTOR_TEXT, .keyed = ADM_MODE_ENFORCE};
    strings->scan.limit = limit;
    bool done = adm_credential_scan_text(&strings->scan, &whole, err);
    strings->scan.limit = before;
    return done;
}

void adm_helm_strings_finish(struct adm_helm_strings *strings) {
    adm_credential_scan_finish(&strings->scan);
}
