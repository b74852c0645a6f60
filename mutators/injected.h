// SPDX-License-Identifier: Apache-2.0
// The annotation floe.dev/injected: for people, a digest of all that the pod was to get. Nobody
// decides by it.
#pragma once

#include "mutators/injection.h"

#define ADM_INJECTED_FILE "/etc/floe/platform.yaml"
#define ADM_INJECTED_KEY "platform.yaml"
#define ADM_INJECTED_VOLUME "floe-platform-config"

// Plans the annotation when something was planned and no mutator has noted it; warns of one that
// says something else.
void adm_injected_note(struct adm_injection *injection);
