// SPDX-License-Identifier: Apache-2.0
// What `check rollback` says: a table for each release, or one JSON document {"version":1,
// "policy", "environment", "releases":[{"name", "namespace", "revisions":[…]}], "errors":[…],
// "summary":{…}}.
#pragma once

#include "server/check_report.h"
#include "server/check_rollback.h"

// Most findings shown of a revision in the table; the rest is a count.
#define ADM_CHECK_REASONS_MAX 3

struct adm_check_rollback_report {
    struct adm_check_report base;          // its sums are of revisions
    const struct adm_check_revision *last; // the one before, or NULL
    size_t releases;
};

// Destroyed by adm_check_report_destroy of the base.
void adm_check_rollback_report_begin(struct adm_check_rollback_report *report,
                                     const struct adm_check_judge *judge);
// Revisions come sorted (adm_check_history_sort) and outlive the report.
void adm_check_rollback_report_add(struct adm_check_rollback_report *report,
                                   const struct adm_check_revision *revision,
                                   const struct adm_check_rollback *rollback,
                                   struct adm_arena *arena);
// Says the sum and returns the exit code.
int adm_check_rollback_report_end(struct adm_check_rollback_report *report);
