// SPDX-License-Identifier: Apache-2.0
// Every row of the tables of tokens, with tokens made up on the spot: none stands here whole,
// because scanners of git hosts refuse what looks real.
#include "validators/credentials/tokens.h"

#include <criterion/criterion.h>
#include <string.h>

#include "look.h"
#include "validators/credentials/checks.h"

enum { TOKEN_MAX = 4096 };

static const struct adm_token *(*const groups[])(size_t *) = {
    adm_tokens_cloud, adm_tokens_forge, adm_tokens_registry, adm_tokens_people,
    adm_tokens_ai,    adm_tokens_infra, adm_tokens_service,
};

// The prefix and `count` characters of the set, different ones.
static size_t make(const struct adm_token *token, size_t count, char *out) {
    size_t len = strlen(token->prefix);
    uint32_t state = 12345;
    memcpy(out, token->prefix, len);
    for (size_t i = 0; i < count;) {
        state = state * 1103515245U + 12345U;
        char c = (char)(33 + (state >> 16U) % 94);
        if (adm_chars_in(c, token->set & ADM_CHARS_ALNUM))
            out[len + i++] = c;
    }
    return len + count;
}

static bool has_parts(const struct adm_token *token) {
    return token->check != NULL && token->check != adm_checks_crc62 &&
           token->check != adm_checks_gitlab && token->check != adm_checks_mixed &&
           token->check != adm_checks_mixed_case && token->check != adm_checks_google_oauth &&
           token->check != adm_checks_slack;
}

static size_t count_of(enum adm_family family, const char *text, size_t len) {
    const struct adm_detector *found = look("", (struct adm_str){text, len}, ADM_DETECTOR_TEXT);
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++)
        count += found->findings[i].family == family;
    return count;
}

// Bytes without a NUL after them.
static void put(char *at, const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++)
        at[i] = bytes[i];
}

static void expect_row(const struct adm_token *token) {
    char text[TOKEN_MAX] = "x: \"";
    size_t len = make(token, token->min, text + 4);
    put(text + 4 + len, "\"\n", 2);
    cr_expect_eq(count_of(token->family, text, len + 6), 1, "%s", token->prefix);
    cr_expect_eq(count_of(token->family, text + 4, len), 1, "%s alone", token->prefix);
    put(text + 2, "\\n", 2);
    cr_expect_eq(count_of(token->family, text, len + 6), 1, "%s escaped", token->prefix);
    put(text + 2, "zz", 2);
    cr_expect_eq(count_of(token->family, text, len + 6), 0, "%s in a word", token->prefix);
    memset(text + 4 + strlen(token->prefix), 'x', token->min);
    put(text + 2, " \"", 2);
    cr_expect_eq(count_of(token->family, text, len + 6), 0, "%s as a sample", token->prefix);
}

Test(tokens, each_row_finds_its_token_and_no_sample) {
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        size_t count = 0;
        const struct adm_token *rows = groups[g](&count);
        for (size_t i = 0; i < count; i++)
            if (!has_parts(&rows[i]))
                expect_row(&rows[i]);
    }
}

Test(tokens, each_row_refuses_what_is_too_short) {
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        size_t count = 0;
        const struct adm_token *rows = groups[g](&count);
        for (size_t i = 0; i < count; i++) {
            char text[TOKEN_MAX];
            size_t len = make(&rows[i], (size_t)rows[i].min - 1, text);
            cr_expect_eq(count_of(rows[i].family, text, len), 0, "%s", rows[i].prefix);
        }
    }
}

static enum adm_detector_confidence confidence_of(const char *text) {
    const struct adm_detector *found = look("", adm_str_from(text), ADM_DETECTOR_TEXT);
    cr_assert_eq(found->count, 1, "%s", text);
    return found->findings[0].confidence;
}

// Checksums computed by the issuers' published rules.
Test(tokens, checksums_raise_the_confidence_and_refuse_nothing) {
    cr_expect_eq(confidence_of("gh"
                               "p_0123456789abcdefghijABCDEFGHIJ0dWR7w"),
                 ADM_DETECTOR_MEDIUM);
    cr_expect_eq(confidence_of("gh"
                               "p_0123456789abcdefghijABCDEFGHIJ3mpbCX"),
                 ADM_DETECTOR_HIGH);
    cr_expect_eq(confidence_of("gl"
                               "sa_0123456789abcdefghijABCDEFGHIJkl_181dc044"),
                 ADM_DETECTOR_HIGH);
    cr_expect_eq(confidence_of("gl"
                               "sa_0123456789abcdefghijABCDEFGHIJkl_00000000"),
                 ADM_DETECTOR_MEDIUM);
    cr_expect_eq(confidence_of("gl"
                               "pat-bzox1abcdefghijklmnopqrstuvwxyz.01.0z1w1kngs"),
                 ADM_DETECTOR_HIGH);
    cr_expect_eq(confidence_of("gl"
                               "pat-bzox1abcdefghijklmnopqrstuvwxyz.01.0z0000000"),
                 ADM_DETECTOR_MEDIUM);
}

