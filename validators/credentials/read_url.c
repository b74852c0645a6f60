// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/read_url.h"

#include <string.h>

#include "validators/credentials/appraise.h"
#include "validators/credentials/placeholder.h"
#include "validators/credentials/refers.h"
#include "validators/credentials/token.h"
#include "validators/credentials/words.h"

enum {
    AUTHORITY_MAX = 512,
    PASSWORD_MAX = 256,
    TOKEN_MIN = 20,
    BEARER_MIN = 16,
    BEARER_MAX = 4096
};

// Where the authority ends; variables in it may hold anything.
static size_t authority_end(struct adm_str text, size_t at) {
    size_t i = at, to = at + AUTHORITY_MAX < text.len ? at + AUTHORITY_MAX : text.len;
    while (i < to) {
        size_t len = 0;
        struct adm_str inner = {0};
        char c = text.data[i];
        if ((c == '$' || c == '{') &&
            adm_refers_variable(adm_str_slice(text, 0, to), i, &len, &inner) != ADM_REFERS_NOT) {
            i += len;
            continue;
        }
        if (adm_chars_in(c, ADM_CHARS_SPACE | ADM_CHARS_QUOTE) || strchr("/?#\\|", c) != NULL)
            break;
        i++;
    }
    return i < to ? i : to;
}

static unsigned hex_value(char c) {
    return adm_chars_in(c, ADM_CHARS_DIGIT) ? (unsigned)(c - '0')
                                            : (unsigned)(adm_chars_lower(c) - 'a') + 10U;
}

static struct adm_str percent_decoded(struct adm_str s, char out[PASSWORD_MAX]) {
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < PASSWORD_MAX; i++, n++) {
        out[n] = s.data[i];
        if (s.data[i] != '%' || adm_chars_run(s, i + 1, ADM_CHARS_HEX, 2) != 2)
            continue;
        out[n] = (char)(hex_value(s.data[i + 1]) << 4U | hex_value(s.data[i + 2]));
        i += 2;
    }
    return (struct adm_str){out, n};
}

// user:password@host as documentation writes it.
static bool is_documentation(struct adm_str user, struct adm_str password, struct adm_str host) {
    static const char *const users[] = {"login", "my_user", "myuser",  "name",
                                        "user",  "userid",  "username"};
    static const char *const passwords[] = {"mypassword", "pass", "passwd",
                                            "password",   "pwd",  "secret"};
    static const char *const hosts[] = {"host",   "example", "hostname", "yourhost", "server",
                                        "domain", "proxy",   "your",     "ip",       "address"};
    bool sample = false;
    for (size_t i = 0; i < sizeof hosts / sizeof(char *); i++)
        sample = sample || adm_chars_find(host, 0, host.len, hosts[i]) == 0 ||
                 (i == 1 && adm_chars_find(host, 0, host.len, hosts[i]) < host.len);
    return sample && ADM_WORDS_IN(user, users) && ADM_WORDS_IN(password, passwords);
}

static void judge_userinfo(struct adm_scan *scan, size_t at, size_t end, struct adm_str host) {
    struct adm_str info = adm_str_slice(scan->text, at, end);
    char bytes[PASSWORD_MAX];
    struct adm_match match = {0};
    size_t colon = adm_str_index(info, ':');
    if (colon == info.len) { // https://token@host; Sentry's is public
        if ((info.len == 32 && adm_chars_all(info, ADM_CHARS_HEX)) || info.len < TOKEN_MIN ||
            !adm_chars_all(info, ADM_CHARS_TOKEN) || !adm_chars_any(info, ADM_CHARS_DIGIT) ||
            !adm_chars_any(info, ADM_CHARS_ALPHA) || adm_token_is_sample(info))
            return;
        match = (struct adm_match){.family = ADM_FAMILY_URL_PASSWORD,
                                   .confidence = ADM_DETECTOR_MEDIUM,
                                   .at = at,
                                   .len = info.len};
        adm_scan_add(scan, &match);
        return;
    }
    struct adm_str raw = adm_str_slice(info, colon + 1, info.len);
    struct adm_str password = percent_decoded(raw, bytes);
    if (adm_str_index(info, '(') < info.len ||
        is_documentation(adm_str_slice(info, 0, colon), password, host) ||
        !adm_appraise_password(password, &match))
        return;
    match.family = ADM_FAMILY_URL_PASSWORD;
    match.confidence = ADM_DETECTOR_HIGH;
    match.at = at + colon + 1;
    match.len = raw.len;
    adm_scan_add(scan, &match);
}

void adm_read_url_userinfo(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t start = at + 3, end = authority_end(text, start), sign = end;
    if (at == 0 || !adm_chars_in(text.data[at - 1], ADM_CHARS_ALNUM))
        return;
    while (sign > start && text.data[sign - 1] != '@')
        sign--;
    if (sign > start)
        judge_userinfo(scan, start, sign - 1, adm_str_slice(text, sign, end));
}

