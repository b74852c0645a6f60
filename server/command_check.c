// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "core/policy_default.h"
#include "server/check_report.h"
#include "server/cli.h"
#include "server/command.h"
#include "server/file.h"
#include "validators/schema/platform.h"

enum { POLICY_BYTES_MAX = 1024 * 1024 };
// A file of 20 MiB with its tree, its JSON and that tree; and one object's judgement.
static const size_t file_memory_max = (size_t)2 << 30U, judge_memory_max = (size_t)512 << 20U;

struct run {
    struct adm_check_options options;
    struct adm_policy *policy;
    struct adm_platform *platform;
    struct adm_check_judge judge;
    struct adm_check_report report;
    struct adm_arena arena;   // for the whole run
    struct adm_arena of_file; // reset for every file
    struct adm_arena of_item; // … for every object
};

static void destroy(struct run *run) {
    adm_policy_free(run->policy);
    adm_platform_free(run->platform);
    adm_check_report_destroy(&run->report);
    adm_arena_destroy(&run->arena);
    adm_arena_destroy(&run->of_file);
    adm_arena_destroy(&run->of_item);
}

static bool read_policy(struct run *run, struct adm_error *err) {
    struct adm_str text = {0};
    const char *path = run->options.policy;
    if (path == NULL)
        return adm_policy_read(adm_policy_default(), "policy.yaml (built in)", &run->policy, err);
    ADM_TRY(adm_file_read(path, POLICY_BYTES_MAX, &run->arena, &text, err));
    return adm_policy_read(text, path, &run->policy, err);
}

static bool prepare(struct run *run, struct adm_error *err) {
    adm_arena_init(&run->arena, (size_t)8 * POLICY_BYTES_MAX);
    adm_arena_init(&run->of_file, file_memory_max);
    adm_arena_init(&run->of_item, judge_memory_max);
    ADM_TRY(read_policy(run, err));
    ADM_TRY(adm_platform_new(&run->platform, err));
    ADM_TRY(adm_check_judge_init(&run->judge, &run->options, run->policy, &run->arena, err));
    run->judge.platform = run->platform;
    return true;
}

static void report_unusable(struct run *run, const struct adm_check_input *input,
                            const struct adm_check_item *item, const struct adm_error *cause) {
    struct adm_error placed = {0};
    (void)adm_fail(&placed, cause->code, "%s:%u:%u: %s", input->name, item->line, item->column,
                   cause->message);
    adm_check_report_error(&run->report, input->name, placed.message);
}

static void judge_document(struct run *run, const struct adm_check_input *input, size_t index) {
    const struct adm_check_origin origin = {.file = input->name, .document = index + 1};
    struct adm_check_items items;
    struct adm_check_item item;
    adm_check_items_init(&items, &input->documents[index]);
    while (adm_check_items_next(&items, &item)) {
        struct adm_check_result result;
        struct adm_error err = {0};
        adm_arena_reset(&run->of_item);
        if (adm_check_judge_item(&run->judge, &item, &run->of_item, &result, &err))
            adm_check_report_result(&run->report, &origin, &result, &run->of_item);
        else
            report_unusable(run, input, &item, &err);
    }
}

static void check_file(struct run *run, const char *path) {
    struct adm_check_input input = {0};
    struct adm_error err = {0};
    adm_arena_reset(&run->of_file);
    if (!adm_check_input_read(path, &run->of_file, &input, &err)) {
        adm_check_report_error(&run->report, strcmp(path, "-") == 0 ? ADM_CHECK_STDIN : path,
                               err.message);
        return;
    }
    for (size_t i = 0; i < input.count; i++)
        judge_document(run, &input, i);
}

int adm_command_check(int argc, char **argv) {
    ADM_AUTO(destroy) struct run run = {0};
    struct adm_error err = {0};
    if (!adm_check_options_read(argc, argv, &run.options, &err))
        return adm_cli_refuse("check", &err);
    if (run.options.help) {
        fputs(adm_check_options_help(), stdout);
        return adm_cli_printed();
    }
    if (!prepare(&run, &err))
        return adm_cli_refuse("check", &err);
    adm_check_report_begin(&run.report, &run.judge);
    for (size_t i = 0; i < run.options.file_count; i++)
        check_file(&run, run.options.files[i]);
    return adm_check_report_end(&run.report);
}
