// SPDX-License-Identifier: Apache-2.0
// Objects by key, whatever the sender thought of: pairs while small, a sorted index beyond.
#pragma once

#include "core/json.h"

// Whether no key occurs twice. Fails only without memory for the index.
ADM_CHECKED bool adm_json_keys_are_distinct(const struct adm_json *object, struct adm_arena *arena,
                                            bool *out);
