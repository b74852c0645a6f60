// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/render.h"

#include "validators/schema/mask_rune.h"

static void write_hidden(const struct adm_render_file *file, size_t errors, size_t warnings,
                         struct adm_text *out) {
    adm_mask_rune_append(out, file->name, false);
    adm_text_append_c(out, ": ");
    if (errors > 0)
        adm_text_printf(out, "%zu more error%s", errors, errors == 1 ? "" : "s");
    if (warnings > 0)
        adm_text_printf(out, "%s%zu more warning%s", errors > 0 ? " and " : "", warnings,
                        warnings == 1 ? "" : "s");
    adm_text_append_char(out, '\n');
}

// How many of each severity are shown: warnings have the room that errors leave.
static void share_room(const struct adm_diagnostics *all, size_t room[2]) {
    size_t errors = 0;
    for (size_t i = 0; i < all->count; i++)
        errors += all->items[i].severity == ADM_SEVERITY_ERROR;
    errors = errors < ADM_DIAGNOSTICS_SHOWN_MAX ? errors : ADM_DIAGNOSTICS_SHOWN_MAX;
    room[ADM_SEVERITY_ERROR] = errors;
    room[ADM_SEVERITY_WARNING] = ADM_DIAGNOSTICS_SHOWN_MAX - errors;
}

void adm_render_text(const struct adm_render_file *file, bool colour, struct adm_text *out) {
    const struct adm_diagnostics *all = file->diagnostics;
    size_t room[2];
    size_t left[2] = {[ADM_SEVERITY_ERROR] = all->errors, [ADM_SEVERITY_WARNING] = all->warnings};
    share_room(all, room);
    for (size_t i = 0, shown = 0; i < all->count; i++) {
        const struct adm_diagnostic *diagnostic = &all->items[i];
        if (room[diagnostic->severity] == 0)
            continue;
        room[diagnostic->severity]--;
        left[diagnostic->severity]--;
        adm_text_append_c(out, shown++ > 0 ? "\n" : "");
        adm_render_caret(file, diagnostic, colour, out);
    }
    if (left[ADM_SEVERITY_ERROR] + left[ADM_SEVERITY_WARNING] == 0)
        return;
    adm_text_append_char(out, '\n');
    write_hidden(file, left[ADM_SEVERITY_ERROR], left[ADM_SEVERITY_WARNING], out);
}

void adm_render_line(const struct adm_render_file *file, const struct adm_diagnostic *diagnostic,
                     struct adm_text *out) {
    struct adm_position at = adm_yaml_tree_position(file->document, diagnostic->primary.span.start);
    adm_mask_rune_append(out, file->name, false);
    adm_text_printf(out, ":%u:%u: %s[%s]: ", at.line, at.column,
                    adm_diagnostic_severity_name(diagnostic->severity), diagnostic->code);
    adm_mask_rune_append(out, diagnostic->message, false);
    if (diagnostic->primary.text.len == 0)
        return;
    adm_text_append_c(out, " (");
    adm_mask_rune_append(out, diagnostic->primary.text, false);
    adm_text_append_char(out, ')');
}

void adm_render_lines(const struct adm_render_file *file, struct adm_text *out) {
    for (size_t i = 0; i < file->diagnostics->count; i++) {
        adm_render_line(file, &file->diagnostics->items[i], out);
        adm_text_append_char(out, '\n');
    }
    if (file->diagnostics->dropped == 0)
        return;
    adm_mask_rune_append(out, file->name, false);
    adm_text_printf(out, ": %zu more\n", file->diagnostics->dropped);
}
