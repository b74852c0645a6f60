// SPDX-License-Identifier: Apache-2.0
// Keys in a finding. What was typed as a key may be a secret too.
#pragma once

#include "core/str.h"

// The key of a Secret's entry, or "…" when it is no key that the API server would take (other bytes
// than [-._A-Za-z0-9], more than 253) or repeats its own value.
struct adm_str adm_shown_key(struct adm_str key, struct adm_str value);
// The key of an annotation or a label, or "…" when it is not written as one.
struct adm_str adm_shown_name(struct adm_str name);
