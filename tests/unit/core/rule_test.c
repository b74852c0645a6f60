// SPDX-License-Identifier: Apache-2.0
#include "core/rule.h"

#include <criterion/criterion.h>

Test(rule, ids_and_rules_map_to_each_other) {
    for (unsigned i = 0; i < ADM_RULE_COUNT; i++) {
        enum adm_rule rule = ADM_RULE_COUNT;
        cr_assert_not_null(adm_rule_id((enum adm_rule)i));
        cr_expect(adm_rule_from_id(adm_str_from(adm_rule_id((enum adm_rule)i)), &rule));
        cr_expect_eq(rule, (enum adm_rule)i);
    }
    enum adm_rule untouched = ADM_RULE_COUNT;
    cr_expect_not(adm_rule_from_id(ADM_STR("Plaintext-Secret"), &untouched));
    cr_expect_not(adm_rule_from_id((struct adm_str){0}, &untouched));
    cr_expect_eq(untouched, ADM_RULE_COUNT);
}

Test(rule, modes_are_ordered_and_named) {
    static const char *const names[] = {"off", "audit", "warn", "enforce"};
    for (unsigned i = 0; i < 4; i++) {
        enum adm_mode mode = ADM_MODE_OFF;
        cr_expect_str_eq(adm_rule_mode_name((enum adm_mode)i), names[i]);
        cr_expect(adm_rule_mode_from_name(adm_str_from(names[i]), &mode));
        cr_expect_eq(mode, (enum adm_mode)i);
    }
    enum adm_mode untouched = ADM_MODE_WARN;
    cr_expect_not(adm_rule_mode_from_name(ADM_STR("deny"), &untouched));
    cr_expect_eq(untouched, ADM_MODE_WARN);
}
