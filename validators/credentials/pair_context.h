// SPDX-License-Identifier: Apache-2.0
// What stands around a name and a value, where it says that the value is none: a sentence goes on
// behind it, a command only prints it, a statement binds it later.
#pragma once

#include "validators/credentials/pair.h"

// Whether the value that `name` has in `text` is no credential for what stands around it. Looks at
// the line, and at most ADM_PAIR_NEAR bytes of it on either side.
bool adm_pair_context_excuses(struct adm_str text, const struct adm_pair_name *name,
                              const struct adm_pair_value *value);
