// SPDX-License-Identifier: Apache-2.0
// What the files of certs/ share about OpenSSL: destructors for ADM_AUTO, and its errors in words.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/error.h"

// Room for the words of one OpenSSL error.
#define ADM_CRYPTO_WORDS_MAX 128

struct adm_crypto_words {
    char text[ADM_CRYPTO_WORDS_MAX];
};

// The first thing that OpenSSL complained about on this thread, in words; its queue is empty after.
// `return adm_fail(err, ADM_CRYPTO, "sign: %s", adm_crypto_words().text);`
struct adm_crypto_words adm_crypto_words(void);

// For ADM_AUTO; NULL inside is nothing to free.
void adm_crypto_free_bio(BIO **bio);
void adm_crypto_free_key(EVP_PKEY **key);
void adm_crypto_free_certificate(X509 **certificate);
