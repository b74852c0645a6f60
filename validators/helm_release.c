// SPDX-License-Identifier: Apache-2.0
// helm-release: what Helm stores is what it will apply, and it stores it first. Each unit that is
// new in a release is judged before anything of it is created.
#include "core/base64.h"
#include "validators/attestation.h"
#include "validators/helm_documents.h"
#include "validators/helm_payload.h"
#include "validators/helm_strings.h"

static const size_t description_max = (size_t)64 * 1024;

// One release under judgement.
struct judging {
    const struct adm_request *request;
    struct adm_helm_units units;
    struct adm_helm_past past;
    struct adm_helm_documents documents;
    struct adm_helm_strings strings;
    struct adm_verdict *verdict;
    struct adm_helm_unit description; // when it is new
    bool any_new;                     // of what is no description
};

static void judging_destroy(struct judging *j) { adm_helm_past_destroy(&j->past); }

static void add_form(struct judging *j, const struct adm_helm_unit *unit) {
    adm_verdict_add(j->verdict,
                    &(struct adm_finding){
                        .rule = ADM_RULE_HELM_RELEASE,
                        .path = adm_helm_units_path(&j->units, unit->text),
                        .message = adm_text_format(j->request->arena, "this is not %s", unit->form),
                        .fix = ADM_STR("let Helm alone write its releases"),
                    });
}

static bool judge_manifest(struct judging *j, const struct adm_helm_unit *unit,
                           struct adm_error *err) {
    return adm_helm_documents_judge(&j->documents, unit->text, adm_helm_units_source(&j->units),
                                    err);
}

// `unit` with its base64 taken off; what has none is a finding of its own.
static bool judge_unit(struct judging *j, struct adm_helm_unit unit, struct adm_error *err) {
    struct adm_arena *arena = j->request->arena;
    struct adm_arena_mark mark = adm_arena_mark(arena);
    struct adm_str text = {0};
    bool clean = false;
    if (unit.packed && !adm_base64_decode(unit.text, arena, &text)) {
        unit.form = "base64 as Helm writes it";
        add_form(j, &unit);
        return true;
    }
    if (unit.packed)
        unit.text = text;
    switch (unit.place) {
    case ADM_HELM_FORM:
        add_form(j, &unit);
        return true;
    case ADM_HELM_MANIFEST:
        return judge_manifest(j, &unit, err);
    case ADM_HELM_DESCRIPTION:
        j->description = unit;
        return true;
    case ADM_HELM_CHART:
    case ADM_HELM_FREE:
        break;
    }
    ADM_TRY(adm_helm_strings_search(&j->strings, &j->units, &unit, &clean, err));
    if (clean)
        adm_arena_rewind(arena, mark);
    return true;
}

static bool judge_units(struct judging *j, struct adm_error *err) {
    struct adm_helm_unit unit;
    bool known = false;
    for (bool more = true; !adm_helm_report_is_full(&j->documents.report);) {
        ADM_TRY(adm_helm_units_next(&j->units, &unit, &more, err));
        if (!more)
            break;
        ADM_TRY(adm_helm_past_has(&j->past, &unit, &known, err));
        if (known)
            continue;
        j->any_new = j->any_new || unit.place != ADM_HELM_DESCRIPTION;
        ADM_TRY(judge_unit(j, unit, err));
    }
    return true;
}

// Helm copies what the API server said into the description, our own denials, too: with anything
// else that changed a credential in it is a warning only.
static bool judge_description(struct judging *j, struct adm_str status, struct adm_error *err) {
    struct adm_str text = j->description.text, path = ADM_STR("info.description");
    bool update = j->request->review->operation == ADM_OPERATION_UPDATE;
    bool helms = update && (j->any_new || !adm_str_equal(status, j->past.status));
    if (text.len > description_max)
        adm_verdict_add(j->verdict, &(struct adm_finding){
                                        .rule = ADM_RULE_HELM_RELEASE,
                                        .path = path,
                                        .message = ADM_STR("this is longer than 64 KiB"),
                                        .fix = ADM_STR("let Helm alone write its releases"),
                                    });
    return text.len == 0 || adm_helm_strings_text(&j->strings, text, path,
                                                  helms ? ADM_MODE_WARN : ADM_MODE_ENFORCE, err);
}

static bool judge_release(struct judging *j, const struct adm_helm_release *release,
                          struct adm_error *err) {
    const struct adm_request *request = j->request;
    struct adm_str namespace = request->review->namespace;
    size_t first = j->verdict->count;
    j->documents = (struct adm_helm_documents){
        .request = request,
        .namespace = namespace.len > 0 ? namespace : release->namespace,
        .past = &j->past,
        .report = {.verdict = j->verdict},
    };
    adm_helm_strings_init(&j->strings, request, j->verdict);
    ADM_TRY(adm_helm_units_init(&j->units, release, request->arena, err));
    ADM_TRY(judge_units(j, err));
    ADM_TRY(judge_description(j, release->status, err));
    adm_helm_strings_finish(&j->strings);
    adm_helm_report_soften(request, release->status, j->verdict, first);
    return true;
}

