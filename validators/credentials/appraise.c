// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/appraise.h"

#include <string.h>
#include <strings.h>

#include "validators/credentials/cipher.h"
#include "validators/credentials/placeholder.h"
#include "validators/credentials/refers.h"
#include "validators/credentials/trivial.h"
#include "validators/credentials/unwrap.h"
#include "validators/credentials/weak.h"

enum {
    VALUE_MIN = 3,
    VALUE_MAX = 8192,
    DEFAULTS_MAX = 4,
    STRONG_MIN = 8,
    RANDOM_MIN = 16,
    AUTH_MIN = 12,
    STORED_KEY_MIN = 20,
    USER_PASSWORD_MAX = 300,
};

static bool is_mixed(struct adm_str s, size_t min) {
    return s.len >= min && adm_chars_any(s, ADM_CHARS_DIGIT) && adm_chars_any(s, ADM_CHARS_ALPHA);
}

static struct adm_str unquoted(struct adm_str s) {
    bool quotes =
        s.len >= 2 && (s.data[0] == '"' || s.data[0] == '\'') && s.data[s.len - 1] == s.data[0];
    return quotes ? adm_str_slice(s, 1, s.len - 1) : s;
}

// The literal in the value: the value itself, or the default in a reference. False: none.
static bool find_literal(struct adm_str value, struct adm_str *literal) {
    for (size_t i = 0; i < DEFAULTS_MAX; i++) {
        struct adm_str inner = {0};
        value = adm_chars_trim(unquoted(adm_chars_trim(value)));
        if (value.len < VALUE_MIN || value.len > VALUE_MAX)
            return false;
        enum adm_refers refers = adm_refers_read(value, &inner);
        *literal = value;
        if (refers != ADM_REFERS_DEFAULT)
            return refers == ADM_REFERS_NOT;
        value = inner;
    }
    return false;
}

// Base64 of a reference, as a Secret's manifest has it.
static bool hides_nothing(struct adm_str value) {
    char plain[USER_PASSWORD_MAX];
    size_t len = 0;
    struct adm_str inner = {0};
    if (value.len < 8 || value.len > USER_PASSWORD_MAX || value.len % 4 != 0 ||
        !adm_unwrap_base64(value, plain, sizeof plain, &len) ||
        !adm_unwrap_is_text((struct adm_str){plain, len}))
        return false;
    return adm_refers_read(adm_chars_trim((struct adm_str){plain, len}), &inner) == ADM_REFERS_TO;
}

// What a value must look like, instead of one.
static bool is_pattern(struct adm_str value) {
    static const char *const parts[] = {"[A-Z", "[a-z", "[0-9", "[^", "(?:"};
    for (size_t i = 0; i < sizeof parts / sizeof(char *); i++)
        if (adm_str_contains(value, adm_str_from(parts[i])))
            return true;
    return false;
}

static bool is_nothing(struct adm_str value) {
    // A PEM has a reader of its own, which knows whether there is a key in it.
    return is_pattern(value) ||
           (value.len >= RANDOM_MIN && adm_str_contains(value, ADM_STR("EXAMPLE"))) ||
           adm_str_starts(value, "-----BEGIN") || adm_str_starts(value, "--") ||
           adm_placeholder_is(value) || adm_trivial_is_scalar(value) ||
           adm_trivial_is_prose(value) || hides_nothing(value) ||
           adm_cipher_read(value) == ADM_CIPHER_PUBLIC;
}

// DB_PASSWORD under `password`: the name of a variable.
static bool is_variable(struct adm_str value) {
    return adm_chars_all(value, ADM_CHARS_UPPER | ADM_CHARS_DASH_LOW) &&
           adm_str_index(value, '_') < value.len && adm_key_name_is(value);
}

static bool is_shouting(struct adm_str key) {
    return !adm_chars_any(key, ADM_CHARS_LOWER) && adm_chars_any(key, ADM_CHARS_UPPER);
}

// "Password" under password, "Access token" under token: what people read.
static bool is_label(struct adm_str key, struct adm_str value) {
    bool ascii = true;
    for (size_t i = 0; i < value.len; i++)
        ascii = ascii && (unsigned char)value.data[i] < 0x80;
    bool capital = adm_chars_in(value.data[0], ADM_CHARS_UPPER) &&
                   adm_chars_any(value, ADM_CHARS_LOWER) && !is_shouting(key);
    return (capital && adm_chars_all(value, ADM_CHARS_ALPHA) && value.len > 4 &&
            adm_chars_all(adm_str_slice(value, 1, value.len), ADM_CHARS_LOWER) &&
            adm_key_name_is(value)) ||
           (!ascii && !adm_chars_any(value, ADM_CHARS_DIGIT));
}

