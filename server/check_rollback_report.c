// SPDX-License-Identifier: Apache-2.0
#include "server/check_rollback_report.h"

#include <inttypes.h>
#include <time.h>

#include "server/check_json.h"

enum { LINE_RUNES = 1024 };

static const char red[] = "\033[1;31m", yellow[] = "\033[1;33m", plain[] = "\033[0m";

// By the decision.
static const char *const verdicts[] = {"admitted", "warned", "refused"};

void adm_check_rollback_report_begin(struct adm_check_rollback_report *report,
                                     const struct adm_check_judge *judge) {
    *report = (struct adm_check_rollback_report){0};
    adm_check_report_init(&report->base, judge);
    if (report->base.json)
        adm_check_json_open(&report->base, "releases");
}

// "2026-12-31" of a Unix time.
static void format_date(int64_t seconds, char out[16]) {
    const time_t when = (time_t)seconds;
    struct tm day;
    if (gmtime_r(&when, &day) == NULL || strftime(out, 16, "%Y-%m-%d", &day) == 0)
        out[0] = '\0';
}

static void write_revision(struct adm_writer *w, const struct adm_check_revision *revision,
                           const struct adm_check_rollback *rollback) {
    char date[16];
    adm_writer_open(w, '{');
    adm_writer_field_int(w, "revision", revision->revision);
    adm_writer_field(w, "status", revision->status);
    adm_writer_field(w, "updated", revision->updated);
    adm_writer_field_c(w, "file", revision->file);
    adm_writer_field_int(w, "document", (int64_t)revision->document);
    adm_writer_field_int(w, "line", revision->line);
    adm_writer_field_c(w, "verdict", verdicts[rollback->decision]);
    if (rollback->softened) {
        adm_writer_field_c(w, "afterwards", verdicts[ADM_DECISION_DENY]);
        format_date(rollback->until_s, date);
        adm_writer_field_c(w, "until", rollback->until_s == 0 ? "" : date);
    }
    if (rollback->decision == ADM_DECISION_DENY && rollback->result.finding_count == 0)
        adm_writer_field(w, "message", rollback->result.message);
    adm_check_json_findings(w, &rollback->result);
    adm_writer_close(w, '}');
}

static void add_json(struct adm_check_rollback_report *report,
                     const struct adm_check_revision *revision,
                     const struct adm_check_rollback *rollback, bool first,
                     struct adm_arena *arena) {
    struct adm_text text;
    struct adm_writer w;
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    if (first) {
        adm_text_append_c(&text, report->last == NULL ? "\n" : "]},\n");
        adm_writer_open(&w, '{');
        adm_writer_field(&w, "name", revision->name);
        adm_writer_field(&w, "namespace", revision->namespace);
        adm_writer_key(&w, "revisions");
        adm_writer_open(&w, '[');
    } else {
        adm_text_append_c(&text, ",");
    }
    adm_text_append_c(&text, "\n");
    write_revision(&w, revision, rollback);
    adm_check_json_print(&report->base, &text);
}

static void print_verdict(const struct adm_check_report *base,
                          const struct adm_check_rollback *rollback) {
    const char *colour = rollback->decision == ADM_DECISION_DENY   ? red
                         : rollback->decision == ADM_DECISION_WARN ? yellow
                                                                   : "";
    bool coloured = base->colour && colour[0] != '\0';
    fprintf(base->out, "%s%s%s\n", coloured ? colour : "", verdicts[rollback->decision],
            coloured ? plain : "");
}

static void print_clemency(FILE *out, const struct adm_check_rollback *rollback) {
    bool warned = rollback->decision == ADM_DECISION_WARN;
    char date[16];
    format_date(rollback->until_s, date);
    if (rollback->until_s == 0)
        fprintf(out, "    admitted%s as a rollback, as long as the policy says so\n",
                warned ? " with a warning" : "");
    else
        fprintf(out, "    admitted%s until %s, refused afterwards\n",
                warned ? " with a warning" : "", date);
}

static void print_reasons(FILE *out, const struct adm_check_rollback *rollback,
                          struct adm_arena *arena) {
    size_t seen = 0;
    for (size_t i = 0; i < rollback->result.finding_count; i++) {
        const struct adm_finding *finding = &rollback->result.findings[i];
        if (finding->mode < ADM_MODE_WARN || ++seen > ADM_CHECK_REASONS_MAX)
            continue;
        struct adm_str line =
            adm_verdict_one_line(adm_verdict_line(finding, arena), LINE_RUNES, arena);
        fprintf(out, "    %.*s\n", ADM_STR_ARGS(line));
    }
    if (seen > ADM_CHECK_REASONS_MAX)
        fprintf(out, "    … and %zu more\n", seen - ADM_CHECK_REASONS_MAX);
    if (rollback->decision == ADM_DECISION_DENY && rollback->result.finding_count == 0)
        fprintf(out, "    %.*s\n", ADM_STR_ARGS(rollback->result.message));
}

static void add_text(const struct adm_check_rollback_report *report,
                     const struct adm_check_revision *revision,
                     const struct adm_check_rollback *rollback, bool first,
                     struct adm_arena *arena) {
    FILE *out = report->base.out;
    struct adm_str updated = revision->updated.len > 0 ? revision->updated : ADM_STR("-");
    if (first)
        fprintf(out, "%srelease %.*s in %.*s\n%-9s %-17s %-25s %s\n",
                report->last == NULL ? "" : "\n", ADM_STR_ARGS(revision->name),
                ADM_STR_ARGS(adm_verdict_one_line(revision->namespace, LINE_RUNES, arena)),
                "REVISION", "STATUS", "UPDATED", "VERDICT");
    fprintf(out, "%-9" PRId64 " %-17.*s %-25.*s ", revision->revision,
            ADM_STR_ARGS(revision->status), ADM_STR_ARGS(updated));
    print_verdict(&report->base, rollback);
    if (rollback->softened)
        print_clemency(out, rollback);
    print_reasons(out, rollback, arena);
}

void adm_check_rollback_report_add(struct adm_check_rollback_report *report,
                                   const struct adm_check_revision *revision,
                                   const struct adm_check_rollback *rollback,
                                   struct adm_arena *arena) {
    bool first = report->last == NULL || !adm_check_history_same(report->last, revision);
    if (report->base.json)
        add_json(report, revision, rollback, first, arena);
    else
        add_text(report, revision, rollback, first, arena);
    report->last = revision;
    report->releases += first;
    report->base.objects++;
    report->base.denied += rollback->decision == ADM_DECISION_DENY;
    report->base.warned += rollback->decision == ADM_DECISION_WARN;
}

static void print_sum(const struct adm_check_rollback_report *report) {
    const struct adm_check_report *base = &report->base;
    fprintf(base->out, "%s%zu revision%s of %zu release%s: %zu refused, %zu warned",
            base->objects == 0 ? "" : "\n", base->objects, base->objects == 1 ? "" : "s",
            report->releases, report->releases == 1 ? "" : "s", base->denied, base->warned);
    if (base->errors > 0)
        fprintf(base->out, ", %zu unusable", base->errors);
    fputc('\n', base->out);
}

int adm_check_rollback_report_end(struct adm_check_rollback_report *report) {
    if (report->base.json && report->last != NULL)
        fputs("]}", report->base.out);
    if (report->base.json)
        adm_check_json_close(&report->base, "revisions", "refused");
    else
        print_sum(report);
    return adm_check_report_close(&report->base);
}
