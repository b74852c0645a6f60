// SPDX-License-Identifier: Apache-2.0
// The small recognisers: words, names of keys, references, placeholders, scalars, ciphertext.
#include <criterion/criterion.h>

#include "validators/credentials/cipher.h"
#include "validators/credentials/key_name.h"
#include "validators/credentials/placeholder.h"
#include "validators/credentials/refers.h"
#include "validators/credentials/trivial.h"
#include "validators/credentials/unwrap.h"
#include "validators/credentials/weak.h"

struct split {
    const char *name;
    const char *words[ADM_WORDS_MAX];
};

static const struct split splits[] = {
    {"db.password", {"db", "password"}},
    {"dbPassword", {"db", "Password"}},
    {"DB_PASSWORD", {"DB", "PASSWORD"}},
    {"APIKey", {"API", "Key"}},
    {"aB9-x__y", {"a", "B9", "x", "y"}},
    {"", {NULL}},
    {"a.b.c.d.e.f.g.h.i", {"b", "c", "d", "e", "f", "g", "h", "i"}},
};

Test(words, are_split_at_marks_and_humps) {
    for (size_t i = 0; i < sizeof splits / sizeof *splits; i++) {
        struct adm_words words;
        adm_words_split(adm_str_from(splits[i].name), &words);
        size_t count = 0;
        while (count < ADM_WORDS_MAX && splits[i].words[count] != NULL) {
            cr_expect(count < words.count && adm_str_is(words.items[count], splits[i].words[count]),
                      "%s", splits[i].name);
            count++;
        }
        cr_expect_eq(words.count, count, "%s", splits[i].name);
    }
}

struct name {
    const char *key;
    enum adm_key_name_kind kind;
};

static const struct name names[] = {
    {"password", ADM_KEY_NAME_PASSWORD},
    {"spring.datasource.password", ADM_KEY_NAME_PASSWORD},
    {"PGPASSWORD", ADM_KEY_NAME_PASSWORD},
    {"dbpassword2", ADM_KEY_NAME_PASSWORD},
    {"passWord", ADM_KEY_NAME_PASSWORD},
    {"DB_PASS", ADM_KEY_NAME_PASSWORD},
    {"requirepass", ADM_KEY_NAME_PASSWORD},
    {"password.value", ADM_KEY_NAME_PASSWORD},
    {"password_old", ADM_KEY_NAME_PASSWORD},
    {"passwords", ADM_KEY_NAME_PASSWORD},
    {"REDISCLI_AUTH", ADM_KEY_NAME_PASSWORD},
    {"VAULT_DEV_ROOT_TOKEN_ID", ADM_KEY_NAME_PASSWORD},
    {"clientSecret", ADM_KEY_NAME_SECRET},
    {"jwtsecret", ADM_KEY_NAME_SECRET},
    {"apiKey", ADM_KEY_NAME_KEY},
    {"secret_access_key", ADM_KEY_NAME_KEY},
    {"account_key", ADM_KEY_NAME_KEY},
    {"secret_id", ADM_KEY_NAME_KEY},
    {"SECRET_KEY_BASE", ADM_KEY_NAME_KEY},
    {"fs.azure.account.key.x.dfs.core.windows.net", ADM_KEY_NAME_KEY},
    {"authtoken", ADM_KEY_NAME_TOKEN},
    {"aws.credentials", ADM_KEY_NAME_CREDENTIALS},
    {"auth", ADM_KEY_NAME_AUTH},
    {"hash_salt", ADM_KEY_NAME_SALT},
    {"license_key", ADM_KEY_NAME_SALT},
    {"webhook_url", ADM_KEY_NAME_WEBHOOK},
    {"DB_PASSWORD_LENGTH", ADM_KEY_NAME_NONE},
    {"JWT_POLICY", ADM_KEY_NAME_NONE},
    {"METALLB_ML_SECRET_NAME", ADM_KEY_NAME_NONE},
    {"existingSecret", ADM_KEY_NAME_NONE},
    {"imagePullSecrets", ADM_KEY_NAME_NONE},
    {"public_key", ADM_KEY_NAME_NONE},
    {"proxy_pass", ADM_KEY_NAME_NONE},
    {"bypass", ADM_KEY_NAME_NONE},
    {"partition_key", ADM_KEY_NAME_NONE},
    {"page-token", ADM_KEY_NAME_NONE},
    {"max_tokens", ADM_KEY_NAME_NONE},
    {"checksum/secret", ADM_KEY_NAME_NONE},
    {"tls.secret", ADM_KEY_NAME_NONE},
    {"author", ADM_KEY_NAME_NONE},
    {"", ADM_KEY_NAME_NONE},
    {"...", ADM_KEY_NAME_NONE},
};

