// SPDX-License-Identifier: Apache-2.0
#include "certs/identity.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

enum { BACKDATED_S = 5 * 60, SERIAL_BITS = 128 };

void adm_identity_destroy(struct adm_identity *identity) {
    X509_free(identity->certificate);
    EVP_PKEY_free(identity->key);
    *identity = (struct adm_identity){0};
}

static void free_number(BIGNUM **number) { BN_free(*number); }

static bool set_serial(X509 *certificate, struct adm_error *err) {
    ADM_AUTO(free_number) BIGNUM *number = BN_new();
    // The top bit is set, so that the number is never zero and never short.
    if (number == NULL || BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1 ||
        BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) == NULL)
        return adm_fail(err, ADM_CRYPTO, "make a serial number: %s", adm_crypto_words().text);
    return true;
}

static bool set_validity(X509 *certificate, const struct adm_identity_plan *plan,
                         struct adm_error *err) {
    time_t now = time(NULL);
    ASN1_TIME *end = X509_getm_notAfter(certificate);
    if (X509_time_adj_ex(X509_getm_notBefore(certificate), 0, -BACKDATED_S, &now) == NULL ||
        X509_time_adj_ex(end, (int)plan->days, -BACKDATED_S, &now) == NULL)
        return adm_fail(err, ADM_CRYPTO, "set the validity: %s", adm_crypto_words().text);
    if (plan->issuer == NULL)
        return true;
    const ASN1_TIME *last = X509_get0_notAfter(plan->issuer->certificate);
    if (ASN1_TIME_compare(end, last) > 0 && X509_set1_notAfter(certificate, last) != 1)
        return adm_fail(err, ADM_CRYPTO, "set the validity: %s", adm_crypto_words().text);
    return true;
}

static bool set_names(X509 *certificate, const struct adm_identity_plan *plan,
                      struct adm_error *err) {
    X509_NAME *subject = X509_get_subject_name(certificate);
    const X509_NAME *issuer =
        plan->issuer == NULL ? subject : X509_get_subject_name(plan->issuer->certificate);
    if (X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                                   (const unsigned char *)plan->common_name, -1, -1, 0) != 1 ||
        X509_set_issuer_name(certificate, issuer) != 1)
        return adm_fail(err, ADM_CRYPTO, "set the subject: %s", adm_crypto_words().text);
    return true;
}

static bool add_extension(X509 *certificate, X509V3_CTX *context,
                          const struct adm_identity_extension *extension) {
    X509_EXTENSION *made = X509V3_EXT_conf_nid(NULL, context, extension->nid, extension->value);
    bool ok = made != NULL && X509_add_ext(certificate, made, -1) == 1;
    X509_EXTENSION_free(made);
    return ok;
}

static bool set_extensions(X509 *certificate, const struct adm_identity_plan *plan,
                           struct adm_error *err) {
    X509V3_CTX context;
    X509 *issuer = plan->issuer == NULL ? certificate : plan->issuer->certificate;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    for (size_t i = 0; i < plan->extension_count; i++)
        if (!add_extension(certificate, &context, &plan->extensions[i]))
            return adm_fail(err, ADM_CRYPTO, "add the extension %s: %s",
                            OBJ_nid2sn(plan->extensions[i].nid), adm_crypto_words().text);
    if (plan->names != NULL && X509_add1_ext_i2d(certificate, NID_subject_alt_name, plan->names, 0,
                                                 X509V3_ADD_DEFAULT) != 1)
        return adm_fail(err, ADM_CRYPTO, "add the names: %s", adm_crypto_words().text);
    return true;
}

static bool fill(const struct adm_identity_plan *plan, const struct adm_identity *made,
                 struct adm_error *err) {
    if (X509_set_version(made->certificate, X509_VERSION_3) != 1 ||
        X509_set_pubkey(made->certificate, made->key) != 1)
        return adm_fail(err, ADM_CRYPTO, "set the public key: %s", adm_crypto_words().text);
    return set_serial(made->certificate, err) && set_validity(made->certificate, plan, err) &&
           set_names(made->certificate, plan, err) && set_extensions(made->certificate, plan, err);
}

bool adm_identity_make(const struct adm_identity_plan *plan, struct adm_identity *out,
                       struct adm_error *err) {
    ADM_AUTO(adm_identity_destroy)
    struct adm_identity made = {.certificate = X509_new(), .key = EVP_EC_gen("P-256")};
    if (made.certificate == NULL || made.key == NULL)
        return adm_fail(err, ADM_CRYPTO, "make a key: %s", adm_crypto_words().text);
    ADM_TRY(fill(plan, &made, err));
    EVP_PKEY *signer = plan->issuer == NULL ? made.key : plan->issuer->key;
    if (X509_sign(made.certificate, signer, EVP_sha256()) == 0)
        return adm_fail(err, ADM_CRYPTO, "sign the certificate: %s", adm_crypto_words().text);
    *out = made;
    made = (struct adm_identity){0};
    return true;
}

bool adm_identity_expiry(const X509 *certificate, int64_t *out, struct adm_error *err) {
    struct tm end = {0};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
        return adm_fail(err, ADM_CRYPTO, "read the expiry date: %s", adm_crypto_words().text);
    *out = (int64_t)timegm(&end);
    return true;
}
