// SPDX-License-Identifier: Apache-2.0
// The way round a metadata-only UPDATE: a Secret's value written into an annotation or a label.
#pragma once

#include "validators/secret_data.h"

// Adds a finding for every annotation or label, new or changed against the old object, that holds a
// value of the Secret in its text or, when it is new, in its key: whole values of 4 to 7 bytes, any
// place from 8 bytes on, plain or base64 at any alignment, in any form of forms.h; values of word.h
// do not count. Also for a last-applied-configuration that holds plaintext or does not read as
// JSON. ADM_MEMORY, or ADM_LIMIT past 256 MiB of comparing.
ADM_CHECKED bool adm_secret_metadata_judge(const struct adm_request *request,
                                           const struct adm_secret_data *data,
                                           const struct adm_secret_data *old,
                                           struct adm_verdict *verdict, struct adm_error *err);
