// SPDX-License-Identifier: Apache-2.0
// URI references (RFC 3986) as far as schemas need them.
#pragma once

#include "core/arena.h"

// Splits at the first `#`: the fragment is what follows it, percent-decoded only by
// adm_jsonschema_uri_decode.
struct adm_str adm_jsonschema_uri_without_fragment(struct adm_str uri);
struct adm_str adm_jsonschema_uri_fragment(struct adm_str uri);
// Resolves a reference against an absolute base (or an empty one), fragment and all. {NULL, 0}
// without memory.
struct adm_str adm_jsonschema_uri_resolve(struct adm_str base, struct adm_str reference,
                                          struct adm_arena *arena);
// `%41` → `A`; {NULL, 0} without memory or where `%` is followed by no two hex digits.
struct adm_str adm_jsonschema_uri_decode(struct adm_str text, struct adm_arena *arena);
