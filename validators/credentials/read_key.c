// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/read_key.h"

#include <string.h>

#include "validators/credentials/cipher.h"
#include "validators/credentials/token.h"
#include "validators/credentials/unwrap.h"

enum {
    LABEL_MAX = 24, // of "RSA ", "OPENSSH ", …
    LINE_MIN = 16,
    BODY_MIN = 40,   // characters of base64 that make a key
    BODY_LOOK = 600, // bytes in which they must be
    DISTINCT_MIN = 12,
    PEM_MAX = 16 * 1024,
    PUTTY_MAX = 2048,
    SEGMENT_MIN = 10,
    JWT_MAX = 16 * 1024,
    NEAR = 4096,
    HASH_MAX = 300,
};

static bool is_line_escape(struct adm_str text, size_t at) {
    return text.data[at] == '\\' && adm_chars_at(text, at + 1) != '\0' &&
           strchr("nr\\", adm_chars_at(text, at + 1)) != NULL;
}

// What may stand between two lines of a key: its length, or 0.
static size_t line_break(struct adm_str text, size_t at) {
    if (at >= text.len)
        return 0;
    if (is_line_escape(text, at))
        return adm_chars_at(text, at + 1) == '\\' ? 1 : 2;
    char c = text.data[at];
    return adm_chars_in(c, ADM_CHARS_SPACE | ADM_CHARS_QUOTE) ||
                   (c != '\0' && strchr("#,+|>", c) != NULL)
               ? 1
               : 0;
}

// Lines of base64 behind the header, line ends escaped or not, or blanks in their place.
static bool has_body(struct adm_str text, size_t at) {
    char seen[BODY_MIN];
    size_t count = 0, to = at + BODY_LOOK < text.len ? at + BODY_LOOK : text.len;
    while (at < to && count < BODY_MIN) {
        size_t run = adm_chars_run(text, at, ADM_CHARS_BASE64, to - at);
        size_t taken = run < BODY_MIN - count ? run : BODY_MIN - count;
        size_t skipped = run == 0 ? line_break(text, at) : run;
        if (skipped == 0 || (run > 0 && run < LINE_MIN && taken < BODY_MIN - count))
            return false;
        memcpy(seen + count, text.data + at, taken);
        count += taken;
        at += skipped;
    }
    return count == BODY_MIN && adm_chars_distinct((struct adm_str){seen, count}) >= DISTINCT_MIN;
}

// Behind the headers of an old PEM (Proc-Type: 4,ENCRYPTED).
static size_t skip_headers(struct adm_str text, size_t at, bool *encrypted) {
    size_t to = at + 200 < text.len ? at + 200 : text.len;
    size_t info = adm_chars_find(text, at, to, "dek-info:");
    *encrypted = *encrypted || adm_chars_find(text, at, to, "4,encrypted") < to;
    if (info == SIZE_MAX)
        return at;
    size_t end = info + 9;
    while (end < text.len && text.data[end] != '\n' && text.data[end] != '\\')
        end++;
    return end;
}

static bool is_service_account(struct adm_str text, size_t at) {
    size_t from = at > NEAR ? at - NEAR : 0, to = at + NEAR < text.len ? at + NEAR : text.len;
    return memmem(text.data + from, to - from, "service_account", 15) != NULL;
}

static enum adm_family pem_family(struct adm_str label, bool encrypted, bool account) {
    if (adm_str_starts(label, "PGP"))
        return ADM_FAMILY_PGP_KEY;
    if (encrypted)
        return ADM_FAMILY_ENCRYPTED_KEY;
    return account ? ADM_FAMILY_GCP_ACCOUNT : ADM_FAMILY_PRIVATE_KEY;
}

