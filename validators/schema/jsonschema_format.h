// SPDX-License-Identifier: Apache-2.0
// `format`, where it is asserted. Private to jsonschema_*.
#pragma once

#include "core/arena.h"

// Whether a text has a format. Working memory is the arena's.
typedef bool adm_jsonschema_format_check(struct adm_str text, struct adm_arena *arena);

// NULL for a format that is not checked: it takes everything.
adm_jsonschema_format_check *adm_jsonschema_format_find(struct adm_str name);