// A reference to an object of the cluster: namespace/name, or words one of which says what it
// holds.
static bool is_object_name(struct adm_str value) {
    static const char *const holds[] = {
        "auth",        "cert",      "certificate", "certs", "cred",   "credential",
        "credentials", "creds",     "key",         "keys",  "oauth",  "oidc",
        "password",    "passwords", "pull",        "sa",    "secret", "secrets",
        "tls",         "token",     "tokens",      "users",
    };
    struct adm_words words;
    bool known = adm_str_index(value, '/') < value.len;
    if (!adm_trivial_is_name(value) || adm_chars_any(value, ADM_CHARS_UPPER) ||
        adm_chars_all(value, ADM_CHARS_LOWER_DIGIT))
        return false;
    adm_words_split(value, &words);
    for (size_t i = 0; i < words.count; i++)
        known = known || ADM_WORDS_IN(words.items[i], holds);
    return known;
}

// Words that stand for a part of a Secret where a key is called after it.
static bool is_part_name(struct adm_str value) {
    static const char *const parts[] = {"access", "data", "id",       "key",
                                        "name",   "user", "username", "value"};
    return ADM_WORDS_IN(value, parts) ||
           (!adm_chars_any(value, ADM_CHARS_DIGIT) && adm_key_name_is(value));
}

// licenseKeySecretKey: license
static bool is_word_of(struct adm_str key, struct adm_str value) {
    size_t start = key.len;
    struct adm_words words;
    while (start > 0 && key.data[start - 1] != '.' && key.data[start - 1] != '/')
        start--;
    adm_words_split(adm_str_slice(key, start, key.len), &words);
    for (size_t i = 0; i < words.count; i++)
        if (words.items[i].len == value.len &&
            strncasecmp(words.items[i].data, value.data, value.len) == 0)
            return true;
    return false;
}

static bool is_held(const struct adm_appraise_pair *pair, const struct adm_key_name *name,
                    struct adm_str value) {
    bool shouts = is_shouting(pair->key);
    if (name->strict)
        return !is_variable(value) &&
               (shouts || !is_object_name(value) || name->kind != ADM_KEY_NAME_SECRET);
    if (!adm_trivial_is_name(value) || adm_chars_find(value, 0, value.len, "insecure") < value.len)
        return true;
    if (name->kind == ADM_KEY_NAME_KEY)
        return !is_part_name(value) && !is_word_of(pair->key, value) &&
               !adm_trivial_is_camel(value) &&
               (adm_chars_all(value, ADM_CHARS_ALNUM) || adm_chars_any(value, ADM_CHARS_DIGIT));
    // API_TOKEN=mytoken has a value; `token: access` says which.
    return shouts && name->kind != ADM_KEY_NAME_CREDENTIALS && value.len >= 6 &&
           !is_part_name(value) &&
           (adm_chars_all(value, ADM_CHARS_ALNUM) || adm_chars_any(value, ADM_CHARS_DIGIT));
}

static bool takes_webhook(struct adm_str value) {
    size_t slash = value.len;
    while (slash > 0 && value.data[slash - 1] != '/')
        slash--;
    struct adm_str last = adm_str_slice(value, slash, value.len);
    return adm_str_starts(value, "http") && is_mixed(last, RANDOM_MIN);
}

// passwd: files systemd, as nsswitch.conf has it.
static bool is_database(struct adm_str key, struct adm_str value) {
    return adm_chars_same(key, "passwd") &&
           (adm_str_starts(value, "files") || adm_str_starts(value, "compat") ||
            adm_str_starts(value, "db") || adm_str_starts(value, "sss"));
}

// spec.x.secretKeyRef.DB_PASSWORD: what a reference to a Secret's key holds is that key.
static bool is_below_reference(struct adm_str key) {
    return adm_chars_find(key, 0, key.len, "secretkeyref.") < key.len ||
           adm_chars_find(key, 0, key.len, "secretref.") < key.len ||
           adm_chars_find(key, 0, key.len, "secretkeys.") < key.len;
}

// registry/token-33:1.2.3@sha256:…
static bool is_image_digest(struct adm_str value) {
    static const char algorithm[] = "@sha256:";
    enum { HEX = 64, ALL = sizeof algorithm - 1 + HEX };
    return value.len > ALL &&
           adm_str_starts(adm_str_slice(value, value.len - ALL, value.len), algorithm) &&
           adm_chars_all(adm_str_slice(value, value.len - HEX, value.len), ADM_CHARS_HEX_SMALL);
}

