// SPDX-License-Identifier: Apache-2.0
// JUnit's XML, as CI systems read it: an error is a failed test case, a warning one that passed and
// has something to say.
#include "validators/schema/render.h"

#include "validators/schema/mask_rune.h"
#include "validators/schema/render_part.h"

// Cleaned of what XML 1.0 forbids, then escaped for content and for attributes alike.
static void append_xml(struct adm_text *out, struct adm_str s) {
    static const struct {
        char c;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    struct adm_text clean;
    adm_text_init(&clean, out->arena);
    adm_mask_rune_append(&clean, s, true);
    out->failed = out->failed || clean.failed;
    for (size_t i = 0; i < clean.len; i++) {
        const char *entity = NULL;
        for (size_t k = 0; k < sizeof entities / sizeof *entities; k++)
            if (entities[k].c == clean.data[i])
                entity = entities[k].entity;
        if (entity != NULL)
            adm_text_append_c(out, entity);
        else
            adm_text_append_char(out, clean.data[i]);
    }
}

static void append_attribute(struct adm_text *out, const char *name, struct adm_str value) {
    adm_text_printf(out, " %s=\"", name);
    append_xml(out, value);
    adm_text_append_char(out, '"');
}

static void write_case(const struct adm_render_file *file, const struct adm_diagnostic *diagnostic,
                       struct adm_text *out) {
    struct adm_text caret;
    struct adm_position at = adm_yaml_tree_position(file->document, diagnostic->primary.span.start);
    bool error = diagnostic->severity == ADM_SEVERITY_ERROR;
    struct adm_str name =
        adm_text_format(out->arena, "%u:%u %s", at.line, at.column, diagnostic->code);
    adm_text_init(&caret, out->arena);
    adm_render_caret(file, diagnostic, false, &caret);
    out->failed = out->failed || caret.failed;
    adm_text_append_c(out, "    <testcase");
    append_attribute(out, "name", name);
    append_attribute(out, "classname", file->name);
    adm_text_append_c(out, error ? ">\n      <failure" : ">\n      <system-out");
    if (error) {
        append_attribute(out, "message", adm_render_part_sentence(diagnostic, out->arena));
        append_attribute(out, "type", adm_str_from(diagnostic->code));
    }
    adm_text_append_char(out, '>');
    append_xml(out, adm_text_str(&caret));
    adm_text_append_c(out, error ? "</failure>\n" : "</system-out>\n");
    adm_text_append_c(out, "    </testcase>\n");
}

static size_t failures_of(const struct adm_render_file *file) {
    size_t failures = 0;
    for (size_t i = 0; i < file->diagnostics->count; i++)
        failures += file->diagnostics->items[i].severity == ADM_SEVERITY_ERROR;
    return failures;
}

static void write_suite(const struct adm_render_file *file, struct adm_text *out) {
    size_t count = file->diagnostics->count;
    adm_text_append_c(out, "  <testsuite");
    append_attribute(out, "name", file->name);
    adm_text_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", count == 0 ? 1 : count,
                    failures_of(file));
    for (size_t i = 0; i < count; i++)
        write_case(file, &file->diagnostics->items[i], out);
    if (count == 0) {
        adm_text_append_c(out, "    <testcase name=\"valid\"");
        append_attribute(out, "classname", file->name);
        adm_text_append_c(out, "/>\n");
    }
    adm_text_append_c(out, "  </testsuite>\n");
}

void adm_render_junit(const struct adm_render_file *files, size_t count, struct adm_text *out) {
    size_t tests = 0, failures = 0;
    for (size_t i = 0; i < count; i++) {
        size_t own = files[i].diagnostics->count;
        tests += own == 0 ? 1 : own;
        failures += failures_of(&files[i]);
    }
    adm_text_printf(out,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<testsuites name=\"floe-admission validate\" tests=\"%zu\" failures=\"%zu\" "
                    "errors=\"0\">\n",
                    tests, failures);
    for (size_t i = 0; i < count; i++)
        write_suite(&files[i], out);
    adm_text_append_c(out, "</testsuites>\n");
}
