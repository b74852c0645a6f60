// SPDX-License-Identifier: Apache-2.0
#include "server/tls.h"

#include <criterion/criterion.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

struct pair {
    char certificate[8192], key[8192];
};

static void export(struct pair *out, gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key) {
    size_t size = sizeof out->certificate - 1;
    cr_assert_eq(gnutls_x509_crt_export(certificate, GNUTLS_X509_FMT_PEM, out->certificate, &size),
                 0);
    out->certificate[size] = '\0';
    size = sizeof out->key - 1;
    cr_assert_eq(gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, out->key, &size), 0);
    out->key[size] = '\0';
}

// A certificate that signs itself.
static void make(gnutls_pk_algorithm_t algorithm, unsigned bits, struct pair *out) {
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t certificate;
    gnutls_x509_privkey_init(&key);
    gnutls_x509_crt_init(&certificate);
    cr_assert_eq(gnutls_x509_privkey_generate(key, algorithm, bits, 0), 0);
    gnutls_x509_crt_set_version(certificate, 3);
    gnutls_x509_crt_set_serial(certificate, "\1", 1);
    gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 60);
    gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + 86400);
    gnutls_x509_crt_set_dn(certificate, "CN=test", NULL);
    gnutls_x509_crt_set_key(certificate, key);
    cr_assert_eq(gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0), 0);
    export(out, certificate, key);
    gnutls_x509_crt_deinit(certificate);
    gnutls_x509_privkey_deinit(key);
}

static const unsigned p256 = GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1);

static bool load(const char *certificate, const char *key, const char *ca, struct adm_tls **out,
                 struct adm_error *err) {
    const struct adm_tls_files files = {.certificate = adm_str_from(certificate),
                                        .key = adm_str_from(key),
                                        .client_ca = adm_str_from(ca),
                                        .names = {"tls.crt", "tls.key", "ca.crt"}};
    return adm_tls_new(&files, out, err);
}

Test(tls, takes_p256_and_long_rsa) {
    static struct pair ecdsa;
    static struct pair rsa;
    struct adm_tls *tls = NULL;
    struct adm_error err = {0};
    make(GNUTLS_PK_ECDSA, p256, &ecdsa);
    make(GNUTLS_PK_RSA, 3072, &rsa);
    cr_assert(load(ecdsa.certificate, ecdsa.key, NULL, &tls, &err), "%s", err.message);
    cr_expect_not(tls->rsa);
    cr_expect_not(tls->wants_client_certificate);
    cr_expect_gt(tls->expires_s, (int64_t)time(NULL));
    cr_expect_eq(strlen(tls->digest), 64);
    adm_tls_release(tls);
    cr_assert(load(rsa.certificate, rsa.key, ecdsa.certificate, &tls, &err), "%s", err.message);
    cr_expect(tls->rsa);
    cr_expect(tls->wants_client_certificate);
    adm_tls_release(tls);
}

Test(tls, refuses_weak_keys_and_what_does_not_fit) {
    static struct pair good, other, p384, rsa;
    make(GNUTLS_PK_ECDSA, p256, &good);
    make(GNUTLS_PK_ECDSA, p256, &other);
    make(GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP384R1), &p384);
    make(GNUTLS_PK_RSA, 2048, &rsa);
    const struct {
        const char *certificate, *key, *ca, *words;
    } rows[] = {
        {good.certificate, other.key, NULL,
         "the key 'tls.key' does not belong to the certificate 'tls.crt'"},
        {p384.certificate, p384.key, NULL, "only ECDSA P-256"},
        {rsa.certificate, rsa.key, NULL, "'tls.crt': the certificate's RSA key"},
        {"", good.key, NULL, "certificate"},
        {"hello", good.key, NULL, "certificate"},
        {good.key, good.key, NULL, "certificate"},
        {good.certificate, "hello", NULL, "certificate 'tls.crt' and key 'tls.key'"},
        {good.certificate, "", NULL, "certificate 'tls.crt' and key 'tls.key'"},
        {good.certificate, good.key, "hello", "client CA file 'ca.crt'"},
        {good.certificate, good.key, good.key, "client CA file 'ca.crt'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_tls *tls = NULL;
        struct adm_error err = {0};
        cr_expect_not(load(rows[i].certificate, rows[i].key, rows[i].ca, &tls, &err), "row %zu", i);
        cr_expect_null(tls);
        cr_expect_not_null(strstr(err.message, rows[i].words), "row %zu: %s", i, err.message);
    }
}

Test(tls, a_generation_lives_while_somebody_holds_it) {
    static struct pair first, second;
    struct adm_tls_holder holder;
    struct adm_tls *tls = NULL;
    struct adm_error err = {0};
    make(GNUTLS_PK_ECDSA, p256, &first);
    make(GNUTLS_PK_ECDSA, p256, &second);
    adm_tls_init(&holder);
    cr_assert(load(first.certificate, first.key, NULL, &tls, &err));
    adm_tls_swap(&holder, tls);
    struct adm_tls *held = adm_tls_acquire(&holder);
    cr_assert(load(second.certificate, second.key, NULL, &tls, &err));
    adm_tls_swap(&holder, tls);
    cr_assert_not_null(held);
    cr_expect_str_neq(held->digest, tls->digest);
    cr_expect_eq(held->references, 1);
    adm_tls_release(held);
    adm_tls_destroy(&holder);
}

Test(tls, the_digest_keeps_the_files_apart) {
    const struct adm_tls_files a = {.certificate = ADM_STR("ab"), .key = ADM_STR("c")};
    const struct adm_tls_files b = {.certificate = ADM_STR("a"), .key = ADM_STR("bc")};
    char first[65], second[65], again[65];
    adm_tls_digest(&a, first);
    adm_tls_digest(&b, second);
    adm_tls_digest(&a, again);
    cr_expect_str_neq(first, second);
    cr_expect_str_eq(first, again);
}
