// SPDX-License-Identifier: Apache-2.0
// The way round a metadata-only UPDATE: a Secret's value written into an annotation or a label.
#pragma once

#include "validators/secret_data.h"

// Adds a finding for every annotation or label, new or changed against the old object, that holds a
// value of the Secret (plain or base64; whole values of 4 to 7 bytes, any place from 8 bytes on),
// and for a last-applied-configuration that holds a Secret with plaintext.
ADM_CHECKED bool adm_secret_metadata_judge(const struct adm_request *request,
                                           const struct adm_secret_data *data,
                                           const struct adm_secret_data *old,
                                           struct adm_verdict *verdict, struct adm_error *err);
