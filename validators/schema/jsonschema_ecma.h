// SPDX-License-Identifier: Apache-2.0
// Regular expressions of ECMA-262 (with its `u` flag) in PCRE2's words. What only one of the two
// has is translated or refused: a pattern never means something else here than in a browser.
#pragma once

#include "core/arena.h"
#include "core/error.h"

#define ADM_JSONSCHEMA_ECMA_BYTES_MAX ((size_t)8 * 1024)

// For PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS |
// PCRE2_MATCH_UNSET_BACKREF, without PCRE2_UCP. ADM_INVALID names the byte and what is wrong with
// it; ADM_LIMIT; ADM_MEMORY. Brackets that do not close are left for PCRE2 to find.
ADM_CHECKED bool adm_jsonschema_ecma_translate(struct adm_str pattern, struct adm_arena *arena,
                                               struct adm_str *out, struct adm_error *err);
