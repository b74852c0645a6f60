// SPDX-License-Identifier: Apache-2.0
// Objects by key, whatever the sender thought of: pairs while small, a sorted index beyond.
#pragma once

#include "core/json.h"

// Whether no key occurs twice. False, too, without memory for the index.
bool adm_json_keys_are_distinct(const struct adm_json *object, struct adm_arena *arena);
// The members' keys (nodes) sorted by bytes, in the arena; NULL without memory.
const struct adm_json **adm_json_keys_sorted(const struct adm_json *object,
                                             struct adm_arena *arena);
