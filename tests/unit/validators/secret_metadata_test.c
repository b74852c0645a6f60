// SPDX-License-Identifier: Apache-2.0
#include "validators/secret_metadata.h"

#include <criterion/criterion.h>
#include <string.h>

static struct adm_arena arena;
static struct adm_policy policy; // without references

static void setup(void) { adm_arena_init(&arena, 1U << 28); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(secret_metadata, .init = setup, .fini = teardown);

static const struct adm_json *parse(const char *text) {
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse_copy(adm_str_from(text), &arena, &root, NULL), "%.200s", text);
    return root;
}

struct judgement {
    struct adm_verdict verdict;
    struct adm_error err;
    bool judged;
};

static struct judgement judge(const char *object, const char *old_object) {
    struct judgement out = {0};
    struct adm_secret_data data = {0}, old = {0};
    const struct adm_json *root = parse(object), *before = parse(old_object);
    struct adm_request request = {.policy = &policy,
                                  .object = adm_object_view(root),
                                  .old_object = adm_object_view(before),
                                  .arena = &arena};
    adm_verdict_init(&out.verdict, &arena);
    cr_assert(adm_secret_data_read(root, &arena, &data, NULL));
    cr_assert(adm_secret_data_read(before, &arena, &old, NULL));
    out.judged = adm_secret_metadata_judge(&request, &data, &old, &out.verdict, &out.err);
    return out;
}

#define DATA                                                                                       \
    "\"stringData\":{\"password\":\"hunter2-marker\",\"pin\":\"4711\",\"ok\":\"yes\","             \
    "\"user\":\"postgres\",\"enabled\":\"true\"}"

static const struct {
    const char *map, *value; // JSON
    size_t findings;
} rows[] = {
    {"annotations", "hunter2-marker", 1},
    {"annotations", "before hunter2-marker after", 1},
    {"annotations", "hunter2-marker\\n", 1},
    {"labels", "hunter2-marker", 1},
    {"annotations", "aHVudGVyMi1tYXJrZXI=", 1},     // base64
    {"annotations", "x aHVudGVyMi1tYXJrZXIK y", 1}, // of the value and a line break
    {"annotations", "hunter2-marke", 0},
    {"annotations", "4711", 1}, // short values: whole ones only
    {"annotations", "4711\\n", 1},
    {"annotations", "order 4711", 0},
    {"annotations", "yes", 0},
    {"labels", "postgres", 0}, // a name
    {"annotations", "", 0},
    // The same text written otherwise.
    {"annotations", "hunter2-\\r\\n   marker", 1},
    {"annotations", "aHVudGVy\\nMi1tYXJrZXI=", 1},      // wrapped
    {"annotations", "dXNlcjpodW50ZXIyLW1hcmtlcg==", 1}, // base64 of user:hunter2-marker
    {"annotations", "YWI6aHVudGVyMi1tYXJrZXI=", 1},     // ab:
    {"annotations", "YWJjOmh1bnRlcjItbWFya2Vy", 1},     // abc:
    {"annotations", "x%68unter2%2Dmarker", 1},
    {"annotations", "hunter2\\\\u002dmarker", 1},
    {"annotations", "hunter2\\\\u002", 0},
    {"annotations", "%", 0},
    {"annotations", "68756e746572322d6d61726b6572", 0}, // hex: documented
    {"annotations", "true", 0},
};

Test(secret_metadata, new_values_that_show_a_secret_are_found) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_str object = adm_text_format(
            &arena, "{\"metadata\":{\"%s\":{\"k\":\"%s\"}}," DATA "}", rows[i].map, rows[i].value);
        struct judgement out = judge(object.data, "{" DATA "}");
        cr_assert(out.judged, "row %zu: %s", i, out.err.message);
        cr_expect_eq(out.verdict.count, rows[i].findings, "row %zu", i);
        // What was there before is not new.
        out = judge(object.data, object.data);
        cr_expect(out.judged && out.verdict.count == 0, "row %zu", i);
    }
}

Test(secret_metadata, values_of_the_old_object_count_too) {
    struct judgement out =
        judge("{\"metadata\":{\"annotations\":{\"k\":\"hunter2-marker\"}}}", "{" DATA "}");
    cr_expect(out.judged && out.verdict.count == 1);
}

Test(secret_metadata, no_finding_shows_the_value) {
    struct judgement out = judge(
        "{\"metadata\":{\"annotations\":{\"k\":\"hunter2-marker\",\"hunter2-marker\":\"x\"}}," DATA
        "}",
        "{" DATA "}");
    cr_assert(out.judged && out.verdict.count == 2);
    for (size_t i = 0; i < out.verdict.count; i++)
        cr_expect_not(adm_str_contains(adm_verdict_line(&out.verdict.findings[i], &arena),
                                       ADM_STR("hunter2")));
}

static const char *numbered(int count, const char *prefix) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    adm_text_append_c(&text, "{\"metadata\":{\"annotations\":{");
    for (int i = 0; i < count; i++)
        adm_text_printf(&text, "%s\"%s%d\":\"\"", i == 0 ? "" : ",", prefix, i);
    adm_text_append_c(&text, "}}," DATA "}");
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out.data;
}

// Neither a long search in the old annotations nor a long comparison with the data goes on forever.
Test(secret_metadata, too_much_to_compare_is_refused_not_skimmed) {
    struct judgement out = judge(numbered(1000, "a"), numbered(1000, "b"));
    cr_expect(out.judged && out.verdict.count == 0);
    out = judge(numbered(30000, "a"), numbered(30000, "b"));
    cr_expect(!out.judged && out.err.code == ADM_LIMIT, "%s", out.err.message);
    static char many[300 * 1024];
    memset(many, 'x', sizeof many - 1);
    struct adm_text text;
    struct adm_str object = {0};
    adm_text_init(&text, &arena);
    adm_text_printf(&text, "{\"metadata\":{\"annotations\":{\"k\":\"%s\"}},\"stringData\":{", many);
    for (int i = 0; i < 1000; i++)
        adm_text_printf(&text, "%s\"%d\":\"value-%d\"", i == 0 ? "" : ",", i, i);
    adm_text_append_c(&text, "}}");
    cr_assert(adm_text_finish(&text, &object, NULL));
    out = judge(object.data, "{}");
    cr_expect(!out.judged && out.err.code == ADM_LIMIT);
}
