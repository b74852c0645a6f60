// SPDX-License-Identifier: Apache-2.0
// Certificates and keys as PEM text (RFC 7468; keys as PKCS #8, not encrypted).
#pragma once

#include "certs/identity.h"
#include "core/str.h"

// PEM text in `*out`, which the caller frees with adm_crypto_free_bio; that wipes a key's bytes.
ADM_CHECKED bool adm_pem_write_certificate(X509 *certificate, BIO **out, struct adm_error *err);
ADM_CHECKED bool adm_pem_write_key(EVP_PKEY *key, BIO **out, struct adm_error *err);
// The bytes in there; borrowed.
struct adm_str adm_pem_bytes(BIO *bio);

// Reads the first certificate or key of a text. `name` is the file's name in the error
// (ADM_SYNTAX). An encrypted key is refused; nobody is asked for a password.
ADM_CHECKED bool adm_pem_read_certificate(struct adm_str text, const char *name, X509 **out,
                                          struct adm_error *err);
ADM_CHECKED bool adm_pem_read_key(struct adm_str text, const char *name, EVP_PKEY **out,
                                  struct adm_error *err);
