// SPDX-License-Identifier: Apache-2.0
#include "certs/leaf.h"

#include <criterion/criterion.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "certs/authority.h"
#include "certs/name.h"
#include "certs/pem.h"

static struct adm_identity authority, leaf;

static void setup(void) {
    struct adm_error err = {0};
    cr_assert(adm_authority_make(&authority, &err), "%s", err.message);
}

static void teardown(void) {
    cr_expect_eq(ERR_peek_error(), 0, "OpenSSL's error queue is empty");
    adm_identity_destroy(&leaf);
    adm_identity_destroy(&authority);
}

TestSuite(leaf, .init = setup, .fini = teardown);

static bool make(const char *const *names, size_t count, int64_t days, struct adm_error *err) {
    const struct adm_leaf_request request = {
        .authority = &authority, .names = names, .name_count = count, .days = days};
    return adm_leaf_make(&request, &leaf, err);
}

static void make_default(void) {
    static const char *const names[] = {"svc.example", "*.pods.example", "127.0.0.1", "::1",
                                        "SVC.example"};
    struct adm_error err = {0};
    cr_assert(make(names, 5, 90, &err), "%s", err.message);
}

static bool verifies(X509 *certificate, X509 *trusted, int purpose, int64_t when_s) {
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    cr_assert_eq(X509_STORE_add_cert(store, trusted), 1);
    cr_assert_eq(X509_STORE_CTX_init(context, store, certificate, NULL), 1);
    X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set_purpose(parameters, purpose);
    X509_VERIFY_PARAM_set_time(parameters, (time_t)when_s);
    bool ok = X509_verify_cert(context) == 1;
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    ERR_clear_error();
    return ok;
}

// Names that differ in case count once, and the IP addresses are not DNS names.
Test(leaf, is_for_its_names_alone) {
    make_default();
    X509 *c = leaf.certificate;
    cr_expect_eq(X509_check_host(c, "svc.example", 0, 0, NULL), 1);
    cr_expect_eq(X509_check_host(c, "a.pods.example", 0, 0, NULL), 1);
    cr_expect_eq(X509_check_host(c, "a.b.pods.example", 0, 0, NULL), 0);
    cr_expect_eq(X509_check_host(c, "other.example", 0, 0, NULL), 0);
    cr_expect_eq(X509_check_host(c, "floe-admission", 0, 0, NULL), 0, "the subject is no name");
    cr_expect_eq(X509_check_ip_asc(c, "127.0.0.1", 0), 1);
    cr_expect_eq(X509_check_ip_asc(c, "::1", 0), 1);
    cr_expect_eq(X509_check_ip_asc(c, "127.0.0.2", 0), 0);
    GENERAL_NAMES *names = X509_get_ext_d2i(c, NID_subject_alt_name, NULL, NULL);
    cr_expect_eq(sk_GENERAL_NAME_num(names), 4);
    GENERAL_NAMES_free(names);
}

Test(leaf, verifies_as_a_server_within_its_time) {
    make_default();
    int64_t now = time(NULL);
    cr_expect(verifies(leaf.certificate, authority.certificate, X509_PURPOSE_SSL_SERVER, now));
    cr_expect(
        verifies(leaf.certificate, authority.certificate, X509_PURPOSE_SSL_SERVER, now - 240));
    cr_expect_not(verifies(leaf.certificate, authority.certificate, X509_PURPOSE_SSL_CLIENT, now));
    cr_expect_not(
        verifies(leaf.certificate, authority.certificate, X509_PURPOSE_SSL_SERVER, now - 3600));
    int64_t end = now + (int64_t)90 * 86400;
    cr_expect(
        verifies(leaf.certificate, authority.certificate, X509_PURPOSE_SSL_SERVER, end - 600));
    cr_expect_not(
        verifies(leaf.certificate, authority.certificate, X509_PURPOSE_SSL_SERVER, end + 60));
}

Test(leaf, is_not_trusted_by_another_authority_of_the_same_name) {
    struct adm_identity other = {0};
    make_default();
    cr_assert(adm_authority_make(&other, NULL));
    cr_expect_not(
        verifies(leaf.certificate, other.certificate, X509_PURPOSE_SSL_SERVER, time(NULL)));
    adm_identity_destroy(&other);
}

