// SPDX-License-Identifier: Apache-2.0
#include "server/budget.h"

#include <criterion/criterion.h>

Test(budget, refuses_what_goes_over_and_takes_nothing_then) {
    struct adm_budget budget = {.limit = 100};
    cr_expect(adm_budget_take(&budget, 60));
    cr_expect_not(adm_budget_take(&budget, 41));
    cr_expect_eq(budget.used, 60);
    cr_expect(adm_budget_take(&budget, 40));
    cr_expect_not(adm_budget_take(&budget, 1));
    adm_budget_give(&budget, 60);
    adm_budget_give(&budget, 40);
    cr_expect_eq(budget.used, 0);
    cr_expect(adm_budget_take(&budget, 100));
}
