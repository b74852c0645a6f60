// SPDX-License-Identifier: Apache-2.0
#include "core/review.h"

#include "core/base64.h"
#include "core/writer.h"

static const char *const operations[] = {"CREATE", "UPDATE", "DELETE", "CONNECT"};

const char *adm_review_operation_name(enum adm_operation operation) {
    return operations[operation];
}

static bool read_operation(const struct adm_json *request, enum adm_operation *out,
                           struct adm_error *err) {
    struct adm_str name = adm_json_get_text(request, "operation");
    for (unsigned i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (adm_str_is(name, operations[i])) {
            *out = (enum adm_operation)i;
            return true;
        }
    }
    return adm_fail(err, ADM_INVALID,
                    "request.operation is missing or none of CREATE, UPDATE, DELETE, CONNECT");
}

// An object of the request whose fields are read; the name is for errors.
struct scope {
    const struct adm_json *node; // NULL when absent: every field is then absent, too
    const char *name;            // "request", "request.kind", …
};

// Absent is fine (NULL), another type is not.
static bool read_typed(const struct scope *in, const char *key, enum adm_json_type type,
                       const struct adm_json **out, struct adm_error *err) {
    const struct adm_json *node = adm_json_get(in->node, key);
    if (node == NULL || node->type == ADM_JSON_NULL) {
        *out = NULL;
        return true;
    }
    if (node->type != type)
        return adm_fail(err, ADM_INVALID, "%s.%s has the wrong type", in->name, key);
    *out = node;
    return true;
}

static bool read_text(const struct scope *in, const char *key, struct adm_str *out,
                      struct adm_error *err) {
    const struct adm_json *node = NULL;
    ADM_TRY(read_typed(in, key, ADM_JSON_STRING, &node, err));
    *out = adm_json_text(node);
    return true;
}

static bool read_gvk(const struct scope *in, struct adm_gvk *out, struct adm_error *err) {
    return read_text(in, "group", &out->group, err) &&
           read_text(in, "version", &out->version, err) && read_text(in, "kind", &out->kind, err);
}

static bool read_gvr(const struct scope *in, struct adm_gvr *out, struct adm_error *err) {
    return read_text(in, "group", &out->group, err) &&
           read_text(in, "version", &out->version, err) &&
           read_text(in, "resource", &out->resource, err);
}

static bool read_kinds(const struct scope *request, struct adm_review *out, struct adm_error *err) {
    struct scope kind = {.name = "request.kind"}, resource = {.name = "request.resource"};
    struct scope asked_kind = {.name = "request.requestKind"};
    struct scope asked_resource = {.name = "request.requestResource"};
    ADM_TRY(read_typed(request, "kind", ADM_JSON_OBJECT, &kind.node, err));
    ADM_TRY(read_typed(request, "resource", ADM_JSON_OBJECT, &resource.node, err));
    ADM_TRY(read_typed(request, "requestKind", ADM_JSON_OBJECT, &asked_kind.node, err));
    ADM_TRY(read_typed(request, "requestResource", ADM_JSON_OBJECT, &asked_resource.node, err));
    ADM_TRY(read_gvk(&kind, &out->kind, err));
    ADM_TRY(read_gvr(&resource, &out->resource, err));
    ADM_TRY(read_gvk(&asked_kind, &out->request_kind, err));
    ADM_TRY(read_gvr(&asked_resource, &out->request_resource, err));
    if (out->kind.kind.len == 0 || out->kind.version.len == 0)
        return adm_fail(err, ADM_INVALID, "request.kind is missing or incomplete");
    if (out->resource.resource.len == 0)
        return adm_fail(err, ADM_INVALID, "request.resource is missing or incomplete");
    return true;
}

static bool read_names(const struct scope *request, struct adm_review *out, struct adm_error *err) {
    ADM_TRY(read_text(request, "uid", &out->uid, err));
    if (out->uid.len == 0)
        return adm_fail(err, ADM_INVALID, "request.uid is missing");
    ADM_TRY(read_text(request, "name", &out->name, err));
    ADM_TRY(read_text(request, "namespace", &out->namespace, err));
    ADM_TRY(read_text(request, "subResource", &out->sub_resource, err));
    return read_text(request, "requestSubResource", &out->request_sub_resource, err);
}

static bool read_user(const struct scope *request, struct adm_user *out, struct adm_error *err) {
    struct scope user = {.name = "request.userInfo"};
    ADM_TRY(read_typed(request, "userInfo", ADM_JSON_OBJECT, &user.node, err));
    ADM_TRY(read_typed(&user, "groups", ADM_JSON_ARRAY, &out->groups, err));
    ADM_TRY(read_typed(&user, "extra", ADM_JSON_OBJECT, &out->extra, err));
    ADM_TRY(read_text(&user, "username", &out->name, err));
    return read_text(&user, "uid", &out->uid, err);
}

