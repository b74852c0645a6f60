// SPDX-License-Identifier: Apache-2.0
#include "server/check_report.h"

#include "server/check_json.h"
#include "server/check_text.h"
#include "server/terminal.h"

enum { KEPT_BYTES_MAX = 64 * 1024 * 1024 };

void adm_check_report_init(struct adm_check_report *report, const struct adm_check_judge *judge) {
    *report = (struct adm_check_report){
        .out = stdout,
        .problems = stderr,
        .judge = judge,
        .json = judge->options->json,
        .colour = !judge->options->json && adm_terminal_has_colour(stdout),
        .shows_patches = judge->options->mutate,
    };
    adm_arena_init(&report->kept, KEPT_BYTES_MAX);
    adm_text_init(&report->error_list, &report->kept);
    if (!report->json && judge->options->environment == NULL)
        fprintf(report->problems,
                "floe-admission %s: no --environment given: judged as `%.*s`, which judges "
                "unlabelled namespaces\n",
                judge->options->verb, ADM_STR_ARGS(judge->environment->name));
}

void adm_check_report_begin(struct adm_check_report *report, const struct adm_check_judge *judge) {
    adm_check_report_init(report, judge);
    if (report->json)
        adm_check_json_open(report, "results");
}

void adm_check_report_result(struct adm_check_report *report, const struct adm_check_origin *origin,
                             const struct adm_check_result *result, struct adm_arena *arena) {
    if (report->json)
        adm_check_json_result(report, origin, result, arena);
    else
        adm_check_text_result(report, origin, result, arena);
    report->objects++;
    report->denied += result->decision == ADM_DECISION_DENY;
    report->warned += result->decision == ADM_DECISION_WARN;
}

void adm_check_report_error(struct adm_check_report *report, const char *file,
                            const char *message) {
    if (report->json)
        adm_check_json_error(report, file, message);
    else
        adm_check_text_error(report, file, message);
    report->errors++;
}

int adm_check_report_end(struct adm_check_report *report) {
    if (report->json)
        adm_check_json_close(report, "objects", "denied");
    else
        adm_check_text_sum(report);
    return adm_check_report_close(report);
}

int adm_check_report_close(const struct adm_check_report *report) {
    if (report->incomplete)
        fprintf(report->problems, "floe-admission %s: out of memory for the report\n",
                report->judge->options->verb);
    if (fflush(report->out) != 0 || ferror(report->out) != 0) {
        fprintf(report->problems, "floe-admission %s: standard output could not be written\n",
                report->judge->options->verb);
        return 2;
    }
    if (report->errors > 0 || report->incomplete)
        return 2;
    return report->denied > 0 ? 1 : 0;
}

void adm_check_report_destroy(struct adm_check_report *report) { adm_arena_destroy(&report->kept); }
