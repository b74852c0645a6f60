// SPDX-License-Identifier: Apache-2.0
#include "core/json_number.h"

static char *skip_digits(char *at) {
    while (*at >= '0' && *at <= '9')
        at++;
    return at;
}

bool adm_json_number_end(char *from, char **end) {
    char *digits = from + (*from == '-');
    char *at = *digits == '0' ? digits + 1 : skip_digits(digits);
    bool good = at > digits;
    if (good && *at == '.') {
        digits = at + 1;
        at = skip_digits(digits);
        good = at > digits;
    }
    if (good && (*at == 'e' || *at == 'E')) {
        digits = at + 1 + (at[1] == '+' || at[1] == '-');
        at = skip_digits(digits);
        good = at > digits;
    }
    *end = at;
    return good;
}
