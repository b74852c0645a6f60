// SPDX-License-Identifier: Apache-2.0
// Which keys of which Secrets a pod is to get: from its annotation floe.dev/credentials and the
// policy. Nothing is read from the cluster.
#pragma once

#include "core/credential_name.h"
#include "mutators/injection.h"

struct adm_credential_wish {
    struct adm_str secret, key, ref;
};

struct adm_credential_wishes {
    struct adm_credential_wish items[ADM_CREDENTIALS_MAX]; // no two of one variable
    size_t count;
};

// Fills in `out`. Findings: an annotation that does not follow the grammar, or is too long (then
// nothing is wished for); a Secret whose keys nobody names; a secret_ref that is asked for twice.
void adm_credential_wishes_collect(struct adm_injection *injection,
                                   struct adm_credential_wishes *out);