// Whether what stands around the value says that it is none.
static bool is_excused(const struct adm_appraise_pair *pair, const struct adm_key_name *name,
                       struct adm_str value) {
    bool password = name->kind == ADM_KEY_NAME_PASSWORD;
    bool beside = pair->names_beside || is_below_reference(pair->key);
    if ((pair->comment || (name->plural && !password)) && !is_mixed(value, STRONG_MIN))
        return true;
    if (beside && (password ? is_object_name(value) || adm_key_name_is(value)
                            : adm_trivial_is_name(value) || value.len < RANDOM_MIN))
        return true;
    return is_label(pair->key, value) || is_database(pair->key, value) ||
           (!password && is_image_digest(value));
}

// s3.access-key: floe: an access key is a user's name, and the secret stands beside it, unless it
// is made at random. MinIO's own default is known to everybody.
static bool is_user(struct adm_str key, struct adm_str value) {
    return adm_chars_find(key, 0, key.len, "access") < key.len &&
           adm_chars_find(key, 0, key.len, "secret") == SIZE_MAX && value.len < STORED_KEY_MIN &&
           !adm_str_starts(value, "minio") &&
           adm_chars_all(value, ADM_CHARS_LOWER | ADM_CHARS_DASH_LOW);
}

static bool takes(const struct adm_appraise_pair *pair, const struct adm_key_name *name,
                  struct adm_str value) {
    bool digits = adm_chars_all(value, ADM_CHARS_DIGIT);
    switch (name->kind) {
    case ADM_KEY_NAME_PASSWORD:
        return !is_variable(value);
    case ADM_KEY_NAME_SECRET:
    case ADM_KEY_NAME_KEY:
        return is_held(pair, name, value) && !is_user(pair->key, value);
    case ADM_KEY_NAME_TOKEN:
        // "##ing" is a part of a word to a tokenizer.
        return (!digits || value.len >= STRONG_MIN) && !adm_str_starts(value, "##") &&
               is_held(pair, name, value);
    case ADM_KEY_NAME_CREDENTIALS:
        return is_mixed(value, STRONG_MIN) && !adm_chars_any(value, ADM_CHARS_SPACE) &&
               is_held(pair, name, value);
    case ADM_KEY_NAME_SALT:
        return is_mixed(value, STRONG_MIN) && !adm_trivial_is_name(value);
    case ADM_KEY_NAME_AUTH: // a way to authenticate has a name
        return is_mixed(value, AUTH_MIN) && adm_chars_any(value, ADM_CHARS_LOWER) &&
               adm_chars_any(value, ADM_CHARS_UPPER) &&
               adm_chars_all(value, ADM_CHARS_BASE64 | ADM_CHARS_TOKEN | ADM_CHARS_EQUALS) &&
               !adm_trivial_is_name(value);
    case ADM_KEY_NAME_WEBHOOK:
    case ADM_KEY_NAME_NONE:
        break;
    }
    return false;
}

static void describe(struct adm_str value, enum adm_family family, struct adm_match *match) {
    match->family = family;
    match->confidence = ADM_DETECTOR_MEDIUM;
    match->strength = adm_weak_is(value) ? ADM_DETECTOR_WEAK : ADM_DETECTOR_NORMAL;
    match->len = value.len;
    if (adm_cipher_read(value) != ADM_CIPHER_HASH)
        return;
    match->family = ADM_FAMILY_PASSWORD_HASH;
    match->confidence = ADM_DETECTOR_LOW;
}

// Shapes that say whose it is once the key has said that it is a credential.
static enum adm_family refine(enum adm_family family, struct adm_str key, struct adm_str value) {
    bool aws = adm_chars_find(key, 0, key.len, "access") < key.len ||
               adm_chars_find(key, 0, key.len, "s3") < key.len ||
               adm_chars_find(key, 0, key.len, "aws") < key.len;
    if (value.len == 40 && adm_str_ends(value, "NRAL"))
        return ADM_FAMILY_MONITORING;
    bool azure = value.len == 88 && adm_str_ends(value, "==");
    bool account = adm_chars_find(key, 0, key.len, "account") < key.len ||
                   adm_chars_find(key, 0, key.len, "storage") < key.len;
    if (family == ADM_FAMILY_KEY && aws && value.len == 40 &&
        adm_chars_all(value, ADM_CHARS_BASE64))
        return ADM_FAMILY_AWS_SECRET;
    if (azure && account)
        return ADM_FAMILY_AZURE_STORAGE;
    if (adm_chars_same(key, "sharedaccesskey"))
        return ADM_FAMILY_AZURE_SHARED_KEY;
    bool bootstrap = value.len == 23 && value.data[6] == '.' &&
                     adm_chars_all(adm_str_slice(value, 0, 6), ADM_CHARS_LOWER_DIGIT) &&
                     adm_chars_all(adm_str_slice(value, 7, 23), ADM_CHARS_LOWER_DIGIT);
    return family == ADM_FAMILY_TOKEN && bootstrap ? ADM_FAMILY_BOOTSTRAP_TOKEN : family;
}

