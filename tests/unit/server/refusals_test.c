// SPDX-License-Identifier: Apache-2.0
#include "server/refusals.h"

#include <criterion/criterion.h>

Test(refusals, are_kept_apart_until_taken_back) {
    ADM_AUTO(adm_refusals_destroy) struct adm_refusals refusals;
    char text[ADM_ERROR_MESSAGE_MAX + 1];
    struct adm_error why = {0};
    adm_refusals_init(&refusals);
    cr_expect_not(adm_refusals_get(&refusals, ADM_RELOAD_POLICY, text));
    (void)adm_fail(&why, ADM_INVALID, "p:1:1: no");
    adm_refusals_set(&refusals, ADM_RELOAD_POLICY, &why);
    cr_expect(adm_refusals_get(&refusals, ADM_RELOAD_POLICY, text));
    cr_expect_str_eq(text, "p:1:1: no");
    cr_expect_not(adm_refusals_get(&refusals, ADM_RELOAD_CERTIFICATE, text));
    adm_refusals_set(&refusals, ADM_RELOAD_POLICY, NULL);
    cr_expect_not(adm_refusals_get(&refusals, ADM_RELOAD_POLICY, text));
}