struct shape {
    enum adm_family family;
    const char *text;
    size_t count;
};

static const struct shape shapes[] = {
    {ADM_FAMILY_SENDGRID,
     "S"
     "G.abcdefghij0123456789AB.abcdefghij0123456789ABCDEFGHIJabcdefghij012",
     1},
    {ADM_FAMILY_SENDGRID,
     "S"
     "G.abcdefghij0123456789ABC.abcdefghij0123456789ABCDEFGHIJabcdefghij01",
     0},
    {ADM_FAMILY_SERVICE,
     "PM"
     "AK-0123456789abcdef01234567-0123456789abcdef0123456789abcdef01",
     1},
    {ADM_FAMILY_SERVICE,
     "sd"
     "k-01234567-89ab-cdef-0123-456789abcdef",
     1},
    {ADM_FAMILY_SERVICE,
     "sd"
     "k-0123456789abcdef0123456789abcdef0123",
     0},
    {ADM_FAMILY_SLACK_WEBHOOK,
     "https://hooks.sl"
     "ack.com/services/T01234567/B01234567/abcdefghijklmnopqrstuvwx",
     1},
    {ADM_FAMILY_SLACK_WEBHOOK,
     "https://hooks.sl"
     "ack.com/services/T01234567abcdefghijklmnopqrstuvwx",
     0},
    {ADM_FAMILY_WEBHOOK,
     "https://discord.com/api/web"
     "hooks/012345678901234567/"
     "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_abcd",
     1},
    {ADM_FAMILY_OPENAI,
     "s"
     "k-abcdefghij0123456789T3Blb"
     "kFJabcdefghij0123456789",
     1},
    {ADM_FAMILY_OPENAI,
     "x-abcdefghij0123456789T3Blb"
     "kFJabcdefghij0123456789",
     0},
    {ADM_FAMILY_AZURE_CLIENT_SECRET,
     "abc8"
     "Q~abcdefghij0123456789ABCDEFGHIJ.-_1",
     1},
    {ADM_FAMILY_AZURE_CLIENT_SECRET,
     "abc8"
     "Q~abcdefghij",
     0},
    {ADM_FAMILY_AZURE_SAS,
     "https://x.blob.core.windows.net/c?sv=2022-11-02&se=2030-01-01&sig="
     "abcdefghij0123456789ABCDEFGHIJ0123456789abc%3D",
     1},
    {ADM_FAMILY_AZURE_SAS, "https://x/c?sig=abcdefghij0123456789ABCDEFGHIJ0123456789abc%3D", 0},
    {ADM_FAMILY_CHAT,
     "123456789:"
     "AAabcdefghij0123456789ABCDEFGHIJ012",
     1},
    {ADM_FAMILY_TERRAFORM,
     "abcdefghij0123.atla"
     "sv1.abcdefghij0123456789abcdefghij0123456789abcdefghij0123456789abc",
     1},
    {ADM_FAMILY_MAIL,
     "0123456789abcdef0123456789abcdef"
     "-us12",
     1},
    {ADM_FAMILY_AWS_SECRET,
     "AK"
     "IAQYLPMN5HHHFPZAM2\nabcdefghij0123456789ABCDEFGHIJ/+klmnopqr",
     1},
    {ADM_FAMILY_AWS_SECRET,
     "AK"
     "IAQYLPMN5HHHFPZAM2\n0123456789abcdef0123456789abcdef01234567",
     0},
    {ADM_FAMILY_AZURE_STORAGE,
     "account = x\ntype = azureblob\nkey = "
     "abcdefghij0123456789ABCDEFGHIJ0123456789abcdefghij0123456789ABCDEFGHIJ0123456789abcdef==",
     1},
    {ADM_FAMILY_JWT,
     "e"
     "yJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwibiI6IjIifQ.abcdefghij0123456789",
     1},
    {ADM_FAMILY_JWT,
     "e"
     "yJmb28iOiJIUzI1NiJ9.eyJzdWIiOiIxIiwibiI6IjIifQ.abcdefghij0123456789",
     0},
    {ADM_FAMILY_BASIC_AUTH, "Authorization: Basic dXNlcjpodW50ZXIy", 1},
    {ADM_FAMILY_BASIC_AUTH, "Authorization: Basic realm-of-mine", 0},
    {ADM_FAMILY_BEARER, "Authorization: Bearer abcdefghij0123456789", 1},
    {ADM_FAMILY_BEARER, "Authorization: Bearer somethingwithoutdigits", 0},
    {ADM_FAMILY_PASSWORD_HASH, "admin:$apr1$abcdefgh$abcdefghijklmnopqrstu.", 1},
    {ADM_FAMILY_PASSWORD_HASH, "x: $2y$10$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvwxyz01234",
     1},
    {ADM_FAMILY_URL_PASSWORD, "postgres://u:p%40ss1@h/db", 1},
    {ADM_FAMILY_URL_PASSWORD, "https://0123456789abcdefghij-k@h/x", 1},
    {ADM_FAMILY_URL_PASSWORD, "app:pw1234@tcp(db:3306)/x", 1},
    {ADM_FAMILY_URL_PASSWORD, "robot:pw1234@registry.example/x:1", 1},
    {ADM_FAMILY_URL_PASSWORD, "nginx:1.25@sha256:0123456789abcdef/", 0},
    {ADM_FAMILY_URL_PASSWORD, "mailto:someone@example.com/x", 0},
};

