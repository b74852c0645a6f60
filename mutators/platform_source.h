// SPDX-License-Identifier: Apache-2.0
// Where a pod's platform.yaml comes from: the ConfigMap's name, and the volume that gives it.
#pragma once

#include "mutators/platform_plan.h"

// Sets plan->map from the annotation floe.dev/platform-config, else the policy's fixed name, else
// the label app.kubernetes.io/instance. Empty texts count as absent. False, with a finding, when
// none of them names a ConfigMap.
bool adm_platform_source_name(struct adm_platform_plan *plan);
// Sets plan->has_volume and plan->is_ours; a volume of our name from elsewhere is a warning.
void adm_platform_source_find(struct adm_platform_plan *plan);
// Whether a mount of the pod's volume `volume` with this subPath is the file of plan->map.
bool adm_platform_source_gives(const struct adm_platform_plan *plan, struct adm_str volume,
                               struct adm_str sub_path);
// Whether `volume` is our volume, which the pod names and does not have: it will be ours.
bool adm_platform_source_dangles(const struct adm_platform_plan *plan, struct adm_str volume);
// Plans the volume.
void adm_platform_source_add(struct adm_platform_plan *plan);
