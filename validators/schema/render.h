// SPDX-License-Identifier: Apache-2.0
// Diagnostics as people and machines read them. Each file is one call; the reports of several files
// are the callers' to join where the form allows it (see each).
//
// Whatever is written is UTF-8 without control characters (line breaks apart) and without what
// turns text round: names, keys and paths may come from anywhere. Working memory comes from the
// text's arena.
#pragma once

#include "core/text.h"
#include "validators/schema/diagnostic.h"
#include "validators/schema/mask.h"

struct adm_render_file {
    struct adm_str name; // "platform/dev/platform.yaml"
    const struct adm_document *document;
    const struct adm_diagnostics *diagnostics; // sorted
    const struct adm_mask *mask;
    struct adm_str environment; // or empty
};

// One diagnostic with carets, as rustc writes them; ends with a line break. The line is shown when
// the diagnostic has something to say beside it (a label's text, a reason). Carets are aligned by
// the columns of a terminal: wide characters are two, combining marks none.
void adm_render_caret(const struct adm_render_file *file, const struct adm_diagnostic *diagnostic,
                      bool colour, struct adm_text *out);
// All of a file with carets, a blank line between them, at most ADM_DIAGNOSTICS_SHOWN_MAX (errors
// before warnings) and then a count of the others. Nothing for a file without any.
void adm_render_text(const struct adm_render_file *file, bool colour, struct adm_text *out);
// `file:line:col: severity[code]: message (label)`, one line each; all of them.
void adm_render_lines(const struct adm_render_file *file, struct adm_text *out);
// One of those lines without the line break: for warnings, and wherever else is room for one.
void adm_render_line(const struct adm_render_file *file, const struct adm_diagnostic *diagnostic,
                     struct adm_text *out);
// One JSON document; SARIF 2.1.0 (one run); JUnit (a test suite a file, a test case a diagnostic,
// or one that passed). All of them, without a cap.
void adm_render_json(const struct adm_render_file *files, size_t count, struct adm_text *out);
void adm_render_sarif(const struct adm_render_file *files, size_t count, const char *version,
                      struct adm_text *out);
void adm_render_junit(const struct adm_render_file *files, size_t count, struct adm_text *out);
