// SPDX-License-Identifier: Apache-2.0
// From an object of a file to the webhook's verdict: the review that the API server would send, and
// the same decision.
#pragma once

#include "core/decision.h"
#include "server/check_items.h"
#include "server/check_options.h"

struct adm_check_judge {
    const struct adm_check_options *options;
    const struct adm_policy *policy;
    const struct adm_environment *environment;
    bool unlabelled; // judged as an unlabelled namespace, with its mode
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
    struct adm_str message;      // of a denial that has no finding
    struct adm_str patch;        // a JSON Patch, or empty; only with --mutate
    const struct adm_yaml *yaml; // of the object judged, or NULL
    uint32_t line, column;       // of the object
};

// Fills in the policy's part; `options->environment` must be one of it, or "unlabelled".
ADM_CHECKED bool adm_check_judge_init(struct adm_check_judge *judge,
                                      const struct adm_check_options *options,
                                      const struct adm_policy *policy, struct adm_arena *arena,
                                      struct adm_error *err);
// ADM_INVALID, without a position, for what is no Kubernetes object. Results live in the arena.
ADM_CHECKED bool adm_check_judge_item(const struct adm_check_judge *judge,
                                      const struct adm_check_item *item, struct adm_arena *arena,
                                      struct adm_check_result *out, struct adm_error *err);
