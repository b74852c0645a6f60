// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "server/check_carrier.h"
#include "server/check_report.h"
#include "server/check_run.h"
#include "server/cli.h"
#include "server/command.h"

struct run {
    struct adm_check_run base;
    struct adm_check_report report;
};

static void destroy(struct run *run) {
    adm_check_report_destroy(&run->report);
    adm_check_run_destroy(&run->base);
}

static void report_unusable(struct run *run, const char *file, const struct adm_check_item *item,
                            const struct adm_error *cause) {
    struct adm_error placed = {0};
    (void)adm_fail(&placed, cause->code, "%s:%u:%u: %s", file, item->line, item->column,
                   cause->message);
    adm_check_report_error(&run->report, file, placed.message);
}

static void judge_item(struct run *run, const struct adm_check_origin *origin,
                       const struct adm_check_item *item) {
    struct adm_arena *arena = &run->base.of_item;
    struct adm_check_result result;
    struct adm_error err = {0};
    if (adm_check_judge_item(&run->base.judge, item, arena, &result, &err))
        adm_check_report_result(&run->report, origin, &result, arena);
    else
        report_unusable(run, origin->file, item, &err);
}

static void judge_document(struct run *run, const struct adm_check_input *input, size_t index) {
    const struct adm_check_origin origin = {.file = input->name, .document = index + 1};
    struct adm_check_items items;
    struct adm_check_item item;
    adm_check_items_init(&items, &input->documents[index]);
    while (adm_check_items_next(&items, &item)) {
        adm_arena_reset(&run->base.of_item);
        judge_item(run, &origin, &item);
    }
}

static bool check_objects(struct run *run, const char *path, struct adm_error *err) {
    struct adm_check_input input = {0};
    ADM_TRY(adm_check_input_read(path, &run->base.of_file, &input, err));
    for (size_t i = 0; i < input.count; i++)
        judge_document(run, &input, i);
    return true;
}

// A Secret is judged as it is, so that what is not Helm's own gets the
// webhook's verdict, too; one past the limits is refused there. What stands
// bare is put into the Secret that Helm would write.
static bool complete(struct run *run, const struct adm_check_stored *stored,
                     struct adm_check_item *item, struct adm_error *err) {
    struct adm_arena *arena = &run->base.of_item;
    bool is_bare = stored->carrier.object == NULL;
    struct adm_helm_release release = {0};
    *item = stored->carrier;
    if (!adm_check_release_unpack(stored->payload, arena, &release, err))
        return !is_bare && err->code == ADM_LIMIT;
    if (!is_bare)
        return true;
    ADM_TRY(adm_check_carrier_make(&release, arena, item, err));
    item->line = stored->carrier.line;
    item->column = stored->carrier.column;
    return true;
}

static bool check_releases(struct run *run, const char *path, struct adm_error *err) {
    struct adm_check_releases releases = {0};
    ADM_TRY(adm_check_release_read(path, &run->base.of_file, &releases, err));
    for (size_t i = 0; i < releases.count; i++) {
        const struct adm_check_stored *stored = &releases.list[i];
        const struct adm_check_origin origin = {stored->file, stored->document};
        struct adm_check_item item;
        struct adm_error cause = {0};
        adm_arena_reset(&run->base.of_item);
        if (complete(run, stored, &item, &cause))
            judge_item(run, &origin, &item);
        else
            report_unusable(run, stored->file, &stored->carrier, &cause);
    }
    if (releases.others > 0)
        fprintf(run->report.problems,
                "floe-admission check: %s: %zu object%s without a release not judged\n",
                releases.name, releases.others, releases.others == 1 ? "" : "s");
    return true;
}

static void check_file(struct run *run, const char *path) {
    struct adm_error err = {0};
    adm_arena_reset(&run->base.of_file);
    bool ok = run->base.options.helm_release ? check_releases(run, path, &err)
                                             : check_objects(run, path, &err);
    if (!ok)
        adm_check_report_error(&run->report, adm_check_input_name(path), err.message);
}

int adm_command_check(int argc, char **argv) {
    ADM_AUTO(destroy) struct run run = {0};
    struct adm_error err = {0};
    if (argc > 1 && strcmp(argv[1], "rollback") == 0)
        return adm_command_rollback(argc - 1, argv + 1);
    if (!adm_check_options_read(argc, argv, &run.base.options, &err))
        return adm_cli_refuse("check", &err);
    if (run.base.options.help) {
        fputs(adm_check_options_help(), stdout);
        return adm_cli_printed();
    }
    if (!adm_check_run_begin(&run.base, &err))
        return adm_cli_refuse("check", &err);
    adm_check_report_begin(&run.report, &run.base.judge);
    for (size_t i = 0; i < run.base.options.file_count; i++)
        check_file(&run, run.base.options.files[i]);
    return adm_check_report_end(&run.report);
}
