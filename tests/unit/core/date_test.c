// SPDX-License-Identifier: Apache-2.0
#include "core/date.h"

#include <criterion/criterion.h>

Test(date, parses) {
    static const struct {
        const char *text;
        int64_t seconds;
    } rows[] = {
        {"1970-01-01", 0},          {"1970-12-31", 31449600},   {"1972-02-29", 68169600},
        {"2000-02-29", 951782400},  {"2000-03-01", 951868800},  {"2026-06-01", 1780272000},
        {"2026-12-31", 1798675200}, {"2100-03-01", 4107542400}, {"9999-12-31", 253402214400},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t seconds = -1;
        cr_expect(adm_date_parse(adm_str_from(rows[i].text), &seconds), "%s", rows[i].text);
        cr_expect_eq(seconds, rows[i].seconds, "%s: %lld", rows[i].text, (long long)seconds);
    }
}

Test(date, refuses) {
    static const char *const rows[] = {"",           "2026",       "2026-1-01",  "2026-01-1",
                                       "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
                                       "2027-02-29", "2100-02-29", "1969-12-31", "2026/01/01",
                                       "2026-01-0a", "2026-01-011"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t seconds = -1;
        cr_expect_not(adm_date_parse(adm_str_from(rows[i]), &seconds), "%s", rows[i]);
        cr_expect_eq(seconds, -1, "%s", rows[i]);
    }
}
