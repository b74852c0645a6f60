// SPDX-License-Identifier: Apache-2.0
// What `validate` says of its files, and its exit code. Text and lines are written as they come,
// documents (JSON, SARIF, JUnit) at the end.
#pragma once

#include <stdio.h>

#include "server/validate_options.h"
#include "validators/schema/platform.h"
#include "validators/schema/render.h"

struct adm_validate_report {
    const struct adm_validate_options *options;
    FILE *out, *problems;
    bool colour, progress, incomplete;
    size_t done, files, errors, warnings, unusable;
    struct adm_render_file *kept; // of a document
};

struct adm_validate_verdict {
    const char *name;
    struct adm_str environment; // or empty
    enum adm_profile profile;
    const struct adm_platform_report *report; // must live as long as the report when that is kept
};

// Memory for a document is taken from the arena, which must outlive the report.
ADM_CHECKED bool adm_validate_report_begin(struct adm_validate_report *report,
                                           const struct adm_validate_options *options,
                                           struct adm_arena *arena, struct adm_error *err);
// Whether what is judged must be kept until the end.
bool adm_validate_report_keeps(const struct adm_validate_report *report);
// Before each file: how far the work is, when there are many and somebody watches.
void adm_validate_report_next(struct adm_validate_report *report);
void adm_validate_report_verdict(struct adm_validate_report *report,
                                 const struct adm_validate_verdict *verdict,
                                 struct adm_arena *arena);
// A file that cannot be used, or a word beside a verdict.
void adm_validate_report_unusable(struct adm_validate_report *report, const char *message);
void adm_validate_report_note(struct adm_validate_report *report, const char *message);
// Writes the rest and returns the exit code.
int adm_validate_report_end(struct adm_validate_report *report, struct adm_arena *arena);
