// SPDX-License-Identifier: Apache-2.0
#include "core/review.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base64.h"

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 20); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(review, .init = setup, .fini = teardown);

static bool read_text(const char *text, struct adm_review *out, struct adm_error *err) {
    const struct adm_json *document = NULL;
    cr_assert(adm_json_parse_copy(adm_str_from(text), &arena, &document, err), "%s: %s", text,
              err->message);
    return adm_review_read(document, out, err);
}

static bool read_request(const char *request, struct adm_review *out, struct adm_error *err) {
    struct adm_str text = adm_text_format(&arena,
                                          "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":"
                                          "\"AdmissionReview\",\"request\":%s}",
                                          request);
    return read_text(text.data, out, err);
}

static const char full[] =
    "{\"uid\":\"u-1\",\"kind\":{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"},"
    "\"resource\":{\"group\":\"apps\",\"version\":\"v1\",\"resource\":\"deployments\"},"
    "\"subResource\":\"scale\",\"requestKind\":{\"group\":\"extensions\",\"version\":\"v1beta1\","
    "\"kind\":\"Deployment\"},\"requestResource\":{\"group\":\"extensions\",\"version\":"
    "\"v1beta1\","
    "\"resource\":\"deployments\"},\"requestSubResource\":\"status\",\"name\":\"web\","
    "\"namespace\":\"team-a\",\"operation\":\"UPDATE\",\"userInfo\":{\"username\":\"ann\",\"uid\":"
    "\"7\",\"groups\":[\"g\"],\"extra\":{\"k\":[\"v\"]}},\"object\":{\"a\":1},\"oldObject\":"
    "{\"a\":2},\"dryRun\":true,\"options\":{\"kind\":\"PatchOptions\"}}";

Test(review, every_field_is_read) {
    struct adm_review r;
    struct adm_error err = {0};
    cr_assert(read_request(full, &r, &err), "%s", err.message);
    cr_expect(adm_str_is(r.uid, "u-1"));
    cr_expect(adm_str_is(r.kind.group, "apps") && adm_str_is(r.kind.version, "v1") &&
              adm_str_is(r.kind.kind, "Deployment"));
    cr_expect(adm_str_is(r.resource.group, "apps") && adm_str_is(r.resource.version, "v1") &&
              adm_str_is(r.resource.resource, "deployments"));
    cr_expect(adm_str_is(r.request_kind.group, "extensions") &&
              adm_str_is(r.request_kind.version, "v1beta1") &&
              adm_str_is(r.request_kind.kind, "Deployment"));
    cr_expect(adm_str_is(r.request_resource.group, "extensions") &&
              adm_str_is(r.request_resource.resource, "deployments"));
    cr_expect(adm_str_is(r.sub_resource, "scale") && adm_str_is(r.request_sub_resource, "status"));
    cr_expect(adm_str_is(r.name, "web") && adm_str_is(r.namespace, "team-a"));
    cr_expect_eq(r.operation, ADM_OPERATION_UPDATE);
    cr_expect(adm_str_is(r.user.name, "ann") && adm_str_is(r.user.uid, "7"));
    cr_expect(r.user.groups->count == 1 && r.user.extra->count == 1);
    cr_expect(r.object->count == 1 && r.old_object->count == 1 && r.options->count == 1);
    cr_expect(r.dry_run);
}

#define NEEDED                                                                                     \
    "\"uid\":\"u\",\"kind\":{\"version\":\"v1\",\"kind\":\"Secret\"},"                             \
    "\"resource\":{\"version\":\"v1\",\"resource\":\"secrets\"}"

