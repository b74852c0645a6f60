// SPDX-License-Identifier: Apache-2.0
// Values that are public, encrypted or a hash: never a credential in plaintext, whatever the key.
#pragma once

#include "validators/credentials/chars.h"

enum adm_cipher {
    ADM_CIPHER_NOT,
    ADM_CIPHER_PUBLIC, // a public key, a certificate, a digest, ciphertext
    ADM_CIPHER_HASH,   // the hash of a password, which may be guessed at leisure
};

// `value` without white space around it; each grammar takes the whole of it.
enum adm_cipher adm_cipher_read(struct adm_str value);
