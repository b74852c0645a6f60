// SPDX-License-Identifier: Apache-2.0
#include "audit/record.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/writer.h"

enum { ARENA_BYTES = 256 << 20, MANY = 60 };

static struct adm_arena arena;
static struct adm_review review;
static struct adm_policy policy;
static struct adm_environment environment;
static struct adm_request request;
static struct adm_decision decision;
static struct adm_audit_context context;

static void setup(void) {
    adm_arena_init(&arena, ARENA_BYTES);
    policy = (struct adm_policy){0};
    memset(policy.digest, 'c', 64);
    environment = (struct adm_environment){.name = ADM_STR("dev")};
    decision = (struct adm_decision){.kind = ADM_DECISION_DENY};
    adm_verdict_init(&decision.verdict, &arena);
    adm_patch_init(&decision.patch, &arena, NULL);
    context = (struct adm_audit_context){.time_us = 1795514400000042,
                                         .latency_us = 57,
                                         .deadline_ms = 5000,
                                         .seq = 7,
                                         .version = "0.1.0",
                                         .instance = ADM_STR("pod-1")};
}

static void teardown(void) { adm_arena_destroy(&arena); }

TestSuite(record, .init = setup, .fini = teardown);

static const struct adm_json *parse(struct adm_str text) {
    const struct adm_json *root = NULL;
    struct adm_error err = {0};
    cr_assert(adm_json_parse_copy(text, &arena, &root, &err), "%s: %.300s", err.message, text.data);
    return root;
}

static void read_request(const char *members) {
    struct adm_error err = {0};
    struct adm_str text = adm_text_format(
        &arena,
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":%s}",
        members);
    cr_assert(adm_review_read(parse(text), &review, &err), "%s", err.message);
    request = (struct adm_request){.review = &review,
                                   .policy = &policy,
                                   .environment = &environment,
                                   .object = adm_object_view(review.object),
                                   .old_object = adm_object_view(review.old_object),
                                   .arena = &arena};
}

static struct adm_str record(void) {
    struct adm_str line = {0};
    struct adm_error err = {0};
    cr_assert(adm_audit_record(&request, &decision, &context, &line, &err), "%s", err.message);
    cr_expect_leq(line.len, (size_t)ADM_AUDIT_RECORD_MAX);
    cr_expect_eq(adm_str_index(line, '\n'), line.len - 1, "one line");
    return line;
}

static const struct adm_json *parsed(void) {
    struct adm_str line = record();
    return parse(adm_str_slice(line, 0, line.len - 1));
}

static const char minimal[] =
    "{\"uid\":\"u\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Secret\"},"
    "\"resource\":{\"group\":\"\",\"version\":\"v1\",\"resource\":\"secrets\"},"
    "\"operation\":\"CREATE\",\"object\":{\"metadata\":{\"generateName\":\"db-\"},"
    "\"data\":{\"password\":\"aHVudGVyMg==\"}}}";

static const char full[] =
    "{\"uid\":\"0a1b\",\"kind\":{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"},"
    "\"resource\":{\"group\":\"apps\",\"version\":\"v1\",\"resource\":\"deployments\"},"
    "\"subResource\":\"scale\",\"name\":\"web\",\"namespace\":\"team-a\",\"operation\":\"UPDATE\","
    "\"dryRun\":true,\"userInfo\":{\"username\":\"ada\",\"groups\":[\"devs\",\"ops\"],\"extra\":{"
    "\"authentication.kubernetes.io/pod-name\":[\"runner-1\"]}},"
    "\"object\":{\"metadata\":{\"name\":\"web\"}},\"options\":{\"fieldManager\":\"helm\"}}";