Test(tokens, have_the_shapes_that_no_row_can_say) {
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        cr_expect_eq(count_of(shapes[i].family, shapes[i].text, strlen(shapes[i].text)),
                     shapes[i].count, "%s", shapes[i].text);
}

static const char body[] = "MIIEpAIBAAKCAQEA4ej0p7bQ7L/r4rVGUz9RN4VQWoej1Bg1mYWIDvOpF2Y0DwVZ";

struct pem {
    const char *format; // %s: the body
    enum adm_family family;
};

static const struct pem pems[] = {
    {"-----BEGIN RSA PRIV"
     "ATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----\n",
     ADM_FAMILY_PRIVATE_KEY},
    {"-----BEGIN PRIV"
     "ATE KEY-----\\n%s\\n-----END",
     ADM_FAMILY_PRIVATE_KEY},
    {"-----BEGIN OPENSSH PRIV"
     "ATE KEY----- %s -----END",
     ADM_FAMILY_PRIVATE_KEY},
    {"-----BEGIN ENCRYPTED PRIV"
     "ATE KEY-----\n%s",
     ADM_FAMILY_ENCRYPTED_KEY},
    {"-----BEGIN RSA PRIV"
     "ATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n%s",
     ADM_FAMILY_ENCRYPTED_KEY},
    {"-----BEGIN PGP PRIV"
     "ATE KEY BLOCK-----\n\n%s",
     ADM_FAMILY_PGP_KEY},
    {"{\"type\": \"service_account\", \"private_key\": \"-----BEGIN PRIV"
     "ATE KEY-----\\n%s\"}",
     ADM_FAMILY_GCP_ACCOUNT},
    {"PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 1\n%s\nPrivate-Lines: "
     "1\nAAAA",
     ADM_FAMILY_PRIVATE_KEY},
    {"PuTTY-User-Key-File-3: ssh-rsa\nEncryption: aes256-cbc\nPublic-Lines: 1\n%s\nPrivate-Lines: "
     "1\nAAAA",
     ADM_FAMILY_ENCRYPTED_KEY},
    {"# -----BEGIN RSA PRIV"
     "ATE KEY----- goes into the Secret, %s",
     ADM_FAMILY_NONE},
    {"-----BEGIN RSA PRIV"
     "ATE KEY-----\n...\n%s-----END RSA PRIVATE KEY-----",
     ADM_FAMILY_NONE},
    {"-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----", ADM_FAMILY_NONE},
};

Test(tokens, private_keys_are_told_from_their_headers) {
    for (size_t i = 0; i < sizeof pems / sizeof *pems; i++) {
        char text[TOKEN_MAX];
        size_t at = (size_t)(strchr(pems[i].format, '%') - pems[i].format), len = at;
        memcpy(text, pems[i].format, at);
        memcpy(text + len, body, sizeof body - 1);
        len += sizeof body - 1;
        memcpy(text + len, pems[i].format + at + 2, strlen(pems[i].format + at + 2));
        len += strlen(pems[i].format + at + 2);
        const struct adm_detector *found = look("", (struct adm_str){text, len}, ADM_DETECTOR_TEXT);
        bool none = pems[i].family == ADM_FAMILY_NONE;
        cr_expect_eq(found->count, none ? 0 : 1, "%s", pems[i].format);
        cr_expect(none || (found->count == 1 && found->findings[0].family == pems[i].family), "%s",
                  pems[i].format);
    }
}
