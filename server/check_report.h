// SPDX-License-Identifier: Apache-2.0
// What `check` says, as text or as one JSON document, and its exit code. Values never: findings
// hold none, and of an object only kind, name and namespace are shown.
#pragma once

#include <stdio.h>

#include "server/check_judge.h"

// Most findings shown of one object, and errors listed in the JSON document; the rest is a count.
#define ADM_CHECK_FINDINGS_MAX 100
#define ADM_CHECK_ERRORS_MAX 1000

struct adm_check_report {
    FILE *out, *problems; // problems: where errors go that the JSON document does not hold
    const struct adm_check_judge *judge;
    bool json, colour, shows_patches;
    bool incomplete; // something could not be written for want of memory
    size_t objects, denied, warned, errors;
    struct adm_arena kept; // errors, until the JSON document lists them
    struct adm_text error_list;
};

// Where a result comes from.
struct adm_check_origin {
    const char *file;
    size_t document; // 1-based in the file
};

// A report that has said nothing yet. Destroyed by adm_check_report_destroy.
void adm_check_report_init(struct adm_check_report *report, const struct adm_check_judge *judge);
// The same, and what comes before the results.
void adm_check_report_begin(struct adm_check_report *report, const struct adm_check_judge *judge);
void adm_check_report_result(struct adm_check_report *report, const struct adm_check_origin *origin,
                             const struct adm_check_result *result, struct adm_arena *arena);
// An input that cannot be used; `message` begins with the file's name, and position if it has one.
void adm_check_report_error(struct adm_check_report *report, const char *file, const char *message);
// Says the sum and returns the exit code: 2 for an error, or when the output cannot be written.
int adm_check_report_end(struct adm_check_report *report);
// The last part of it, for reports that have another sum.
int adm_check_report_close(const struct adm_check_report *report);
void adm_check_report_destroy(struct adm_check_report *report);
