// SPDX-License-Identifier: Apache-2.0
#include "server/check_run.h"

#include "core/policy_default.h"
#include "server/file.h"
#include "validators/schema/platform.h"

enum { POLICY_BYTES_MAX = 1024 * 1024 };
// A file of 20 MiB with its tree, its JSON and that tree; and one object's judgement: a release of
// 32 MiB, wrapped as its Secret holds it.
static const size_t file_memory_max = (size_t)2 << 30U, judge_memory_max = (size_t)1 << 30U;

static bool read_policy(struct adm_check_run *run, struct adm_error *err) {
    struct adm_str text = {0};
    const char *path = run->options.policy;
    if (path == NULL)
        return adm_policy_read(adm_policy_default(), "policy.yaml (built in)", &run->policy, err);
    ADM_TRY(adm_file_read(path, POLICY_BYTES_MAX, &run->arena, &text, err));
    return adm_policy_read(text, path, &run->policy, err);
}

bool adm_check_run_begin(struct adm_check_run *run, struct adm_error *err) {
    adm_arena_init(&run->arena, (size_t)8 * POLICY_BYTES_MAX);
    adm_arena_init(&run->of_file, file_memory_max);
    adm_arena_init(&run->of_item, judge_memory_max);
    ADM_TRY(read_policy(run, err));
    ADM_TRY(adm_platform_new(&run->platform, err));
    ADM_TRY(adm_check_judge_init(&run->judge, &run->options, run->policy, &run->arena, err));
    run->judge.platform = run->platform;
    return true;
}

void adm_check_run_destroy(struct adm_check_run *run) {
    adm_policy_free(run->policy);
    adm_platform_free(run->platform);
    adm_arena_destroy(&run->arena);
    adm_arena_destroy(&run->of_file);
    adm_arena_destroy(&run->of_item);
}