static bool appraise_auth(const struct adm_appraise_pair *pair, struct adm_str value,
                          struct adm_match *match) {
    if (!adm_appraise_user_password(value, match))
        return false;
    match->at = (size_t)(value.data - pair->value.data);
    match->len = value.len;
    match->key = pair->key;
    return true;
}

// Authorization: token x
static void skip_scheme(struct adm_str *value, struct adm_key_name *name) {
    static const char *const schemes[] = {"apikey ", "token "};
    for (size_t i = 0; i < sizeof schemes / sizeof(char *); i++) {
        if (!adm_chars_begins(*value, 0, schemes[i]))
            continue;
        struct adm_str rest = adm_chars_trim(adm_str_slice(*value, strlen(schemes[i]), value->len)),
                       inner = {0};
        if (!is_mixed(rest, RANDOM_MIN) || adm_chars_any(rest, ADM_CHARS_SPACE) ||
            adm_refers_read(rest, &inner) != ADM_REFERS_NOT)
            return;
        *value = rest;
        name->kind = ADM_KEY_NAME_TOKEN;
        name->family = ADM_FAMILY_TOKEN;
    }
}

bool adm_appraise_pair(const struct adm_appraise_pair *pair, struct adm_match *match) {
    struct adm_key_name name = adm_key_name_read(pair->key);
    struct adm_str value = {0}, whole = adm_chars_trim(pair->value);
    if (name.kind == ADM_KEY_NAME_NONE)
        return false;
    bool webhook = name.kind == ADM_KEY_NAME_WEBHOOK && takes_webhook(whole) && !is_nothing(whole);
    if (webhook)
        value = whole;
    else if (!find_literal(pair->value, &value) || is_nothing(value))
        return false;
    if (!pair->quoted && adm_refers_is_code(value))
        return false;
    if (name.kind == ADM_KEY_NAME_AUTH)
        skip_scheme(&value, &name);
    if (name.kind == ADM_KEY_NAME_AUTH || name.kind == ADM_KEY_NAME_CREDENTIALS) {
        if (appraise_auth(pair, value, match))
            return true;
    }
    if (!webhook && (is_excused(pair, &name, value) || !takes(pair, &name, value)))
        return false;
    describe(value, refine(name.family, pair->key, value), match);
    match->at = (size_t)(value.data - pair->value.data);
    match->key = pair->key;
    return true;
}

bool adm_appraise_password(struct adm_str value, struct adm_match *match) {
    struct adm_str literal = {0};
    if (!find_literal(value, &literal) || adm_placeholder_is(literal) ||
        adm_trivial_is_scalar(literal) || is_variable(literal))
        return false;
    describe(literal, ADM_FAMILY_PASSWORD, match);
    return true;
}

bool adm_appraise_user_password(struct adm_str value, struct adm_match *match) {
    char plain[USER_PASSWORD_MAX];
    struct adm_str text = value;
    size_t len = 0;
    if (value.len < VALUE_MIN || value.len > USER_PASSWORD_MAX)
        return false;
    if (adm_str_starts(value, "neo4j/")) {
        text = adm_str_slice(value, 6, value.len);
        match->at = 6;
        return adm_appraise_password(text, match);
    }
    if (adm_str_index(value, ':') == value.len) {
        if (!adm_unwrap_base64(value, plain, sizeof plain, &len) ||
            !adm_unwrap_is_text((struct adm_str){plain, len}))
            return false;
        text = (struct adm_str){plain, len};
    }
    size_t colon = adm_str_index(text, ':');
    struct adm_str user = adm_str_slice(text, 0, colon);
    if (colon == text.len || colon == 0 || adm_chars_any(text, ADM_CHARS_QUOTE) ||
        adm_chars_any(text, ADM_CHARS_SPACE) ||
        adm_chars_find(text, 0, text.len, "://") < text.len || adm_str_index(user, '/') < user.len)
        return false;
    if (!adm_appraise_password(adm_str_slice(text, colon + 1, text.len), match))
        return false;
    if (match->family == ADM_FAMILY_PASSWORD)
        match->family = text.data == plain ? ADM_FAMILY_BASIC_AUTH : ADM_FAMILY_CREDENTIALS;
    return true;
}
