// SPDX-License-Identifier: Apache-2.0
#include "certs/authority.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

static const struct adm_identity_extension extensions[] = {
    {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
    {NID_key_usage, "critical,keyCertSign,cRLSign"},
    {NID_subject_key_identifier, "hash"},
};

bool adm_authority_make(struct adm_identity *out, struct adm_error *err) {
    const struct adm_identity_plan plan = {
        .common_name = "floe-admission CA",
        .days = ADM_AUTHORITY_DAYS,
        .extensions = extensions,
        .extension_count = sizeof extensions / sizeof *extensions,
    };
    return adm_identity_make(&plan, out, err);
}

bool adm_authority_check(const struct adm_identity *authority, const char *name,
                         struct adm_error *err) {
    uint32_t flags = X509_get_extension_flags(authority->certificate);
    if (X509_check_ca(authority->certificate) != 1 ||
        (X509_get_key_usage(authority->certificate) & KU_KEY_CERT_SIGN) == 0 ||
        (flags & EXFLAG_INVALID) != 0)
        return adm_fail(err, ADM_INVALID, "'%s' is no CA certificate", name);
    if (X509_check_private_key(authority->certificate, authority->key) != 1) {
        ERR_clear_error();
        return adm_fail(err, ADM_INVALID, "'%s' and its key do not belong together", name);
    }
    if (X509_cmp_current_time(X509_get0_notAfter(authority->certificate)) < 0)
        return adm_fail(err, ADM_INVALID, "'%s' has expired: make a new set", name);
    return true;
}