static void check_common(const X509 *c) {
    const ASN1_INTEGER *serial = X509_get0_serialNumber(c);
    BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
    cr_expect_eq(X509_get_version(c), X509_VERSION_3);
    cr_expect_eq(BN_num_bits(number), 128);
    cr_expect_not(BN_is_negative(number));
    cr_expect_eq(X509_get_signature_nid(c), NID_ecdsa_with_SHA256);
    BN_free(number);
    char curve[32] = "";
    cr_expect_eq(EVP_PKEY_get_group_name(X509_get0_pubkey(c), curve, sizeof curve, NULL), 1);
    cr_expect_str_eq(curve, "prime256v1");
}

static bool is_critical(const X509 *c, int nid) {
    int at = X509_get_ext_by_NID(c, nid, -1);
    return at >= 0 && X509_EXTENSION_get_critical(X509_get_ext(c, at)) == 1;
}

Test(leaf, has_the_extensions_of_a_leaf) {
    make_default();
    X509 *c = leaf.certificate;
    check_common(c);
    cr_expect_eq(X509_check_ca(c), 0);
    cr_expect(is_critical(c, NID_basic_constraints) && is_critical(c, NID_key_usage));
    cr_expect_eq(X509_get_key_usage(c), KU_DIGITAL_SIGNATURE);
    cr_expect_eq(X509_get_extended_key_usage(c), XKU_SSL_SERVER);
    cr_expect_not_null(X509_get0_subject_key_id(c));
    cr_expect_eq(ASN1_OCTET_STRING_cmp(X509_get0_authority_key_id(c),
                                       X509_get0_subject_key_id(authority.certificate)),
                 0);
    cr_expect_eq(X509_check_private_key(c, leaf.key), 1);
}

Test(leaf, its_authority_has_the_extensions_of_one) {
    X509 *c = authority.certificate;
    check_common(c);
    cr_expect_eq(X509_check_ca(c), 1);
    cr_expect_eq(X509_get_pathlen(c), 0);
    cr_expect(is_critical(c, NID_basic_constraints) && is_critical(c, NID_key_usage));
    cr_expect_eq(X509_get_key_usage(c), KU_KEY_CERT_SIGN | KU_CRL_SIGN);
    cr_expect_not_null(X509_get0_subject_key_id(c));
    int64_t expires_s = 0;
    cr_assert(adm_identity_expiry(c, &expires_s, NULL));
    int64_t days = (expires_s - (int64_t)time(NULL) + 3600) / 86400;
    cr_expect_eq(days, ADM_AUTHORITY_DAYS);
}

