// SPDX-License-Identifier: Apache-2.0
#include "core/date.h"

static bool read_digits(struct adm_str text, size_t from, size_t to, int64_t *out) {
    int64_t value = 0;
    for (size_t i = from; i < to; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (text.data[i] - '0');
    }
    *out = value;
    return true;
}

static bool is_leap(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int64_t days_in(int64_t year, int64_t month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

bool adm_date_parse(struct adm_str text, int64_t *seconds) {
    int64_t year = 0, month = 0, day = 0;
    if (text.len != 10 || text.data[4] != '-' || text.data[7] != '-' ||
        !read_digits(text, 0, 4, &year) || !read_digits(text, 5, 7, &month) ||
        !read_digits(text, 8, 10, &day))
        return false;
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return false;
    int64_t before = year - 1;
    int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162;
    for (int64_t m = 1; m < month; m++)
        days += days_in(year, m);
    *seconds = (days + day - 1) * 86400;
    return true;
}
