// SPDX-License-Identifier: Apache-2.0
// plaintext-secret: a Secret's value may enter the cluster only by an attested writer, as a
// reference, or unchanged.
#include "core/fingerprint.h"
#include "validators/attestation.h"
#include "validators/helm_payload.h"
#include "validators/reference.h"
#include "validators/secret_metadata.h"
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

static void add_value(const struct adm_request *request, const struct adm_secret_entry *entry,
                      struct adm_verdict *verdict) {
    adm_verdict_add(
        verdict, &(struct adm_finding){
                     .rule = ADM_RULE_PLAINTEXT_SECRET,
                     .path = adm_text_format(request->arena, "%s.%.*s", entry->map,
                                             ADM_STR_ARGS(entry->key)),
                     .message = adm_text_format(
                         request->arena, "key `%.*s` holds a plaintext value (%s)",
                         ADM_STR_ARGS(entry->key), adm_verdict_length_class(entry->value.len)),
                     .fix = adm_str_from(advice(request)),
                     .fingerprint =
                         adm_fingerprint_of(request->fingerprint_key, entry->value, request->arena),
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
static size_t judge_values(const struct adm_request *request, const struct adm_secret_data *data,
                           const struct adm_secret_data *old, struct adm_verdict *verdict) {
    bool same_type = adm_str_equal(adm_json_get_text(request->object.root, "type"),
                                   adm_json_get_text(request->old_object.root, "type"));
    size_t found = 0;
    for (size_t i = 0; i < data->count; i++) {
        const struct adm_secret_entry *entry = &data->entries[i];
        if (entry->value.len == 0 || (same_type && is_unchanged(entry, old)) ||
            adm_reference_is(request, entry->value))
            continue;
        add_value(request, entry, verdict);
        found++;
    }
    return found;
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    // Only an UPDATE has an old object; what else is sent beside a CREATE proves nothing.
    const struct adm_json *before =
        request->review->operation == ADM_OPERATION_UPDATE ? request->old_object.root : NULL;
    struct adm_secret_data data = {0}, old = {0};
    ADM_TRY(adm_secret_data_read(request->object.root, request->arena, &data, err));
    ADM_TRY(adm_secret_data_read(before, request->arena, &old, err));
    if (before != NULL && adm_secret_data_same(request->object.root, before))
        return adm_secret_metadata_judge(request, &data, &old, verdict, err);
    if (adm_helm_payload_is_genuine(request, &data))
        return true;
    struct adm_attestation writer = adm_attestation_of(request, &data, &old);
    if (writer.kind == ADM_ATTESTATION_WRITER)
        return true;
    if (judge_values(request, &data, &old, verdict) == 0)
        return adm_secret_metadata_judge(request, &data, &old, verdict, err);
    add_writer(request, &writer, verdict);
    return true;
}

const struct adm_validator adm_validator_plaintext_secret = {
    .rule = ADM_RULE_PLAINTEXT_SECRET,
    .title = "Secrets are sealed or external outside local",
    .applies = applies,
    .judge = judge,
};
