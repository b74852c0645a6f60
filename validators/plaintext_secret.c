// SPDX-License-Identifier: Apache-2.0
// plaintext-secret: a Secret's value may enter the cluster only by an attested writer, as a
// reference, or unchanged.
#include "core/fingerprint.h"
#include "validators/attestation.h"
#include "validators/credentials/detector.h"
#include "validators/helm_payload.h"
#include "validators/reference.h"
#include "validators/secret_metadata.h"
#include "validators/shown.h"
#include "validators/validator.h"

static bool applies(const struct adm_request *request) {
    const struct adm_review *review = request->review;
    return adm_str_is(review->kind.kind, "Secret") && review->kind.group.len == 0 &&
           (review->operation == ADM_OPERATION_CREATE ||
            review->operation == ADM_OPERATION_UPDATE) &&
           request->object.root != NULL;
}

static const char *advice(const struct adm_request *request) {
    if (adm_str_is(request->environment->secrets, "sealed-secrets"))
        return "seal it with `kubeseal` and apply the SealedSecret instead of the Secret";
    if (adm_str_is(request->environment->secrets, "external-secrets"))
        return "keep the value in the secret store and apply an ExternalSecret that reads it";
    return "demo credentials only: a real one must never be written here";
}

// Bytes of a value that are looked at for what it may be, and bytes that may be decoded for it.
enum { SHAPE_MAX = 16 * 1024, SHAPE_BUDGET = 64 * 1024 };

struct judging {
    const struct adm_request *request;
    struct adm_secret_data data, old;
    struct adm_verdict *verdict;
    const char *helm_gap; // why it is not the release that it looks like; NULL: it looks like none
};

// Sealing is no advice for what Helm alone can write.
static bool looks_like_a_release(const struct judging *j) {
    struct adm_str value = {0};
    return adm_str_is(adm_json_get_text(j->request->object.root, "type"), ADM_HELM_TYPE) ||
           (adm_str_starts(j->request->object.name, "sh.helm.release.") &&
            adm_secret_data_find(&j->data, ADM_STR("release"), &value));
}

// " that looks like an AWS secret key", when the value has a shape; else nothing. What stands
// around it, and in the rest of a long value, is no matter here: the value is refused anyway.
static struct adm_str family_words(const struct judging *j, const struct adm_secret_entry *entry) {
    struct adm_arena *arena = j->request->arena;
    struct adm_detector detector;
    struct adm_detector_value value = {.text = adm_str_slice(entry->value, 0, SHAPE_MAX),
                                       .key = entry->key,
                                       .place = ADM_DETECTOR_SECRET};
    adm_detector_init(&detector, arena, SHAPE_BUDGET);
    if (j->verdict->count >= ADM_DECISION_FINDINGS_MAX ||
        !adm_detector_scan(&detector, &value, NULL))
        return (struct adm_str){0};
    for (size_t i = 0; i < detector.count; i++)
        if (adm_family_rank(detector.findings[i].family) > 1)
            return adm_text_format(arena, " that looks like %s",
                                   adm_family_words(detector.findings[i].family));
    return (struct adm_str){0};
}

static struct adm_str value_message(const struct judging *j, const struct adm_secret_entry *entry) {
    struct adm_str key = adm_shown_key(entry->key, entry->value);
    const char *length = adm_verdict_length_class(entry->value.len);
    if (j->helm_gap == NULL)
        return adm_text_format(j->request->arena, "key `%.*s` holds a plaintext value%.*s (%s)",
                               ADM_STR_ARGS(key), ADM_STR_ARGS(family_words(j, entry)), length);
    return adm_text_format(j->request->arena,
                           "key `%.*s` (%s): this is not a release as Helm stores it, %s",
                           ADM_STR_ARGS(key), length, j->helm_gap);
}

static void add_value(const struct judging *j, const struct adm_secret_entry *entry) {
    struct adm_arena *arena = j->request->arena;
    struct adm_str key = adm_shown_key(entry->key, entry->value);
    adm_verdict_add(
        j->verdict,
        &(struct adm_finding){
            .rule = ADM_RULE_PLAINTEXT_SECRET,
            .path = adm_text_format(arena, "%s.%.*s", entry->map, ADM_STR_ARGS(key)),
            .message = value_message(j, entry),
            .fix = j->helm_gap != NULL ? ADM_STR("let Helm write it, or delete the type")
                                       : adm_str_from(advice(j->request)),
            .fingerprint = adm_fingerprint_of(j->request->fingerprint_key, entry->value, arena),
        });
}

// Text or a list in the place of a map may be anything, and is no Secret.
static void judge_shape(const struct adm_request *request, struct adm_verdict *verdict) {
    const char *map = adm_secret_data_mistyped(request->object.root);
    if (map == NULL)
        return;
    adm_verdict_add(verdict, &(struct adm_finding){
                                 .rule = ADM_RULE_PLAINTEXT_SECRET,
                                 .path = adm_str_from(map),
                                 .message = adm_text_format(
                                     request->arena, "`%s` must be a map of keys to values", map),
                             });
}

