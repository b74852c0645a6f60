// SPDX-License-Identifier: Apache-2.0
// text/template as the operators run it over ExternalSecrets and SealedSecrets: what comes out of
// the actions whose output is literals alone.
#pragma once

#include "core/error.h"
#include "core/text.h"

// The text with every {{ … }} that only has literals (b64dec and printf followed) replaced by its
// output; the others stay. `*any` is false, and `out` untouched, when there is none. ADM_MEMORY.
ADM_CHECKED bool adm_credential_template_render(struct adm_str text, struct adm_arena *arena,
                                                struct adm_str *out, bool *any,
                                                struct adm_error *err);
