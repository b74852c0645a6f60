// SPDX-License-Identifier: Apache-2.0
// `pattern`: an ECMA-262 expression, searched for in a text, with a limit on the work of a match.
// Compiled once, read-only.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "core/search.h"
#include "validators/schema/jsonschema_equal.h"

struct adm_jsonschema_regex;

// Lives in the arena, whose address must not change as long as it is used. ADM_INVALID: nothing
// that ECMA-262 has (or PCRE2 can do), with the byte; ADM_LIMIT; ADM_MEMORY.
ADM_CHECKED bool adm_jsonschema_regex_new(struct adm_str pattern, struct adm_arena *arena,
                                          const struct adm_jsonschema_regex **out,
                                          struct adm_error *err);
// Whether ECMA-262 has the pattern and PCRE2 can do it. Working memory is the arena's.
bool adm_jsonschema_regex_is_valid(struct adm_str pattern, struct adm_arena *arena);
// Working memory is given back to the arena before it returns.
enum adm_search adm_jsonschema_regex_match(const struct adm_jsonschema_regex *regex,
                                           struct adm_str text, struct adm_arena *arena,
                                           struct adm_jsonschema_budget *budget);
