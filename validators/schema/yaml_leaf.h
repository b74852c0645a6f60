// SPDX-License-Identifier: Apache-2.0
// Scalars: what may not stand where it does, text, type, value.
#pragma once

#include "validators/schema/yaml_events.h"

// Takes the event, a scalar with this span. False without memory.
ADM_CHECKED bool adm_yaml_leaf_take(struct adm_yaml_events *events, struct adm_span span,
                                    struct adm_error *err);
