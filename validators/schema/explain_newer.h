// SPDX-License-Identifier: Apache-2.0
// What the model does not know and a newer one does: no mistake, but too early.
#pragma once

#include "validators/schema/explain_part.h"

// "new in 1.3; write `min_tls_version` instead": of a key of the violation's object that only the
// newer model knows; empty of any other.
struct adm_str adm_explain_newer_key(const struct adm_explain_part *part, struct adm_str key);
// Says it of a value that only the newer model takes, in place of what was said of it.
void adm_explain_newer_value(const struct adm_explain_part *part);