Test(leaf, refuses_bad_names_and_days) {
    static const char *many[ADM_NAME_COUNT_MAX + 1];
    static const char *const good[] = {"a.example"};
    static const char *const bad[] = {"a.example", "b_c.example"};
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        many[i] = "a.example";
    const struct {
        const char *const *names;
        size_t count;
        int64_t days;
        enum adm_code code;
        const char *says;
    } rows[] = {
        {good, 0, 90, ADM_INVALID, "at least one name"},
        {many, ADM_NAME_COUNT_MAX + 1, 90, ADM_LIMIT, "101 names"},
        {bad, 2, 90, ADM_INVALID, "'b_c.example'"},
        {good, 1, 0, ADM_INVALID, "1 to 825 days"},
        {good, 1, 826, ADM_INVALID, "1 to 825 days"},
        {good, 1, -1, ADM_INVALID, "1 to 825 days"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_error err = {0};
        cr_expect_not(make(rows[i].names, rows[i].count, rows[i].days, &err), "row %zu", i);
        cr_expect_eq(err.code, rows[i].code, "row %zu", i);
        cr_expect_not_null(strstr(err.message, rows[i].says), "%s", err.message);
        cr_expect_null(leaf.certificate);
    }
    cr_expect(make(many, ADM_NAME_COUNT_MAX, ADM_LEAF_DAYS_MAX, NULL));
}

Test(leaf, ends_no_later_than_its_authority) {
    const struct adm_identity_plan plan = {.common_name = "short", .days = 10};
    static const char *const names[] = {"a.example"};
    int64_t ends[2] = {0};
    adm_identity_destroy(&authority);
    cr_assert(adm_identity_make(&plan, &authority, NULL));
    // Without a subject key identifier the leaf cannot name its issuer's, and says so.
    struct adm_error err = {0};
    cr_expect_not(make(names, 1, 90, &err));
    cr_expect_eq(err.code, ADM_CRYPTO);
    cr_expect_not_null(strstr(err.message, "authorityKeyIdentifier"), "%s", err.message);
    static const struct adm_identity_extension key_id[] = {{NID_subject_key_identifier, "hash"}};
    struct adm_identity_plan with_id = plan;
    with_id.extensions = key_id;
    with_id.extension_count = 1;
    adm_identity_destroy(&authority);
    cr_assert(adm_identity_make(&with_id, &authority, NULL));
    cr_assert(make(names, 1, 90, NULL));
    cr_assert(adm_identity_expiry(authority.certificate, &ends[0], NULL));
    cr_assert(adm_identity_expiry(leaf.certificate, &ends[1], NULL));
    cr_expect_eq(ends[0], ends[1]);
}

Test(leaf, authority_check_tells_what_is_wrong) {
    struct adm_identity other = {0};
    struct adm_error err = {0};
    make_default();
    cr_assert(adm_authority_make(&other, NULL));
    cr_expect(adm_authority_check(&authority, "ca.crt", &err));
    cr_expect_not(adm_authority_check(&leaf, "ca.crt", &err));
    cr_expect_str_eq(err.message, "'ca.crt' is no CA certificate");
    const struct adm_identity mixed = {authority.certificate, other.key};
    cr_expect_not(adm_authority_check(&mixed, "ca.crt", &err));
    cr_expect_str_eq(err.message, "'ca.crt' and its key do not belong together");
    cr_expect_not_null(X509_gmtime_adj(X509_getm_notAfter(authority.certificate), -60));
    cr_expect_not(adm_authority_check(&authority, "ca.crt", &err));
    cr_expect_not_null(strstr(err.message, "expired"), "%s", err.message);
    adm_identity_destroy(&other);
}

Test(leaf, pem_is_read_back) {
    BIO *text = NULL;
    X509 *certificate = NULL;
    EVP_PKEY *key = NULL;
    struct adm_error err = {0};
    cr_assert(adm_pem_write_certificate(authority.certificate, &text, &err));
    cr_assert(adm_pem_read_certificate(adm_pem_bytes(text), "x", &certificate, &err));
    cr_expect_eq(X509_cmp(certificate, authority.certificate), 0);
    cr_expect_not(adm_pem_read_key(adm_pem_bytes(text), "x", &key, &err));
    cr_expect_not_null(strstr(err.message, "'x' is no PEM private key"), "%s", err.message);
    BIO_free_all(text);
    cr_assert(adm_pem_write_key(authority.key, &text, &err));
    cr_assert(adm_pem_read_key(adm_pem_bytes(text), "x", &key, &err));
    cr_expect_eq(EVP_PKEY_eq(key, authority.key), 1);
    BIO_free_all(text);
    EVP_PKEY_free(key);
    X509_free(certificate);
}

Test(leaf, pem_refuses_what_it_cannot_read) {
    static const struct adm_str rows[] = {
        {"", 0},
        {"nonsense", 8},
        {"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", 59},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        X509 *certificate = NULL;
        struct adm_error err = {0};
        cr_expect_not(adm_pem_read_certificate(rows[i], "x", &certificate, &err), "row %zu", i);
        cr_expect_eq(err.code, ADM_SYNTAX, "row %zu", i);
        cr_expect_null(certificate);
        cr_expect_eq(ERR_peek_error(), 0, "row %zu", i);
    }
}

// Nobody is asked for a password: the test would hang.
Test(leaf, pem_refuses_an_encrypted_key) {
    BIO *text = BIO_new(BIO_s_mem());
    EVP_PKEY *key = NULL;
    struct adm_error err = {0};
    static char word[] = "hunter2";
    cr_assert_eq(
        PEM_write_bio_PKCS8PrivateKey(text, authority.key, EVP_aes_256_cbc(), word, 7, NULL, NULL),
        1);
    cr_expect_not(adm_pem_read_key(adm_pem_bytes(text), "ca.key", &key, &err));
    cr_expect_eq(err.code, ADM_SYNTAX);
    BIO_free_all(text);
}
