// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_time.h"

// A reader of the pattern, from left to right.
struct reader {
    struct adm_str text;
    size_t at;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static char peek(const struct reader *r) {
    if (r->at < r->text.len)
        return r->text.data[r->at];
    return '\0';
}

// At least `least` and at most `most` digits.
static bool take_number(struct reader *r, unsigned least, unsigned most, unsigned *out) {
    unsigned count = 0;
    for (*out = 0; count < most && is_digit(peek(r)); count++)
        *out = *out * 10 + (unsigned)(r->text.data[r->at++] - '0');
    return count >= least;
}

static bool take(struct reader *r, char c) {
    if (peek(r) != c || c == 0)
        return false;
    r->at++;
    return true;
}

static bool take_blanks(struct reader *r) {
    size_t start = r->at;
    while (peek(r) == ' ' || peek(r) == '\t')
        r->at++;
    return r->at > start;
}

static bool is_date(unsigned year, unsigned month, unsigned day) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && leap ? 1U : 0U);
}

// `*real` is whether the offset is less than a day.
static bool take_zone(struct reader *r, bool *real) {
    unsigned hour = 0, minute = 0;
    take_blanks(r);
    if (r->at == r->text.len)
        return r->text.data[r->at - 1] != ' ' && r->text.data[r->at - 1] != '\t';
    if (take(r, 'Z'))
        return true;
    if (!take(r, '+') && !take(r, '-'))
        return false;
    if (!take_number(r, 1, 2, &hour) || (take(r, ':') && !take_number(r, 2, 2, &minute)))
        return false;
    *real = *real && hour * 60 + minute < 24 * 60;
    return true;
}

static bool take_time(struct reader *r, bool *real) {
    unsigned hour = 0, minute = 0, second = 0;
    if (!take(r, 'T') && !take(r, 't') && !take_blanks(r))
        return false;
    if (!take_number(r, 1, 2, &hour) || !take(r, ':') || !take_number(r, 2, 2, &minute) ||
        !take(r, ':') || !take_number(r, 2, 2, &second))
        return false;
    if (take(r, '.'))
        while (is_digit(peek(r)))
            r->at++;
    *real = *real && hour < 24 && minute < 60 && second < 60;
    return take_zone(r, real) && r->at == r->text.len;
}

enum adm_yaml_time adm_yaml_time_of(struct adm_str text) {
    struct reader r = {text, 0};
    unsigned year = 0, month = 0, day = 0;
    if (!take_number(&r, 4, 4, &year) || !take(&r, '-') || !take_number(&r, 1, 2, &month) ||
        !take(&r, '-') || !take_number(&r, 1, 2, &day))
        return ADM_YAML_TIME_NONE;
    bool real = is_date(year, month, day);
    bool whole = r.at == text.len;
    // A date alone has two digits each: 2024-01-01.
    if (whole ? text.len != sizeof "2024-01-01" - 1 : !take_time(&r, &real))
        return ADM_YAML_TIME_NONE;
    return real ? ADM_YAML_TIME_REAL : ADM_YAML_TIME_UNREAL;
}
