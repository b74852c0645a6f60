// SPDX-License-Identifier: Apache-2.0
// From an object of a file to the webhook's verdict: the review that the API server would send, and
// the same decision.
#pragma once

#include "core/decision.h"
#include "server/check_items.h"
#include "server/check_mutate.h"
#include "server/check_options.h"

struct adm_check_judge {
    const struct adm_check_options *options;
    const struct adm_policy *policy;
    const struct adm_environment *environment;
    bool unlabelled;     // judged as an unlabelled namespace, with its mode
    bool namespace_asks; // pods' namespaces have the label floe.dev/inject: "true"
    struct adm_registry registry;
    const struct adm_platform *platform; // borrowed; filled in by the caller
    const struct adm_json *groups;       // of the user
    struct adm_str fingerprint_key;
    int64_t now_s;
};

struct adm_check_result {
    struct adm_str kind, name, namespace;
    enum adm_decision_kind decision;
    const struct adm_finding *findings; // folded, of the mutators and then of the validators
    size_t finding_count;
    struct adm_str message;                  // of a denial that has no finding
    struct adm_str patch;                    // a JSON Patch, or empty
    const struct adm_check_mutated *mutated; // what the patch makes of it; NULL without a patch
    const struct adm_yaml *yaml;             // of the object judged, or NULL
    uint32_t line, column;                   // of the object
};

// Fills in the policy's part; `options->environment` must be one of it, or "unlabelled".
ADM_CHECKED bool adm_check_judge_init(struct adm_check_judge *judge,
                                      const struct adm_check_options *options,
                                      const struct adm_policy *policy, struct adm_arena *arena,
                                      struct adm_error *err);
// What the webhook is asked about an object of a file.
struct adm_check_call {
    struct adm_review review;
    struct adm_request request; // of `review`
};

// ADM_INVALID, without a position, for what is no Kubernetes object. `*out` must stay where it is.
ADM_CHECKED bool adm_check_judge_prepare(const struct adm_check_judge *judge,
                                         const struct adm_check_item *item, struct adm_arena *arena,
                                         struct adm_check_call *out, struct adm_error *err);
// What the plan of a mutating decision makes of the object, be the object denied, too; NULL when
// nothing was planned.
ADM_CHECKED bool adm_check_judge_mutate(struct adm_decision *decision,
                                        const struct adm_request *request,
                                        const struct adm_check_mutated **out,
                                        struct adm_error *err);
// What the validating webhooks are asked once the mutating ones have patched: of a Pod the result.
// Of a workload the patch is a preview: its pods get it. `mutated` may be NULL: nothing was
// patched.
// `*out` must stay where it is.
void adm_check_judge_follow(const struct adm_check_call *call,
                            const struct adm_check_mutated *mutated, struct adm_check_call *out);
// Both, and the decisions. Results live in the arena. Errors as adm_check_judge_prepare.
ADM_CHECKED bool adm_check_judge_item(const struct adm_check_judge *judge,
                                      const struct adm_check_item *item, struct adm_arena *arena,
                                      struct adm_check_result *out, struct adm_error *err);
