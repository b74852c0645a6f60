// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/cipher.h"

#include <string.h>

enum { SEALED_MIN = 200 };

struct lead {
    const char *text;
    size_t min;   // bytes of the whole value
    unsigned set; // of what follows
};

#define B64 (ADM_CHARS_BASE64 | ADM_CHARS_EQUALS)
#define HEX ADM_CHARS_HEX

static bool takes(struct adm_str s, const struct lead *lead) {
    size_t len = strlen(lead->text);
    return s.len >= lead->min && s.len > len && adm_str_starts(s, lead->text) &&
           adm_chars_all(adm_str_slice(s, len, s.len), lead->set);
}

static bool takes_any(struct adm_str s, const struct lead *leads, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (takes(s, &leads[i]))
            return true;
    return false;
}

// A SealedSecret's value: base64 of the length of an RSA block (256, 384 or 512, big-endian), the
// block and the ciphertext. Text never begins with such bytes; documentation shortens the rest.
static bool is_sealed(struct adm_str s) {
    static const char *const leads[] = {"AQA", "AQB", "AQC", "AQD", "AYA", "AYB",
                                        "AYC", "AYD", "AgA", "AgB", "AgC", "AgD"};
    for (size_t i = 0; i < sizeof leads / sizeof(char *); i++)
        if (adm_str_starts(s, leads[i]))
            return s.len >= SEALED_MIN && adm_chars_all(s, B64);
    return false;
}

// ENC[AES256_GCM,data:…,iv:<44>,tag:<24>,type:str]
static bool is_sops(struct adm_str s) {
    size_t data = adm_chars_find(s, 0, s.len, ",data:");
    size_t iv = adm_chars_find(s, 0, s.len, ",iv:"), tag = adm_chars_find(s, 0, s.len, ",tag:");
    size_t type = adm_chars_find(s, 0, s.len, ",type:");
    if (!adm_str_starts(s, "ENC[AES256_GCM,data:") || !adm_str_ends(s, "]") || iv == SIZE_MAX ||
        tag == SIZE_MAX || type == SIZE_MAX || data > iv)
        return false;
    return tag == iv + 4 + 44 && type == tag + 5 + 24 &&
           adm_chars_all(adm_str_slice(s, data + 6, iv), B64);
}

// A digest: sha256:<64>, sha512-<base64>, md5:<32>
static bool is_digest(struct adm_str s) {
    static const struct lead leads[] = {
        {"sha256:", 71, HEX}, {"sha1:", 45, HEX},   {"sha512:", 135, HEX}, {"md5:", 36, HEX},
        {"sha256-", 51, B64}, {"sha384-", 71, B64}, {"sha512-", 95, B64},  {"h1:", 47, B64},
    };
    return takes_any(s, leads, sizeof leads / sizeof *leads);
}

static bool is_public(struct adm_str s) {
    static const char *const leads[] = {
        "ssh-rsa AAAA",
        "ssh-ed25519 AAAA",
        "ssh-dss AAAA",
        "ecdsa-sha2-",
        "sk-ssh-ed25519",
        "-----BEGIN PUBLIC",
        "-----BEGIN CERT",
        "-----BEGIN RSA PUBLIC",
        "-----BEGIN PGP PUBLIC",
        "-----BEGIN PGP MESSAGE",
        "-----BEGIN AGE ENCRYPTED",
        "$ANSIBLE_VAULT;",
        "-----BEGIN TRUSTED CERT",
        "-----BEGIN EC PARAM",
        "-----BEGIN DH PARAM",
        "-----BEGIN X509 CRL",
        "-----BEGIN SSH2 PUBLIC",
    };
    static const struct lead words[] = {
        {"age1", 62, ADM_CHARS_LOWER_DIGIT},
        {"LS0tLS1CRUdJTiBDRVJU", 60, B64}, // -----BEGIN CERT
        {"LS0tLS1CRUdJTiBQVUJM", 60, B64}, // -----BEGIN PUBL
        {"AQICAH", 150, B64},              // AWS KMS
        {"{cipher}", 40, B64 | ADM_CHARS_DASH_LOW},
        {"vault:v1:", 30, B64},
        {"vault:v2:", 30, B64},
        {"vault:v3:", 30, B64},
        {"pk_live_", 20, ADM_CHARS_ALNUM},
        {"pk_test_", 20, ADM_CHARS_ALNUM},
    };
    for (size_t i = 0; i < sizeof leads / sizeof(char *); i++)
        if (adm_str_starts(s, leads[i]))
            return true;
    // Jasypt
    bool jasypt = adm_str_starts(s, "ENC(") && adm_str_ends(s, ")") && s.len > 20 &&
                  adm_chars_all(adm_str_slice(s, 4, s.len - 1), B64);
    return jasypt || takes_any(s, words, sizeof words / sizeof *words);
}

#define CRYPT (ADM_CHARS_BASE64 | ADM_CHARS_TOKEN | ADM_CHARS_EQUALS)

// crypt(3) and its kin: what follows has only base64, dollars and parameters.
static bool is_hash(struct adm_str s) {
    static const struct lead leads[] = {
        {"$2a$", 55, CRYPT},         {"$2b$", 55, CRYPT},
        {"$2y$", 55, CRYPT},         {"$apr1$", 25, CRYPT},
        {"$1$", 25, CRYPT},          {"$5$", 40, CRYPT},
        {"$6$", 80, CRYPT},          {"$7$", 40, CRYPT},
        {"$y$", 40, CRYPT},          {"$argon2", 50, CRYPT},
        {"$scrypt$", 40, CRYPT},     {"$pbkdf2", 40, CRYPT},
        {"pbkdf2", 40, CRYPT},       {"argon2", 40, CRYPT},
        {"{SSHA", 20, CRYPT},        {"{SHA", 20, CRYPT},
        {"{CRYPT}", 20, CRYPT},      {"{bcrypt}", 40, CRYPT},
        {"{MD5}", 20, CRYPT},        {"SCRAM-SHA-256$", 60, CRYPT},
        {"scrypt:", 40, CRYPT},      {"bcrypt_sha256$", 40, CRYPT},
        {"{noop}", SIZE_MAX, CRYPT}, {"{pbkdf2}", 40, CRYPT},
        {"{PBKDF2", 40, CRYPT},
    };
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t len = strlen(leads[i].text);
        if (s.len < leads[i].min || s.len <= len || !adm_str_starts(s, leads[i].text))
            continue;
        for (size_t j = len; j < s.len; j++)
            if (!adm_chars_in(s.data[j], CRYPT) &&
                (s.data[j] == '\0' || strchr("$,:}", s.data[j]) == NULL))
                return false;
        return true;
    }
    return adm_str_starts(s, "md5") && s.len == 35 &&
           adm_chars_all(adm_str_slice(s, 3, s.len), ADM_CHARS_HEX_SMALL); // PostgreSQL
}

enum adm_cipher adm_cipher_read(struct adm_str value) {
    if (is_public(value) || is_digest(value) || is_sops(value) || is_sealed(value))
        return ADM_CIPHER_PUBLIC;
    return is_hash(value) ? ADM_CIPHER_HASH : ADM_CIPHER_NOT;
}