Test(review, what_may_be_absent_is_empty) {
    static const char *const requests[] = {
        "{" NEEDED ",\"operation\":\"DELETE\"}",
        "{" NEEDED ",\"operation\":\"DELETE\",\"object\":null,\"oldObject\":null,\"options\":null,"
        "\"dryRun\":null,\"userInfo\":null,\"name\":null,\"namespace\":null,\"requestKind\":null,"
        "\"requestResource\":null,\"subResource\":null}",
        "{" NEEDED ",\"operation\":\"CONNECT\",\"userInfo\":{\"groups\":null,\"extra\":null},"
        "\"dryRun\":false}",
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        struct adm_review r;
        struct adm_error err = {0};
        cr_assert(read_request(requests[i], &r, &err), "%zu: %s", i, err.message);
        cr_expect(r.kind.group.len == 0 && r.name.len == 0 && r.namespace.len == 0);
        cr_expect(r.request_kind.kind.len == 0 && r.sub_resource.len == 0);
        cr_expect(r.object == NULL && r.old_object == NULL && r.options == NULL);
        cr_expect(r.user.groups == NULL && r.user.extra == NULL && r.user.name.len == 0);
        cr_expect_not(r.dry_run);
    }
}

static const struct {
    const char *text;
    enum adm_code code;
    const char *message;
} documents[] = {
    {"null", ADM_UNSUPPORTED, "the body is not an AdmissionReview"},
    {"[]", ADM_UNSUPPORTED, "the body is not an AdmissionReview"},
    {"{}", ADM_UNSUPPORTED, "the body is not an AdmissionReview"},
    {"{\"kind\":\"Secret\",\"apiVersion\":\"v1\"}", ADM_UNSUPPORTED,
     "the body is not an AdmissionReview"},
    {"{\"kind\":\"AdmissionReview\"}", ADM_UNSUPPORTED, "only apiVersion admission.k8s.io/v1"},
    {"{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1beta1\",\"request\":{}}",
     ADM_UNSUPPORTED, "only apiVersion admission.k8s.io/v1"},
    {"{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\"}", ADM_INVALID,
     "request is missing"},
    {"{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":[]}",
     ADM_INVALID, "request is missing"},
};

Test(review, other_documents_are_refused_with_a_sentence) {
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        struct adm_review r = {.dry_run = true};
        struct adm_error err = {0};
        cr_expect_not(read_text(documents[i].text, &r, &err), "row %zu", i);
        cr_expect_eq(err.code, documents[i].code, "row %zu", i);
        cr_expect_eq(strncmp(err.message, documents[i].message, strlen(documents[i].message)), 0,
                     "row %zu: %s", i, err.message);
        cr_expect(r.dry_run, "row %zu: the output was touched", i);
    }
}

#define CREATE ",\"operation\":\"CREATE\""

