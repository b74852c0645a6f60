// SPDX-License-Identifier: Apache-2.0
// The certificate authority that the API server trusts for this webhook alone: it signs server
// certificates and nothing below them (pathlen 0).
#pragma once

#include "certs/identity.h"

#define ADM_AUTHORITY_DAYS 3650

ADM_CHECKED bool adm_authority_make(struct adm_identity *out, struct adm_error *err);
// Whether this identity may sign a leaf now: a CA certificate that has not ended, with its own key.
// `name` is where it came from, for the error (ADM_INVALID).
ADM_CHECKED bool adm_authority_check(const struct adm_identity *authority, const char *name,
                                     struct adm_error *err);
