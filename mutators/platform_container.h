// SPDX-License-Identifier: Apache-2.0
// What one container gets: the mount of platform.yaml, and the environment that names it.
#pragma once

#include "mutators/platform_plan.h"

// Plans for the container at `at`. What the container has already stays: a warning where it
// differs, and a finding where it keeps our mount out. Ephemeral containers get the environment
// alone: the API server forbids subPath there.
void adm_platform_container_plan(struct adm_platform_plan *plan, const struct adm_pod_iter *at);