void adm_read_key_pem(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    struct adm_str rest = adm_str_slice(text, at, at + 32);
    size_t begin = at;
    while (begin > 0 && at - begin < LABEL_MAX && text.data[begin - 1] != '-')
        begin--;
    struct adm_str label = adm_str_slice(text, begin, at);
    if (!adm_str_starts(label, "BEGIN ") || !adm_str_starts(rest, "PRIVATE KEY"))
        return;
    size_t end = at + 11 + (adm_str_starts(rest, "PRIVATE KEY BLOCK") ? 6 : 0);
    if (adm_chars_run(text, end, ADM_CHARS_DASH_LOW, 5) < 5)
        return;
    bool encrypted = adm_str_starts(label, "BEGIN ENCRYPTED");
    size_t body = skip_headers(text, end + 5, &encrypted);
    if (!has_body(text, body))
        return;
    size_t to = end + PEM_MAX < text.len ? end + PEM_MAX : text.len;
    const char *tail = memmem(text.data + body, to - body, "-----END", 8);
    struct adm_match match = {.confidence = encrypted ? ADM_DETECTOR_LOW : ADM_DETECTOR_HIGH};
    match.family =
        pem_family(adm_str_slice(label, 6, label.len), encrypted, is_service_account(text, at));
    match.at = begin >= 5 ? begin - 5 : begin;
    match.len = (tail == NULL ? body + BODY_MIN : (size_t)(tail - text.data)) - match.at;
    adm_scan_add(scan, &match);
}

void adm_read_key_putty(struct adm_scan *scan, size_t at) {
    struct adm_str rest = adm_str_slice(scan->text, at, at + PUTTY_MAX);
    if (!adm_str_starts(rest, "PuTTY-User-Key-File-"))
        return;
    size_t private = adm_chars_find(rest, 0, rest.len, "private-lines:");
    if (private == SIZE_MAX)
        return;
    bool clear = adm_chars_find(rest, 0, 200, "encryption: none") < rest.len;
    struct adm_match match = {
        .family = clear ? ADM_FAMILY_PRIVATE_KEY : ADM_FAMILY_ENCRYPTED_KEY,
        .confidence = clear ? ADM_DETECTOR_HIGH : ADM_DETECTOR_LOW,
        .at = at,
        .len = private,
    };
    adm_scan_add(scan, &match);
}

static bool part_contains(struct adm_str part, const char *text, bool *readable) {
    char json[1536];
    size_t len = 0;
    part.len = part.len < 2000 ? part.len : 2000;
    *readable = adm_unwrap_base64(part, json, sizeof json, &len) && json[0] == '{';
    return *readable && memmem(json, len, text, strlen(text)) != NULL;
}

void adm_read_key_jwt(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text, rest = adm_str_slice(text, at, at + JWT_MAX);
    bool readable = false;
    if (at < scan->jwt_until || !adm_token_may_begin(text, at))
        return;
    size_t head = adm_chars_run(rest, 0, ADM_CHARS_URL64, JWT_MAX), body = 0, tail = 0;
    scan->jwt_until = at + head;
    if (head < SEGMENT_MIN || adm_chars_at(rest, head) != '.')
        return;
    body = adm_chars_run(rest, head + 1, ADM_CHARS_URL64, JWT_MAX);
    size_t second = head + 1 + body;
    if (body < SEGMENT_MIN || adm_chars_at(rest, second) != '.')
        return;
    tail = adm_chars_run(rest, second + 1, ADM_CHARS_URL64 | ADM_CHARS_DOT, JWT_MAX);
    struct adm_str header = adm_str_slice(rest, 0, head),
                   claims = adm_str_slice(rest, head + 1, second);
    if (tail < 8 || !part_contains(header, "\"alg\"", &readable) ||
        adm_token_is_sample(adm_str_slice(rest, second + 1, second + 1 + tail)))
        return;
    struct adm_match match = {.family = ADM_FAMILY_JWT,
                              .confidence = ADM_DETECTOR_HIGH,
                              .at = at,
                              .len = second + 1 + tail};
    scan->jwt_until = at + match.len;
    if (part_contains(claims, "kubernetes.io", &readable) ||
        part_contains(claims, "kubernetes/serviceaccount", &readable))
        match.family = ADM_FAMILY_SERVICE_ACCOUNT_JWT;
    adm_scan_add(scan, &match);
}

void adm_read_key_hash(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t end = at;
    while (end < text.len && end - at < HASH_MAX &&
           !adm_chars_in(text.data[end], ADM_CHARS_SPACE | ADM_CHARS_QUOTE) &&
           text.data[end] != '\\' &&
           (text.data[end] != ':' || end < at + 8 || text.data[at] == 'S'))
        end++;
    struct adm_str hash = adm_str_slice(text, at, end);
    if (adm_cipher_read(hash) != ADM_CIPHER_HASH || adm_token_is_sample(hash))
        return;
    struct adm_match match = {.family = ADM_FAMILY_PASSWORD_HASH,
                              .confidence = ADM_DETECTOR_LOW,
                              .at = at,
                              .len = hash.len};
    adm_scan_add(scan, &match);
}
