// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_fields.h"

#include <criterion/criterion.h>

struct row {
    const char *text;
    enum adm_helm_form form;
    bool fits;
};

static const struct row rows[] = {
    {"", ADM_HELM_FORM_STATUS, true},
    {"deployed", ADM_HELM_FORM_STATUS, true},
    {"pending-rollback", ADM_HELM_FORM_STATUS, true},
    {"Deployed", ADM_HELM_FORM_STATUS, false},
    {"deployed ", ADM_HELM_FORM_STATUS, false},
    {"Succeeded", ADM_HELM_FORM_PHASE, true},
    {"succeeded", ADM_HELM_FORM_PHASE, false},
    {"ssa", ADM_HELM_FORM_APPLY, true},
    {"csa", ADM_HELM_FORM_APPLY, true},
    {"ssa,csa", ADM_HELM_FORM_APPLY, false},
    {"1780272000", ADM_HELM_FORM_DIGITS, true},
    {"17802720001780272000", ADM_HELM_FORM_DIGITS, true},
    {"178027200017802720001", ADM_HELM_FORM_DIGITS, false},
    {"-1", ADM_HELM_FORM_DIGITS, false},
    {"1x", ADM_HELM_FORM_DIGITS, false},
    {"2026-06-01T10:00:00Z", ADM_HELM_FORM_TIME, true},
    {"0001-01-01T00:00:00Z", ADM_HELM_FORM_TIME, true},
    {"2026-06-01T10:00:00.1Z", ADM_HELM_FORM_TIME, true},
    {"2026-06-01T10:00:00.123456789+02:00", ADM_HELM_FORM_TIME, true},
    {"2026-06-01T10:00:00-11:30", ADM_HELM_FORM_TIME, true},
    {"2026-06-01T10:00:00.1234567890Z", ADM_HELM_FORM_TIME, false},
    {"2026-06-01T10:00:00.Z", ADM_HELM_FORM_TIME, false},
    {"2026-06-01T10:00:00", ADM_HELM_FORM_TIME, false},
    {"2026-06-01 10:00:00Z", ADM_HELM_FORM_TIME, false},
    {"2026-06-01T10:00:00Zx", ADM_HELM_FORM_TIME, false},
    {"2026-06-01T10:00:00+2:00", ADM_HELM_FORM_TIME, false},
    {"2026-06-01T1", ADM_HELM_FORM_TIME, false},
    {"now", ADM_HELM_FORM_TIME, false},
};

Test(helm_fields, have_the_form_that_helm_gives_them) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(adm_helm_fields_fits(rows[i].form, adm_str_from(rows[i].text)), rows[i].fits,
                     "%s", rows[i].text);
}

Test(helm_fields, take_nothing_but_text) {
    struct adm_json null = {.span = 1, .type = ADM_JSON_NULL},
                    number = {.data = "1", .len = 1, .span = 1, .type = ADM_JSON_NUMBER};
    cr_expect(adm_helm_fields_has(ADM_HELM_FORM_DIGITS, NULL));
    cr_expect(adm_helm_fields_has(ADM_HELM_FORM_DIGITS, &null));
    cr_expect_not(adm_helm_fields_has(ADM_HELM_FORM_DIGITS, &number));
}
