// SPDX-License-Identifier: Apache-2.0
// Credentials that anybody would try first.
#pragma once

#include "validators/credentials/chars.h"

bool adm_weak_is(struct adm_str value);
