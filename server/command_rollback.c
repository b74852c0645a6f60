// SPDX-License-Identifier: Apache-2.0
#include "server/check_rollback_report.h"
#include "server/check_run.h"
#include "server/cli.h"
#include "server/command.h"

struct run {
    struct adm_check_run base;
    struct adm_check_history history;
    struct adm_check_rollback_report report;
};

static void destroy(struct run *run) {
    adm_check_report_destroy(&run->report.base);
    adm_check_history_destroy(&run->history);
    adm_check_run_destroy(&run->base);
}

static void report_unusable(struct run *run, const struct adm_check_revision *at,
                            const struct adm_error *cause) {
    struct adm_error placed = {0};
    (void)adm_fail(&placed, cause->code, "%s:%u:%u: %s", at->file, at->line, at->column,
                   cause->message);
    adm_check_report_error(&run->report.base, at->file, placed.message);
}

static void keep(struct run *run, const struct adm_check_stored *stored) {
    const struct adm_check_revision at = {
        .file = stored->file, .line = stored->carrier.line, .column = stored->carrier.column};
    struct adm_error err = {0};
    adm_arena_reset(&run->base.of_item);
    if (!adm_check_history_add(&run->history, stored, run->base.options.namespace,
                               &run->base.of_item, &err))
        report_unusable(run, &at, &err);
}

static void read_file(struct run *run, const char *path) {
    struct adm_check_releases releases = {0};
    struct adm_error err = {0};
    adm_arena_reset(&run->base.of_file);
    if (!adm_check_release_read(path, &run->base.of_file, &releases, &err)) {
        adm_check_report_error(&run->report.base, adm_check_input_name(path), err.message);
        return;
    }
    for (size_t i = 0; i < releases.count; i++)
        keep(run, &releases.list[i]);
}

static void judge_all(struct run *run) {
    adm_check_history_sort(&run->history);
    for (size_t i = 0; i < run->history.count; i++) {
        const struct adm_check_revision *revision = &run->history.list[i];
        struct adm_check_rollback rollback;
        struct adm_error err = {0};
        adm_arena_reset(&run->base.of_item);
        if (adm_check_rollback_judge(&run->base.judge, revision, &run->base.of_item, &rollback,
                                     &err))
            adm_check_rollback_report_add(&run->report, revision, &rollback, &run->base.of_item);
        else
            report_unusable(run, revision, &err);
    }
}

int adm_command_rollback(int argc, char **argv) {
    ADM_AUTO(destroy) struct run run = {0};
    struct adm_error err = {0};
    struct adm_check_options *options = &run.base.options;
    if (!adm_check_options_read_rollback(argc, argv, options, &err))
        return adm_cli_refuse("check rollback", &err);
    if (options->help) {
        fputs(adm_check_options_rollback_help(), stdout);
        return adm_cli_printed();
    }
    if (!adm_check_run_begin(&run.base, &err))
        return adm_cli_refuse("check rollback", &err);
    adm_check_history_init(&run.history);
    adm_check_rollback_report_begin(&run.report, &run.base.judge);
    for (size_t i = 0; i < options->file_count; i++)
        read_file(&run, options->files[i]);
    judge_all(&run);
    return adm_check_rollback_report_end(&run.report);
}
