// SPDX-License-Identifier: Apache-2.0
#include "core/pattern.h"

#include <stdlib.h>

#include "core/search.h"

struct adm_pattern {
    pcre2_code *code;
    int first; // the byte that every match begins with, lower case; -1: several
};

static int lower(int byte) { return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte; }

// Most values are ruled out by it, without a look at the rest.
static int first_byte(const pcre2_code *code) {
    uint32_t type = 0, unit = 0;
    if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type) != 0 || type != 1 ||
        pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit) != 0)
        return -1;
    return lower((int)unit);
}

static bool may_match(const struct adm_pattern *pattern, struct adm_str value) {
    return pattern->first < 0 ||
           (value.len > 0 && lower((unsigned char)value.data[0]) == pattern->first);
}

bool adm_pattern_new(struct adm_str expression, struct adm_pattern **out, struct adm_error *err) {
    int code = 0;
    PCRE2_SIZE offset = 0;
    uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY |
                       PCRE2_NO_AUTO_CAPTURE;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)expression.data, expression.len, options, &code, &offset, NULL);
    if (compiled == NULL) {
        PCRE2_UCHAR reason[160] = {0};
        pcre2_get_error_message(code, reason, sizeof reason);
        return adm_fail(err, ADM_SYNTAX, "%s (at byte %zu of the expression)", (char *)reason,
                        (size_t)offset);
    }
    struct adm_pattern *pattern = malloc(sizeof *pattern);
    if (pattern == NULL) {
        pcre2_code_free(compiled);
        return adm_fail(err, ADM_MEMORY, "out of memory for a pattern");
    }
    pattern->code = compiled;
    pattern->first = first_byte(compiled);
    *out = pattern;
    return true;
}

void adm_pattern_free(struct adm_pattern *pattern) {
    if (pattern == NULL)
        return;
    pcre2_code_free(pattern->code);
    free(pattern);
}

bool adm_pattern_matches(const struct adm_pattern *pattern, struct adm_str value,
                         struct adm_arena *arena) {
    return may_match(pattern, value) &&
           adm_search_run(pattern->code, value, arena) == ADM_SEARCH_YES;
}
