// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_format_time.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `count` digits at `at`; -1 when they are none.
static int number(struct adm_str text, size_t at, size_t count) {
    int value = 0;
    if (text.len < at || text.len - at < count)
        return -1;
    for (size_t i = at; i < at + count; i++) {
        if (!is_digit(text.data[i]))
            return -1;
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

static bool has(struct adm_str text, size_t at, char c) {
    return at < text.len && text.data[at] == c;
}

bool adm_jsonschema_format_time_date(struct adm_str text, struct adm_arena *arena) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    (void)arena;
    int year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
    if (text.len != 10 || !has(text, 4, '-') || !has(text, 7, '-') || year < 0 || month < 1 ||
        month > 12)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

// Minutes east of Greenwich of `Z` or `+01:00`; false when it is neither.
static bool zone(struct adm_str text, int *minutes) {
    *minutes = 0;
    if (text.len == 1)
        return (text.data[0] | 0x20) == 'z';
    int hour = number(text, 1, 2), minute = number(text, 4, 2);
    bool sign = has(text, 0, '+') || has(text, 0, '-');
    if (text.len != 6 || !sign || !has(text, 3, ':') || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59)
        return false;
    *minutes = (hour * 60 + minute) * (has(text, 0, '+') ? 1 : -1);
    return true;
}

// A leap second is the last of a day, in UTC.
bool adm_jsonschema_format_time_time(struct adm_str text, struct adm_arena *arena) {
    (void)arena;
    int hour = number(text, 0, 2), minute = number(text, 3, 2), second = number(text, 6, 2);
    if (!has(text, 2, ':') || !has(text, 5, ':') || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60)
        return false;
    size_t at = 8;
    if (has(text, at, '.')) {
        size_t from = ++at;
        while (at < text.len && is_digit(text.data[at]))
            at++;
        if (at == from)
            return false;
    }
    int east = 0;
    if (!zone(adm_str_slice(text, at, text.len), &east))
        return false;
    int utc = (hour * 60 + minute - east + 2 * 1440) % 1440;
    return second < 60 || utc == 1439;
}

bool adm_jsonschema_format_time_both(struct adm_str text, struct adm_arena *arena) {
    return text.len > 10 && (text.data[10] | 0x20) == 't' &&
           adm_jsonschema_format_time_date(adm_str_slice(text, 0, 10), arena) &&
           adm_jsonschema_format_time_time(adm_str_slice(text, 11, text.len), arena);
}

// Parts such as `1Y2M`, each of the units at most once and none skipped between two: their number.
// -1 when there is something else.
static int units(struct adm_str text, const char *names) {
    int count = 0;
    size_t at = 0;
    struct adm_str order = adm_str_from(names);
    while (at < text.len) {
        size_t from = at;
        while (at < text.len && is_digit(text.data[at]))
            at++;
        size_t unit =
            at == from || at == text.len ? order.len : adm_str_index(order, text.data[at]);
        if (unit == order.len || (count > 0 && unit > 0))
            return -1;
        order = adm_str_slice(order, unit + 1, order.len);
        count++;
        at++;
    }
    return count;
}

// RFC 3339, appendix A.
bool adm_jsonschema_format_time_duration(struct adm_str text, struct adm_arena *arena) {
    (void)arena;
    if (!has(text, 0, 'P'))
        return false;
    struct adm_str rest = adm_str_slice(text, 1, text.len);
    if (units(rest, "W") == 1)
        return true;
    struct adm_str date = adm_str_slice(rest, 0, adm_str_index(rest, 'T'));
    struct adm_str time = adm_str_slice(rest, date.len + 1, rest.len);
    int days = units(date, "YMD");
    int hours = units(time, "HMS");
    return days >= 0 && hours >= 0 && days + hours > 0 && (date.len == rest.len || hours > 0);
}