Test(record, has_every_field) {
    read_request(full);
    request.unlabelled = true;
    adm_verdict_add(&decision.verdict,
                    &(struct adm_finding){.rule = ADM_RULE_PLAINTEXT_SECRET,
                                          .mode = ADM_MODE_ENFORCE,
                                          .path = ADM_STR("data.a"),
                                          .message = ADM_STR("hunter2"),
                                          .fingerprint = ADM_STR("0123456789ab")});
    adm_verdict_add(&decision.verdict, &(struct adm_finding){.rule = ADM_RULE_PLATFORM_SCHEMA,
                                                             .mode = ADM_MODE_AUDIT,
                                                             .line = 3,
                                                             .column = 9,
                                                             .exception = ADM_STR("legacy")});
    adm_patch_put(&decision.patch, ADM_STR("/metadata"), ADM_STR("a/b"), ADM_STR("\"hunter2\""));
    decision.response.patch = ADM_STR("[]");
    context.mutate = true;
    static const char expected[] =
        "{\"time\":\"2026-11-24T10:00:00.000042Z\",\"seq\":7,\"uid\":\"0a1b\",\"path\":\"mutate\","
        "\"operation\":\"UPDATE\",\"dryRun\":true,"
        "\"kind\":{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"},"
        "\"resource\":{\"group\":\"apps\",\"version\":\"v1\",\"resource\":\"deployments\"},"
        "\"subresource\":\"scale\",\"namespace\":\"team-a\",\"name\":\"web\",\"environment\":"
        "\"dev\","
        "\"unlabelled\":true,\"user\":\"ada\",\"groups\":[\"devs\",\"ops\"],"
        "\"bound_pod\":\"runner-1\",\"field_manager\":\"helm\",\"decision\":\"deny\","
        "\"exception\":\"legacy\",\"findings\":[{\"rule\":\"plaintext-secret\",\"mode\":"
        "\"enforce\","
        "\"path\":\"data.a\",\"fingerprint\":\"0123456789ab\"},{\"rule\":\"platform-schema\","
        "\"mode\":\"audit\",\"line\":3,\"column\":9,\"exception\":\"legacy\"}],"
        "\"patch\":[\"/metadata\",\"/metadata/a~1b\"],\"policy\":"
        "\"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\","
        "\"latency_us\":57,\"deadline_ms\":5000,"
        "\"server\":{\"version\":\"0.1.0\",\"instance\":\"pod-1\"}}\n";
    cr_expect_str_eq(record().data, expected);
}

