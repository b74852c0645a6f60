// SPDX-License-Identifier: Apache-2.0
// A finite automaton for the patterns that have one: linear in the text whatever the text is, and
// several times faster than a general matcher. Private to jsonschema_regex.
#pragma once

#include "core/arena.h"
#include "core/error.h"

#define ADM_JSONSCHEMA_DFA_STATES_MAX 1024

struct adm_jsonschema_dfa;

// `*out` is NULL when the pattern (one that ECMA-262 has) needs more than an automaton, or one of
// too many states. False only without memory.
ADM_CHECKED bool adm_jsonschema_dfa_new(struct adm_str pattern, struct adm_arena *arena,
                                        const struct adm_jsonschema_dfa **out);
// Whether the pattern is found in a text of UTF-8.
bool adm_jsonschema_dfa_matches(const struct adm_jsonschema_dfa *dfa, struct adm_str text);
