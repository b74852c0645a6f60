// SPDX-License-Identifier: Apache-2.0
#include "server/budget.h"

bool adm_budget_take(struct adm_budget *budget, size_t bytes) {
    size_t before = atomic_fetch_add(&budget->used, bytes);
    if (before + bytes <= budget->limit)
        return true;
    atomic_fetch_sub(&budget->used, bytes);
    return false;
}

void adm_budget_give(struct adm_budget *budget, size_t bytes) {
    atomic_fetch_sub(&budget->used, bytes);
}
