// SPDX-License-Identifier: Apache-2.0
// Runs one AdmissionReview text through the mutating decision, and applies its patch.
#pragma once

#include <jansson.h>

#include "core/decision.h"

struct planned {
    struct adm_arena arena;
    struct adm_environment environments[3]; // dev (enforce), local (warn), prod (enforce)
    struct adm_policy policy;
    struct adm_review review;
    struct adm_request request;
    struct adm_decision decision;
    struct adm_str response; // the AdmissionReview as it would be sent
};

struct given {
    const char *environment; // NULL: dev; "unlabelled": prod, at most warned
    const char *map;         // the policy's fixed name, or NULL
    bool namespace_asks;
    bool templates;   // as `check --mutate` does
    bool credentials; // the policy names some, and a default in local; prod extends dev
};

// Fails the test when the text is no review. Freed by plan_destroy.
void plan_text(struct planned *planned, struct adm_str text, const struct given *given);
void plan_destroy(struct planned *planned);
// The object of `review` after the patch (RFC 6902 `add` and `test`); fails the test when the patch
// does not apply. A new reference.
json_t *plan_apply(const json_t *object, struct adm_str patch);
// The review with another object, as text; freed by the caller.
char *plan_review_with(const json_t *review, json_t *object);
