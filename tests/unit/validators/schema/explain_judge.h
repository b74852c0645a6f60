// SPDX-License-Identifier: Apache-2.0
// A text judged by the built-in schemas, for the tests of what is said about it.
#pragma once

#include "validators/schema/platform.h"
#include "validators/schema/render.h"

struct explain_judged {
    struct adm_arena arena;
    struct adm_platform_report report;
    struct adm_render_file file; // named "platform.yaml"
};

// Before and after all; Criterion's .init and .fini.
void explain_judge_start(void);
void explain_judge_stop(void);
// Judged by the 1.3 profile and the environment's rules (empty: none). The text must outlive it.
void explain_judge(struct adm_str text, const char *environment, struct explain_judged *out);
// The same by another profile.
void explain_judge_by(struct adm_str text, const char *environment, enum adm_profile profile,
                      struct explain_judged *out);
void explain_judge_done(struct explain_judged *judged);
// All of it with carets; NUL-terminated, in the judged arena.
struct adm_str explain_judge_text(struct explain_judged *judged);
// Every form that there is, one after the other, and every line of the file as an excerpt shows it.
struct adm_str explain_judge_all(struct explain_judged *judged);
// The bytes of a file and a NUL; freed by the caller. The test fails when it cannot be read.
char *explain_judge_file(const char *path, size_t *len);
