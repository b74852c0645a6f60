// SPDX-License-Identifier: Apache-2.0
#include "server/validate_report.h"

#include <unistd.h>

#include "core/verdict.h"
#include "server/terminal.h"
#include "server/version.h"

enum { PROGRESS_LEAST = 10, NAME_RUNES = 1024 };

bool adm_validate_report_keeps(const struct adm_validate_report *report) {
    enum adm_validate_output output = report->options->output;
    return output != ADM_VALIDATE_TEXT && output != ADM_VALIDATE_LINE;
}

static bool wants_colour(const struct adm_validate_options *options, FILE *out) {
    if (options->output != ADM_VALIDATE_TEXT || options->colour == ADM_VALIDATE_NEVER)
        return false;
    return options->colour == ADM_VALIDATE_ALWAYS || adm_terminal_has_colour(out);
}

bool adm_validate_report_begin(struct adm_validate_report *report,
                               const struct adm_validate_options *options, struct adm_arena *arena,
                               struct adm_error *err) {
    *report = (struct adm_validate_report){
        .options = options,
        .out = stdout,
        .problems = stderr,
        .colour = wants_colour(options, stdout),
        .progress = options->file_count >= PROGRESS_LEAST && isatty(STDERR_FILENO) == 1,
    };
    if (adm_validate_report_keeps(report))
        report->kept = adm_arena_array(arena, options->file_count + 1, sizeof *report->kept);
    return !adm_validate_report_keeps(report) || report->kept != NULL ||
           adm_fail(err, ADM_MEMORY, "out of memory for %zu files", options->file_count);
}

static void clear_progress(const struct adm_validate_report *report) {
    if (report->progress)
        fputs("\r\033[K", report->problems);
}

void adm_validate_report_next(struct adm_validate_report *report) {
    report->done++;
    if (report->progress)
        fprintf(report->problems, "\r\033[Kvalidating %zu of %zu", report->done,
                report->options->file_count);
}

static void print(struct adm_validate_report *report, const struct adm_text *text) {
    report->incomplete = report->incomplete || text->failed;
    fwrite(text->data, 1, text->len, report->out);
}

static const char *plural(size_t count) { return count == 1 ? "" : "s"; }

// Under the diagnostics: what the file is, and as what it was judged.
static void append_sum(const struct adm_validate_verdict *verdict, struct adm_str name,
                       struct adm_text *text) {
    const struct adm_diagnostics *all = &verdict->report->diagnostics;
    adm_text_append_c(text, all->count == 0 ? "" : "\n");
    adm_text_append(text, name);
    if (all->errors + all->warnings == 0)
        adm_text_append_c(text, ": ok");
    else
        adm_text_printf(text, ": %zu error%s, %zu warning%s", all->errors, plural(all->errors),
                        all->warnings, plural(all->warnings));
    const char *profile = verdict->profile == ADM_PROFILE_1_2 ? "1.2" : "1.3";
    if (verdict->environment.len > 0)
        adm_text_printf(text, " (environment %.*s, profile %s)\n",
                        ADM_STR_ARGS(verdict->environment), profile);
    else
        adm_text_printf(text, " (profile %s; --environment adds the rules of one)\n", profile);
}

static void write_now(struct adm_validate_report *report, const struct adm_render_file *file,
                      const struct adm_validate_verdict *verdict, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    if (report->options->output == ADM_VALIDATE_LINE) {
        adm_render_lines(file, &text);
    } else {
        if (file->diagnostics->count > 0)
            adm_render_text(file, report->colour, &text);
        append_sum(verdict, file->name, &text);
    }
    clear_progress(report);
    print(report, &text);
}

void adm_validate_report_verdict(struct adm_validate_report *report,
                                 const struct adm_validate_verdict *verdict,
                                 struct adm_arena *arena) {
    const struct adm_render_file file = {
        // A file's name may be hostile to terminals.
        .name = adm_verdict_one_line(adm_str_from(verdict->name), NAME_RUNES, arena),
        .document = &verdict->report->document,
        .diagnostics = &verdict->report->diagnostics,
        .mask = &verdict->report->mask,
        .environment = verdict->environment,
    };
    report->errors += file.diagnostics->errors;
    report->warnings += file.diagnostics->warnings;
    report->incomplete = report->incomplete || file.diagnostics->failed;
    if (adm_validate_report_keeps(report))
        report->kept[report->files] = file;
    else
        write_now(report, &file, verdict, arena);
    report->files++;
}

void adm_validate_report_note(struct adm_validate_report *report, const char *message) {
    clear_progress(report);
    fputs("floe-admission validate: ", report->problems);
    for (const char *c = message; *c != '\0'; c++)
        fputc((unsigned char)*c < ' ' || *c == '\x7f' ? ' ' : *c, report->problems);
    fputc('\n', report->problems);
}

void adm_validate_report_unusable(struct adm_validate_report *report, const char *message) {
    adm_validate_report_note(report, message);
    report->unusable++;
}

static void write_document(struct adm_validate_report *report, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    if (report->options->output == ADM_VALIDATE_JSON)
        adm_render_json(report->kept, report->files, &text);
    else if (report->options->output == ADM_VALIDATE_SARIF)
        adm_render_sarif(report->kept, report->files, adm_version_number(), &text);
    else
        adm_render_junit(report->kept, report->files, &text);
    print(report, &text);
}

static void write_sum(const struct adm_validate_report *report) {
    if (report->options->output != ADM_VALIDATE_TEXT || report->options->file_count < 2)
        return;
    fprintf(report->out, "\n%zu file%s, %zu error%s, %zu warning%s", report->files,
            plural(report->files), report->errors, plural(report->errors), report->warnings,
            plural(report->warnings));
    if (report->unusable > 0)
        fprintf(report->out, ", %zu unusable", report->unusable);
    fputc('\n', report->out);
}

int adm_validate_report_end(struct adm_validate_report *report, struct adm_arena *arena) {
    clear_progress(report);
    if (adm_validate_report_keeps(report))
        write_document(report, arena);
    write_sum(report);
    if (report->incomplete)
        adm_validate_report_note(report, "out of memory for the report");
    if (fflush(report->out) != 0 || ferror(report->out) != 0) {
        adm_validate_report_note(report, "standard output could not be written");
        return 2;
    }
    if (report->unusable > 0 || report->incomplete)
        return 2;
    bool wrong =
        report->errors > 0 || (report->options->warnings_as_errors && report->warnings > 0);
    return wrong ? 1 : 0;
}
