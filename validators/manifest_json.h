// SPDX-License-Identifier: Apache-2.0
// JSON values one after the other, as the API server's decoder takes them where a stream begins
// with
// `{`. Strict but for duplicate keys.
#pragma once

#include "validators/manifest_chunk.h"

// Reads whole values from the start of the chunk; `*taken` is the number of bytes up to the end of
// the last (0: this is no JSON). Fails on limits and memory only.
ADM_CHECKED bool adm_manifest_json_read(struct adm_manifest_chunk *chunk, size_t *taken);
