// SPDX-License-Identifier: Apache-2.0
// The data hash that the External Secrets Operator writes on the Secrets it makes: a digest of Go's
// `%+v` of map[string][]byte, e.g. `map[a:[120] b:[104 105]]`, keys sorted.
#pragma once

#include "validators/secret_data.h"

// Whether `hash` (hex MD5, 32 digits, or hex SHA3-224, 56 digits) is that of `data`, or, for the
// MD5 form of 0.10, that of the union of the old and the new keys. False for any other length.
ADM_CHECKED bool adm_data_hash_matches(struct adm_str hash, const struct adm_secret_data *data,
                                       const struct adm_secret_data *old, struct adm_arena *arena);
