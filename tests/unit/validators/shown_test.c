// SPDX-License-Identifier: Apache-2.0
#include "validators/shown.h"

#include <criterion/criterion.h>
#include <string.h>

#include "validators/key_list.h"

static bool shows(const char *key, const char *value) {
    return adm_str_is(adm_shown_key(adm_str_from(key), adm_str_from(value)), key);
}

Test(shown, keys_that_may_be_values_are_not) {
    char longest[255] = {0};
    memset(longest, 'k', 253);
    cr_expect(shows("tls.key", "hunter2-marker"));
    cr_expect(shows("_A-z.0", ""));
    cr_expect(shows("password", "pass"));
    cr_expect(shows(longest, "x"));
    longest[253] = 'k';
    cr_expect_not(shows(longest, "x"));
    cr_expect_not(shows("hunter2", "hunter2"));
    cr_expect_not(shows("DB.hunter2-marker", "hunter2-marker"));
    cr_expect_not(shows("DB=hunter2", "x"));
    cr_expect_not(shows("é", "x"));
    cr_expect(adm_str_is(adm_shown_name(ADM_STR("a.b/c")), "a.b/c"));
    cr_expect(adm_str_is(adm_shown_name(ADM_STR("a b")), "…"));
}

Test(shown, a_list_names_each_key_once_and_few) {
    struct adm_arena arena;
    struct adm_key_list list = {0};
    adm_arena_init(&arena, 1 << 16);
    cr_expect(adm_str_is(adm_key_list_say(&list, &arena), "a value"));
    adm_key_list_add(&list, ADM_STR("a"));
    adm_key_list_add(&list, ADM_STR("a"));
    cr_expect(adm_str_is(adm_key_list_say(&list, &arena), "the value of key `a`"));
    adm_key_list_add(&list, ADM_STR("b"));
    adm_key_list_add(&list, ADM_STR("c"));
    cr_expect(adm_str_is(adm_key_list_say(&list, &arena), "the values of keys `a`, `b`, `c`"));
    adm_key_list_add(&list, ADM_STR("d"));
    cr_expect(
        adm_str_is(adm_key_list_say(&list, &arena), "the values of keys `a`, `b`, `c` and others"));
    adm_arena_destroy(&arena);
}