static const struct {
    const char *request, *message;
} invalid[] = {
    {"{}", "request.uid is missing"},
    {"{\"uid\":\"\"}", "request.uid is missing"},
    {"{\"uid\":7}", "request.uid has the wrong type"},
    {"{\"uid\":\"u\"}", "request.kind is missing or incomplete"},
    {"{\"uid\":\"u\",\"kind\":\"Secret\"}", "request.kind has the wrong type"},
    {"{\"uid\":\"u\",\"kind\":{\"kind\":\"Secret\"}}", "request.kind is missing or incomplete"},
    {"{\"uid\":\"u\",\"kind\":{\"version\":\"v1\"}}", "request.kind is missing or incomplete"},
    {"{\"uid\":\"u\",\"kind\":{\"version\":\"v1\",\"kind\":\"Secret\"}}",
     "request.resource is missing or incomplete"},
    {"{\"uid\":\"u\",\"kind\":{\"group\":7,\"version\":\"v1\",\"kind\":\"Secret\"}}",
     "request.kind.group has the wrong type"},
    {"{\"uid\":\"u\",\"kind\":{\"version\":\"v1\",\"kind\":[]}}",
     "request.kind.kind has the wrong type"},
    {"{" NEEDED "}", "request.operation is missing or none of CREATE, UPDATE, DELETE, CONNECT"},
    {"{" NEEDED ",\"operation\":\"create\"}",
     "request.operation is missing or none of CREATE, UPDATE, DELETE, CONNECT"},
    {"{" NEEDED ",\"operation\":1}",
     "request.operation is missing or none of CREATE, UPDATE, DELETE, CONNECT"},
    {"{" NEEDED CREATE ",\"name\":1}", "request.name has the wrong type"},
    {"{" NEEDED CREATE ",\"namespace\":[]}", "request.namespace has the wrong type"},
    {"{" NEEDED CREATE ",\"subResource\":{}}", "request.subResource has the wrong type"},
    {"{" NEEDED CREATE ",\"requestSubResource\":true}",
     "request.requestSubResource has the wrong type"},
    {"{" NEEDED CREATE ",\"requestKind\":\"x\"}", "request.requestKind has the wrong type"},
    {"{" NEEDED CREATE ",\"requestResource\":{\"resource\":1}}",
     "request.requestResource.resource has the wrong type"},
    {"{" NEEDED CREATE ",\"userInfo\":\"ann\"}", "request.userInfo has the wrong type"},
    {"{" NEEDED CREATE ",\"userInfo\":{\"username\":1}}",
     "request.userInfo.username has the wrong type"},
    {"{" NEEDED CREATE ",\"userInfo\":{\"uid\":1}}", "request.userInfo.uid has the wrong type"},
    {"{" NEEDED CREATE ",\"userInfo\":{\"groups\":\"g\"}}",
     "request.userInfo.groups has the wrong type"},
    {"{" NEEDED CREATE ",\"userInfo\":{\"extra\":[]}}",
     "request.userInfo.extra has the wrong type"},
    {"{" NEEDED CREATE ",\"object\":[]}", "request.object has the wrong type"},
    {"{" NEEDED CREATE "}", "request.object is missing on a CREATE or UPDATE"},
    {"{" NEEDED CREATE ",\"object\":null}", "request.object is missing on a CREATE or UPDATE"},
    {"{" NEEDED CREATE ",\"Object\":{}}", "request.object is missing on a CREATE or UPDATE"},
    {"{" NEEDED ",\"operation\":\"UPDATE\",\"oldObject\":{}}",
     "request.object is missing on a CREATE or UPDATE"},
    {"{" NEEDED CREATE ",\"oldObject\":\"\"}", "request.oldObject has the wrong type"},
    {"{" NEEDED CREATE ",\"options\":1}", "request.options has the wrong type"},
    {"{" NEEDED CREATE ",\"dryRun\":\"false\"}", "request.dryRun has the wrong type"},
};

Test(review, missing_and_mistyped_fields_are_named) {
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
        struct adm_review r;
        struct adm_error err = {0};
        cr_expect_not(read_request(invalid[i].request, &r, &err), "row %zu", i);
        cr_expect_eq(err.code, ADM_INVALID, "row %zu", i);
        cr_expect_str_eq(err.message, invalid[i].message, "row %zu", i);
    }
}

Test(review, operations_have_their_names) {
    static const char *const names[] = {"CREATE", "UPDATE", "DELETE", "CONNECT"};
    for (unsigned i = 0; i < 4; i++) {
        struct adm_review r;
        struct adm_error err = {0};
        struct adm_str request =
            adm_text_format(&arena, "{" NEEDED ",\"operation\":\"%s\",\"object\":{}}", names[i]);
        cr_assert(read_request(request.data, &r, &err), "%s", err.message);
        cr_expect_eq(r.operation, (enum adm_operation)i);
        cr_expect_str_eq(adm_review_operation_name(r.operation), names[i]);
    }
}

static const struct adm_json *response_of(const struct adm_response *response) {
    struct adm_text text;
    const struct adm_json *root = NULL;
    adm_text_init(&text, &arena);
    adm_review_write(response, &text);
    cr_assert(adm_json_parse_copy(adm_text_str(&text), &arena, &root, NULL), "%.*s",
              ADM_STR_ARGS(adm_text_str(&text)));
    cr_expect(adm_str_is(adm_json_get_text(root, "apiVersion"), "admission.k8s.io/v1"));
    cr_expect(adm_str_is(adm_json_get_text(root, "kind"), "AdmissionReview"));
    return adm_json_get(root, "response");
}