// Namespaces have the entry of the unlabelled, whatever their label is.
Test(record, a_namespace_is_not_said_to_be_unlabelled) {
    static const struct {
        const char *kind, *expected;
    } rows[] = {
        {"{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Namespace\"}", "false"},
        {"{\"group\":\"x.io\",\"version\":\"v1\",\"kind\":\"Namespace\"}", "true"},
        {"{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Secret\"}", "true"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_request(adm_text_format(&arena,
                                     "{\"uid\":\"u\",\"kind\":%s,\"resource\":{\"group\":\"\","
                                     "\"version\":\"v1\",\"resource\":\"r\"},\"name\":\"a\","
                                     "\"namespace\":\"a\",\"operation\":\"CREATE\","
                                     "\"object\":{\"metadata\":{\"name\":\"a\"}}}",
                                     rows[i].kind)
                         .data);
        request.unlabelled = true;
        struct adm_str field = adm_text_format(&arena, "\"unlabelled\":%s,", rows[i].expected);
        cr_expect(adm_str_contains(record(), field), "row %zu", i);
    }
}

Test(record, leaves_out_what_is_unknown) {
    read_request(minimal);
    context.deadline_ms = 0;
    const struct adm_json *root = parsed();
    static const char *const absent[] = {"name",        "namespace",     "subresource",   "user",
                                         "bound_pod",   "field_manager", "exception",     "patch",
                                         "deadline_ms", "truncated",     "resource.group"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        cr_expect_null(adm_json_get(root, absent[i]), "%s", absent[i]);
    cr_expect(adm_str_is(adm_json_get_text(root, "generateName"), "db-"));
    cr_expect(adm_str_is(adm_json_get_text(root, "path"), "validate"));
    cr_expect_eq(adm_json_get(root, "groups")->count, 0);
}

Test(record, never_holds_a_value) {
    read_request(minimal);
    adm_verdict_add(&decision.verdict, &(struct adm_finding){.rule = ADM_RULE_PLAINTEXT_SECRET,
                                                             .mode = ADM_MODE_ENFORCE,
                                                             .path = ADM_STR("data.password"),
                                                             .message = ADM_STR("hunter2"),
                                                             .fix = ADM_STR("not hunter2")});
    struct adm_str line = record();
    cr_expect_not(adm_str_contains(line, ADM_STR("hunter2")));
    cr_expect_not(adm_str_contains(line, ADM_STR("aHVudGVyMg")));
}

Test(record, says_where_in_a_text_and_by_which_schemas_but_no_line_of_it) {
    read_request(minimal);
    cr_expect_null(adm_json_get(parsed(), "schema"));
    decision.verdict.schema = ADM_STR("5c4e");
    adm_verdict_add(&decision.verdict,
                    &(struct adm_finding){.rule = ADM_RULE_PLATFORM_SCHEMA,
                                          .mode = ADM_MODE_ENFORCE,
                                          .path = ADM_STR("data[platform.yaml].storage.a"),
                                          .file = ADM_STR("platform.yaml"),
                                          .line = 193,
                                          .column = 5,
                                          .code = ADM_STR("unknown-key"),
                                          .message = ADM_STR("no key `hunter2`"),
                                          .fix = ADM_STR("not hunter2"),
                                          .excerpt = ADM_STR("193 | hunter2: 1")});
    struct adm_str line = record();
    cr_expect(adm_str_contains(
        line, ADM_STR("{\"rule\":\"platform-schema\",\"mode\":\"enforce\",\"code\":\"unknown-key\","
                      "\"path\":\"data[platform.yaml].storage.a\",\"line\":193,\"column\":5}")));
    cr_expect(adm_str_contains(line, ADM_STR("\"schema\":\"5c4e\"")));
    cr_expect_not(adm_str_contains(line, ADM_STR("hunter2")));
}

Test(record, a_denied_patch_is_not_listed) {
    read_request(minimal);
    adm_patch_put(&decision.patch, ADM_STR("/metadata"), ADM_STR("a"), ADM_STR("1"));
    cr_expect_null(adm_json_get(parsed(), "patch"));
}

Test(record, hostile_names_stay_in_their_strings) {
    static const char name[] = "a\nb\r\t\"\\\x01\x1f\x7f},{\"decision\":\"allow\"\xE2\x80\xA8";
    read_request(minimal);
    review.name = ADM_STR(name);
    review.namespace = ADM_STR("\n{\"forged\":true}\n");
    adm_verdict_add(&decision.verdict, &(struct adm_finding){.rule = ADM_RULE_PLAINTEXT_SECRET,
                                                             .mode = ADM_MODE_ENFORCE,
                                                             .path = ADM_STR(name)});
    const struct adm_json *root = parsed();
    cr_expect(adm_str_is(adm_json_get_text(root, "name"), name));
    cr_expect(adm_str_is(adm_json_get_text(root, "namespace"), "\n{\"forged\":true}\n"));
    cr_expect(adm_str_is(adm_json_get_text(root, "decision"), "deny"));
    struct adm_json_iter it = adm_json_iter(adm_json_get(root, "findings"));
    cr_assert(adm_json_next(&it));
    cr_expect(adm_str_is(adm_json_get_text(it.value, "path"), name));
}

// `unit` repeated to about `len` bytes.
static struct adm_str repeated(struct adm_str unit, size_t len) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    while (text.len + unit.len <= len)
        adm_text_append(&text, unit);
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out;
}

static void fill_findings(struct adm_str s) {
    for (size_t i = 0; i < MANY; i++)
        adm_verdict_add(&decision.verdict, &(struct adm_finding){.rule = ADM_RULE_PLAINTEXT_SECRET,
                                                                 .mode = ADM_MODE_ENFORCE,
                                                                 .path = s,
                                                                 .fingerprint = s,
                                                                 .line = UINT32_MAX,
                                                                 .column = UINT32_MAX,
                                                                 .exception = s,
                                                                 .code = s,
                                                                 .file = s,
                                                                 .excerpt = s});
    decision.verdict.schema = s;
    struct adm_patch_operation *operations = adm_arena_array(&arena, MANY, sizeof *operations);
    for (size_t i = 0; i < MANY; i++)
        operations[i] = (struct adm_patch_operation){"add", s, ADM_STR("1")};
    decision.patch.operations = operations;
    decision.patch.count = MANY;
    decision.response.patch = ADM_STR("[]");
}

static const struct adm_json *array_of(struct adm_str s) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '[');
    for (size_t i = 0; i < MANY; i++)
        adm_writer_string(&w, s);
    adm_writer_close(&w, ']');
    cr_assert(adm_text_finish(&text, &out, NULL));
    return parse(out);
}