static bool read_objects(const struct scope *request, struct adm_review *out,
                         struct adm_error *err) {
    const struct adm_json *dry_run = NULL;
    ADM_TRY(read_typed(request, "object", ADM_JSON_OBJECT, &out->object, err));
    ADM_TRY(read_typed(request, "oldObject", ADM_JSON_OBJECT, &out->old_object, err));
    ADM_TRY(read_typed(request, "options", ADM_JSON_OBJECT, &out->options, err));
    ADM_TRY(read_typed(request, "dryRun", ADM_JSON_BOOL, &dry_run, err));
    out->dry_run = adm_json_is_true(dry_run);
    return true;
}

bool adm_review_read(const struct adm_json *document, struct adm_review *out,
                     struct adm_error *err) {
    if (!adm_str_is(adm_json_get_text(document, "kind"), "AdmissionReview"))
        return adm_fail(err, ADM_UNSUPPORTED, "the body is not an AdmissionReview");
    if (!adm_str_is(adm_json_get_text(document, "apiVersion"), "admission.k8s.io/v1"))
        return adm_fail(err, ADM_UNSUPPORTED,
                        "only apiVersion admission.k8s.io/v1 is served; set "
                        "admissionReviewVersions: [v1]");
    struct scope request = {adm_json_get(document, "request"), "request"};
    if (!adm_json_is(request.node, ADM_JSON_OBJECT))
        return adm_fail(err, ADM_INVALID, "request is missing");
    struct adm_review review = {0};
    ADM_TRY(read_names(&request, &review, err));
    ADM_TRY(read_kinds(&request, &review, err));
    ADM_TRY(read_operation(request.node, &review.operation, err));
    ADM_TRY(read_user(&request, &review.user, err));
    ADM_TRY(read_objects(&request, &review, err));
    bool writes =
        review.operation == ADM_OPERATION_CREATE || review.operation == ADM_OPERATION_UPDATE;
    if (writes && review.object == NULL)
        return adm_fail(err, ADM_INVALID, "request.object is missing on a CREATE or UPDATE");
    *out = review;
    return true;
}

static void write_status(const struct adm_response *response, struct adm_writer *w) {
    adm_writer_key(w, "status");
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "status", "Failure");
    adm_writer_field(w, "message", response->message);
    adm_writer_field_c(w, "reason", "Forbidden");
    adm_writer_field_int(w, "code", 403);
    adm_writer_key(w, "details");
    adm_writer_open(w, '{');
    adm_writer_key(w, "causes");
    adm_writer_open(w, '[');
    for (size_t i = 0; i < response->cause_count; i++) {
        adm_writer_open(w, '{');
        adm_writer_field_c(w, "reason", "FieldValueInvalid");
        adm_writer_field(w, "message", response->causes[i].message);
        adm_writer_field(w, "field", response->causes[i].field);
        adm_writer_close(w, '}');
    }
    adm_writer_close(w, ']');
    adm_writer_close(w, '}');
    adm_writer_close(w, '}');
}

static void write_notes(const struct adm_response *response, struct adm_writer *w) {
    if (response->warning_count > 0) {
        adm_writer_key(w, "warnings");
        adm_writer_open(w, '[');
        for (size_t i = 0; i < response->warning_count; i++)
            adm_writer_string(w, response->warnings[i]);
        adm_writer_close(w, ']');
    }
    if (response->annotation_count > 0) {
        adm_writer_key(w, "auditAnnotations");
        adm_writer_open(w, '{');
        for (size_t i = 0; i < response->annotation_count; i++) {
            adm_writer_key_str(w, response->annotations[i].field);
            adm_writer_string(w, response->annotations[i].message);
        }
        adm_writer_close(w, '}');
    }
}

// base64 needs no escape, so it goes straight into the text.
static void write_patch(struct adm_str patch, struct adm_writer *w) {
    adm_writer_field_c(w, "patchType", "JSONPatch");
    adm_writer_key(w, "patch");
    adm_text_append_char(w->text, '"');
    adm_base64_encode(patch, w->text);
    adm_text_append_char(w->text, '"');
    w->comma = true;
}

void adm_review_write(const struct adm_response *response, struct adm_text *out) {
    struct adm_writer w;
    adm_writer_init(&w, out);
    adm_writer_open(&w, '{');
    adm_writer_field_c(&w, "apiVersion", "admission.k8s.io/v1");
    adm_writer_field_c(&w, "kind", "AdmissionReview");
    adm_writer_key(&w, "response");
    adm_writer_open(&w, '{');
    adm_writer_field(&w, "uid", response->uid);
    adm_writer_field_bool(&w, "allowed", response->allowed);
    if (!response->allowed)
        write_status(response, &w);
    write_notes(response, &w);
    if (response->allowed && response->patch.len > 0)
        write_patch(response->patch, &w);
    adm_writer_close(&w, '}');
    adm_writer_close(&w, '}');
}
