// SPDX-License-Identifier: Apache-2.0
#include "core/object.h"

#include <criterion/criterion.h>

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 20); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(object, .init = setup, .fini = teardown);

static struct adm_object view(const char *text) {
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse_copy(adm_str_from(text), &arena, &root, NULL), "%s", text);
    return adm_object_view(root);
}

Test(object, shows_metadata) {
    struct adm_object o = view(
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\","
        "\"generateName\":\"web-\",\"namespace\":\"team-a\",\"labels\":{\"l\":\"1\",\"e\":\"\"},"
        "\"annotations\":{\"a/b\":\"2\"},\"ownerReferences\":[]}}");
    cr_expect(adm_str_is(o.api_version, "apps/v1") && adm_str_is(o.kind, "Deployment"));
    cr_expect(adm_str_is(o.name, "web") && adm_str_is(o.generate_name, "web-"));
    cr_expect(adm_str_is(o.namespace, "team-a"));
    cr_expect(adm_str_is(adm_object_label(&o, "l"), "1"));
    cr_expect(adm_object_has_label(&o, "e") && !adm_object_has_label(&o, "x"));
    cr_expect(adm_str_is(adm_object_annotation(&o, "a/b"), "2"));
    cr_expect_eq(adm_object_annotation(&o, "a").len, 0);
    cr_expect(adm_str_is(adm_object_display_name(&o), "web"));
}

// Mutating webhooks see objects before the API server looks at their structure.
Test(object, wrong_structure_reads_as_absent) {
    static const char *const texts[] = {
        "null",
        "[]",
        "\"x\"",
        "{}",
        "{\"metadata\":null}",
        "{\"metadata\":[{\"name\":\"x\"}]}",
        "{\"metadata\":{\"labels\":[],\"annotations\":\"x\",\"ownerReferences\":{}}}",
        "{\"metadata\":{\"name\":7,\"generateName\":null,\"namespace\":{}}}",
        "{\"metadata\":{\"ownerReferences\":{\"a\":{\"controller\":true}}}}",
        "{\"apiVersion\":1,\"kind\":[],\"metadata\":{\"labels\":{\"l\":1}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct adm_object o = view(texts[i]);
        struct adm_owner owner = {0};
        cr_expect(o.name.len == 0 && o.namespace.len == 0 && o.kind.len == 0, "row %zu", i);
        cr_expect_eq(adm_object_label(&o, "l").len, 0, "row %zu", i);
        cr_expect_null(o.annotations, "row %zu", i);
        cr_expect_null(o.owners, "row %zu", i);
        cr_expect_not(adm_object_controller(&o, &owner), "row %zu", i);
        cr_expect_eq(adm_object_display_name(&o).len, 0, "row %zu", i);
    }
    struct adm_object none = adm_object_view(NULL);
    cr_expect(none.root == NULL && none.metadata == NULL && !adm_object_has_label(&none, "l"));
    cr_expect_null(view("[]").root);
}

Test(object, the_controller_is_the_owner_that_says_so) {
    struct adm_object o = view(
        "{\"metadata\":{\"generateName\":\"web-\",\"ownerReferences\":[\"junk\",{\"kind\":\"A\","
        "\"controller\":\"true\"},{\"kind\":\"B\",\"controller\":false},{\"apiVersion\":\"apps/"
        "v1\","
        "\"kind\":\"ReplicaSet\",\"name\":\"web-1\",\"uid\":\"u\",\"controller\":true},{\"kind\":"
        "\"C\",\"controller\":true}]}}");
    struct adm_owner owner = {0};
    cr_assert(adm_object_controller(&o, &owner));
    cr_expect(adm_str_is(owner.kind, "ReplicaSet") && adm_str_is(owner.api_version, "apps/v1") &&
              adm_str_is(owner.name, "web-1") && adm_str_is(owner.uid, "u") && owner.controller);
    cr_expect(adm_str_is(adm_object_display_name(&o), "web-"));
}

Test(object, groups_of_api_versions) {
    static const char *const rows[][2] = {
        {"v1", ""}, {"apps/v1", "apps"}, {"", ""}, {"/v1", ""}, {"a.b/v1/x", "a.b"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect(adm_str_is(adm_object_group(adm_str_from(rows[i][0])), rows[i][1]), "row %zu", i);
}
