// SPDX-License-Identifier: Apache-2.0
#include "certs/pem.h"

#include <limits.h>
#include <openssl/pem.h>

bool adm_pem_write_certificate(X509 *certificate, BIO **out, struct adm_error *err) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio == NULL || PEM_write_bio_X509(bio, certificate) != 1) {
        BIO_free_all(bio);
        return adm_fail(err, ADM_CRYPTO, "write a certificate: %s", adm_crypto_words().text);
    }
    *out = bio;
    return true;
}

bool adm_pem_write_key(EVP_PKEY *key, BIO **out, struct adm_error *err) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio == NULL || PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) != 1) {
        BIO_free_all(bio);
        return adm_fail(err, ADM_CRYPTO, "write a key: %s", adm_crypto_words().text);
    }
    *out = bio;
    return true;
}

struct adm_str adm_pem_bytes(BIO *bio) {
    char *data = NULL;
    long len = BIO_get_mem_data(bio, &data);
    return (struct adm_str){data, len > 0 ? (size_t)len : 0};
}

// Without this OpenSSL asks at the terminal.
// NOLINTNEXTLINE(readability-non-const-parameter): the type is OpenSSL's
static int no_password(char *buffer, int size, int writing, void *context) {
    (void)buffer, (void)size, (void)writing, (void)context;
    return -1;
}

static BIO *open_text(struct adm_str text) {
    return text.len == 0 || text.len > INT_MAX ? NULL : BIO_new_mem_buf(text.data, (int)text.len);
}

bool adm_pem_read_certificate(struct adm_str text, const char *name, X509 **out,
                              struct adm_error *err) {
    ADM_AUTO(adm_crypto_free_bio) BIO *bio = open_text(text);
    X509 *read = bio == NULL ? NULL : PEM_read_bio_X509(bio, NULL, no_password, NULL);
    if (read == NULL)
        return adm_fail(err, ADM_SYNTAX, "'%s' is no PEM certificate: %s", name,
                        adm_crypto_words().text);
    *out = read;
    return true;
}

bool adm_pem_read_key(struct adm_str text, const char *name, EVP_PKEY **out,
                      struct adm_error *err) {
    ADM_AUTO(adm_crypto_free_bio) BIO *bio = open_text(text);
    EVP_PKEY *read = bio == NULL ? NULL : PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
    if (read == NULL)
        return adm_fail(err, ADM_SYNTAX, "'%s' is no PEM private key: %s", name,
                        adm_crypto_words().text);
    *out = read;
    return true;
}
