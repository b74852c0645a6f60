// SPDX-License-Identifier: Apache-2.0
#include "core/fold.h"

static bool labels_hold(const struct adm_exception *e, const struct adm_object *object) {
    for (size_t i = 0; i < e->label_count; i++) {
        struct adm_str value = adm_json_text(adm_json_find(object->labels, e->labels[i].key));
        bool any = e->labels[i].value.len == 0;
        if (!(any ? adm_json_find(object->labels, e->labels[i].key) != NULL
                  : adm_str_equal(value, e->labels[i].value)))
            return false;
    }
    return true;
}

static bool names_rule(const struct adm_exception *e, enum adm_rule rule) {
    if (e->rules.count == 0)
        return rule == ADM_RULE_PLAINTEXT_SECRET;
    return adm_policy_has(e->rules, adm_str_from(adm_rule_id(rule)));
}

// What a generateName becomes is not known yet: only a pattern that leaves its end open holds for
// all of it.
static bool name_holds(const struct adm_exception *e, const struct adm_object *object) {
    if (object->name.len == 0 && !adm_str_ends(e->name, "*"))
        return false;
    return adm_str_glob(adm_object_display_name(object), e->name);
}

static bool covers(const struct adm_exception *e, const struct adm_request *request,
                   enum adm_rule rule) {
    return names_rule(e, rule) && adm_str_glob(request->review->namespace, e->namespace) &&
           name_holds(e, &request->object) && labels_hold(e, &request->object);
}

static void append_expired(struct adm_finding *finding, const struct adm_exception *e,
                           struct adm_arena *arena) {
    finding->fix =
        adm_text_format(arena, "%.*s%sthe exception `%.*s` of %.*s expired on %.*s",
                        ADM_STR_ARGS(finding->fix), finding->fix.len > 0 ? "; " : "",
                        ADM_STR_ARGS(e->id), ADM_STR_ARGS(e->owner), ADM_STR_ARGS(e->expires));
}

// A living exception wins over an expired one, wherever they stand.
static void apply_exceptions(const struct adm_request *request, struct adm_finding *finding) {
    const struct adm_exception *expired = NULL;
    for (size_t i = 0; i < request->policy->exception_count; i++) {
        const struct adm_exception *e = &request->policy->exceptions[i];
        if (!covers(e, request, finding->rule))
            continue;
        if (request->now_s < e->expires_s) {
            finding->exception = e->id;
            finding->mode = ADM_MODE_AUDIT;
            return;
        }
        expired = e;
    }
    if (expired != NULL)
        append_expired(finding, expired, request->arena);
}

static enum adm_mode laxer(enum adm_mode a, enum adm_mode b) { return a < b ? a : b; }

static void fold_one(const struct adm_request *request, struct adm_finding *finding) {
    finding->mode = request->environment->modes[finding->rule];
    if (finding->limit != ADM_MODE_OFF)
        finding->mode = laxer(finding->mode, finding->limit);
    if (request->unlabelled && !finding->uncapped)
        finding->mode = laxer(finding->mode, request->policy->unlabelled_mode);
    if (finding->mode > ADM_MODE_AUDIT)
        apply_exceptions(request, finding);
}

// Copies the findings of a mode, those that their rule limits or the others; how many.
static size_t pick(const struct adm_verdict *verdict, enum adm_mode mode, bool limited,
                   struct adm_finding *out) {
    size_t count = 0;
    for (size_t i = 0; i < verdict->count; i++) {
        const struct adm_finding *finding = &verdict->findings[i];
        bool is_limited = finding->limit != ADM_MODE_OFF && finding->limit < ADM_MODE_ENFORCE;
        if (finding->mode == mode && is_limited == limited)
            out[count++] = *finding;
    }
    return count;
}

void adm_fold_findings(const struct adm_request *request, struct adm_verdict *verdict) {
    for (size_t i = 0; i < verdict->count; i++)
        fold_one(request, &verdict->findings[i]);
    struct adm_finding *sorted =
        adm_arena_array(verdict->arena, verdict->count + 1, sizeof *sorted);
    if (sorted == NULL) {
        verdict->failed = true;
        return;
    }
    size_t capacity = verdict->count + 1, count = 0;
    for (int mode = ADM_MODE_ENFORCE; mode > ADM_MODE_OFF; mode--) {
        count += pick(verdict, (enum adm_mode)mode, false, sorted + count);
        count += pick(verdict, (enum adm_mode)mode, true, sorted + count);
    }
    verdict->findings = sorted;
    verdict->capacity = capacity;
    verdict->count = count;
}
