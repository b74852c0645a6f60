// SPDX-License-Identifier: Apache-2.0
// What the mutator platform-config is about to do to one pod; shared by its files. Everything is
// borrowed from the request, or lives in its arena.
#pragma once

#include "core/decision.h"
#include "core/pod.h"

#define ADM_PLATFORM_FILE "/etc/floe/platform.yaml"
#define ADM_PLATFORM_KEY "platform.yaml"
#define ADM_PLATFORM_VOLUME "floe-platform-config"
// Containers of one pod; the kubelet's limits are far below.
#define ADM_PLATFORM_CONTAINERS_MAX 256

struct adm_platform_plan {
    const struct adm_request *request;
    struct adm_pod pod;
    struct adm_patch *patch;
    struct adm_verdict *verdict;
    struct adm_str prefix; // of paths in findings: "" or "spec.template."
    struct adm_str map;    // the ConfigMap's name
    bool has_volume;       // the pod has a volume of our name
    bool is_ours;          // … and it gives the file of `map`
    bool mounts;           // something mounts our volume, or will
    bool changes;          // anything was planned
};

// A finding at `path` (without the prefix) that becomes at most `limit` (0: what the environment
// says).
void adm_platform_plan_find(struct adm_platform_plan *plan, enum adm_mode limit,
                            struct adm_str path, struct adm_str message, struct adm_str fix);
// A text for the patch, as adm_text_format made it; marks the patch as failed when that had no
// memory.
struct adm_str adm_platform_plan_keep(struct adm_platform_plan *plan, struct adm_str text);
// The JSON pointer of something below the pod ("/spec/volumes").
struct adm_str adm_platform_plan_pointer(struct adm_platform_plan *plan, const char *below);
// Whether an array can be appended to here: it is one, or null, or absent. Anything else is left to
// the API server's own validation, which comes after mutation.
bool adm_platform_plan_is_list(const struct adm_json *node);