Test(review, a_denial_has_code_reason_message_and_causes) {
    static const struct adm_cause causes[] = {{{"data.x", 6}, {"wrong \"x\"", 9}},
                                              {{"", 0}, {"also", 4}}};
    const struct adm_json *r = response_of(&(struct adm_response){
        .uid = ADM_STR("u-1"),
        .message = ADM_STR("[rule] wrong\nagain"),
        .causes = causes,
        .cause_count = 2,
        .patch = ADM_STR("[]"),
    });
    const struct adm_json *status = adm_json_get(r, "status");
    int64_t code = 0;
    cr_expect(adm_str_is(adm_json_get_text(r, "uid"), "u-1"));
    cr_expect(adm_json_is(adm_json_get(r, "allowed"), ADM_JSON_BOOL));
    cr_expect_not(adm_json_is_true(adm_json_get(r, "allowed")));
    cr_expect(adm_json_int(adm_json_get(status, "code"), &code) && code == 403);
    cr_expect(adm_str_is(adm_json_get_text(status, "reason"), "Forbidden"));
    cr_expect(adm_str_is(adm_json_get_text(status, "status"), "Failure"));
    cr_expect(adm_str_is(adm_json_get_text(status, "message"), "[rule] wrong\nagain"));
    struct adm_json_iter it =
        adm_json_iter(adm_json_get(adm_json_get(status, "details"), "causes"));
    for (size_t i = 0; i < 2; i++) {
        cr_assert(adm_json_next(&it));
        cr_expect(adm_str_equal(adm_json_get_text(it.value, "field"), causes[i].field));
        cr_expect(adm_str_equal(adm_json_get_text(it.value, "message"), causes[i].message));
        cr_expect(adm_str_is(adm_json_get_text(it.value, "reason"), "FieldValueInvalid"));
    }
    cr_expect_not(adm_json_next(&it));
    cr_expect_null(adm_json_get(r, "patch"), "a denial patches nothing");
    cr_expect_null(adm_json_get(r, "patchType"));
    cr_expect_null(adm_json_get(r, "warnings"));
    cr_expect_null(adm_json_get(r, "auditAnnotations"));
}

Test(review, an_admission_has_patch_and_type_together_or_neither) {
    static const struct adm_str warnings[] = {{"first", 5}, {"second", 6}};
    static const struct adm_cause annotations[] = {{{"decision", 8}, {"warn", 4}}};
    struct adm_response response = {.uid = ADM_STR("u"),
                                    .allowed = true,
                                    .warnings = warnings,
                                    .warning_count = 2,
                                    .annotations = annotations,
                                    .annotation_count = 1,
                                    .patch = ADM_STR("[{\"op\":\"add\"}]")};
    const struct adm_json *r = response_of(&response);
    struct adm_str patch = {0};
    cr_expect(adm_json_is_true(adm_json_get(r, "allowed")));
    cr_expect_null(adm_json_get(r, "status"));
    cr_expect_eq(adm_json_get(r, "warnings")->count, 2);
    cr_expect(
        adm_str_is(adm_json_get_text(adm_json_get(r, "auditAnnotations"), "decision"), "warn"));
    cr_expect(adm_str_is(adm_json_get_text(r, "patchType"), "JSONPatch"));
    cr_assert(adm_base64_decode(adm_json_get_text(r, "patch"), &arena, &patch));
    cr_expect(adm_str_equal(patch, response.patch));
    response.patch = (struct adm_str){0};
    r = response_of(&response);
    cr_expect(adm_json_get(r, "patch") == NULL && adm_json_get(r, "patchType") == NULL);
}
