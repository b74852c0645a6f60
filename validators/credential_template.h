// SPDX-License-Identifier: Apache-2.0
// text/template as the operators run it over ExternalSecrets and SealedSecrets: what comes out of
// the actions whose output is in the template itself.
#pragma once

#include "core/error.h"
#include "core/text.h"

// Bits of a reading: which of the texts that a template may become is written.
enum {
    ADM_CREDENTIAL_TEMPLATE_ELSE = 1,  // of branches the one behind `else`
    ADM_CREDENTIAL_TEMPLATE_ALONE = 2, // of several literals the longest, and not all in a row
    ADM_CREDENTIAL_TEMPLATE_READINGS = 4,
};

// The text with every {{ … }} that only has literals (b64dec, reverse and printf followed) replaced
// by its output, and those that steer taken out; what holds a field stays, but for the literals
// that may come out beside or instead of it. `*out` is without data when this reading
// says no more than the text itself and the readings before it. ADM_MEMORY.
ADM_CHECKED bool adm_credential_template_render(struct adm_str text, unsigned reading,
                                                struct adm_arena *arena, struct adm_str *out,
                                                struct adm_error *err);
