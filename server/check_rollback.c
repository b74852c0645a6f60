// SPDX-License-Identifier: Apache-2.0
#include "server/check_rollback.h"

#include "server/check_carrier.h"

static bool make_item(const struct adm_check_revision *revision, struct adm_arena *arena,
                      struct adm_check_item *out, struct adm_error *err) {
    struct adm_helm_release stored = {0}, next = {0};
    ADM_TRY(adm_check_release_unpack(revision->payload, arena, &stored, err));
    ADM_TRY(adm_check_carrier_roll_back(&stored, revision->next, arena, &next, err));
    next.namespace = revision->namespace;
    ADM_TRY(adm_check_carrier_make(&next, arena, out, err));
    out->line = revision->line;
    out->column = revision->column;
    return true;
}

static bool is_softened(const struct adm_check_judge *judge) {
    const struct adm_policy *policy = judge->policy;
    return policy->rollback_mode != ADM_MODE_ENFORCE &&
           (policy->rollback_until_s == 0 || judge->now_s < policy->rollback_until_s);
}

// The same policy without its clemency; what it points to stays the policy's.
static const struct adm_policy *strict_policy(const struct adm_policy *policy,
                                              struct adm_arena *arena) {
    struct adm_policy *strict = adm_arena_array(arena, 1, sizeof *strict);
    if (strict == NULL)
        return NULL;
    *strict = *policy;
    strict->rollback_mode = ADM_MODE_ENFORCE;
    return strict;
}

bool adm_check_rollback_judge(const struct adm_check_judge *judge,
                              const struct adm_check_revision *revision, struct adm_arena *arena,
                              struct adm_check_rollback *out, struct adm_error *err) {
    struct adm_check_rollback rollback = {0};
    struct adm_check_result strict = {0};
    struct adm_check_judge later = *judge;
    struct adm_check_item item;
    ADM_TRY(make_item(revision, arena, &item, err));
    ADM_TRY(adm_check_judge_item(judge, &item, arena, &rollback.result, err));
    rollback.decision = rollback.result.decision;
    if (is_softened(judge) && rollback.decision != ADM_DECISION_DENY) {
        later.policy = strict_policy(judge->policy, arena);
        if (later.policy == NULL)
            return adm_fail(err, ADM_MEMORY, "the release is too large to be judged");
        ADM_TRY(adm_check_judge_item(&later, &item, arena, &strict, err));
        rollback.softened = strict.decision == ADM_DECISION_DENY;
    }
    if (rollback.softened) {
        rollback.result = strict;
        rollback.until_s = judge->policy->rollback_until_s;
    }
    *out = rollback;
    return true;
}