bool adm_helm_release_judge(const struct adm_request *request,
                            const struct adm_helm_release *release,
                            const struct adm_helm_release *old, struct adm_verdict *verdict,
                            struct adm_error *err) {
    ADM_AUTO(judging_destroy) struct judging j = {.request = request, .verdict = verdict};
    j.past = (struct adm_helm_past){.request = request, .held = old, .room = SIZE_MAX};
    return adm_helm_past_read(&j.past, err) && judge_release(&j, release, err);
}

bool adm_helm_release_unpack(struct adm_str stored, struct adm_arena *arena,
                             struct adm_helm_release *out, struct adm_error *err) {
    struct adm_helm_unpack unpack = {.arena = arena, .room = SIZE_MAX};
    const struct adm_json *root = NULL;
    struct adm_str bytes = stored, inner = {0};
    for (int layer = 0; layer < 2 && adm_base64_decode(bytes, arena, &inner); layer++)
        bytes = inner;
    ADM_TRY(adm_helm_unpack_json(&unpack, bytes, &root, err));
    *out = adm_helm_unpack_view(root);
    return true;
}

static bool applies(const struct adm_request *request) {
    const struct adm_review *review = request->review;
    return !request->in_release && review->kind.group.len == 0 &&
           (adm_str_is(review->kind.kind, "Secret") ||
            adm_str_is(review->kind.kind, "ConfigMap")) &&
           (review->operation == ADM_OPERATION_CREATE ||
            review->operation == ADM_OPERATION_UPDATE) &&
           adm_json_get(adm_json_get(request->object.root, "data"), "release") != NULL;
}

// Helm tells releases apart by these labels, and writes nothing else into them.
static void judge_labels(const struct adm_request *request, struct adm_verdict *verdict) {
    static const struct {
        const char *key;
        enum adm_helm_form form;
    } rows[] = {{"status", ADM_HELM_FORM_STATUS},
                {"createdAt", ADM_HELM_FORM_DIGITS},
                {"modifiedAt", ADM_HELM_FORM_DIGITS}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct adm_json *now = adm_json_get(request->object.labels, rows[i].key);
        if (adm_helm_fields_has(rows[i].form, now) ||
            adm_json_equal(now, adm_json_get(request->old_object.labels, rows[i].key)))
            continue;
        adm_verdict_add(
            verdict, &(struct adm_finding){
                         .rule = ADM_RULE_HELM_RELEASE,
                         .path = adm_text_format(request->arena, "metadata.labels.%s", rows[i].key),
                         .message = adm_text_format(request->arena, "this is not %s",
                                                    adm_helm_fields_words(rows[i].form)),
                         .fix = ADM_STR("let Helm alone write its releases"),
                     });
    }
}

// Whoever the policy lets restore what was stored before.
static bool is_attested(const struct adm_request *request, struct adm_verdict *verdict, bool *out,
                        struct adm_error *err) {
    struct adm_secret_data old = {0};
    *out = false;
    if (!adm_str_is(request->review->kind.kind, "Secret"))
        return true;
    const struct adm_secret_data *data = adm_secret_data_of(request, verdict, err);
    if (data == NULL)
        return false;
    *out = adm_attestation_of(request, data, &old).kind == ADM_ATTESTATION_WRITER;
    return true;
}

static void add_too_large(const struct adm_request *request, const struct adm_helm_payload *payload,
                          struct adm_verdict *verdict) {
    adm_verdict_add(
        verdict,
        &(struct adm_finding){
            .rule = ADM_RULE_HELM_RELEASE,
            .path = ADM_STR("data.release"),
            .message =
                adm_text_format(request->arena, "the release cannot be judged: %s", payload->gap),
            .fix = ADM_STR("make the chart smaller: keep large files out of it (.helmignore)"),
        });
}

// Only an UPDATE has an old object; what else is sent beside a CREATE proves nothing.
static const struct adm_json *old_root(const struct adm_request *request) {
    return request->review->operation == ADM_OPERATION_UPDATE ? request->old_object.root : NULL;
}

static bool judge_payload(const struct adm_request *request, struct adm_verdict *verdict,
                          struct adm_error *err) {
    const struct adm_helm_payload *payload = adm_helm_payload_of(request, verdict);
    if (payload == NULL)
        return adm_fail(err, ADM_MEMORY, "the release needs more memory than is allowed");
    if (payload->too_large)
        add_too_large(request, payload, verdict);
    if (payload->gap != NULL)
        return true; // an ordinary object: other rules judge it
    judge_labels(request, verdict);
    ADM_AUTO(judging_destroy) struct judging j = {.request = request, .verdict = verdict};
    j.past = (struct adm_helm_past){
        .request = request,
        .stored = adm_helm_payload_stored(request, old_root(request)),
        .room = request->inflate_max == 0 ? SIZE_MAX : request->inflate_max - payload->inflated,
    };
    return adm_helm_past_read(&j.past, err) && judge_release(&j, &payload->release, err);
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    bool attested = false;
    const struct adm_json *old = old_root(request);
    if (old != NULL && adm_secret_data_same(request->object.root, old)) {
        judge_labels(request, verdict);
        return true;
    }
    ADM_TRY(is_attested(request, verdict, &attested, err));
    return attested || judge_payload(request, verdict, err);
}

const struct adm_validator adm_validator_helm_release = {
    .rule = ADM_RULE_HELM_RELEASE,
    .title = "No Helm release holds what would be refused by itself",
    .applies = applies,
    .judge = judge,
};
