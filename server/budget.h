// SPDX-License-Identifier: Apache-2.0
// The global budget of bytes in flight: bytes received, not announced, so that idle senders cannot
// hold it. What a release of Helm says that it inflates to counts, too.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct adm_budget {
    size_t limit;
    _Atomic size_t used;
};

// False, taking nothing, when it would go over.
bool adm_budget_take(struct adm_budget *budget, size_t bytes);
void adm_budget_give(struct adm_budget *budget, size_t bytes);
