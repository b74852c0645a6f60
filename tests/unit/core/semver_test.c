// SPDX-License-Identifier: Apache-2.0
#include "core/semver.h"

#include <criterion/criterion.h>
#include <string.h>

Test(semver, reads_whole_versions_only) {
    static const struct {
        const char *text;
        bool good;
    } rows[] = {
        {"0.0.0", true},
        {"1.4.0", true},
        {"10.20.30", true},
        {"1.4.0-rc.1", true},
        {"1.0.0-alpha-a.b-c", true},
        {"1.0.0-0A.is.legal", true},
        {"1.0.0--", true},
        {"1.0.0+build.7", true},
        {"1.0.0+01", true},
        {"1.0.0-rc.1+build-7.x", true},
        {"99999999999999999999999.0.0", true},
        {"", false},
        {"1", false},
        {"1.4", false},
        {"1.4.", false},
        {"1.4.0.", false},
        {"1.4.0.1", false},
        {".1.4.0", false},
        {"01.4.0", false},
        {"1.04.0", false},
        {"1.4.00", false},
        {"v1.4.0", false},
        {"1.4.x", false},
        {"-1.4.0", false},
        {"1.4.0-", false},
        {"1.4.0+", false},
        {"1.4.0-rc.", false},
        {"1.4.0-rc..1", false},
        {"1.4.0-01", false},
        {"1.4.0-rc_1", false},
        {"1.4.0+a+b", false},
        {"1.4.0 ", false},
        {"1.4.0\n", false},
        {"1.4.0-\xc3\xa9", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_semver version;
        cr_expect_eq(adm_semver_read(adm_str_from(rows[i].text), &version), rows[i].good, "%s",
                     rows[i].text);
    }
}

Test(semver, refuses_long_texts) {
    char text[200] = "1.0.";
    struct adm_semver version;
    memset(text + 4, '1', 124);
    cr_expect(adm_semver_read(adm_str_from(text), &version));
    text[128] = '1';
    cr_expect_not(adm_semver_read(adm_str_from(text), &version));
}

// The order that semver.org §11 gives as its example, and the corners of it.
Test(semver, orders_by_precedence) {
    static const char *const ascending[] = {
        "0.9.9",
        "1.0.0-1",
        "1.0.0-2",
        "1.0.0-11",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.0.1",
        "1.2.0",
        "1.10.0",
        "2.0.0",
        "10.0.0",
        "99999999999999999999999.0.0",
    };
    const size_t count = sizeof ascending / sizeof *ascending;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            struct adm_semver a, b;
            cr_assert(adm_semver_read(adm_str_from(ascending[i]), &a));
            cr_assert(adm_semver_read(adm_str_from(ascending[k]), &b));
            int order = adm_semver_compare(&a, &b);
            cr_expect_eq((order > 0) - (order < 0), (i > k) - (i < k), "%s %s", ascending[i],
                         ascending[k]);
        }
    }
}

Test(semver, a_build_has_no_rank) {
    struct adm_semver a, b;
    cr_assert(adm_semver_read(ADM_STR("1.0.0+7"), &a) && adm_semver_read(ADM_STR("1.0.0+8"), &b));
    cr_expect_eq(adm_semver_compare(&a, &b), 0);
    cr_expect(adm_str_is(a.build, "7") && a.pre.len == 0);
}
