// SPDX-License-Identifier: Apache-2.0
#include "server/check_json.h"

#include <string.h>

#include "server/check_place.h"
#include "server/check_position.h"
#include "server/diff_shown.h"

void adm_check_json_print(struct adm_check_report *report, const struct adm_text *text) {
    report->incomplete = report->incomplete || text->failed;
    fwrite(text->data, 1, text->len, report->out);
}

void adm_check_json_open(struct adm_check_report *report, const char *name) {
    struct adm_text text;
    struct adm_writer w;
    adm_text_init(&text, &report->kept);
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '{');
    adm_writer_field_int(&w, "version", 1);
    adm_writer_field_c(&w, "policy", report->judge->policy->digest);
    adm_writer_field(&w, "environment", report->judge->environment->name);
    adm_writer_field_bool(&w, "unlabelled", report->judge->unlabelled);
    adm_writer_key(&w, name);
    adm_writer_open(&w, '[');
    adm_check_json_print(report, &text);
}

// Where it is in the text that the object holds.
static void write_inside(struct adm_writer *w, const struct adm_finding *finding) {
    adm_writer_key(w, "inside");
    adm_writer_open(w, '{');
    adm_writer_field(w, "file", finding->file);
    adm_writer_field_int(w, "line", finding->line);
    adm_writer_field_int(w, "column", finding->column);
    adm_writer_field(w, "excerpt", finding->excerpt);
    adm_writer_close(w, '}');
}

static void write_finding(struct adm_writer *w, const struct adm_finding *finding,
                          const struct adm_check_result *result) {
    struct adm_check_place place = adm_check_place_of(result->yaml, finding->path);
    bool known = place.line > 0;
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "rule", adm_rule_id(finding->rule));
    adm_writer_field_c(w, "mode", adm_rule_mode_name(finding->mode));
    adm_writer_field(w, "path", finding->path);
    adm_writer_field_int(w, "line", known ? place.line : result->line);
    adm_writer_field_int(w, "column", known ? place.column : result->column);
    adm_writer_field(w, "message", finding->message);
    adm_writer_field(w, "fix", finding->fix);
    if (finding->code.len > 0)
        adm_writer_field(w, "code", finding->code);
    if (finding->file.len > 0)
        write_inside(w, finding);
    if (finding->exception.len > 0)
        adm_writer_field(w, "exception", finding->exception);
    adm_writer_close(w, '}');
}

void adm_check_json_findings(struct adm_writer *w, const struct adm_check_result *result) {
    adm_writer_key(w, "findings");
    adm_writer_open(w, '[');
    size_t count = result->finding_count < ADM_CHECK_FINDINGS_MAX ? result->finding_count
                                                                  : ADM_CHECK_FINDINGS_MAX;
    for (size_t i = 0; i < count; i++)
        write_finding(w, &result->findings[i], result);
    adm_writer_close(w, ']');
    if (count < result->finding_count)
        adm_writer_field_int(w, "findings_left_out", (int64_t)(result->finding_count - count));
}

static void write_result(const struct adm_check_report *report, struct adm_writer *w,
                         const struct adm_check_origin *origin,
                         const struct adm_check_result *result) {
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "file", origin->file);
    adm_writer_field_int(w, "document", (int64_t)origin->document);
    adm_writer_field_int(w, "line", result->line);
    adm_writer_field(w, "kind", result->kind);
    adm_writer_field(w, "name", result->name);
    adm_writer_field(w, "namespace", result->namespace);
    adm_writer_field_c(w, "decision", adm_decision_name(result->decision));
    if (result->decision == ADM_DECISION_DENY && result->finding_count == 0)
        adm_writer_field(w, "message", result->message);
    adm_check_json_findings(w, result);
    adm_writer_key(w, "patch");
    bool shown = report->shows_patches && result->mutated != NULL;
    adm_writer_raw(w, shown ? result->patch : ADM_STR("[]"));
    if (shown) {
        adm_writer_key(w, "result");
        adm_diff_shown_write(&result->mutated->tree, w);
    }
    adm_writer_close(w, '}');
}

void adm_check_json_result(struct adm_check_report *report, const struct adm_check_origin *origin,
                           const struct adm_check_result *result, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_writer w;
    adm_text_init(&text, arena);
    adm_text_append_c(&text, report->objects > 0 ? ",\n" : "\n");
    adm_writer_init(&w, &text);
    write_result(report, &w, origin, result);
    adm_check_json_print(report, &text);
}

// Splits "file:line:column: words"; without a position the whole message is the words.
static void write_error(struct adm_writer *w, const char *file, const char *message) {
    struct adm_check_position at = {0};
    size_t len = strlen(file);
    const char *after = strncmp(message, file, len) == 0 ? message + len : "";
    const char *said = adm_check_position_read(after, ":", ":", &at);
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "file", file);
    adm_writer_field_int(w, "line", at.line);
    adm_writer_field_int(w, "column", at.column);
    adm_writer_field_c(w, "message", said == NULL ? message : said);
    adm_writer_close(w, '}');
}

void adm_check_json_error(struct adm_check_report *report, const char *file, const char *message) {
    struct adm_writer w;
    if (report->errors >= ADM_CHECK_ERRORS_MAX)
        return;
    if (report->errors > 0)
        adm_text_append_c(&report->error_list, ",\n");
    adm_writer_init(&w, &report->error_list);
    write_error(&w, file, message);
}

void adm_check_json_close(struct adm_check_report *report, const char *objects,
                          const char *denied) {
    struct adm_text text;
    struct adm_writer w;
    adm_text_init(&text, &report->kept);
    adm_text_append_c(&text, "],\n\"errors\":[");
    adm_text_append(&text, adm_text_str(&report->error_list));
    report->incomplete = report->incomplete || report->error_list.failed;
    adm_text_append_c(&text, "],\n\"summary\":");
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '{');
    adm_writer_field_int(&w, objects, (int64_t)report->objects);
    adm_writer_field_int(&w, denied, (int64_t)report->denied);
    adm_writer_field_int(&w, "warned", (int64_t)report->warned);
    adm_writer_field_int(&w, "errors", (int64_t)report->errors);
    adm_writer_close(&w, '}');
    adm_text_append_c(&text, "}\n");
    adm_check_json_print(report, &text);
}
