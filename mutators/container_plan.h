// SPDX-License-Identifier: Apache-2.0
// What one container gets: mounts of files, and variables. What it has already stays: a warning
// where it differs, a finding where it keeps a file out.
#pragma once

#include "mutators/volume_plan.h"

struct adm_container_plan {
    struct adm_injection *injection;
    const struct adm_pod_iter *at;
    bool tested; // the patch asserts that this is the container that was read
};

// Plans the mount of a file of the volume. False when something of the user's keeps it out.
bool adm_container_plan_file(struct adm_container_plan *plan, struct adm_wish_volume *volume,
                             const struct adm_wish_file *file);
void adm_container_plan_variable(struct adm_container_plan *plan,
                                 const struct adm_wish_variable *variable);
