// SPDX-License-Identifier: Apache-2.0
// Values that hold the place of a credential: <password>, ****, your-token-here, REPLACE_ME. The
// grammar takes the whole value: `hunter2xxxx` is none. `changeme` is none either: people leave it.
#pragma once

#include "validators/credentials/chars.h"

// `value` without white space around it.
bool adm_placeholder_is(struct adm_str value);
