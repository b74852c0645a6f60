// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/read_cloud.h"

#include <string.h>

#include "validators/credentials/token.h"

enum { NEAR = 320, AWS_SECRET = 40, CLIENT_HEAD = 3 };

static size_t run_before(struct adm_str text, size_t at, unsigned set, size_t max) {
    size_t n = 0;
    while (n < max && n < at && adm_chars_in(text.data[at - n - 1], set))
        n++;
    return n;
}

static void add(struct adm_scan *scan, enum adm_family family, size_t from, size_t to) {
    struct adm_match match = {
        .family = family, .confidence = ADM_DETECTOR_HIGH, .at = from, .len = to - from};
    if (!adm_token_is_sample(adm_str_slice(scan->text, from, to)))
        adm_scan_add(scan, &match);
}

static bool is_aws_secret(struct adm_str s) {
    return s.len == AWS_SECRET && adm_chars_any(s, ADM_CHARS_UPPER) &&
           adm_chars_any(s, ADM_CHARS_LOWER) && !adm_chars_all(s, ADM_CHARS_HEX) &&
           !adm_chars_all(s, ADM_CHARS_ALPHA);
}

void adm_read_cloud_aws(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    if (adm_chars_run(text, at + 4, ADM_CHARS_BASE32, 17) != 16 || !adm_token_may_begin(text, at) ||
        adm_token_is_sample(adm_str_slice(text, at, at + 20)))
        return;
    size_t from = at > NEAR ? at - NEAR : 0, to = at + NEAR < text.len ? at + NEAR : text.len;
    for (size_t i = from; i < to;) {
        size_t run = adm_chars_run(text, i, ADM_CHARS_BASE64, to + AWS_SECRET - i);
        size_t start = adm_token_may_begin(text, i) ? i : i + 1;
        // An escaped line end leaves its letter before the key.
        if (run == AWS_SECRET + 1 && adm_token_may_begin(text, i + 1) &&
            !adm_token_may_begin(text, i))
            start = i + 1;
        if (is_aws_secret(adm_str_slice(text, start, i + run)))
            add(scan, ADM_FAMILY_AWS_SECRET, start, i + run);
        i += run + 1;
    }
}

void adm_read_cloud_azure(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    unsigned set = ADM_CHARS_TOKEN | ADM_CHARS_TILDE;
    size_t tail = adm_chars_run(text, at + 3, set, 36);
    if (at < CLIENT_HEAD || run_before(text, at, set, CLIENT_HEAD) < CLIENT_HEAD || tail < 31 ||
        tail > 34)
        return;
    add(scan, ADM_FAMILY_AZURE_CLIENT_SECRET, at - CLIENT_HEAD, at + 3 + tail);
}

void adm_read_cloud_sas(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t from = at > NEAR ? at - NEAR : 0, to = at + NEAR < text.len ? at + NEAR : text.len,
           end = at + 4;
    while (end < text.len && (adm_chars_in(text.data[end], ADM_CHARS_BASE64 | ADM_CHARS_EQUALS |
                                                               ADM_CHARS_DASH_LOW) ||
                              text.data[end] == '%'))
        end++;
    bool dated = adm_chars_find(text, from, to, "se=") < to;
    bool signed_by = adm_chars_find(text, from, to, "sv=") < to ||
                     adm_chars_find(text, from, to, "sr=") < to ||
                     adm_chars_find(text, from, to, "api-version=") < to;
    bool logic_app =
        adm_chars_find(text, from, to, "sp=") < to && adm_chars_find(text, from, to, "sv=") < to;
    if (end - at < 4 + 40 || !((dated && signed_by) || logic_app))
        return;
    add(scan, ADM_FAMILY_AZURE_SAS, at + 4, end);
}

void adm_read_cloud_openai(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t before = run_before(text, at, ADM_CHARS_URL64, 200), from = at - before;
    size_t tail = adm_chars_run(text, at, ADM_CHARS_URL64, 220);
    if (before < 21 || tail < 20 || at == 0 || text.data[at - 1] != 'T' ||
        !adm_chars_begins(text, at, "3blbkfj"))
        return;
    const char *start = memmem(text.data + from, before, "sk-", 3);
    if (start != NULL && adm_token_may_begin(text, (size_t)(start - text.data)))
        add(scan, ADM_FAMILY_OPENAI, (size_t)(start - text.data), at + tail);
}

void adm_read_cloud_telegram(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t digits = run_before(text, at, ADM_CHARS_DIGIT, 11),
           tail = adm_chars_run(text, at + 1, ADM_CHARS_URL64, 36);
    if (digits >= 8 && digits <= 10 && tail == 35)
        add(scan, ADM_FAMILY_CHAT, at - digits, at + 36);
}

void adm_read_cloud_terraform(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    if (at < 16 || !adm_chars_begins(text, at - 2, ".atlasv1."))
        return;
    size_t head = run_before(text, at - 2, ADM_CHARS_ALNUM, 15),
           tail = adm_chars_run(text, at + 7, ADM_CHARS_URL64, 80);
    if (head == 14 && tail >= 60)
        add(scan, ADM_FAMILY_TERRAFORM, at - 16, at + 7 + tail);
}

void adm_read_cloud_mailchimp(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t number = adm_chars_run(text, at + 3, ADM_CHARS_DIGIT, 3);
    if (run_before(text, at, ADM_CHARS_HEX_SMALL, 33) == 32 && number <= 2)
        add(scan, ADM_FAMILY_MAIL, at - 32, at + 3 + number);
}
