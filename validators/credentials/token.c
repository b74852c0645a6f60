// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/token.h"

#include <string.h>

enum { SHORT_PREFIX = 4, SAMPLE_MIN = 12, DISTINCT_MIN = 5 };

// Whether the `len` bytes before `at` are an escape: a mark and hex digits.
static bool is_escape(struct adm_str text, size_t at, const char *mark, size_t digits) {
    size_t len = strlen(mark) + digits;
    return at >= len && memcmp(text.data + at - len, mark, strlen(mark)) == 0 &&
           adm_chars_run(text, at - digits, ADM_CHARS_HEX, digits) == digits;
}

bool adm_token_may_begin(struct adm_str text, size_t at) {
    if (at == 0 || !adm_chars_in(text.data[at - 1], ADM_CHARS_ALNUM))
        return true;
    if (at >= 2 && text.data[at - 2] == '\\' && strchr("nrtfb", text.data[at - 1]) != NULL)
        return true;
    return is_escape(text, at, "%", 2) || is_escape(text, at, "\\u", 4) ||
           is_escape(text, at, "\\x", 2);
}

bool adm_token_is_sample(struct adm_str token) {
    static const char *const words[] = {"example", "placeholder", "xxxxxx", "your_", "your-"};
    if (token.len >= SAMPLE_MIN && adm_chars_distinct(token) < DISTINCT_MIN)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof(char *); i++)
        if (adm_chars_find(token, 0, token.len, words[i]) < token.len)
            return true;
    return false;
}

// The characters of the token's set from `from` on, at most one more than it may have. What is
// known of the run from a token before is not read again: time stays linear.
static size_t measure(struct adm_scan *scan, size_t from, const struct adm_token *token) {
    size_t most = (size_t)token->max + 1, known = 0;
    if (scan->run_set == token->set && scan->run_from <= from && from < scan->run_to)
        known = scan->run_to - from;
    if (known < most)
        known += adm_chars_run(scan->text, from + known, token->set, most - known);
    scan->run_set = token->set;
    scan->run_from = from;
    scan->run_to = from + known;
    return known < most ? known : most;
}

void adm_token_read(struct adm_scan *scan, const struct adm_token *token, size_t at) {
    struct adm_str text = scan->text;
    size_t prefix = strlen(token->prefix);
    if (text.len - at < prefix || memcmp(text.data + at, token->prefix, prefix) != 0 ||
        !adm_token_may_begin(text, at) ||
        (prefix <= SHORT_PREFIX && at > 0 && adm_chars_in(text.data[at - 1], ADM_CHARS_DASH_LOW)))
        return;
    size_t body = measure(scan, at + prefix, token);
    if (body < token->min || body > token->max ||
        adm_token_is_sample(adm_str_slice(text, at + prefix, at + prefix + body)))
        return;
    struct adm_match match = {
        .family = token->family, .confidence = ADM_DETECTOR_HIGH, .at = at, .len = prefix + body};
    struct adm_str whole = adm_str_slice(text, at, at + match.len);
    if (token->check == NULL || token->check(whole, &match))
        adm_scan_add(scan, &match);
}
