// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/checks.h"

#include <string.h>
#include <zlib.h>

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static uint32_t crc_of(struct adm_str bytes) {
    return (uint32_t)crc32(0, (const Bytef *)bytes.data, (uInt)bytes.len);
}

// Whether `text` is the number in that base, padded with zeros; base 36 has small letters.
static bool is_number(struct adm_str text, uint32_t number, uint32_t base) {
    for (size_t i = text.len; i > 0; i--, number /= base) {
        char digit = digits[number % base];
        if (text.data[i - 1] != (base == 62 ? digit : adm_chars_lower(digit)))
            return false;
    }
    return number == 0;
}

static struct adm_str last(struct adm_str s, size_t count) {
    return adm_str_slice(s, s.len - count, s.len);
}

static bool trust(struct adm_match *match, bool right) {
    match->confidence = right ? ADM_DETECTOR_HIGH : ADM_DETECTOR_MEDIUM;
    return true;
}

bool adm_checks_crc62(struct adm_str token, struct adm_match *match) {
    return trust(match,
                 is_number(last(token, 6), crc_of(adm_str_slice(token, 4, token.len - 6)), 62));
}

bool adm_checks_gitlab(struct adm_str token, struct adm_match *match) {
    size_t dot = adm_str_index(token, '.');
    if (dot == token.len)
        return true;
    uint32_t crc = crc_of(adm_str_slice(token, 0, token.len - 7));
    return trust(match, token.len > dot + 8 && is_number(last(token, 7), crc, 36));
}

bool adm_checks_grafana(struct adm_str token, struct adm_match *match) {
    struct adm_str sum = last(token, 8), body = adm_str_slice(token, 0, token.len - 9);
    char words[2][8];
    uint32_t crc = crc_of(body);
    if (token.data[token.len - 9] != '_' || !adm_chars_all(sum, ADM_CHARS_HEX))
        return false;
    for (size_t i = 0; i < 8; i++) {
        unsigned shift = 28U - 4U * (unsigned)i;
        words[0][i] = adm_chars_lower(digits[crc >> shift & 15U]);
        words[1][i] = adm_chars_lower(digits[crc >> (shift ^ 24U) & 15U]); // bytes the other way
    }
    return trust(match, memcmp(sum.data, words[0], 8) == 0 || memcmp(sum.data, words[1], 8) == 0);
}

bool adm_checks_mixed(struct adm_str token, struct adm_match *match) {
    (void)match;
    return adm_chars_any(token, ADM_CHARS_DIGIT) && adm_chars_any(token, ADM_CHARS_ALPHA);
}

// Whether what follows `from` is parts of these lengths, divided by `divider`.
static bool has_parts(struct adm_str token, size_t from, char divider, const size_t lengths[2]) {
    return token.len == from + lengths[0] + 1 + lengths[1] &&
           token.data[from + lengths[0]] == divider;
}

bool adm_checks_sendgrid(struct adm_str token, struct adm_match *match) {
    (void)match;
    return has_parts(token, 3, '.', (const size_t[2]){22, 43});
}

bool adm_checks_dynatrace(struct adm_str token, struct adm_match *match) {
    (void)match;
    return has_parts(token, 7, '.', (const size_t[2]){24, 64});
}

bool adm_checks_postman(struct adm_str token, struct adm_match *match) {
    (void)match;
    return has_parts(token, 5, '-', (const size_t[2]){24, 34});
}

bool adm_checks_uuid_tail(struct adm_str token, struct adm_match *match) {
    (void)match;
    if (token.len < 36)
        return false;
    struct adm_str uuid = last(token, 36);
    for (size_t i = 0; i < uuid.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? uuid.data[i] != '-' : !adm_chars_in(uuid.data[i], ADM_CHARS_HEX))
            return false;
    }
    return true;
}

bool adm_checks_slack(struct adm_str token, struct adm_match *match) {
    (void)match;
    return adm_chars_any(token, ADM_CHARS_DIGIT) && token.data[token.len - 1] != '-';
}

// …/services/T…/B…/<24>, …/workflows/T…/A…/…/…
bool adm_checks_slack_hook(struct adm_str token, struct adm_match *match) {
    (void)match;
    size_t slashes = 0;
    for (size_t i = 0; i < token.len; i++)
        slashes += token.data[i] == '/';
    return slashes >= 3 && adm_chars_any(last(token, 12), ADM_CHARS_ALNUM) &&
           token.data[token.len - 1] != '/';
}

bool adm_checks_discord_hook(struct adm_str token, struct adm_match *match) {
    (void)match;
    size_t start = strlen("discord.com/api/webhooks/");
    size_t id = adm_chars_run(token, start, ADM_CHARS_DIGIT, 21);
    return id >= 15 && adm_chars_at(token, start + id) == '/' && token.len - start - id >= 40;
}

bool adm_checks_google_oauth(struct adm_str token, struct adm_match *match) {
    (void)match;
    return adm_chars_any(token, ADM_CHARS_UPPER) && adm_chars_any(token, ADM_CHARS_DIGIT);
}

bool adm_checks_mixed_case(struct adm_str token, struct adm_match *match) {
    (void)match;
    return adm_chars_any(token, ADM_CHARS_UPPER) &&
           adm_chars_any(adm_str_slice(token, 3, token.len), ADM_CHARS_LOWER);
}
