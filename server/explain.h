// SPDX-License-Identifier: Apache-2.0
// Why a pod gets what it gets: what the mutators and the rules do to one Pod or workload, found out
// by running them, and whether what it then needs is in the files. Sentences hold names, keys and
// paths, never a value.
#pragma once

#include "server/check_judge.h"
#include "server/explain_needs.h"
#include "server/explain_shelf.h"

struct adm_explain_mutator {
    enum adm_rule rule;
    enum adm_mode mode;     // of its findings
    struct adm_str why_not; // empty: it acts
    struct adm_explain_lines adds;
};

enum adm_explain_reading {
    ADM_EXPLAIN_READS,
    ADM_EXPLAIN_READS_PODS, // not the workload, but the pods that it makes
    ADM_EXPLAIN_READS_NOT,  // another kind
    ADM_EXPLAIN_OFF,        // in this environment
};

struct adm_explain_rule {
    enum adm_rule rule;
    enum adm_mode mode;
    enum adm_explain_reading reading;
};

struct adm_explain_answer {
    const struct adm_explain_need *need;
    struct adm_explain_found found;
};

struct adm_explanation {
    const struct adm_explain_thing *thing;
    struct adm_str kind, name, namespace;
    const struct adm_environment *environment;
    bool unlabelled;
    bool makes_pods; // a workload: what is said of pods is said of those that it makes
    struct adm_explain_mutator *mutators;
    size_t mutator_count;
    struct adm_explain_rule *rules;
    size_t rule_count;
    const struct adm_finding *findings; // folded, of mutators and rules
    size_t finding_count;
    struct adm_explain_answer *answers; // one a need, in its order
    size_t answer_count;
    struct adm_explain_lines said; // what comes of it all
    bool denied;
};

// Whether the review is of something that is explained.
bool adm_explain_is_pod(const struct adm_review *review);
struct adm_explain_question {
    const struct adm_check_judge *judge;
    const struct adm_explain_shelf *shelf;
    const struct adm_explain_thing *thing; // on the shelf
    const struct adm_check_call *call;     // prepared for it
};
// Everything lives in the arena of the request. ADM_INVALID when there is no pod in it.
ADM_CHECKED bool adm_explain_make(const struct adm_explain_question *question,
                                  struct adm_explanation *out, struct adm_error *err);
