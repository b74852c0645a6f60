// SPDX-License-Identifier: Apache-2.0
// Runs the search for credentials over one object's JSON, as a rule would.
#pragma once

#include "core/decision.h"

struct scanning {
    struct adm_arena arena;
    struct adm_policy *policy;
    struct adm_review review;
    struct adm_request request;
    struct adm_verdict verdict;
};

// `environment`: of the shipped policy.
void scanning_init(struct scanning *s, const char *environment);
// Searches `object`; `old` may be NULL. Fails the test when the search does.
void scanning_object(struct scanning *s, const char *object, const char *old);
// The findings' messages, paths and fixes, one a line: freed with the rest.
struct adm_str scanning_lines(struct scanning *s);
void scanning_destroy(struct scanning *s);
