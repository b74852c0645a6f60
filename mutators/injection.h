// SPDX-License-Identifier: Apache-2.0
// What a mutator is about to do to one pod that asks; shared by all of them. Everything is borrowed
// from the request, or lives in its arena.
#pragma once

#include "core/decision.h"
#include "core/pod.h"

// Containers and volumes of one pod; the kubelet's limits are far below.
#define ADM_INJECTION_CONTAINERS_MAX 256
#define ADM_INJECTION_VOLUMES_MAX 1024

struct adm_injection {
    const struct adm_request *request;
    enum adm_rule rule; // of its findings
    bool speaks;        // of what concerns the pod as a whole: one mutator does
    struct adm_patch *patch;
    struct adm_verdict *verdict;
    // Filled in by adm_injection_begin:
    struct adm_pod pod;
    struct adm_str prefix; // of paths in findings: "" or "spec.template."
    bool changes;          // anything was planned
};

// By kind and operation: the creation of a Pod, and what `kubectl debug` adds to one.
bool adm_injection_applies(const struct adm_request *request);
// The same, and the creation of a workload.
bool adm_injection_applies_to_templates(const struct adm_request *request);
// Finds the pod. False when there is nothing to do: it is none, does not ask, is a mirror of what
// runs already, has a value of another type where the patch would add something (mutation comes
// before validation: the API server refuses it), or, with a finding, is too large.
bool adm_injection_begin(struct adm_injection *injection);
// Whether it is an update of a running pod, whose new ephemeral containers alone can be changed.
bool adm_injection_is_update(const struct adm_injection *injection);
// The next container that can be changed; `it` is of injection->pod.
bool adm_injection_next(const struct adm_injection *injection, struct adm_pod_iter *it);
// Adds a finding: its rule is filled in and its path gets the prefix.
void adm_injection_find(struct adm_injection *injection, const struct adm_finding *finding);
// A text for the patch, as adm_text_format made it; marks the patch as failed when that had no
// memory.
struct adm_str adm_injection_keep(struct adm_injection *injection, struct adm_str text);
// The JSON pointer of something below the pod ("/spec/volumes").
struct adm_str adm_injection_pointer(struct adm_injection *injection, const char *below);
// Why nothing would be planned for a request, up to whether the pod asks; empty when it would.
struct adm_str adm_injection_why_not(const struct adm_request *request);
