// SPDX-License-Identifier: Apache-2.0
// The decision: run what applies, fold the findings by mode and exception, allow or deny. Pure: the
// registries, the policy and the time are arguments.
#pragma once

#include "core/object.h"
#include "core/patch.h"
#include "core/policy.h"
#include "core/verdict.h"

struct adm_registry;
struct adm_platform;       // validators/schema/platform.h
struct adm_platform_cache; // validators/platform_cache.h

// Everything a rule may look at; borrowed and immutable for the call.
struct adm_request {
    const struct adm_review *review;
    const struct adm_policy *policy;
    const struct adm_environment *environment;
    bool unlabelled; // reached as /…/unlabelled: the policy's unlabelled mode caps the findings
    bool namespace_asks; // reached as /…/namespace-default/…: the namespace asked for injection
    struct adm_object object, old_object;
    struct adm_str fingerprint_key; // HMAC key of this installation
    int64_t now_s;                  // Unix time
    struct adm_arena *arena;
    const struct adm_platform *platform; // the schemas of platform.yaml
    struct adm_platform_cache *cache;    // of this thread's verdicts on them, or NULL
    bool in_release;    // the object is a document of a Helm release: kinds that have no entry of
                        // their own in the cluster are judged, too
    size_t inflate_max; // most bytes that may be inflated for this request; 0: the caps alone
    const struct adm_registry *registry; // filled in by adm_decision_make, for the rules
};

struct adm_validator {
    enum adm_rule rule;
    const char *title;
    // Cheap: by kind and operation.
    bool (*applies)(const struct adm_request *request);
    // Adds findings. False (with err) only when it could not judge: the decision then denies.
    bool (*judge)(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err);
};

struct adm_mutator {
    enum adm_rule rule;
    const char *title;
    bool (*applies)(const struct adm_request *request);
    // Adds to the plan; findings and warnings go to the verdict.
    bool (*plan)(const struct adm_request *request, struct adm_patch *patch,
                 struct adm_verdict *verdict, struct adm_error *err);
    // One sentence, without a full stop, that says why it adds nothing to this object and what to
    // write; empty when it would. For people (`explain`): it plans to find out. Static storage, or
    // in request->arena.
    struct adm_str (*why_not)(const struct adm_request *request);
};

struct adm_registry {
    const struct adm_validator *const *validators;
    size_t validator_count;
    const struct adm_mutator *const *mutators;
    size_t mutator_count;
};

enum adm_decision_kind { ADM_DECISION_ALLOW, ADM_DECISION_WARN, ADM_DECISION_DENY };

struct adm_decision {
    enum adm_decision_kind kind;
    struct adm_verdict verdict;   // every finding with its folded mode, sorted
    struct adm_patch patch;       // mutating path
    struct adm_response response; // ready for adm_review_write
};

// Most findings listed in a denial; the rest is a count.
#define ADM_DECISION_FINDINGS_MAX 20

// Runs the mutators (`mutate`) or the validators. Never fails: what cannot be judged is denied with
// the reason. Results live in request->arena.
void adm_decision_make(const struct adm_registry *registry, const struct adm_request *request,
                       bool mutate, struct adm_decision *out);
// "allow", "warn", "deny"; static storage.
const char *adm_decision_name(enum adm_decision_kind kind);
