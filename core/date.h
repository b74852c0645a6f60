// SPDX-License-Identifier: Apache-2.0
// Calendar dates.
#pragma once

#include "core/str.h"

// "2026-12-31" (Gregorian, years 1970 to 9999) as the Unix time of its first second in UTC. False
// for anything else.
bool adm_date_parse(struct adm_str text, int64_t *seconds);
