// SPDX-License-Identifier: Apache-2.0
// Who wrote a Secret: the policy's table of attested writers held against the request. A row
// attests by writer *and* shape; labels, owners, types and names alone never do.
#pragma once

#include "validators/secret_data.h"

enum adm_attestation_kind {
    ADM_ATTESTATION_NONE,   // no row has this user
    ADM_ATTESTATION_FORGED, // no row has this user, but the object claims a row's owner
    ADM_ATTESTATION_GAP,    // a row has this user, and a demand of it does not hold
    ADM_ATTESTATION_OFF,    // a row would attest, but is switched off or has expired
    ADM_ATTESTATION_WRITER, // attested
};

struct adm_attestation {
    enum adm_attestation_kind kind;
    const struct adm_writer_row *row; // NULL for NONE
    const char *gap;                  // what does not hold, in words; static storage
    const char *path;                 // where: "metadata.ownerReferences", …; static storage
    const struct adm_writer_row *off; // a row that would attest if it were on, or NULL
};

// The best that any row says of this writer. `old` is the old object's data (empty on CREATE).
struct adm_attestation adm_attestation_of(const struct adm_request *request,
                                          const struct adm_secret_data *data,
                                          const struct adm_secret_data *old);
