// SPDX-License-Identifier: Apache-2.0
#include "core/policy.h"
#include "server/check_json.h"
#include "server/check_report.h"
#include "server/check_run.h"
#include "server/cli.h"
#include "server/command.h"
#include "server/explain_json.h"
#include "server/explain_options.h"
#include "server/explain_text.h"

struct run {
    struct adm_check_run base;
    struct adm_explain_shelf shelf;
    struct adm_check_report report; // `objects`: what was explained; `denied`: what is not given
};

static void destroy(struct run *run) {
    adm_check_report_destroy(&run->report);
    adm_check_run_destroy(&run->base);
}

static void report_unusable(struct run *run, const struct adm_explain_thing *thing,
                            const struct adm_error *cause) {
    struct adm_error placed = {0};
    (void)adm_fail(&placed, cause->code, "%s:%u:%u: %s", thing->file, thing->item.line,
                   thing->item.column, cause->message);
    adm_check_report_error(&run->report, thing->file, placed.message);
}

// Every file stays in memory: what one names, another may hold.
static bool read_file(struct run *run, const char *path, struct adm_error *err) {
    struct adm_check_input input = {0};
    ADM_TRY(adm_check_input_read(path, &run->base.of_file, &input, err));
    for (size_t i = 0; i < input.count; i++) {
        struct adm_explain_thing thing = {.file = input.name, .document = i + 1};
        struct adm_check_items items;
        adm_check_items_init(&items, &input.documents[i]);
        while (adm_check_items_next(&items, &thing.item))
            ADM_TRY(adm_explain_shelf_add(&run->shelf, &thing, err));
    }
    return true;
}

// What a Namespace in the files says of itself; a flag says more.
static bool settle_namespace(const struct run *run, struct adm_str namespace,
                             struct adm_check_judge *judge, struct adm_error *err) {
    const struct adm_json *labels = adm_explain_shelf_labels(&run->shelf, namespace);
    struct adm_str environment = adm_json_get_text(labels, "floe.dev/environment");
    if (adm_str_is(adm_json_get_text(labels, "floe.dev/inject"), "true"))
        judge->namespace_asks = true;
    if (run->base.options.environment != NULL || environment.len == 0)
        return true;
    judge->environment = adm_policy_environment(judge->policy, environment);
    if (judge->environment == NULL)
        return adm_fail(err, ADM_INVALID,
                        "the label floe.dev/environment of its Namespace names no environment of "
                        "the policy; give --environment");
    return true;
}

static void report(struct run *run, const struct adm_explanation *explanation) {
    struct adm_arena *arena = &run->base.of_item;
    if (run->report.json)
        adm_explain_json_write(&run->report, explanation, arena);
    else
        adm_explain_text_write(&run->report, explanation, arena);
    run->report.objects++;
    run->report.denied += explanation->denied || explanation->said.problems > 0;
}

// Objects that make no pods are there to be looked up.
static bool explain(struct run *run, size_t index, struct adm_error *err) {
    struct adm_check_judge judge = run->base.judge;
    struct adm_explanation explanation;
    struct adm_check_call call;
    const struct adm_check_item *item = &run->shelf.list[index].item;
    ADM_TRY(adm_check_judge_prepare(&judge, item, &run->base.of_item, &call, err));
    if (!adm_explain_is_pod(&call.review) || call.review.object == NULL)
        return true;
    ADM_TRY(settle_namespace(run, call.review.namespace, &judge, err));
    ADM_TRY(adm_check_judge_prepare(&judge, item, &run->base.of_item, &call, err));
    const struct adm_explain_question question = {&judge, &run->shelf, &run->shelf.list[index],
                                                  &call};
    ADM_TRY(adm_explain_make(&question, &explanation, err));
    report(run, &explanation);
    return true;
}

static void explain_all(struct run *run) {
    for (size_t i = 0; i < run->shelf.count; i++) {
        struct adm_error err = {0};
        adm_arena_reset(&run->base.of_item);
        if (!explain(run, i, &err))
            report_unusable(run, &run->shelf.list[i], &err);
    }
    if (run->report.objects == 0 && run->report.errors == 0)
        adm_check_report_error(&run->report, "",
                               "there is neither a Pod nor a workload in the files to explain");
}

static int end(struct run *run) {
    struct adm_check_report *report = &run->report;
    if (report->json)
        adm_check_json_close(report, "objects", "not_given");
    else
        fprintf(report->out, "%zu object%s explained, %zu would not get what %s asked for\n",
                report->objects, report->objects == 1 ? "" : "s", report->denied,
                report->objects == 1 ? "it" : "they");
    return adm_check_report_close(report);
}

int adm_command_explain(int argc, char **argv) {
    ADM_AUTO(destroy) struct run run = {0};
    struct adm_error err = {0};
    struct adm_check_options *options = &run.base.options;
    if (!adm_explain_options_read(argc, argv, options, &err))
        return adm_cli_refuse("explain", &err);
    if (options->help) {
        fputs(adm_explain_options_help(), stdout);
        return adm_cli_printed();
    }
    if (!adm_check_run_begin(&run.base, &err))
        return adm_cli_refuse("explain", &err);
    adm_explain_shelf_init(&run.shelf, options->namespace, &run.base.of_file);
    adm_check_report_init(&run.report, &run.base.judge);
    if (run.report.json)
        adm_check_json_open(&run.report, "objects");
    for (size_t i = 0; i < options->file_count; i++)
        if (!read_file(&run, options->files[i], &err))
            adm_check_report_error(&run.report, adm_check_input_name(options->files[i]),
                                   err.message);
    explain_all(&run);
    return end(&run);
}
