// SPDX-License-Identifier: Apache-2.0
// The Secret in which Helm would store a release: what the webhook is asked about.
#pragma once

#include "server/check_release.h"

// Wraps `release` (its JSON as it is, unpacked) in its Secret: name, labels and type as Helm's own.
// `*out` has no place. Everything lives in the arena; ADM_MEMORY.
ADM_CHECKED bool adm_check_carrier_make(const struct adm_helm_release *release,
                                        struct adm_arena *arena, struct adm_check_item *out,
                                        struct adm_error *err);
// The release that `helm rollback` to `release` would create as revision `version`: its manifest,
// hooks, values and notes, with the description and status of a rollback.
ADM_CHECKED bool adm_check_carrier_roll_back(const struct adm_helm_release *release,
                                             int64_t version, struct adm_arena *arena,
                                             struct adm_helm_release *out, struct adm_error *err);