Test(words, name_credentials_by_the_last_of_them) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cr_expect_eq(adm_key_name_read(adm_str_from(names[i].key)).kind, names[i].kind, "%s",
                     names[i].key);
    cr_expect(adm_key_name_is(ADM_STR("db-password")));
    cr_expect_not(adm_key_name_is(ADM_STR("hunter2")));
}

struct refers {
    const char *value;
    enum adm_refers refers;
};

static const struct refers references[] = {
    {"$VAR", ADM_REFERS_TO},
    {"${VAR}", ADM_REFERS_TO},
    {"$$(VAR)", ADM_REFERS_TO},
    {"${VAR:?must be set}", ADM_REFERS_TO},
    {"${VAR:-}", ADM_REFERS_TO},
    {"${VAR:-x1}", ADM_REFERS_DEFAULT},
    {"${VAR-x1}", ADM_REFERS_DEFAULT},
    {"${db.password:x1}", ADM_REFERS_DEFAULT},
    {"${env:VAR}", ADM_REFERS_TO},
    {"${{ secrets.X }}", ADM_REFERS_TO},
    {"$(cat /x)", ADM_REFERS_TO},
    {"$(echo x1)", ADM_REFERS_DEFAULT},
    {"$__file{/x}", ADM_REFERS_TO},
    {"$oidc.secret:key", ADM_REFERS_TO},
    {"$uper5ecret", ADM_REFERS_NOT},
    {"%VAR%", ADM_REFERS_TO},
    {"#{var}#", ADM_REFERS_TO},
    {"@VAR@", ADM_REFERS_TO},
    {"<%= x %>", ADM_REFERS_TO},
    {"((x))", ADM_REFERS_TO},
    {"__VAR__", ADM_REFERS_TO},
    {"{{ .x }}", ADM_REFERS_TO},
    {"{{ .x }}:{{ .y }}", ADM_REFERS_TO},
    {"Bearer {{ .x }}", ADM_REFERS_TO},
    {"{{ .x | default \"y1\" }}", ADM_REFERS_DEFAULT},
    {"{{ x or 'y1' }}", ADM_REFERS_DEFAULT},
    {"{{ env_var('X', 'y1') }}", ADM_REFERS_DEFAULT},
    {"{{ env_var('X') }}", ADM_REFERS_TO},
    {"{{ \"y1\" | b64enc }}", ADM_REFERS_DEFAULT},
    {"{{ randAlphaNum 32 | quote }}", ADM_REFERS_TO},
    {"{{ x", ADM_REFERS_NOT},
    {"`cat /x`", ADM_REFERS_TO},
    {"vault:secret/data/x#key", ADM_REFERS_TO},
    {"vault:x", ADM_REFERS_NOT},
    {"op://a/b/c", ADM_REFERS_TO},
    {"ref+vault://a/b#/c", ADM_REFERS_TO},
    {"ref+vault", ADM_REFERS_NOT},
    {"arn:aws:secretsmanager:eu-central-1:123456789012:secret:x-AbCdEf", ADM_REFERS_TO},
    {"arn:aws:iam::12:x", ADM_REFERS_NOT},
    {"projects/p/secrets/s/versions/1", ADM_REFERS_TO},
    {"/etc/x/y", ADM_REFERS_TO},
    {"./x", ADM_REFERS_TO},
    {"C:\\x\\y", ADM_REFERS_TO},
    {"certs/tls.key", ADM_REFERS_TO},
    {"https://x/y", ADM_REFERS_TO},
    {"env:DB_PASSWORD", ADM_REFERS_TO},
    {"<path:secret/data/x#y>", ADM_REFERS_TO},
    {"@Microsoft.KeyVault(SecretUri=https://x)", ADM_REFERS_TO},
    {"hunter2", ADM_REFERS_NOT},
    {"x y", ADM_REFERS_NOT},
};

