// SPDX-License-Identifier: Apache-2.0
// Which ConfigMap a pod's platform.yaml comes from.
#pragma once

#include "mutators/injection.h"

// The name, from the annotation floe.dev/platform-config, else the policy's fixed name, else the
// label app.kubernetes.io/instance. Empty texts count as absent. False, with a finding, when none
// of them names a ConfigMap.
bool adm_platform_source_name(struct adm_injection *injection, struct adm_str *out);
