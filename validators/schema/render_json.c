// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/render.h"

#include "validators/schema/render_part.h"

static void write_span(struct adm_writer *w, const struct adm_document *document,
                       struct adm_span span) {
    struct adm_render_part_region region = adm_render_part_region(document, span);
    adm_writer_field_int(w, "line", region.start.line);
    adm_writer_field_int(w, "column", region.start.column);
    adm_writer_field_int(w, "endLine", region.end.line);
    adm_writer_field_int(w, "endColumn", region.end.column);
}

static void write_reasons(struct adm_writer *w, const struct adm_render_file *file,
                          const struct adm_diagnostic *diagnostic) {
    if (diagnostic->reason_count == 0)
        return;
    adm_writer_key(w, "reasons");
    adm_writer_open(w, '[');
    for (size_t i = 0; i < diagnostic->reason_count; i++) {
        adm_writer_open(w, '{');
        write_span(w, file->document, diagnostic->reasons[i].span);
        adm_render_part_text(w, "label", diagnostic->reasons[i].text);
        adm_writer_close(w, '}');
    }
    adm_writer_close(w, ']');
}

static void write_diagnostic(struct adm_writer *w, const struct adm_render_file *file,
                             const struct adm_diagnostic *diagnostic) {
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "severity", adm_diagnostic_severity_name(diagnostic->severity));
    adm_writer_field_c(w, "code", diagnostic->code);
    adm_writer_field_c(w, "rule", adm_rule_id(diagnostic->rule));
    adm_render_part_text(w, "message", diagnostic->message);
    write_span(w, file->document, diagnostic->primary.span);
    adm_render_part_text(w, "label", diagnostic->primary.text);
    adm_render_part_text(w, "path", diagnostic->path);
    adm_render_part_text(w, "note", diagnostic->note);
    adm_render_part_text(w, "help", diagnostic->help);
    write_reasons(w, file, diagnostic);
    adm_writer_close(w, '}');
}

static void write_file(struct adm_writer *w, const struct adm_render_file *file) {
    const struct adm_diagnostics *all = file->diagnostics;
    adm_writer_open(w, '{');
    adm_render_part_text(w, "file", file->name);
    adm_render_part_text(w, "environment", file->environment);
    adm_writer_field_int(w, "errors", (int64_t)all->errors);
    adm_writer_field_int(w, "warnings", (int64_t)all->warnings);
    adm_writer_field_int(w, "dropped", (int64_t)all->dropped);
    adm_writer_key(w, "diagnostics");
    adm_writer_open(w, '[');
    for (size_t i = 0; i < all->count; i++)
        write_diagnostic(w, file, &all->items[i]);
    adm_writer_close(w, ']');
    adm_writer_close(w, '}');
}

void adm_render_json(const struct adm_render_file *files, size_t count, struct adm_text *out) {
    struct adm_writer w;
    size_t errors = 0, warnings = 0;
    adm_writer_init(&w, out);
    adm_writer_open(&w, '{');
    adm_writer_key(&w, "files");
    adm_writer_open(&w, '[');
    for (size_t i = 0; i < count; i++) {
        write_file(&w, &files[i]);
        errors += files[i].diagnostics->errors;
        warnings += files[i].diagnostics->warnings;
    }
    adm_writer_close(&w, ']');
    adm_writer_field_int(&w, "errors", (int64_t)errors);
    adm_writer_field_int(&w, "warnings", (int64_t)warnings);
    adm_writer_close(&w, '}');
    adm_text_append_char(out, '\n');
}