Test(words, are_references_by_their_whole_grammar) {
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        struct adm_str inner = {0};
        cr_expect_eq(adm_refers_read(adm_str_from(references[i].value), &inner),
                     references[i].refers, "%s", references[i].value);
        cr_expect(references[i].refers != ADM_REFERS_DEFAULT || inner.len == 2, "%s",
                  references[i].value);
    }
}

struct judged {
    const char *value;
    bool is;
};

static void expect_all(const struct judged *rows, size_t count, bool (*judge)(struct adm_str)) {
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(judge(adm_str_from(rows[i].value)), rows[i].is, "%s", rows[i].value);
}
#define EXPECT_ALL(rows, judge) expect_all((rows), sizeof(rows) / sizeof *(rows), (judge))

Test(words, are_placeholders_as_a_whole) {
    static const struct judged rows[] = {
        {"<password>", true},
        {"****", true},
        {"xxxx-xxxx", true},
        {"...", true},
        {"\xE2\x80\xA6", true},
        {"aaaaaaa", true},
        {"your-token-here", true},
        {"REPLACE_ME", true},
        {"[REDACTED]", true},
        {"todo", true},
        {"dummy", true},
        {"**goes here**", true},
        {"gh"
         "p_xxxxxxxx",
         true},
        {"sk-...", true},
        {"hv"
         "s.<token>",
         true},
        {"example-token", true},
        {"hunter2xxxx", false},
        {"changeme", false},
        {"your-hunter2", false},
        {"[hunter2]", false},
        {"example", false},
        {"dummy1", false},
        {"", false},
    };
    EXPECT_ALL(rows, adm_placeholder_is);
}

Test(words, are_scalars) {
    static const struct judged rows[] = {
        {"", true},         {"true", true}, {"None", true},    {"1234", true}, {"-1", true},
        {"0.5", true},      {"30s", true},  {"1h30m", true},   {"10Mi", true}, {"v1", true},
        {"1.2.3", true},    {"auto", true}, {"string", true},  {"--", true},   {"12345", false},
        {"hunter2", false}, {"30x", false}, {"s3cret", false},
    };
    EXPECT_ALL(rows, adm_trivial_is_scalar);
}

Test(words, are_prose) {
    static const struct judged rows[] = {
        {"Enter your password", true},
        {"Access token", true},
        {"The password for the database of the shop", true},
        {"Password:", true},
        {"correct horse battery staple", false},
        {"keyboard cat", false},
        {"with space 1", false},
        {"hunter2", false},
    };
    EXPECT_ALL(rows, adm_trivial_is_prose);
}

Test(words, are_names) {
    static const struct judged rows[] = {
        {"foo-tls", true},     {"basic", true},          {"DB_PASSWORD", true},
        {"accessToken", true}, {"Marker", true},         {"a.NextMarker", true},
        {"app-v2-tls", true},  {"etcd-cluster-1", true}, {"hunter2", false},
        {"k3Jx9vQz", false},   {"a1b2c3-d4e5f6", false}, {"", false},
        {"x+y", false},
    };
    EXPECT_ALL(rows, adm_trivial_is_name);
}

Test(words, are_weak) {
    static const struct judged rows[] = {
        {"changeme", true},     {"Admin123", true},      {"123456789", true},    {"abc", true},
        {"my-secret-pw", true}, {"k3Jx9vQz7LmN", false}, {"Quar7z-lamp", false},
    };
    EXPECT_ALL(rows, adm_weak_is);
}

Test(words, are_code) {
    static const struct judged rows[] = {
        {"os.environ[\"X\"]", true},
        {"getenv(\"X\")", true},
        {"self.password", true},
        {"var.db_password", true},
        {"random_password.db.result", true},
        {"*anchor", true},
        {"(\"x\")", true},
        {"hunter2", false},
        {"p@ss(word", false},
        {"a.b", false},
    };
    EXPECT_ALL(rows, adm_refers_is_code);
}

