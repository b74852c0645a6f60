// SPDX-License-Identifier: Apache-2.0
// What the webhook would say to `helm rollback` to a stored revision: to the release that Helm
// creates for it, before anything else.
#pragma once

#include "server/check_history.h"
#include "server/check_judge.h"

struct adm_check_rollback {
    struct adm_check_result result;
    // The policy is still laxer with rollbacks, and without that it would be refused: `result`
    // then holds the findings of that denial.
    bool softened;
    int64_t until_s;                 // softened: Unix seconds, exclusive; 0: without an end
    enum adm_decision_kind decision; // of today
};

// Results live in the arena. Errors have no position.
ADM_CHECKED bool adm_check_rollback_judge(const struct adm_check_judge *judge,
                                          const struct adm_check_revision *revision,
                                          struct adm_arena *arena, struct adm_check_rollback *out,
                                          struct adm_error *err);