void adm_read_url_mysql(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t start = at;
    struct adm_match match = {0};
    while (start > 0 && at - start < PASSWORD_MAX && text.data[start - 1] != ':')
        start--;
    size_t user = start;
    while (user > 1 && adm_chars_in(text.data[user - 2], ADM_CHARS_TOKEN))
        user--;
    struct adm_str password = adm_str_slice(text, start, at);
    if (user == start || start == 0 || adm_chars_at(text, at + 4) != '(' ||
        adm_chars_any(password, ADM_CHARS_SPACE) || !adm_appraise_password(password, &match))
        return;
    match.family = ADM_FAMILY_URL_PASSWORD;
    match.at = start;
    match.len = password.len;
    adm_scan_add(scan, &match);
}

// robot:secret@registry.example/image as a whole value.
void adm_read_url_bare(struct adm_scan *scan) {
    static const char *const others[] = {"acct", "docker", "git", "mailto", "npm",
                                         "sip",  "ssh",    "urn", "xmpp"};
    struct adm_str text = scan->text;
    if (text.len > AUTHORITY_MAX)
        return;
    size_t sign = adm_str_index(text, '@'),
           colon = adm_str_index(adm_str_slice(text, 0, sign), ':');
    struct adm_match match = {0};
    if (colon == 0 || colon >= sign || sign >= text.len ||
        adm_chars_any(text, ADM_CHARS_SPACE | ADM_CHARS_QUOTE) ||
        adm_chars_at(text, colon + 1) == '/')
        return;
    struct adm_str user = adm_str_slice(text, 0, colon),
                   rest = adm_str_slice(text, sign + 1, text.len);
    size_t host = adm_chars_run(rest, 0, ADM_CHARS_TOKEN, rest.len);
    char after = adm_chars_at(rest, host);
    struct adm_str password = adm_str_slice(text, colon + 1, sign);
    if (!adm_chars_all(user, ADM_CHARS_TOKEN) || ADM_WORDS_IN(user, others) || host < 3 ||
        (after != '/' && after != ':') || adm_chars_begins(rest, 0, "sha256") ||
        adm_str_index(password, '/') < password.len || !adm_appraise_password(password, &match))
        return;
    match.family = ADM_FAMILY_URL_PASSWORD;
    match.at = colon + 1;
    match.len = password.len;
    adm_scan_add(scan, &match);
}

void adm_read_url_oracle(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t start = at + 4, user = adm_chars_run(text, start, ADM_CHARS_TOKEN, 64);
    struct adm_match match = {0};
    if (user == 0 || adm_chars_at(text, start + user) != '/' || at < 3 ||
        !adm_chars_begins(text, at - 1, "thin:"))
        return;
    size_t from = start + user + 1;
    size_t len = adm_str_index(adm_str_slice(text, from, from + PASSWORD_MAX), '@');
    struct adm_str password = adm_str_slice(text, from, from + len);
    if (len == 0 || len == PASSWORD_MAX || from + len >= text.len ||
        adm_chars_any(password, ADM_CHARS_SPACE) || !adm_appraise_password(password, &match))
        return;
    match.family = ADM_FAMILY_URL_PASSWORD;
    match.at = from;
    match.len = len;
    adm_scan_add(scan, &match);
}

void adm_read_url_basic(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t start = at + 6 + adm_chars_run(text, at + 6, ADM_CHARS_SPACE, 4);
    size_t len = adm_chars_run(text, start, ADM_CHARS_BASE64 | ADM_CHARS_EQUALS, 300);
    struct adm_match match = {0};
    if (len < 8 || !adm_chars_begins(text, at, "basic ") || !adm_token_may_begin(text, at) ||
        !adm_appraise_user_password(adm_str_slice(text, start, start + len), &match) ||
        match.family != ADM_FAMILY_BASIC_AUTH)
        return;
    match.confidence = ADM_DETECTOR_HIGH;
    match.at = start;
    match.len = len;
    adm_scan_add(scan, &match);
}

void adm_read_url_bearer(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t start = at + 7;
    size_t len = adm_chars_run(
        text, start, ADM_CHARS_TOKEN | ADM_CHARS_BASE64 | ADM_CHARS_EQUALS | ADM_CHARS_TILDE,
        BEARER_MAX);
    struct adm_str token = adm_str_slice(text, start, start + len);
    if (len < BEARER_MIN || !adm_chars_begins(text, at, "bearer ") ||
        !adm_token_may_begin(text, at) || !adm_chars_any(token, ADM_CHARS_DIGIT) ||
        !adm_chars_any(token, ADM_CHARS_ALPHA) || adm_token_is_sample(token) ||
        adm_placeholder_is(token) || adm_refers_is_address(token))
        return;
    struct adm_match match = {
        .family = ADM_FAMILY_BEARER, .confidence = ADM_DETECTOR_HIGH, .at = start, .len = len};
    adm_scan_add(scan, &match);
}
