// SPDX-License-Identifier: Apache-2.0
// Runs one AdmissionReview text through the whole decision with the shipped policy (or another).
#pragma once

#include "core/decision.h"

struct judged {
    struct adm_arena arena;
    struct adm_policy *policy;
    struct adm_platform *platform; // for ConfigMaps and releases: compiling takes its time
    struct adm_review review;
    struct adm_request request;
    struct adm_decision decision;
    struct adm_str response; // the AdmissionReview as it would be sent
};

// 2026-06-01T00:00:00Z: what the tests call now.
#define JUDGE_NOW_S 1780272000

// `policy` NULL: the shipped one. `environment` "unlabelled" as in the path. Fails the test when
// the text is not a review. Freed by judge_destroy.
void judge_text(struct judged *judged, struct adm_str text, struct adm_str policy,
                const char *environment);
void judge_destroy(struct judged *judged);
// The bytes of a file, freed by the caller; fails the test when it cannot be read.
struct adm_str judge_read_file(const char *path);
