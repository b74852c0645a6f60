// SPDX-License-Identifier: Apache-2.0
// The readers that the prefilter calls where a word stands that is no token's prefix: one for what
// each names. `at` is where the word begins, or the window in it.
#pragma once

#include "validators/credentials/prefilter.h"
#include "validators/credentials/scan.h"

const struct adm_prefilter_literal *adm_readers_literals(size_t *count);
