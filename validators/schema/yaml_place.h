// SPDX-License-Identifier: Apache-2.0
// Where finished values go: to the root, into a list, into a map as key or value.
#pragma once

#include "validators/schema/yaml_events.h"

// Whether the next value is a key.
static inline bool adm_yaml_place_awaits_key(const struct adm_yaml_events *events) {
    return events->depth > 0 && events->frames[events->depth - 1].state == ADM_YAML_KEY_AWAITED;
}
// Puts a value where it belongs. `span` is where it stands, `via` the alias or {0, 0}.
ADM_CHECKED bool adm_yaml_place_value(struct adm_yaml_events *events,
                                      const struct adm_yaml_item *item, struct adm_span span,
                                      struct adm_span via, struct adm_error *err);
// Gives a container that has been closed its members: keys checked, `<<` merged. False without
// memory.
ADM_CHECKED bool adm_yaml_place_members(struct adm_yaml_events *events,
                                        const struct adm_yaml_frame *frame);