static struct adm_str writer_message(const struct adm_attestation *writer,
                                     struct adm_arena *arena) {
    struct adm_str id = writer->row->id;
    if (writer->kind == ADM_ATTESTATION_FORGED)
        return adm_text_format(arena, "an owner is claimed that only the writer `%.*s` may set",
                               ADM_STR_ARGS(id));
    if (writer->kind == ADM_ATTESTATION_OFF)
        return adm_text_format(
            arena, "the writer `%.*s` is known, but switched off (or expired) in the policy",
            ADM_STR_ARGS(id));
    return adm_text_format(arena, "the writer `%.*s` is known, but %s", ADM_STR_ARGS(id),
                           writer->gap);
}

static struct adm_str writer_fix(const struct adm_attestation *writer, struct adm_arena *arena) {
    static const char *const fixes[] = {
        [ADM_ATTESTATION_FORGED] = "let that controller make the Secret",
        [ADM_ATTESTATION_GAP] = "see `writers` in the policy",
        [ADM_ATTESTATION_OFF] = "its owner can switch the row on under `writers` in the policy",
    };
    if (writer->kind != ADM_ATTESTATION_GAP || writer->off == NULL)
        return adm_str_from(fixes[writer->kind]);
    return adm_text_format(arena, "%s, where `%.*s` would attest it, but is switched off",
                           fixes[writer->kind], ADM_STR_ARGS(writer->off->id));
}

// Why a writer that looks attested is not: one finding of its own, after the values.
static void add_writer(const struct adm_request *request, const struct adm_attestation *writer,
                       struct adm_verdict *verdict) {
    if (writer->kind == ADM_ATTESTATION_NONE)
        return;
    adm_verdict_add(verdict, &(struct adm_finding){
                                 .rule = ADM_RULE_PLAINTEXT_SECRET,
                                 .path = adm_str_from(writer->path),
                                 .message = writer_message(writer, request->arena),
                                 .fix = writer_fix(writer, request->arena),
                             });
}

static bool is_unchanged(const struct adm_secret_entry *entry, const struct adm_secret_data *old) {
    struct adm_str before = {0};
    return adm_secret_data_find(old, entry->key, &before) && adm_str_equal(before, entry->value);
}

// New and changed values that are neither empty nor references. A changed type makes all new.
static size_t judge_values(const struct judging *j) {
    bool same_type = adm_str_equal(adm_json_get_text(j->request->object.root, "type"),
                                   adm_json_get_text(j->request->old_object.root, "type"));
    size_t found = 0;
    for (size_t i = 0; i < j->data.count; i++) {
        const struct adm_secret_entry *entry = &j->data.entries[i];
        if (entry->value.len == 0 || (same_type && is_unchanged(entry, &j->old)) ||
            adm_reference_is(j->request, entry->value))
            continue;
        add_value(j, entry);
        found++;
    }
    return found;
}

static bool judge_metadata(const struct judging *j, struct adm_error *err) {
    return adm_secret_metadata_judge(j->request, &j->data, &j->old, j->verdict, err);
}

// Data or a type that are new, by somebody who is no attested writer.
static bool judge_data(struct judging *j, const struct adm_attestation *writer,
                       struct adm_error *err) {
    if (adm_helm_payload_is_helms(j->request, j->verdict))
        return true;
    const struct adm_helm_payload *payload = adm_helm_payload_of(j->request, j->verdict);
    if (payload != NULL && looks_like_a_release(j))
        j->helm_gap = payload->gap;
    if (judge_values(j) == 0)
        return judge_metadata(j, err);
    add_writer(j->request, writer, j->verdict);
    return true;
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    // Only an UPDATE has an old object; what else is sent beside a CREATE proves nothing.
    const struct adm_json *before =
        request->review->operation == ADM_OPERATION_UPDATE ? request->old_object.root : NULL;
    struct judging j = {.request = request, .verdict = verdict};
    const struct adm_secret_data *data = adm_secret_data_of(request, verdict, err);
    if (data == NULL)
        return false;
    j.data = *data;
    ADM_TRY(adm_secret_data_read(before, request->arena, &j.old, err));
    judge_shape(request, verdict);
    struct adm_attestation writer = adm_attestation_of(request, &j.data, &j.old);
    if (writer.kind == ADM_ATTESTATION_WRITER)
        return true;
    if (before != NULL && adm_secret_data_same(request->object.root, before))
        return judge_metadata(&j, err);
    return judge_data(&j, &writer, err);
}

const struct adm_validator adm_validator_plaintext_secret = {
    .rule = ADM_RULE_PLAINTEXT_SECRET,
    .title = "Secrets are sealed or external outside local",
    .applies = applies,
    .judge = judge,
};
