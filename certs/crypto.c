// SPDX-License-Identifier: Apache-2.0
#include "certs/crypto.h"

#include <openssl/err.h>
#include <stdio.h>

struct adm_crypto_words adm_crypto_words(void) {
    struct adm_crypto_words words = {"OpenSSL gave no reason"};
    unsigned long code = ERR_get_error();
    if (code != 0) {
        const char *reason = ERR_reason_error_string(code);
        if (reason != NULL)
            snprintf(words.text, sizeof words.text, "%s", reason);
        else
            snprintf(words.text, sizeof words.text, "OpenSSL error %lx", code);
    }
    while (ERR_get_error() != 0)
        continue;
    return words;
}

void adm_crypto_free_bio(BIO **bio) { BIO_free_all(*bio); }

void adm_crypto_free_key(EVP_PKEY **key) { EVP_PKEY_free(*key); }

void adm_crypto_free_certificate(X509 **certificate) { X509_free(*certificate); }