// Every field that somebody outside chooses, full of one string.
static void fill_everything(struct adm_str s) {
    const struct adm_json *texts = array_of(s);
    struct adm_json_iter first = adm_json_iter(texts);
    cr_assert(adm_json_next(&first));
    struct adm_text extra;
    struct adm_writer w;
    adm_text_init(&extra, &arena);
    adm_writer_init(&w, &extra);
    adm_writer_open(&w, '{');
    adm_writer_field(&w, "fieldManager", s);
    adm_writer_key(&w, "authentication.kubernetes.io/pod-name");
    adm_writer_tree(&w, texts);
    adm_writer_close(&w, '}');
    review = (struct adm_review){
        .uid = s,
        .kind = {s, s, s},
        .resource = {s, s, s},
        .sub_resource = s,
        .name = s,
        .namespace = s,
        .operation = ADM_OPERATION_CONNECT,
        .user = {.name = s, .groups = texts, .extra = parse(adm_text_str(&extra))},
        .options = parse(adm_text_str(&extra)),
    };
    environment.name = s;
    context = (struct adm_audit_context){.time_us = INT64_MAX / 4,
                                         .latency_us = INT64_MAX,
                                         .deadline_ms = INT64_MAX,
                                         .seq = INT64_MAX,
                                         .mutate = true,
                                         .version = s.data,
                                         .instance = s};
    fill_findings(s);
}

Test(record, everything_at_its_limit_still_fits) {
    static const struct adm_str units[] = {
        {"a", 1},
        {"\x01", 1},
        {"\"", 1},
        {"\n", 1},
        {"\xC3\xA9", 2},
        {"~/", 2},
        {"\xE2\x82\xAC", 3},
        {"\xF0\x9F\x98\x80", 4},
        {"a\xF0\x9F\x98\x80\"\x01", 7},
    };
    static const size_t lengths[] = {8, 253, 512, 3000};
    read_request(minimal);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (size_t j = 0; j < sizeof lengths / sizeof *lengths; j++) {
            teardown();
            setup();
            read_request(minimal);
            fill_everything(repeated(units[i], lengths[j]));
            const struct adm_json *root = parsed();
            cr_expect(adm_json_is_true(adm_json_get(root, "truncated")), "row %zu %zu", i, j);
            cr_expect(adm_str_is(adm_json_get_text(root, "decision"), "deny"));
            cr_expect(adm_str_is(adm_json_get_text(root, "policy"), policy.digest));
            cr_expect_geq(adm_json_get(root, "groups")->count, 3U, "row %zu %zu", i, j);
            cr_expect_geq(adm_json_get(root, "findings")->count, 2U, "row %zu %zu", i, j);
            cr_expect_geq(adm_json_get(root, "patch")->count, 1U, "row %zu %zu", i, j);
        }
    }
}

Test(record, cuts_names_between_runes_and_says_so) {
    static const struct {
        struct adm_str unit;
        size_t bytes, kept; // of the name
    } rows[] = {
        {{"a", 1}, 253, 253},        {{"a", 1}, 254, 253},
        {{"\xC3\xA9", 2}, 252, 252}, {{"\xC3\xA9", 2}, 254, 252},
        {{"\"", 1}, 126, 126},       {{"\"", 1}, 127, 126},
        {{"\x01", 1}, 42, 42},       {{"\x01", 1}, 43, 42},
        {{"\x01", 1}, 253, 42},      {{"\xF0\x9F\x98\x80", 4}, 256, 252},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_request(minimal);
        review.name = repeated(rows[i].unit, rows[i].bytes);
        const struct adm_json *root = parsed();
        cr_expect_eq(adm_json_get_text(root, "name").len, rows[i].kept, "row %zu", i);
        cr_expect_eq(adm_json_is_true(adm_json_get(root, "truncated")),
                     rows[i].kept < rows[i].bytes, "row %zu", i);
    }
}

Test(record, bytes_that_are_no_utf8_are_replaced) {
    read_request(minimal);
    review.name = ADM_STR("a\xFF\xC3");
    cr_expect(adm_str_is(adm_json_get_text(parsed(), "name"), "a\xEF\xBF\xBD\xEF\xBF\xBD"));
}

Test(record, an_exhausted_arena_does_not_escape_it) {
    read_request(full);
    arena.limit = arena.used;
    struct adm_str line = record();
    cr_expect_geq(arena.limit, arena.used);
    cr_expect_null(adm_arena_alloc(&arena, 1));
    adm_arena_reset(&arena);
    cr_expect_gt(line.len, 0);
}
