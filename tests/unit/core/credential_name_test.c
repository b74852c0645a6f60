// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "core/credential_name.h"

struct row {
    const char *name;
    bool object, key, ref;
};

static const struct row rows[] = {
    {"warehouse", true, true, true},
    {"warehouse-1", true, true, true},
    {"warehouse_1", false, true, true},
    {"Warehouse", false, true, true},
    {"1st", true, true, false},
    {"tls.crt", true, true, false},
    {"kubernetes.io", true, true, false},
    {"a..b", false, true, false},
    {"a.-b", false, true, false},
    {"-a", false, true, false},
    {"a-", false, true, true},
    {"_a", false, true, false},
    {".", false, false, false},
    {"..", false, false, false},
    {"..a", false, false, false},
    {".a", false, true, false},
    {"", false, false, false},
    {"a/b", false, false, false},
    {"a b", false, false, false},
    {"a\nb", false, false, false},
    {"a\"b", false, false, false},
    {"\xC3\xA4", false, false, false},
    {"FLOE_PLATFORM_FILE", false, true, false},
    {"floe-platform-env", true, true, false},
    {"floe_Platform-env", false, true, false},
    {"floe-platform-envs", true, true, true},
};

Test(credential_name, knows_what_each_name_may_be) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_str name = adm_str_from(rows[i].name);
        cr_expect_eq(adm_credential_name_is_object(name), rows[i].object, "%s", rows[i].name);
        cr_expect_eq(adm_credential_name_is_key(name), rows[i].key, "%s", rows[i].name);
        cr_expect_eq(adm_credential_name_is_ref(name), rows[i].ref, "%s", rows[i].name);
    }
}

Test(credential_name, has_at_most_253_bytes) {
    char text[254];
    memset(text, 'a', sizeof text);
    for (size_t len = 253; len <= 254; len++) {
        struct adm_str name = {text, len};
        cr_expect_eq(adm_credential_name_is_object(name), len == 253);
        cr_expect_eq(adm_credential_name_is_key(name), len == 253);
        cr_expect_eq(adm_credential_name_is_ref(name), len == 253);
    }
}

Test(credential_name, makes_a_variable) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, 4096);
    struct adm_str variable = adm_credential_name_variable(ADM_STR("polaris-client_Id2"), &arena);
    cr_expect(adm_str_is(variable, "POLARIS_CLIENT_ID2"));
    cr_expect(adm_credential_name_is_same(ADM_STR("a-b"), ADM_STR("A_B")));
    cr_expect_not(adm_credential_name_is_same(ADM_STR("a-b"), ADM_STR("a-c")));
    cr_expect_not(adm_credential_name_is_same(ADM_STR("a"), ADM_STR("ab")));
    adm_arena_destroy(&arena);
    adm_arena_init(&arena, 1);
    cr_expect_eq(adm_credential_name_variable(ADM_STR("polaris-client-id"), &arena).len, 0);
}