struct cipher {
    const char *value;
    enum adm_cipher cipher;
};

Test(words, are_ciphertext_hashes_or_public) {
    static const struct cipher rows[] = {
        {"ssh-ed25519 AAAAC3Nz", ADM_CIPHER_PUBLIC},
        {"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", ADM_CIPHER_PUBLIC},
        {"ENC[AES256_GCM,data:YWJj,iv:0123456789abcdefghijABCDEFGHIJ0123456789abcd,"
         "tag:0123456789abcdefghijkl==,type:str]",
         ADM_CIPHER_PUBLIC},
        {"ENC[AES256_GCM,data:hunter2,iv:x,tag:y,type:str]", ADM_CIPHER_NOT},
        {"ENC(0123456789abcdefABCDEF==)", ADM_CIPHER_PUBLIC},
        {"sha256:9eeb94e00fb6c4fddc3b729ea26b188febf857b98b496c457e0f547da89b5d9d",
         ADM_CIPHER_PUBLIC},
        {"sha256:hunter2", ADM_CIPHER_NOT},
        {"AgBhunter2", ADM_CIPHER_NOT},
        {"{SSHA}0123456789abcdefghijABCDEFGHIJ", ADM_CIPHER_HASH},
        {"{noop}hunter2hunter2hunter2hunter2hunter2", ADM_CIPHER_NOT},
        {"$2y$10$hunter2", ADM_CIPHER_NOT},
        {"md50123456789abcdef0123456789abcdef", ADM_CIPHER_HASH},
        {"hunter2", ADM_CIPHER_NOT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(adm_cipher_read(adm_str_from(rows[i].value)), rows[i].cipher, "%s",
                     rows[i].value);
}

Test(words, are_unwrapped) {
    char out[16];
    size_t len = 0;
    cr_expect(adm_unwrap_base64(ADM_STR("aHVu\n dGVyMg"), out, sizeof out, &len));
    cr_expect(adm_str_is((struct adm_str){out, len}, "hunter2"));
    cr_expect_not(adm_unwrap_base64(ADM_STR("aHVudGVyMg=="), out, 3, &len));
    cr_expect_not(adm_unwrap_base64(ADM_STR("a!"), out, sizeof out, &len));
    cr_expect_not(adm_unwrap_base64(ADM_STR("aHV=x"), out, sizeof out, &len));
    cr_expect(adm_unwrap_hex(ADM_STR("6A6b"), out, sizeof out, &len));
    cr_expect(adm_str_is((struct adm_str){out, len}, "jk"));
    cr_expect_not(adm_unwrap_hex(ADM_STR("6A6"), out, sizeof out, &len));
    cr_expect(adm_unwrap_is_text(ADM_STR("gr\xC3\xBC\xC3\x9F\n")));
    cr_expect_not(adm_unwrap_is_text(ADM_STR("a\x01")));
    cr_expect_not(adm_unwrap_is_text(ADM_STR("a\xFF")));
}

// Blocks are looked at whole: a character that decides is seen in any place of any length.
Test(words, are_told_from_bytes_in_any_place) {
    char text[150];
    for (size_t len = 1; len <= sizeof text; len++) {
        memset(text, 'a', sizeof text);
        cr_expect(adm_unwrap_is_text((struct adm_str){text, len}), "%zu", len);
        cr_expect(adm_unwrap_is_hex((struct adm_str){text, len}), "%zu", len);
        for (size_t at = 0; at < len; at++) {
            text[at] = '\x1F';
            cr_expect_not(adm_unwrap_is_text((struct adm_str){text, len}), "%zu of %zu", at, len);
            text[at] = 'g';
            cr_expect(adm_unwrap_is_text((struct adm_str){text, len}), "%zu of %zu", at, len);
            cr_expect_not(adm_unwrap_is_hex((struct adm_str){text, len}), "%zu of %zu", at, len);
            text[at] = 'a';
        }
    }
}
