// SPDX-License-Identifier: Apache-2.0
// A certificate with its private key (ECDSA P-256), and how one is made and signed.
#pragma once

#include <stdint.h>

#include "certs/crypto.h"

struct adm_identity {
    X509 *certificate;
    EVP_PKEY *key;
};

struct adm_identity_extension {
    int nid;
    const char *value; // in OpenSSL's words: "critical,CA:TRUE,pathlen:0"
};

struct adm_identity_plan {
    const char *common_name;
    int64_t days; // from the start of validity, which is a few minutes back for slow clocks
    const struct adm_identity_extension *extensions;
    size_t extension_count;
    const struct adm_identity *issuer; // NULL: signs itself
    STACK_OF(GENERAL_NAME) * names;    // subjectAltName, or NULL; borrowed
};

// Frees both and leaves a zeroed identity.
void adm_identity_destroy(struct adm_identity *identity);
// A new key, and a certificate for it: X.509 v3, random positive 128-bit serial number, signed with
// SHA-256. It ends no later than its issuer.
ADM_CHECKED bool adm_identity_make(const struct adm_identity_plan *plan, struct adm_identity *out,
                                   struct adm_error *err);
// When the certificate ends, in Unix seconds.
ADM_CHECKED bool adm_identity_expiry(const X509 *certificate, int64_t *out, struct adm_error *err);
