// SPDX-License-Identifier: Apache-2.0
// What the verbs that judge files set up first: the policy, the schemas, the judge and the memory.
#pragma once

#include "server/check_judge.h"

struct adm_check_run {
    struct adm_check_options options; // filled in by the caller
    struct adm_policy *policy;
    struct adm_platform *platform;
    struct adm_check_judge judge;
    struct adm_arena arena;   // for the whole run
    struct adm_arena of_file; // reset for every file
    struct adm_arena of_item; // … for every object
};

// By `run->options`; the rest of `*run` is zeroed. Errors name the policy or the flag. Destroyed by
// adm_check_run_destroy, also after a failure.
ADM_CHECKED bool adm_check_run_begin(struct adm_check_run *run, struct adm_error *err);
void adm_check_run_destroy(struct adm_check_run *run);
